import { spanMs } from "../triggers/span.ts";
import { type BrokenLink, memoryGraph } from "./memory-graph.ts";
import { type MemoryRecord, readRecord } from "./memory-record.ts";
import type { MemoryContent } from "./memory-store.ts";

/** How a memory is. */
export interface MemoryHealth {
  readonly commit: string;
  readonly files: number;
  readonly malformed: readonly { readonly path: string; readonly problem: string }[];
  readonly brokenLinks: readonly BrokenLink[];
  /** The paths of records that have not changed for long. */
  readonly stale: readonly string[];
  /** Records by kind; those without one under an empty name. */
  readonly kinds: Readonly<Record<string, number>>;
}

/** The records of what was read, in the order of their paths. */
export function readMemory(
  { files }: MemoryContent,
  kinds: Readonly<Record<string, string>> = {},
): readonly MemoryRecord[] {
  return files.map((file) => readRecord(file, kinds)).sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** @param staleAfter as `180d`; @param now RFC 3339, in UTC */
export function memoryHealth(
  { commit, unread }: MemoryContent,
  records: readonly MemoryRecord[],
  { staleAfter, now }: { readonly staleAfter: string; readonly now: string },
): MemoryHealth {
  const kinds = new Map<string, number>();
  for (const { kind = "" } of records) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  return {
    commit,
    files: records.length,
    malformed: [
      ...unread,
      ...records.flatMap(({ path, problems }) => problems.map((problem) => ({ path, problem }))),
    ],
    brokenLinks: memoryGraph({ records, withheld: 0 }).broken,
    stale: records.filter((record) => isStale(record, staleAfter, now)).map(({ path }) => path),
    kinds: Object.fromEntries(kinds),
  };
}

/** Whether a record has not changed for longer than that. */
export function isStale({ changedAt }: MemoryRecord, staleAfter: string, now: string): boolean {
  return changedAt !== undefined && Date.parse(now) - Date.parse(changedAt) > spanMs(staleAfter);
}
