import { type AskedRequest, OutboxLines } from "./asked-request.ts";

/** A line that asks for nothing, and why. */
export interface RefusedLine {
  /** 1-based. */
  readonly line: number;
  readonly reason: string;
}

export interface Outbox {
  readonly requests: readonly AskedRequest[];
  readonly refused: readonly RefusedLine[];
}

/** The requests of an outbox that is a text, a line of JSON each; {@link OutboxLines} says which lines count. */
export function readOutbox(text: string): Outbox {
  const requests: AskedRequest[] = [];
  const refused: RefusedLine[] = [];
  const lines = new OutboxLines();
  for (const [at, line] of text.split("\n").entries()) {
    const found = lines.take(at + 1, line);
    if (found && "asked" in found) requests.push(found.asked);
    else if (found) refused.push({ line: at + 1, reason: found.problem });
    if (found && "isLast" in found && found.isLast) break;
  }
  return { requests, refused };
}
