import type { AdapterEvent } from "../adapter-event.ts";
import { isSessionId } from "../sessions/session-id.ts";
import { dataFields, textFields } from "../stream/event-text.ts";
import { type ProtocolLine, readProtocol, unknownLine } from "../stream/protocol-line.ts";
import type { ReadStreamOptions } from "../stream/read-stream-options.ts";
import { UsageSum } from "../stream/usage-sum.ts";
import { isTurn, itemEvents } from "./codex-items.ts";
import { type CodexItem, codexLine } from "./codex-lines.ts";

/** Reads what `codex exec --json` writes. Tokens are told when a turn ends, and money never. */
export function readCodexStream(
  lines: AsyncIterable<string>,
  options: ReadStreamOptions = {},
): AsyncIterable<AdapterEvent> {
  const stream = new CodexStream(options);
  return readProtocol(lines, (line) => stream.read(line));
}

class CodexStream {
  readonly #tokensBefore: number;
  readonly #sum = new UsageSum();
  #lastWords: string | undefined;

  constructor({ tokensBefore = 0 }: ReadStreamOptions) {
    this.#tokensBefore = tokensBefore;
  }

  *read(line: ProtocolLine): Generator<AdapterEvent> {
    const { data } = codexLine.safeParse(line);
    const { item, usage, thread_id } = data ?? {};
    if (line.type === "thread.started" && thread_id !== undefined && isSessionId(thread_id)) {
      yield { kind: "session", sessionId: thread_id };
      yield status({ kind: "started" });
    } else if (line.type === "turn.started") yield status({ kind: "turn" });
    else if (line.type === "turn.completed") {
      const total = (usage?.input_tokens ?? 0) + (usage?.output_tokens ?? 0);
      this.#sum.raise({ tokens: Math.max(0, total - this.#tokensBefore) });
      yield* this.#sum.told();
      yield {
        kind: "result",
        result: { outcome: "succeeded", ...(this.#lastWords === undefined ? {} : { text: this.#lastWords }) },
      };
    } else if (line.type === "turn.failed") {
      const { text } = textFields(data?.error?.message);
      yield {
        kind: "result",
        result: { outcome: "failed", reason: "turn.failed", ...(text === undefined ? {} : { text }) },
      };
    } else if (line.type === "error") yield status({ kind: "error" }, data?.message);
    else if (item && line.type.startsWith("item.")) yield* this.#item(line, item);
    else yield unknownLine(line);
  }

  *#item(line: ProtocolLine, item: CodexItem): Generator<AdapterEvent> {
    const isEnd = line.type === "item.completed";
    // In between, only a plan says something that its end does not.
    const events = line.type === "item.updated" && item.type !== "todo_list" ? [] : itemEvents(item, isEnd);
    if (!events) {
      yield unknownLine({ ...line, subtype: item.type });
      return;
    }
    for (const event of events) yield { kind: "event", event };
    if (!isEnd || !isTurn(item)) return;
    if (item.type === "agent_message") this.#lastWords = textFields(item.text).text;
    this.#sum.addTurn();
    yield { kind: "usage", usage: this.#sum.usage };
  }
}

function status(facts: Readonly<Record<string, string>>, text?: string): AdapterEvent {
  return { kind: "event", event: { type: "status", ...textFields(text), ...dataFields(facts) } };
}
