import type { Session } from "../connection/session.ts";

/** How much of the history is kept. */
export interface HistoryBounds {
  /** Entries that are older go. */
  readonly before: Date;
  /** Changes of rows that are kept at most; the newest entry stays whole, however many it has. */
  readonly changes: number;
}

/** Deletes the oldest entries beyond the bounds, whole. It costs next to nothing where none is to go. */
export async function pruneHistory(
  { query, sql }: Session,
  { before, changes }: HistoryBounds,
): Promise<void> {
  const newest = sql`(SELECT max(id) FROM config_entry)`;
  const { rows } = await sql<{ first: number | null }>`
    SELECT max(first) AS first FROM config_entry WHERE id IN (
      SELECT coalesce((SELECT min(id) FROM config_entry WHERE time >= ${before.toISOString()}), ${newest})
      UNION ALL SELECT coalesce((SELECT min(id) FROM config_entry
        WHERE first > (SELECT max(id) FROM config_change) - ${sql.lit(changes)}), ${newest}))`.execute(query);
  const first = rows[0]?.first;
  if (first === null || first === undefined || first <= 1) return;
  await query.deleteFrom("config_change").where("id", "<", first).execute();
  await query.deleteFrom("config_entry").where("first", "<", first).execute();
}
