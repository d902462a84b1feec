import type { Session } from "../../../config/connection/session.ts";
import type { ConfigDatabase } from "../../../config/database.ts";
import { certain } from "../../../fault/certain.ts";
import { watchTooOld } from "../object-fault.ts";
import type { ObjectRow } from "../object-row.ts";
import { readClock } from "../version-clock.ts";

/** A line of the log of changes. */
export interface ChangeRow extends ObjectRow {
  readonly type: "ADDED" | "MODIFIED" | "DELETED" | "EVENTS";
  readonly kind: string;
  /** What it was before, where that was something else; null otherwise. */
  readonly old_value: string | null;
  readonly old_status: string | null;
}

/** Changes in commit order, and the version up to which there are no others. */
export interface ChangePage {
  readonly changes: readonly ChangeRow[];
  readonly upTo: number;
}

/** Changes that are read at a time, and about how many bytes of them. */
const [pageChanges, smallPage] = [500, 20];
const pageBytes = 8 * 1024 * 1024;

/**
 * The changes after a version. Versions are given in the order of commits, so none before the last of them can come later.
 * @throws {IdentikitError} `WATCH_TOO_OLD`
 */
export async function readChanges(database: ConfigDatabase, after: number): Promise<ChangePage> {
  return await database.transaction("read", (session) => changesSince(session, after));
}

/** {@link readChanges} in a transaction that is open. */
export async function changesSince(session: Session, after: number): Promise<ChangePage> {
  const { version, oldest } = await readClock(session);
  if (after < oldest || after > version) throw watchTooOld(String(after), oldest);
  const changes: ChangeRow[] = [];
  // A few first: objects may be large.
  for (let limit = smallPage, at = after, bytes = 0; at < version; limit = pageChanges) {
    const rows = await changesAfter(session, at, limit);
    changes.push(...rows);
    for (const row of rows) bytes += changeBytes(row);
    // A transaction that writes may already see changes that were committed since it read the clock.
    if (rows.length < limit) return { changes, upTo: Math.max(version, rows.at(-1)?.version ?? version) };
    at = certain(rows.at(-1)).version;
    if (bytes >= pageBytes || limit === pageChanges) return { changes, upTo: at };
  }
  return { changes, upTo: changes.at(-1)?.version ?? version };
}

/** About how much memory a line takes. */
export function changeBytes({ value, status, old_value, old_status }: ChangeRow): number {
  return value.length + status.length + (old_value?.length ?? 0) + (old_status?.length ?? 0) + 500;
}

async function changesAfter(
  { query, sql }: Session,
  after: number,
  limit: number,
): Promise<readonly ChangeRow[]> {
  const { rows } = await sql<ChangeRow>`
    SELECT type, kind, namespace, name, managed, value, status, uid, generation, version, created, old_value, old_status
    FROM agent_change WHERE version > ${after} ORDER BY version LIMIT ${limit}`.execute(query);
  return rows;
}
