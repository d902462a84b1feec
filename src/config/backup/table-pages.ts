import { certain } from "../../fault/certain.ts";
import { cellOf } from "../connection/cells.ts";
import type { Session } from "../connection/session.ts";
import type { BackupColumn, BackupTable } from "./backup-tables.ts";

/** One column of a row in a backup. */
export type BackupCell = string | number | boolean | null;

const pageRows = 1000;

/** The rows of a table in the order of its key, page by page. */
export async function* tablePages(
  { query, sql }: Session,
  table: BackupTable,
): AsyncGenerator<readonly (readonly BackupCell[])[], void> {
  const list = (names: readonly string[]) => sql.join(names.map((name) => sql.ref(name)));
  const columns = table.columns.map(({ name }) => name);
  for (let after: readonly BackupCell[] | undefined; ; ) {
    const behind = after ? sql`WHERE (${list(table.key)}) > (${sql.join(after)})` : sql``;
    const { rows } = await sql<Record<string, unknown>>`
      SELECT ${list(columns)} FROM ${sql.table(table.name)} ${behind}
      ORDER BY ${list(table.key)} LIMIT ${sql.lit(pageRows)}`.execute(query);
    if (rows.length > 0) yield rows.map((row) => table.columns.map((column) => cellIn(column, row)));
    const last = rows.at(-1);
    if (rows.length < pageRows || !last) return;
    after = table.key.map((name) => backupCell(last[name]));
  }
}

/** How many rows there are. */
export async function countRows({ query, sql }: Session, table: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`SELECT count(*) AS n FROM ${sql.table(table)}`.execute(query);
  return certain(rows[0]).n;
}

/** @throws {IdentikitError} `INTERNAL` for what no column of a backup holds */
function backupCell(value: unknown): BackupCell {
  return value === null || typeof value === "number" ? value : cellOf(value);
}

/** SQLite keeps a flag as a number. */
function cellIn({ name, type }: BackupColumn, row: Record<string, unknown>): BackupCell {
  return type === "flag" ? Boolean(row[name]) : backupCell(row[name]);
}
