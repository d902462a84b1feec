import { z } from "zod";
import type { AnchoredDirectory } from "../tree/anchored-directory.ts";
import { writeFileIn } from "../tree/atomic-file.ts";
import { readFileIn } from "../tree/file-reader.ts";

const schema = z.object({
  /** Repairs of what somebody changed, one soon after the other. */
  repairs: z.int().nonnegative(),
  /** The last of them, in milliseconds since 1970. */
  last: z.number(),
});

/** How often an agent's env directory was repaired of somebody's changes of late. */
export type Fight = z.output<typeof schema>;

const minute = 60_000;
/** So many repairs are made at once; the next one waits, and each further one twice as long. */
const freeRepairs = 3;
const firstWaitMs = 10 * minute;
const longestWaitMs = 6 * 60 * minute;
/** After so long without a repair, the next change is a new one. */
const forgottenMs = 24 * 60 * minute;
const none: Fight = { repairs: 0, last: 0 };

export function readFight(place: AnchoredDirectory, agent: string, now: number): Fight {
  const file = readFileIn(place, fileName(agent), 1024);
  try {
    const fight = file ? schema.parse(JSON.parse(file.bytes.toString())) : none;
    return now - fight.last > forgottenMs ? none : fight;
  } catch {
    return none;
  }
}

/** Counts one more repair. @throws {IdentikitError} `FILE_UNWRITABLE` */
export function countRepair(place: AnchoredDirectory, agent: string, now: number): void {
  const { repairs } = readFight(place, agent, now);
  const bytes = Buffer.from(`${JSON.stringify({ repairs: repairs + 1, last: now })}\n`);
  writeFileIn(place, fileName(agent), bytes, { mode: 0o600 });
}

/**
 * When the next repair may be made, in milliseconds since 1970: at once for the first ones, then later and later, so
 * that two who both think a file is theirs do not write it all day. A clock that was set back makes nobody wait long.
 */
export function nextRepair({ repairs, last }: Fight, now: number): number {
  if (repairs < freeRepairs) return now;
  const wait = Math.min(firstWaitMs * 2 ** (repairs - freeRepairs), longestWaitMs);
  return Math.min(last, now) + wait;
}

function fileName(agent: string): string {
  return `${agent}.fights`;
}
