import type { Cells, Session } from "../connection/session.ts";
import type { TableShape } from "../schema/tables.ts";

/** Rows of one table, each under its {@link keyOf}. */
export type KeyedRows = ReadonlyMap<string, Cells>;

/** @param key of a scoped row `scope_ref` and `key`, of others the first column */
export function keyOf(key: Cells): string {
  return JSON.stringify(key);
}

/** The rows of a table that are in the database; of all scopes unless some are named. */
export async function readKeyedRows(
  { bulk }: Session,
  shape: TableShape,
  scopes?: readonly string[],
): Promise<KeyedRows> {
  const rows = new Map<string, Cells>();
  const keyed = (row: Cells) => keyOf(shape.key.length === 3 ? row.slice(1, 3) : row.slice(0, 1));
  for await (const page of bulk.pages(shape, scopes)) for (const row of page) rows.set(keyed(row), row);
  return rows;
}

/** Rows under their first column. */
export function keyedRows(rows: readonly Cells[]): KeyedRows {
  return new Map(rows.map((row) => [keyOf(row.slice(0, 1)), row]));
}
