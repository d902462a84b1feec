import { type Kysely, sql } from "kysely";
import { IdentikitError } from "../../fault/error.ts";
import type { DatabaseKind } from "../schema/create-tables.ts";
import type { Migration } from "../schema/migration.ts";
import { migrations } from "../schema/migrations.ts";
import type { ConfigSchema } from "../schema/tables.ts";
import { refuseForeignTables } from "./foreign-tables.ts";
import { checkNotTooNew, readSchema } from "./schema-state.ts";

/** A row that a newer schema refuses, and how to fix it. */
export interface RefusedRow {
  readonly version: number;
  readonly row: string;
  readonly problem: string;
  readonly remedy: string;
}

/** What a migration would do. */
export interface MigrationPlan {
  /** 0 for an empty database. */
  readonly from: number;
  readonly to: number;
  readonly steps: readonly { readonly version: number; readonly summary: string }[];
  /** Rows that are in the way; a hundred of each rule at most. */
  readonly refused: readonly RefusedRow[];
}

const rowsShown = 100;

/**
 * Brings the schema to the newest version, in the open transaction. Two programs that start at once take turns. Rows that a
 * new rule refuses are looked for before each step; where there are any, it ends, and the caller undoes the transaction.
 * @param history the program's own migrations, if left out
 * @returns what was done
 * @throws {IdentikitError} `DATABASE_TOO_NEW`, `DATABASE_FOREIGN`
 */
export async function migrate(
  query: Kysely<ConfigSchema>,
  kind: DatabaseKind,
  name: string,
  history: readonly Migration[] = migrations,
): Promise<MigrationPlan> {
  if (kind === "postgres") {
    await sql`SELECT pg_advisory_xact_lock(7310291840557214)`.execute(query);
    // What is filled in for rows that are there takes as long as they are many.
    await sql`SET LOCAL statement_timeout = 0`.execute(query);
  }
  const state = await readSchema(query, sql, kind);
  checkNotTooNew(state, "write", name);
  const isNew = state.version === 0;
  if (isNew) await refuseForeignTables(query, sql, { kind, name });
  const pending = history.slice(state.version);
  const steps = pending.map(({ version, summary }) => ({ version, summary }));
  const plan = { from: state.version, to: state.version + steps.length, steps };
  for (const [index, migration] of pending.entries()) {
    // A database that is made now has no rows; to look for them would be a third of the work.
    const refused = isNew ? [] : await refusedRows(query, kind, migration);
    if (refused.length > 0) return { ...plan, refused };
    if (isNew && index === 0)
      await sql`CREATE TABLE identikit_schema (version INTEGER NOT NULL)`.execute(query);
    const statements = migration.statements(kind);
    // One round trip a migration; SQLite has none, and would run the first statement only.
    for (const text of kind === "postgres" ? [statements.join(";\n")] : statements)
      await sql.raw(text).execute(query);
  }
  const last = pending.at(-1);
  if (last) await writeVersion(query, last);
  return { ...plan, refused: [] };
}

async function writeVersion(query: Kysely<ConfigSchema>, migration: Migration): Promise<void> {
  const { version, minReader, minWriter } = migration;
  await sql`DELETE FROM identikit_schema`.execute(query);
  await sql`INSERT INTO identikit_schema (version, speaks_for, min_reader, min_writer)
    VALUES (${sql.lit(version)}, ${sql.lit(version)}, ${sql.lit(minReader)}, ${sql.lit(minWriter)})`.execute(
    query,
  );
}

async function refusedRows(
  query: Kysely<ConfigSchema>,
  kind: DatabaseKind,
  { version, rules = [] }: Migration,
): Promise<RefusedRow[]> {
  const refused: RefusedRow[] = [];
  for (const { problem, remedy, query: find } of rules) {
    const rows = sql<{
      row: string;
    }>`SELECT * FROM (${sql.raw(find(kind))}) broken LIMIT ${sql.lit(rowsShown)}`;
    for (const { row } of (await rows.execute(query)).rows) refused.push({ version, row, problem, remedy });
  }
  return refused;
}

/** For a caller who must have the schema: what stands in its way, as one error. */
export function checkNotRefused({ to, refused }: MigrationPlan, name: string): void {
  const [first] = refused;
  if (!first) return;
  const more = refused.length > 1 ? `, and ${refused.length - 1} more` : "";
  throw new IdentikitError(
    "MIGRATION_REFUSED",
    `the config database ${name} cannot have schema version ${to}: ${first.row} ${first.problem}${more}; nothing was changed`,
    { remedy: `${first.remedy} All of them: identikit config migrate --plan.` },
  );
}
