import { IdentikitError } from "../../fault/error.ts";
import { shortened, visible } from "../../fault/visible.ts";
import type { MemoryStore } from "./memory-store.ts";
import { readTime } from "./time-words.ts";

export interface MemoryTimeRequest {
  /** What was asked for, such as `two days ago`, `2026-11-01`, `v3` or a commit. */
  readonly asked: string;
  /** The memory's branch, by its short name. */
  readonly branch: string;
  /** The time of the dispatch. */
  readonly now: Date;
  readonly signal: AbortSignal;
}

/** A state of the memory: what was asked for, and what it is from now on. */
export interface ResolvedMemory {
  readonly asked: string;
  /** The moment that was meant; RFC 3339, in UTC. Left out for a ref or commit. */
  readonly at?: string;
  readonly commit: string;
}

const fullCommit = /^[0-9a-f]{40}([0-9a-f]{24})?$/;
const shortCommit = /^[0-9a-f]{7,39}$/;
const longest = 200;

/**
 * The commit that a reference to a time, a ref or a commit means at dispatch. A moment is the newest commit of the branch along first
 * parents whose committer's date is not after it. What could mean two things is refused, and what is in the future.
 * @throws {IdentikitError} `MEMORY_TIME_UNCLEAR`, which says what is understood; `MEMORY_UNREADABLE`
 */
export async function resolveMemory(store: MemoryStore, request: MemoryTimeRequest): Promise<ResolvedMemory> {
  const { branch, now, signal } = request;
  const asked = request.asked.trim();
  if (asked === "" || asked.length > longest)
    throw unclear(asked, `it has to have 1 to ${longest} characters`);
  const named = await namedCommits(store, asked, signal);
  const time = readTime(asked, now);
  const ids = new Set(named.values());
  if (ids.size > 1) throw unclear(asked, `it may mean ${[...named.keys()].join(" or ")}`);
  const [commit] = ids;
  if (time.kind === "moment" && commit === undefined) {
    if (time.at > now) throw unclear(asked, `${time.at.toISOString()} is in the future`);
    return {
      asked,
      at: time.at.toISOString(),
      commit: await commitAt(store, asked, branch, time.at, signal),
    };
  }
  if (commit !== undefined && time.kind === "none") return { asked, commit };
  if (commit !== undefined) throw unclear(asked, `it is a time, and also ${[...named.keys()].join(" and ")}`);
  throw unclear(
    asked,
    time.kind === "unclear" ? time.problem : "there is no branch, tag or commit of that name",
  );
}

async function commitAt(
  store: MemoryStore,
  asked: string,
  branch: string,
  at: Date,
  signal: AbortSignal,
): Promise<string> {
  const history = await store.history(`refs/heads/${branch}`, signal);
  const found = history.find((one) => Date.parse(one.at) <= at.getTime());
  if (found) return found.commit;
  throw unclear(
    asked,
    `${at.toISOString()} is before the first commit of ${branch}, which is of ${history.at(-1)?.at}`,
  );
}

/** What a text is the name of, each with its commit. */
async function namedCommits(
  store: MemoryStore,
  asked: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const isRefName = /^[A-Za-z0-9][A-Za-z0-9._/+-]*$/.test(asked) && !asked.includes("..");
  const refs = asked.startsWith("refs/") ? [asked] : [`refs/heads/${asked}`, `refs/tags/${asked}`];
  const commits = fullCommit.test(asked) || shortCommit.test(asked) ? [asked] : [];
  for (const name of isRefName ? [...refs, ...commits] : commits) {
    const commit = await store.resolve(name, signal);
    // Git takes a ref of that name before the commit that begins so.
    if (commit !== undefined && (!commits.includes(name) || commit.startsWith(asked)))
      found.set(name, commit);
  }
  return found;
}

function unclear(asked: string, problem: string): IdentikitError {
  return new IdentikitError(
    "MEMORY_TIME_UNCLEAR",
    `the memory of "${visible(shortened(asked, 100))}": ${problem}`,
    {
      remedy:
        "Write now, yesterday, 2026-01-31, 2026-01-31T12:00:00Z, a span such as 2 days ago or 3 weeks ago, a branch, a tag, a full ref or a commit.",
    },
  );
}
