import { createTables, type DatabaseKind } from "./create-tables.ts";
import { createPostgresTriggers } from "./triggers-postgres.ts";
import { createSqliteTriggers } from "./triggers-sqlite.ts";

/**
 * The schema's history, oldest first: number N brings a database from version N-1 to N. A migration that was
 * released is never changed; a later one mends it.
 */
export const migrations: readonly ((kind: DatabaseKind) => string[])[] = [
  (kind) => [
    ...createTables(kind),
    ...(kind === "sqlite" ? createSqliteTriggers() : createPostgresTriggers()),
  ],
];

/** The schema version of this program. */
export const schemaVersion: number = migrations.length;
