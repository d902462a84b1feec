import type { Kysely, sql as sqlTag } from "kysely";
import { IdentikitError } from "../../fault/error.ts";
import type { Session } from "../connection/session.ts";
import type { DatabaseKind } from "../schema/create-tables.ts";
import { schemaVersion } from "../schema/migrations.ts";
import type { ConfigSchema } from "../schema/tables.ts";

/** What a database says of its own schema. */
export interface SchemaState {
  /** 0 for a database without any. */
  readonly version: number;
  /** The oldest programs, by their schema version, that can read and write it. */
  readonly minReader: number;
  readonly minWriter: number;
}

/** The row of `identikit_schema`, in which older programs have fewer columns. */
export interface SchemaRow {
  readonly version: number;
  readonly speaks_for?: number;
  readonly min_reader?: number;
  readonly min_writer?: number;
}

/** The schema of a database that may have none. */
export async function readSchema(
  query: Kysely<ConfigSchema>,
  sql: typeof sqlTag,
  kind: DatabaseKind,
): Promise<SchemaState> {
  const there =
    kind === "sqlite"
      ? sql<{ n: number }>`SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'identikit_schema') AS n`
      : sql<{ n: number }>`SELECT count(*) AS n FROM pg_class WHERE oid = to_regclass('identikit_schema')`;
  const [table] = (await there.execute(query)).rows;
  return table?.n === 0 ? { version: 0, minReader: 0, minWriter: 0 } : readMadeSchema(query, sql);
}

/** The schema of a database that has one. */
export async function readMadeSchema(query: Kysely<ConfigSchema>, sql: typeof sqlTag): Promise<SchemaState> {
  return schemaStateOf((await sql<SchemaRow>`SELECT * FROM identikit_schema`.execute(query)).rows[0]);
}

/** What the row of `identikit_schema` says. */
export function schemaStateOf(row: SchemaRow | undefined): SchemaState {
  const version = row?.version ?? 0;
  // A version that was written by what knows nothing of the other columns is not what they speak for.
  const [minReader, minWriter] =
    row?.speaks_for === version ? [row.min_reader, row.min_writer] : [version, version];
  return { version, minReader: minReader ?? version, minWriter: minWriter ?? version };
}

/**
 * Whether this program may go on with a schema that is newer than its own: for reading, or for writing as well.
 * @throws {IdentikitError} `DATABASE_TOO_NEW`
 */
export function checkNotTooNew(state: SchemaState, use: "read" | "write", name: string): void {
  const { version, minReader, minWriter } = state;
  if (version <= schemaVersion) return;
  const oldest = use === "read" ? minReader : Math.max(minReader, minWriter);
  if (oldest <= schemaVersion) return;
  const what = use === "read" || minReader > schemaVersion ? "" : ", and may read it but not write";
  const problem = `the config database ${name} has schema version ${version}; this program knows up to ${schemaVersion}${what}`;
  throw new IdentikitError("DATABASE_TOO_NEW", problem, {
    remedy: "Use the newer Identikit that migrated it.",
  });
}

/**
 * For what handles everything that is in a database: a newer schema may hold what this program does not know, also where it can
 * go on with it otherwise.
 * @throws {IdentikitError} `DATABASE_TOO_NEW`
 */
export async function checkNotNewer(
  { query, sql }: Session,
  name: string,
  kind: DatabaseKind,
): Promise<void> {
  const { version } = await readSchema(query, sql, kind);
  checkNotTooNew({ version, minReader: version, minWriter: version }, "read", name);
}

/** A schema that somebody has to migrate first. */
export function tooOld(version: number, name: string): IdentikitError {
  const problem = `the config database ${name} has schema version ${version}; this program needs ${schemaVersion}`;
  return new IdentikitError("DATABASE_TOO_OLD", problem, {
    remedy:
      "Run identikit config migrate, as the owner of the database; jobs of the release before go on working. See --plan.",
  });
}
