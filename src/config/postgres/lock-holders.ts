import type { Server } from "./server.ts";

/** A session in whose way another one is. */
export interface LockHolder {
  readonly pid: number;
  readonly application: string;
  /** When its transaction began, in ISO 8601; a role may not see that of another. */
  readonly since: string | undefined;
}

const holdersShown = 3;

/**
 * The sessions that a session is waiting for, the oldest first; none where it cannot be found out. It asks on a connection of its own.
 * @param pid of the session that waits
 */
export async function findLockHolders(server: Server, pid: number): Promise<LockHolder[]> {
  const client = server.openAlone();
  try {
    await client.connect();
    await client.query("SET statement_timeout = 2000");
    const { rows } = await client.query<{ pid: number; application: string | null; since: Date | null }>(
      `SELECT a.pid, a.application_name AS application, a.xact_start AS since
       FROM unnest(pg_blocking_pids($1)) AS blocking JOIN pg_stat_activity a ON a.pid = blocking
       ORDER BY a.xact_start NULLS LAST, a.pid LIMIT ${holdersShown}`,
      [pid],
    );
    return rows.map((row) => ({
      pid: row.pid,
      application: row.application ?? "",
      since: row.since?.toISOString(),
    }));
  } catch {
    return [];
  } finally {
    await client.end().catch(() => {});
  }
}

/** Who holds a lock, for messages. */
export function describeHolders(holders: readonly LockHolder[]): string | undefined {
  if (holders.length === 0) return undefined;
  return holders
    .map(
      ({ pid, application, since }) =>
        `process ${pid} of the server${application === "" ? "" : ` (${application})`}${since === undefined ? "" : `, in a transaction since ${since}`}`,
    )
    .join("; ");
}
