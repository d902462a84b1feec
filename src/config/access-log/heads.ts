import { certain } from "../../fault/certain.ts";
import { IdentikitError } from "../../fault/error.ts";

/** Where the chains of the access log end: what somebody keeps elsewhere to find out later whether an end was cut off. */
export interface Heads {
  /** The newest session's record, which vouches for all records before it; `undefined` for a log without one. */
  readonly record?: { readonly number: number; readonly hash: string };
  /** The last line of every session whose end no later session has noted. */
  readonly lines: readonly { readonly session: string; readonly seq: number; readonly hash: string }[];
}

const version = "heads/v1";
const hash = "[A-Za-z0-9_-]{43}";
const recordShape = new RegExp(`^(\\d{1,15}):(${hash})$`);
const lineShape = new RegExp(`^([0-9a-f]{32}):(\\d{1,15}):(${hash})$`);

/** Heads as one line of text. */
export function formatHeads({ record, lines }: Heads): string {
  const parts = lines.map(({ session, seq, hash }) => `${session}:${seq}:${hash}`);
  return [version, ...(record ? [`${record.number}:${record.hash}`] : []), ...parts].join(" ");
}

/** True for what {@link parseHeads} reads, rather than the name of a file that holds it. */
export function isHeads(text: string): boolean {
  return text.startsWith(version);
}

/**
 * Reads what {@link formatHeads} wrote, line end and spaces around it allowed.
 * @param name what messages call the text
 * @throws {IdentikitError} `HEADS_INVALID`
 */
export function parseHeads(text: string, name: string): Heads {
  const [start, first, ...rest] = text.trim().split(" ");
  if (start !== version) throw invalid(name, `does not begin with ${version}`);
  if (first === undefined) return { lines: [] };
  const record = recordShape.exec(first);
  if (!record) throw invalid(name, "names no session record");
  const lines = rest.map((part) => {
    const [, session = "", seq = "", hash = ""] = lineShape.exec(part) ?? [];
    if (session === "") throw invalid(name, "has a malformed part");
    return { session, seq: Number(seq), hash };
  });
  return { record: { number: Number(record[1]), hash: certain(record[2]) }, lines };
}

function invalid(name: string, problem: string): IdentikitError {
  return new IdentikitError(
    "HEADS_INVALID",
    `the expected heads (${name}) cannot be read: what is given ${problem}`,
    {
      remedy:
        "Give the line that the earlier check of the same log printed behind `heads`, or a file that holds it.",
    },
  );
}
