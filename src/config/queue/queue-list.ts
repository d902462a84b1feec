import type { ConfigDatabase } from "../database.ts";
import { clocks } from "./queue.ts";

/** The last failure of an agent, and how often it failed since it was last written to. */
export interface QueueFailure {
  readonly attempts: number;
  readonly code: string;
  readonly message: string;
  readonly failedAt: Date;
  /**
   * The first failure since the agent was last rendered: unlike the count, it outlasts writes. The earliest that is known, where a worker of
   * an older release counted the failures.
   */
  readonly failingSince: Date;
}

/** An agent that stands in the render queue. */
export type QueueEntry =
  | {
      readonly agent: string;
      /** It can be taken now. */
      readonly state: "due";
      readonly since: Date;
      readonly failure?: QueueFailure;
    }
  | {
      readonly agent: string;
      /** A worker has it. */
      readonly state: "leased";
      readonly worker: string;
      /** Not known of a worker of an older release. */
      readonly since: Date | undefined;
      /** When another worker may take it, unless this one renews its hold. */
      readonly until: Date;
      readonly failure?: QueueFailure;
    }
  | {
      readonly agent: string;
      /** It failed, and is left alone until its next try. */
      readonly state: "failing";
      readonly failure: QueueFailure;
      readonly nextTry: Date;
    };

/** The render queue: failing agents first, then those that are leased, then those that are due, each in byte order. It only reads. */
export function listQueue(database: ConfigDatabase): Promise<QueueEntry[]> {
  return database.transaction("read", async ({ query, sql }) => {
    const { rows } = await sql<QueueRow>`
      SELECT agent, due_at, worker, claimed_at, attempts, failing_since, failed_at, error_code, error_message, ${sql.raw(clocks[database.kind])} AS now
      FROM render_queue ORDER BY agent`.execute(query);
    const entries = rows.map(entryOf);
    return (["failing", "leased", "due"] as const).flatMap((state) =>
      entries.filter((entry) => entry.state === state),
    );
  });
}

interface QueueRow {
  readonly agent: string;
  readonly due_at: number;
  readonly worker: string | null;
  readonly claimed_at: number | null;
  readonly attempts: number;
  readonly failing_since: number | null;
  readonly failed_at: number | null;
  readonly error_code: string | null;
  readonly error_message: string | null;
  readonly now: number;
}

function entryOf(row: QueueRow): QueueEntry {
  const { agent, due_at, worker, claimed_at, attempts, now } = row;
  const failedAt = row.failed_at ?? due_at;
  const failure: QueueFailure | undefined =
    attempts > 0
      ? {
          attempts,
          code: row.error_code ?? "",
          message: row.error_message ?? "",
          failedAt: new Date(failedAt),
          failingSince: new Date(row.failing_since ?? failedAt),
        }
      : undefined;
  const optional = failure ? { failure } : {};
  if (due_at <= now) return { agent, state: "due", since: new Date(due_at), ...optional };
  if (worker !== null) {
    const since = claimed_at === null ? undefined : new Date(claimed_at);
    return { agent, state: "leased", worker, since, until: new Date(due_at), ...optional };
  }
  // A worker of an older release gives back what failed without saying why.
  const failedNow = new Date(now);
  const unknown = { attempts: 1, code: "", message: "", failedAt: failedNow, failingSince: failedNow };
  return { agent, state: "failing", failure: failure ?? unknown, nextTry: new Date(due_at) };
}
