import { alwaysFire } from "../always-fire.ts";
import type { DatabaseKind } from "../create-tables.ts";
import type { Migration } from "../migration.ts";
import { replacePostgresQueueTriggers } from "../queue-postgres.ts";
import { replaceSqliteQueueTriggers } from "../queue-sqlite.ts";
import { createPostgresRowSecrets } from "../row-secret-postgres.ts";
import { createSqliteRowSecrets } from "../row-secret-sqlite.ts";
import { createValueGuards, valueGuardRules } from "../value-guards.ts";

/** Which row names which secret is kept, a failing agent's attempts are counted, and values are what both databases take. */
export const rowSecrets: Migration = {
  version: 3,
  summary:
    "which row names which secret, failed attempts in the render queue, one rule of values for both databases",
  // What is new is kept by triggers, whichever program writes; a program of version 2 looks at nothing of it.
  minReader: 2,
  minWriter: 2,
  rules: valueGuardRules,
  statements: (kind) => [
    ...createValueGuards(kind),
    ...(kind === "sqlite" ? createSqliteRowSecrets() : createPostgresRowSecrets()),
    ...queueColumns(kind),
    ...(kind === "sqlite"
      ? replaceSqliteQueueTriggers()
      : [...replacePostgresQueueTriggers(), ...alwaysFire()]),
  ],
};

function queueColumns(kind: DatabaseKind): string[] {
  const [text, integer] = kind === "sqlite" ? ["TEXT", "INTEGER"] : [`TEXT COLLATE "C"`, "BIGINT"];
  return [
    `attempts ${integer} NOT NULL DEFAULT 0`,
    `claimed_at ${integer}`,
    `failed_at ${integer}`,
    `error_code ${text}`,
    `error_message ${text}`,
  ].map((column) => `ALTER TABLE render_queue ADD COLUMN ${column}`);
}
