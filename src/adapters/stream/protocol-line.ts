import type { AdapterEvent } from "../adapter-event.ts";
import { dataFields, shortName, textFields } from "./event-text.ts";

/** An object of a client's protocol: every line is one, with a `type`. */
export type ProtocolLine = Readonly<Record<string, unknown>> & { readonly type: string };

/**
 * Reads a stream line by line. Blank lines are nothing; what is no object with a type is what a client says beside its protocol, such
 * as a warning: it is kept as an event, and never taken for more.
 */
export async function* readProtocol(
  lines: AsyncIterable<string>,
  read: (line: ProtocolLine) => Iterable<AdapterEvent>,
): AsyncGenerator<AdapterEvent> {
  for await (const text of lines) {
    if (text.trim() === "") continue;
    const line = parsed(text);
    if (line) yield* read(line);
    else yield strayLine(text);
  }
}

function parsed(text: string): ProtocolLine | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isProtocolLine(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isProtocolLine(value: unknown): value is ProtocolLine {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return "type" in value && typeof value.type === "string";
}

function strayLine(text: string): AdapterEvent {
  const facts = dataFields({ kind: "unreadable", length: text.length });
  return { kind: "event", event: { type: "status", ...textFields(text.slice(0, 4000)), ...facts } };
}

/** The event for a kind of line that this release knows nothing of, or that is not as its kind should be. */
export function unknownLine({ type, subtype }: ProtocolLine): AdapterEvent {
  const name = typeof subtype === "string" ? `${type}/${subtype}` : type;
  return {
    kind: "event",
    event: { type: "status", ...dataFields({ kind: "unknown", of: shortName(name, 200) }) },
  };
}
