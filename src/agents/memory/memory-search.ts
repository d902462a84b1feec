import { matchesPathPattern } from "../triggers/glob.ts";
import type { VisibleMemory } from "./memory-access.ts";
import type { MemoryRecord } from "./memory-record.ts";

export interface MemoryQuery {
  /** Words that a record has to have, all of them, in any case; every record if left out. */
  readonly text?: string | undefined;
  readonly paths?: readonly string[] | undefined;
  readonly kinds?: readonly string[] | undefined;
  /** Records at most; 100 if left out. */
  readonly limit?: number | undefined;
}

export interface MemoryHit {
  readonly path: string;
  readonly title: string;
  readonly kind?: string;
  /** Lines that have one of the words, five at most. */
  readonly lines: readonly { readonly line: number; readonly text: string }[];
}

export interface MemoryAnswer {
  readonly hits: readonly MemoryHit[];
  /** Records that were found and are more than the limit. */
  readonly more: number;
  /** Records that the viewer may not see, whether they would have been found or not: which of them hold a word is not said. */
  readonly withheld: number;
}

const mostLines = 5;
const lineLength = 300;

/** Looks through what a viewer may see. Of anything else neither text nor path nor the number of hits is said. */
export function searchMemory({ records, withheld }: VisibleMemory, query: MemoryQuery): MemoryAnswer {
  const words = (query.text ?? "")
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const { paths, kinds, limit = 100 } = query;
  const found = records.filter(
    (record) =>
      (!paths || paths.some((pattern) => matchesPathPattern(pattern, record.path))) &&
      (!kinds || (record.kind !== undefined && kinds.includes(record.kind))) &&
      hasAll(record, words),
  );
  const hits = found.slice(0, limit).map((record) => hitOf(record, words));
  return { hits, more: found.length - hits.length, withheld };
}

function hasAll({ text, title, path }: MemoryRecord, words: readonly string[]): boolean {
  const all = `${path}\n${title}\n${text}`.toLowerCase();
  return words.every((word) => all.includes(word));
}

function hitOf({ path, title, kind, text }: MemoryRecord, words: readonly string[]): MemoryHit {
  const lines = text
    .split(/\r?\n/)
    .map((line, at) => ({ line: at + 1, text: line.slice(0, lineLength) }))
    .filter((line) => words.some((word) => line.text.toLowerCase().includes(word)))
    .slice(0, mostLines);
  return { path, title, ...(kind === undefined ? {} : { kind }), lines };
}
