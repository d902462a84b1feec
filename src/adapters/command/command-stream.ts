import type { AdapterEvent } from "../adapter-event.ts";
import { isSessionId } from "../sessions/session-id.ts";
import { dataFields, shortName, textFields } from "../stream/event-text.ts";
import { type ProtocolLine, readProtocol, unknownLine } from "../stream/protocol-line.ts";
import { UsageSum } from "../stream/usage-sum.ts";
import { eventLine } from "./event-line.ts";

/** Reads what a program of the adapter `command` writes: {@link eventLine}. */
export function readCommandStream(lines: AsyncIterable<string>): AsyncIterable<AdapterEvent> {
  const sum = new UsageSum();
  return readProtocol(lines, (line) => readLine(line, sum));
}

function* readLine(protocolLine: ProtocolLine, sum: UsageSum): Generator<AdapterEvent> {
  const { data: line } = eventLine.safeParse(protocolLine);
  if (!line) yield unknownLine(protocolLine);
  else if (line.type === "session" && isSessionId(line.id)) yield { kind: "session", sessionId: line.id };
  else if (line.type === "session") yield unknownLine(protocolLine);
  else if (line.type === "result") {
    const { outcome, reason, text } = line;
    yield { kind: "result", result: { outcome, ...(reason === undefined ? {} : { reason }), ...bare(text) } };
  } else if (line.type === "cost") {
    const { turns = 0, tokens = 0, cost } = line;
    sum.raise({ turns, tokens, ...(cost === undefined ? {} : { cost: Number(cost) }) });
    yield* sum.told();
  } else {
    const { type, lane, tool, status, text, data = {} } = line;
    yield {
      kind: "event",
      event: {
        type,
        ...(lane === undefined ? {} : { lane: shortName(lane, 200) }),
        ...(tool === undefined ? {} : { tool: shortName(tool, 256) }),
        ...(status === undefined ? {} : { status }),
        ...textFields(text),
        ...dataFields(data),
      },
    };
  }
}

function bare(text: string | undefined): { readonly text?: string } {
  const fields = textFields(text);
  return fields.text === undefined ? {} : { text: fields.text };
}
