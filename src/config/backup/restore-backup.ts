import { certain } from "../../fault/certain.ts";
import { IdentikitError } from "../../fault/error.ts";
import type { Digest } from "../../tree/digest.ts";
import { cellOf } from "../connection/cells.ts";
import type { Session } from "../connection/session.ts";
import type { ConfigDatabase } from "../database.ts";
import { checkNotRefused, migrate } from "../migrate/migrate.ts";
import { checkNotNewer } from "../migrate/schema-state.ts";
import { putRows } from "../rows/write-rows.ts";
import { backupDigest } from "./backup-header.ts";
import { BackupReader, type BackupRow } from "./backup-reader.ts";
import { type BackupTable, backupTables } from "./backup-tables.ts";
import { withoutLogGuards } from "./log-guards.ts";
import { countRows } from "./table-pages.ts";

export interface RestoreOptions {
  /** Opened with any schema: an empty database, or one that is replaced. */
  readonly database: ConfigDatabase;
  readonly file: string;
  /** Deletes what the database holds. Default false: then it must hold nothing. */
  readonly replace?: boolean;
}

export interface RestoreResult {
  readonly digest: Digest;
  readonly rows: number;
}

/**
 * Makes a database hold what a backup holds, and nothing else, in one transaction: all of it or nothing. The schema becomes this
 * program's. References and constraints are checked as for any write. Memory stays the same however many rows there are.
 * @throws {IdentikitError} `BACKUP_INVALID`, `BACKUP_TOO_NEW`, `DATABASE_TOO_NEW`, `DATABASE_NOT_EMPTY`, `ROW_INVALID` naming a row that the schema
 * refuses, `FILE_UNREADABLE`, `DATABASE_FAILED`
 */
export async function restoreBackup(options: RestoreOptions): Promise<RestoreResult> {
  const { database, file, replace = false } = options;
  using backup = new BackupReader(file);
  return await database.transaction("write", async (session) => {
    await checkNotNewer(session, database.name, database.kind);
    checkNotRefused(await migrate(session.query, database.kind, database.name), database.name);
    await lockWriters(session, database.kind);
    if (!replace) await refuseToReplace(session, database.name);
    let rows = 0;
    await withoutLogGuards(session, database.kind, async () => {
      for (const { name, own } of backupTables.toReversed())
        await session.sql`DELETE FROM ${session.sql.table(name)}${own === undefined ? session.sql`` : session.sql.raw(` WHERE ${own}`)}`.execute(
          session.query,
        );
      for (const table of backup.tables) {
        // Triggers made agents due by what was written so far. What is due is what the backup says.
        if (table.name === "render_queue") await session.sql`DELETE FROM render_queue`.execute(session.query);
        for (const page of backup.rows(table)) {
          database.signal?.throwIfAborted();
          await restoreRows(session, database, table, page);
          rows += page.length;
        }
      }
    });
    backup.end();
    if (database.kind === "postgres") await continueNumbers(session);
    return { digest: backupDigest(backup.header), rows };
  });
}

/** As for any writer of configuration; the access log's writers wait as well. */
async function lockWriters({ query, sql }: Session, kind: ConfigDatabase["kind"]): Promise<void> {
  if (kind === "sqlite") return;
  await sql`SET LOCAL lock_timeout = '60s'`.execute(query);
  const tables = sql.join(backupTables.map(({ name }) => sql.table(name)));
  await sql`LOCK TABLE ${tables} IN EXCLUSIVE MODE`.execute(query);
}

async function refuseToReplace(session: Session, name: string): Promise<void> {
  for (const table of backupTables) {
    if ((await countRows(session, table.name)) === 0) continue;
    throw new IdentikitError(
      "DATABASE_NOT_EMPTY",
      `the config database ${name} holds rows of ${table.name}`,
      {
        remedy: "Restore into an empty database, or back this one up and say --replace.",
      },
    );
  }
}

async function restoreRows(
  session: Session,
  database: ConfigDatabase,
  table: BackupTable,
  rows: readonly BackupRow[],
): Promise<void> {
  const { shape } = table;
  if (shape) {
    const cells = rows.map((row) => shape.columns.map((column) => cellOf(row[column])));
    return putRows(session, shape, cells);
  }
  const { query, sql } = session;
  const columns = Object.keys({ ...rows[0], ...fixed[table.name] });
  const names = sql.join(columns.map((column) => sql.ref(column)));
  const chosen = sql.raw(
    database.kind === "postgres" && table.key[0] === "id" ? "OVERRIDING SYSTEM VALUE" : "",
  );
  const values = rows.map((row) => {
    const whole: BackupRow = { ...row, ...fixed[table.name] };
    return sql`(${sql.join(columns.map((column) => whole[column]))})`;
  });
  const there = table.own === undefined ? sql`` : overwrite(session, table);
  await sql`INSERT INTO ${sql.table(table.name)} (${names}) ${chosen} VALUES ${sql.join(values)} ${there}`.execute(
    query,
  );
}

/** Rows that triggers have made get what the backup has of them. */
function overwrite({ sql }: Session, { key, columns }: BackupTable) {
  const rest = columns.map(({ name }) => name).filter((name) => !key.includes(name));
  const list = (names: readonly string[]) => sql.join(names.map((name) => sql.ref(name)));
  const set = sql.join(rest.map((name) => sql`${sql.ref(name)} = ${sql.ref(`excluded.${name}`)}`));
  return sql`ON CONFLICT (${list(key)}) DO UPDATE SET ${set}`;
}

/** What a backup leaves out and a row needs. */
const fixed: Readonly<Record<string, BackupRow>> = { render_queue: { epoch: 0 } };

/** What is written next to the logs gets the number behind the last. */
async function continueNumbers({ query, sql }: Session): Promise<void> {
  for (const table of ["secret_access_log", "config_entry", "config_change"]) {
    const { rows } = await sql<{ next: number }>`
      SELECT coalesce(max(id), 0) + 1 AS next FROM ${sql.table(table)}`.execute(query);
    const { next } = certain(rows[0]);
    await sql`ALTER TABLE ${sql.table(table)} ALTER COLUMN id RESTART WITH ${sql.lit(next)}`.execute(query);
  }
}
