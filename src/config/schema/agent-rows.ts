import { alwaysFire } from "./always-fire.ts";
import { settings } from "./client-tables.ts";
import type { DatabaseKind } from "./create-tables.ts";
import { interpreted, latestPostgresWords, throughIndexes } from "./queue-postgres.ts";
import { latestSqliteWords, type NamingRows, wideTriggers } from "./queue-sqlite.ts";
import { type ScopedTable, scopedTables } from "./tables.ts";
import { replaceStatementTrigger, scopedQueueTriggers, secretQueueTriggers } from "./triggers-postgres.ts";
import { reached, scopedTriggers, secretTriggers } from "./triggers-sqlite.ts";

/**
 * The statements that let `scope_ref` of a builtin row be, besides a type's name and nothing, `agent:NAME` for rows of one agent and
 * `withheld:TEMPLATE:REFERENCE` for rows that wait for permission and reach nobody. No name of a type has a colon.
 */
export function createAgentRows(kind: DatabaseKind): string[] {
  return kind === "sqlite" ? sqliteStatements() : [...postgresStatements(), ...alwaysFire()];
}

/** Drops the trigger that a statement makes, and makes it. */
function replaced(trigger: string): string[] {
  return [`DROP TRIGGER IF EXISTS ${/^CREATE TRIGGER (\w+) /.exec(trigger)?.[1]}`, trigger];
}

function sqliteStatements(): string[] {
  const { enqueue, naming } = latestSqliteWords;
  const namedIn = (servers?: NamingRows) => (row: "NEW" | "OLD") => naming(row, servers, "builtin");
  return [
    ...scopedTables.flatMap((table) => [
      ...references(table),
      ...scopedTriggers(table, {
        enqueue,
        reached: (of, row) => reached(of, row, "narrow", "builtin"),
        naming: namedIn(),
      }),
      ...wideTriggers(table, "builtin"),
    ]),
    ...secretTriggers({ enqueue, naming: namedIn() }, "secret_queue"),
    ...secretTriggers({ enqueue, naming: namedIn(settings) }, "secret_settings_queue"),
  ].flatMap(replaced);
}

/** A row refers to a type or an agent that is there, and neither goes while a row refers to it. */
function references(table: ScopedTable): string[] {
  const demand = (condition: string, message: string) =>
    `SELECT RAISE(ABORT, '${message}') WHERE NOT (${condition});`;
  const type = "EXISTS (SELECT 1 FROM agent_type WHERE name = NEW.scope_ref)";
  const agent = (name: string) => `EXISTS (SELECT 1 FROM agent WHERE name = ${name})`;
  const builtin = `NEW.scope = 'builtin' AND NEW.scope_ref <> ''`;
  const body = [
    demand(
      `CASE WHEN NEW.scope = 'type' THEN ${type} WHEN ${builtin} AND instr(NEW.scope_ref, ':') = 0 THEN ${type}
        WHEN ${builtin} THEN substr(NEW.scope_ref, 1, 6) = 'agent:' OR substr(NEW.scope_ref, 1, 9) = 'withheld:' ELSE true END`,
      "scope_ref names no agent type",
    ),
    demand(
      `CASE WHEN NEW.scope = 'instance' THEN ${agent("NEW.scope_ref")}
        WHEN ${builtin} AND substr(NEW.scope_ref, 1, 6) = 'agent:' THEN ${agent("substr(NEW.scope_ref, 7)")} ELSE true END`,
      "scope_ref names no agent",
    ),
  ].join(" ");
  const isFree = demand(
    `NOT EXISTS (SELECT 1 FROM ${table} WHERE scope = 'builtin' AND scope_ref = 'agent:' || OLD.name)`,
    "rows of scope builtin refer to this agent",
  );
  return [
    `CREATE TRIGGER ${table}_reference_insert BEFORE INSERT ON ${table} BEGIN ${body} END`,
    `CREATE TRIGGER ${table}_reference_update BEFORE UPDATE OF scope, scope_ref ON ${table} BEGIN ${body} END`,
    `CREATE TRIGGER agent_${table}_own_delete BEFORE DELETE ON agent BEGIN ${isFree} END`,
    `CREATE TRIGGER agent_${table}_own_update BEFORE UPDATE OF name ON agent WHEN OLD.name <> NEW.name BEGIN ${isFree} END`,
  ];
}

function postgresStatements(): string[] {
  const words = (rows?: NamingRows) => ({
    enqueue: latestPostgresWords.enqueue,
    naming: (secrets: string) => latestPostgresWords.naming(secrets, rows, "builtin"),
  });
  return [
    ...scopedTables.flatMap((table) => [
      ...referenceColumns(table),
      ...scopedQueueTriggers(words(), table, "builtin").map((trigger) =>
        replaceStatementTrigger(trigger, interpreted),
      ),
    ]),
    ...secretQueueTriggers(words()).map((trigger) => replaceStatementTrigger(trigger, throughIndexes)),
    ...secretQueueTriggers(words(settings)).map((trigger) =>
      replaceStatementTrigger(
        trigger,
        throughIndexes,
        `secret_settings_queue_${trigger.event.toLowerCase()}`,
      ),
    ),
  ];
}

/** What a generated column is made from cannot be changed, so the two are made again. */
function referenceColumns(table: ScopedTable): string[] {
  const isOfType = `scope = 'type' OR (scope = 'builtin' AND scope_ref <> '' AND position(':' IN scope_ref) = 0)`;
  const columns = [
    ["type_ref", "agent_type", `CASE WHEN ${isOfType} THEN scope_ref END`],
    [
      "agent_ref",
      "agent",
      `CASE WHEN scope = 'instance' THEN scope_ref WHEN scope = 'builtin' AND left(scope_ref, 6) = 'agent:' THEN substr(scope_ref, 7) END`,
    ],
  ] as const;
  return [
    ...columns.flatMap(([column, other, value]) => [
      `ALTER TABLE ${table} DROP COLUMN ${column}`,
      `ALTER TABLE ${table} ADD COLUMN ${column} TEXT COLLATE "C" GENERATED ALWAYS AS (${value}) STORED REFERENCES ${other} (name)`,
      `CREATE INDEX ${table}_${column} ON ${table} (${column}) WHERE ${column} IS NOT NULL`,
    ]),
    `ALTER TABLE ${table} ADD CONSTRAINT ${table}_reference CHECK (scope <> 'builtin' OR position(':' IN scope_ref) = 0
      OR left(scope_ref, 6) = 'agent:' OR left(scope_ref, 9) = 'withheld:')`,
  ];
}
