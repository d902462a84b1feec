import type { Session } from "../../config/connection/session.ts";
import { certain } from "../../fault/certain.ts";

/** The versions that a database has given. */
export interface VersionClock {
  /** The newest that is committed, as far as the transaction sees. */
  readonly version: number;
  /** Changes after this one are kept. */
  readonly oldest: number;
}

/** The clock as the transaction sees it. All changes up to its version are there for it to see. */
export async function readClock({ query, sql }: Session): Promise<VersionClock> {
  const { rows } = await sql<VersionClock>`SELECT version, oldest FROM agent_clock`.execute(query);
  return certain(rows[0]);
}

/**
 * {@link readClock} before pages are read. To the end of the transaction, PostgreSQL then walks along an index in its order: with a
 * bitmap it would collect and sort all rows wherever it believes that there are fewer than a page holds.
 */
export async function readClockForPages(session: Session): Promise<VersionClock> {
  if (session.kind === "sqlite") return await readClock(session);
  const { query, sql } = session;
  const { rows } = await sql<VersionClock>`
    SELECT version, oldest, set_config('enable_bitmapscan', 'off', TRUE) FROM agent_clock`.execute(query);
  return certain(rows[0]);
}
