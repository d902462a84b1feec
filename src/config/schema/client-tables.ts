import { alwaysFire } from "./always-fire.ts";
import { createScoped, type DatabaseKind, valueConstraint } from "./create-tables.ts";
import { interpreted, latestPostgresWords, throughIndexes } from "./queue-postgres.ts";
import { latestSqliteWords, type NamingRows, wideTriggers } from "./queue-sqlite.ts";
import { replaceGuard } from "./replace-guards.ts";
import { createPostgresRowSecrets } from "./row-secret-postgres.ts";
import { createSqliteRowSecrets } from "./row-secret-sqlite.ts";
import { clientTables, type ScopedTable } from "./tables.ts";
import {
  createStatementTrigger,
  scopedQueueTriggers,
  secretQueueTriggers,
  tableTriggers,
} from "./triggers-postgres.ts";
import {
  reached,
  scopedReferenced,
  scopedReferences,
  scopedTriggers,
  secretTriggers,
} from "./triggers-sqlite.ts";
import { createTableGuards } from "./value-guards.ts";

/** Settings may name secrets, as servers do; which does is kept in a table of its own, since the other has no column for it. */
export const settings: NamingRows = { table: "client_setting", secrets: "setting_secret" };

/**
 * The statements that make the tables of settings and files of the agent client, with everything that the scoped tables
 * of the versions before have: references, guards, the queue's triggers, which row names which secret.
 */
export function createClientTables(kind: DatabaseKind): string[] {
  const [perTable, secrets] =
    kind === "sqlite" ? [sqliteTable, sqliteSecrets()] : [postgresTable, postgresSecrets()];
  return [
    ...clientTables.flatMap((table) => [
      ...createScoped(table, kind),
      ...createTableGuards(table, kind),
      ...perTable(table),
    ]),
    ...secrets,
    ...(kind === "sqlite" ? sqliteMarketplaces() : postgresMarketplaces()),
    ...(kind === "postgres" ? alwaysFire() : []),
  ];
}

const marketplaces = "plugin_marketplace";

/** SQLite cannot change a constraint, so the table is made again; its triggers went with it. */
function sqliteMarketplaces(): string[] {
  const [columns, kept] = ["scope, scope_ref, key, enabled, value", `${marketplaces}_kept`];
  return [
    `CREATE TABLE ${kept} AS SELECT ${columns} FROM ${marketplaces}`,
    `DROP TABLE ${marketplaces}`,
    ...createScoped(marketplaces, "sqlite", "all"),
    // Before there are triggers: nobody becomes due by it.
    `INSERT INTO ${marketplaces} (${columns}) SELECT ${columns} FROM ${kept}`,
    `DROP TABLE ${kept}`,
    ...createTableGuards(marketplaces, "sqlite"),
    ...scopedReferences(marketplaces),
    ...sqliteQueue(marketplaces),
  ];
}

function postgresMarketplaces(): string[] {
  const check = valueConstraint(marketplaces, "postgres", "all");
  return [`ALTER TABLE ${marketplaces} DROP CONSTRAINT ${marketplaces}_value, ADD ${check}`];
}

function sqliteTable(table: ScopedTable): string[] {
  return [...scopedReferences(table), ...scopedReferenced(table), ...sqliteQueue(table)];
}

function sqliteQueue(table: ScopedTable): string[] {
  const { enqueue, naming } = latestSqliteWords;
  return [
    replaceGuard(table, ["scope", "scope_ref", "key"]),
    ...scopedTriggers(table, {
      enqueue,
      reached: (of, row) => reached(of, row, "narrow"),
      naming: (row) => naming(row),
    }),
    ...wideTriggers(table),
  ];
}

function sqliteSecrets(): string[] {
  const { enqueue, naming } = latestSqliteWords;
  return [
    ...createSqliteRowSecrets(settings),
    ...secretTriggers({ enqueue, naming: (row) => naming(row, settings) }, "secret_settings_queue"),
  ];
}

const words = {
  enqueue: latestPostgresWords.enqueue,
  naming: (rows: string) => latestPostgresWords.naming(rows, settings),
};

function postgresTable(table: ScopedTable): string[] {
  const { lock, truncated } = tableTriggers(table);
  return [
    lock,
    ...scopedQueueTriggers(words, table).flatMap((trigger) =>
      createStatementTrigger(trigger, undefined, interpreted),
    ),
    truncated,
  ];
}

function postgresSecrets(): string[] {
  return [
    ...createPostgresRowSecrets(settings),
    ...secretQueueTriggers(words).flatMap((trigger) => {
      const name = `secret_settings_queue_${trigger.event.toLowerCase()}`;
      return createStatementTrigger(trigger, name, throughIndexes);
    }),
  ];
}
