import { type Kysely, sql } from "kysely";
import { IdentikitError } from "../fault/error.ts";
import type { DatabaseKind } from "./schema/create-tables.ts";
import type { Migration } from "./schema/migration.ts";
import { migrations, schemaVersion } from "./schema/migrations.ts";
import type { ConfigSchema } from "./schema/tables.ts";

/** The version of a database's schema, 0 for one without any. */
export async function readSchemaVersion(query: Kysely<ConfigSchema>, kind: DatabaseKind): Promise<number> {
  const there =
    kind === "sqlite"
      ? sql<{ n: number }>`SELECT count(*) AS n FROM sqlite_master WHERE name = 'identikit_schema'`
      : sql<{ n: number }>`SELECT count(*) AS n FROM pg_class WHERE oid = to_regclass('identikit_schema')`;
  const [table] = (await there.execute(query)).rows;
  if (table?.n === 0) return 0;
  const { rows } = await sql<{ version: number }>`SELECT version FROM identikit_schema`.execute(query);
  return rows[0]?.version ?? 0;
}

/**
 * Brings the schema to this program's version, in the open transaction. Two programs that start at once take turns.
 * @throws {IdentikitError} `DATABASE_TOO_NEW`
 */
export async function migrate(query: Kysely<ConfigSchema>, kind: DatabaseKind, name: string): Promise<void> {
  if (kind === "postgres") await sql`SELECT pg_advisory_xact_lock(7310291840557214)`.execute(query);
  const version = await readSchemaVersion(query, kind);
  checkSchemaVersion(version, name);
  if (version === 0) await sql`CREATE TABLE identikit_schema (version INTEGER NOT NULL)`.execute(query);
  for (const migration of migrations.slice(version)) {
    for (const statement of migration.statements(kind)) await sql.raw(statement).execute(query);
  }
  if (version === schemaVersion) return;
  await sql`DELETE FROM identikit_schema`.execute(query);
  const { minReader, minWriter } = migrations.at(-1) as Migration;
  await sql`INSERT INTO identikit_schema (version, min_reader, min_writer)
    VALUES (${sql.lit(schemaVersion)}, ${sql.lit(minReader)}, ${sql.lit(minWriter)})`.execute(query);
}

/** @throws {IdentikitError} `DATABASE_TOO_NEW` */
export function checkSchemaVersion(version: number, name: string): void {
  if (version <= schemaVersion) return;
  const problem = `the config database ${name} has schema version ${version}; this program knows up to ${schemaVersion}`;
  throw new IdentikitError("DATABASE_TOO_NEW", problem, { remedy: "Use the newer Identikit that wrote it." });
}
