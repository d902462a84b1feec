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
