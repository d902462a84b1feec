import type { z } from "zod";
import type { agentMemorySource } from "../kinds/config/agent-memory-source.ts";
import { matchesPathPattern, matchesRepository } from "../triggers/glob.ts";
import type { MemoryRecord } from "./memory-record.ts";

export type MemorySourceSpec = z.output<typeof agentMemorySource.spec>;

/** Who looks, as admission knows them. */
export interface MemoryViewer {
  readonly user: string;
  readonly groups: readonly string[];
  /** Whether they may read the memory repository on the forge. */
  readonly mayRead: boolean;
  /** For a run: the repository that it works on; only what belongs to that one is there for it. */
  readonly repository?: string | undefined;
}

/** What a viewer may see of a memory. */
export interface VisibleMemory {
  readonly records: readonly MemoryRecord[];
  /** How many there are that they may not see. */
  readonly withheld: number;
}

/**
 * The records that a viewer may see: those of a repository that they may read, unless a source that a record belongs to names other
 * readers. Where several sources have a record, each of them has to allow it.
 */
export function visibleMemory(
  records: readonly MemoryRecord[],
  sources: readonly MemorySourceSpec[],
  viewer: MemoryViewer,
): VisibleMemory {
  const who = new Set([viewer.user, ...viewer.groups]);
  const inScope = records.filter((record) => isInScope(record, sources, viewer.repository));
  const seen = inScope.filter(
    (record) =>
      viewer.mayRead &&
      sources
        .filter((source) => isInSource(source, record))
        .every(({ readers }) => readers === undefined || readers.some((reader) => who.has(reader))),
  );
  return { records: seen, withheld: inScope.length - seen.length };
}

function isInScope(
  record: MemoryRecord,
  sources: readonly MemorySourceSpec[],
  repository: string | undefined,
): boolean {
  if (repository === undefined) return true;
  return sources.some(
    (source) =>
      source.queryMode !== "off" &&
      source.appliesTo.some((pattern) => matchesRepository(pattern, repository)) &&
      isInSource(source, record),
  );
}

/** Whether a record is of those that a source includes. */
export function isInSource({ include: { paths, kinds } }: MemorySourceSpec, record: MemoryRecord): boolean {
  const isThere = !paths || paths.some((pattern) => matchesPathPattern(pattern, record.path));
  return isThere && (!kinds || (record.kind !== undefined && kinds.includes(record.kind)));
}
