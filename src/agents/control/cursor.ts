import type { Session } from "../../config/connection/session.ts";
import type { ConfigDatabase } from "../../config/database.ts";

/**
 * Up to which version of the log of changes each controller has been told what to look at. It is kept with the demands that follow from
 * the changes, in one transaction: so no change is missed while no process runs, and none is lost with a process.
 */
export async function readCursors({ query, sql }: Session): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ controller: string; version: number }>`
    SELECT controller, version FROM agent_cursor`.execute(query);
  return new Map(rows.map(({ controller, version }) => [controller, version]));
}

/** Keeps a controller's cursor for this transaction. @returns nothing where another process has it, or there is none yet */
export async function takeCursor(
  { query, sql }: Session,
  { kind }: Pick<ConfigDatabase, "kind">,
  controller: string,
): Promise<number | undefined> {
  const skip = sql.raw(kind === "postgres" ? "FOR UPDATE SKIP LOCKED" : "");
  const { rows } = await sql<{ version: number }>`
    SELECT version FROM agent_cursor WHERE controller = ${controller} ${skip}`.execute(query);
  return rows[0]?.version;
}

/** Moves a cursor, where it still is what it was; `undefined` stands for none. @returns whether it was moved */
export async function moveCursor(
  { query, sql }: Session,
  controller: string,
  from: number | undefined,
  to: number,
): Promise<boolean> {
  const moved =
    from === undefined
      ? sql`INSERT INTO agent_cursor (controller, version) VALUES (${controller}, ${sql.lit(to)}) ON CONFLICT DO NOTHING`
      : sql`UPDATE agent_cursor SET version = ${sql.lit(to)} WHERE controller = ${controller} AND version = ${sql.lit(from)}`;
  const { numAffectedRows = 0n } = await moved.execute(query);
  return numAffectedRows > 0n;
}
