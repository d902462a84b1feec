import { firstScopedTables, type ScopedTable } from "./tables.ts";

/**
 * One writer of configuration at a time, from before its first row is locked until it commits. Without this, a writer
 * that adds an agent and one that changes a global row could each miss the other's row, and the agent would be
 * rendered with the old one. The number is ours alone by being random.
 */
export const configWriteLock = "pg_advisory_xact_lock(7310291840557213)";

/** How the trigger functions of one schema version find agents and put them into the queue, as SQL. */
export interface PostgresQueueWords {
  /** A statement that puts the selected agents (column `name`) into the queue. */
  enqueue(agents: string): string;
  /** The agents whose resolved configuration names a secret of a relation. */
  naming(rows: string): string;
}

/**
 * The statement of a trigger function that puts the selected agents (column `name`) into the queue. One that stands
 * there and is not being rendered stays as it is, but its row is locked until this transaction ends: no worker may
 * take it and render what was before. For one that is being rendered the count tells its worker that it is due again.
 */
function enqueue(agents: string): string {
  return `INSERT INTO render_queue AS q (agent, seq, epoch, due_at)
    SELECT name, 1, pg_current_xact_id()::text::bigint, (extract(epoch FROM clock_timestamp()) * 1000)::bigint
    FROM (${agents}) due GROUP BY name ORDER BY name
    ON CONFLICT (agent) DO UPDATE SET seq = q.seq + 1, epoch = excluded.epoch,
      due_at = CASE WHEN q.worker IS NULL THEN least(q.due_at, excluded.due_at) ELSE q.due_at END
    WHERE q.worker IS NOT NULL OR q.epoch <> excluded.epoch OR q.due_at > excluded.due_at;`;
}

/**
 * The agents that the rows of a relation with the columns of a scoped table reach; see the SQLite triggers. The relation `wide`
 * holds its builtin and global rows, mostly none: every agent looks through it.
 */
function reached(table: ScopedTable, rows: string): string {
  const lacks = (scope: string, reference: string) =>
    `NOT EXISTS (SELECT 1 FROM ${table} n WHERE n.scope = '${scope}' AND n.scope_ref = ${reference} AND n.key = c.key)`;
  const lacksNarrower = `${lacks("type", "a.type")} AND ${lacks("instance", "a.name")}`;
  return `SELECT a.name FROM ${rows} c JOIN agent a ON a.name = c.scope_ref WHERE c.scope = 'instance' AND a.enabled
    UNION SELECT a.name FROM (SELECT DISTINCT scope_ref FROM ${rows} WHERE scope = 'type') c JOIN agent a ON a.type = c.scope_ref WHERE a.enabled
    UNION SELECT a.name FROM agent a WHERE EXISTS (SELECT 1 FROM wide) AND a.enabled AND EXISTS (
      SELECT 1 FROM wide c
      WHERE (c.scope = 'global' AND ${lacksNarrower})
        OR (c.scope = 'builtin' AND c.scope_ref = '' AND ${lacks("builtin", "a.type")} AND ${lacks("global", "''")} AND ${lacksNarrower})
        OR (c.scope = 'builtin' AND c.scope_ref = a.type AND ${lacks("global", "''")} AND ${lacksNarrower}))`;
}

/** The agents whose resolved configuration names a secret of the relation: in a row that is enabled and not overridden. */
function naming(rows: string): string {
  const rank = (of: string) =>
    `CASE WHEN ${of}.scope = 'instance' THEN 4 WHEN ${of}.scope = 'type' THEN 3 WHEN ${of}.scope = 'global' THEN 2 WHEN ${of}.scope_ref <> '' THEN 1 ELSE 0 END`;
  const reaches = (of: string) =>
    `(${of}.scope_ref = '' OR (${of}.scope IN ('builtin', 'type') AND ${of}.scope_ref = a.type) OR (${of}.scope = 'instance' AND ${of}.scope_ref = a.name))`;
  // Through jsonb, which writes every character in one way only.
  return `SELECT a.name FROM ${rows} s
    JOIN mcp_server m ON m.enabled AND position('\${SECRET:' || s.name || '}' IN m.value::jsonb::text) > 0
    JOIN agent a ON a.enabled AND ${reaches("m")}
    WHERE NOT EXISTS (
      SELECT 1 FROM mcp_server n WHERE n.key = m.key AND ${rank("n")} > ${rank("m")} AND ${reaches("n")}
        AND (n.scope, n.scope_ref) IN (('builtin', a.type), ('global', ''), ('type', a.type), ('instance', a.name)))`;
}

const firstWords: PostgresQueueWords = { enqueue, naming };

/** The rows of an update that differ, old and new. */
const difference = (columns: string) =>
  `((SELECT ${columns} FROM before EXCEPT SELECT ${columns} FROM after) UNION ALL (SELECT ${columns} FROM after EXCEPT SELECT ${columns} FROM before))`;

type Event = "INSERT" | "UPDATE" | "DELETE";
const transitions: Readonly<Record<Event, string>> = {
  INSERT: "NEW TABLE AS after",
  UPDATE: "OLD TABLE AS before NEW TABLE AS after",
  DELETE: "OLD TABLE AS before",
};

/** A statement-level trigger: a batch of rows, or a COPY, costs one run. */
export interface StatementTrigger {
  readonly table: string;
  readonly event: Event;
  /** What its function does. */
  readonly body: string;
}

/**
 * The statements that make a trigger and its function.
 * @param settings what is set while the function runs
 */
export function createStatementTrigger(
  trigger: StatementTrigger,
  name = queueTriggerName(trigger),
  settings = "",
): string[] {
  const { table, event, body } = trigger;
  return [
    `CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql ${settings}AS $$ BEGIN  ${body} RETURN NULL; END $$`,
    `CREATE TRIGGER ${name} AFTER ${event} ON ${table} REFERENCING ${transitions[event]} FOR EACH STATEMENT EXECUTE FUNCTION ${name}()`,
  ];
}

/** The statement that gives a trigger that is there another body, and settings for while its function runs. */
export function replaceStatementTrigger(trigger: StatementTrigger, settings: string): string {
  return `CREATE OR REPLACE FUNCTION ${queueTriggerName(trigger)}() RETURNS trigger LANGUAGE plpgsql ${settings}AS $$ BEGIN ${trigger.body} RETURN NULL; END $$`;
}

function queueTriggerName({ table, event }: StatementTrigger): string {
  return `${table}_queue_${event.toLowerCase()}`;
}

function changedRows(event: Event, columns: string): string {
  if (event === "UPDATE") return difference(columns);
  return event === "INSERT" ? "after" : "before";
}

function queueTriggers(
  { enqueue }: PostgresQueueWords,
  table: string,
  columns: string,
  agents: (rows: string) => string,
  { events = allEvents, also = "" } = {},
): StatementTrigger[] {
  return events.map((event) => {
    const source = changedRows(event, columns);
    // A statement that touched no row ends here. What an update changed is worked out once.
    const body = `IF EXISTS (SELECT 1 FROM ${event === "DELETE" ? "before" : "after"}) THEN
      WITH changed AS MATERIALIZED (SELECT ${columns} FROM ${source} c)${also} ${enqueue(agents("changed"))} END IF;`;
    return { table, event, body };
  });
}

const allEvents: readonly Event[] = ["INSERT", "UPDATE", "DELETE"];
const ofTypes = (column: string) => (rows: string) =>
  `SELECT a.name FROM agent a WHERE a.enabled AND a.type IN (SELECT ${column} FROM ${rows})`;

const configTables = ["agent_type", "agent", "agent_type_config", ...firstScopedTables, "secret"];

/** The statements that make the triggers of a PostgreSQL database: the write lock, the queue, the append-only log. */
export function createPostgresTriggers(): string[] {
  return [
    `CREATE FUNCTION config_write_lock() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM ${configWriteLock}; RETURN NULL; END $$`,
    ...configTables.map((table) => tableTriggers(table).lock),
    ...postgresQueueTriggers(firstWords).flatMap((trigger) => createStatementTrigger(trigger)),
    `CREATE FUNCTION ${truncated(firstWords)}`,
    ...configTables.map((table) => tableTriggers(table).truncated),
    "CREATE FUNCTION access_log_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the access log is append only'; END $$",
    "CREATE TRIGGER secret_access_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON secret_access_log FOR EACH STATEMENT EXECUTE FUNCTION access_log_append_only()",
  ];
}

/** The triggers that feed the queue. */
export function postgresQueueTriggers(words: PostgresQueueWords): StatementTrigger[] {
  const { enqueue } = words;
  return [
    ...firstScopedTables.flatMap((table) => scopedQueueTriggers(words, table)),
    { table: "agent", event: "INSERT", body: enqueue("SELECT name FROM after WHERE enabled") },
    {
      table: "agent",
      event: "UPDATE",
      body: `DELETE FROM render_queue WHERE agent IN (SELECT name FROM before EXCEPT SELECT name FROM after WHERE enabled);
      ${enqueue("SELECT name FROM (SELECT name, type FROM after WHERE enabled EXCEPT SELECT name, type FROM before WHERE enabled) moved")}`,
    },
    {
      table: "agent",
      event: "DELETE",
      body: "DELETE FROM render_queue WHERE agent IN (SELECT name FROM before);",
    },
    ...queueTriggers(words, "agent_type", "name, runtime", ofTypes("name"), { events: ["UPDATE"] }),
    ...queueTriggers(words, "agent_type_config", "type, key, value", ofTypes("type")),
    ...secretQueueTriggers(words),
  ];
}

/** The triggers with which the rows of one scoped table feed the queue. */
export function scopedQueueTriggers(words: PostgresQueueWords, table: ScopedTable): StatementTrigger[] {
  return queueTriggers(
    words,
    table,
    "scope, scope_ref, key, enabled, value",
    (rows) => reached(table, rows),
    {
      also: ", wide AS MATERIALIZED (SELECT scope, scope_ref, key FROM changed WHERE scope IN ('builtin', 'global'))",
    },
  );
}

/** The triggers with which secrets feed the queue. The same value sealed under another key keeps its version and makes nobody due. */
export function secretQueueTriggers(words: PostgresQueueWords): StatementTrigger[] {
  return queueTriggers(words, "secret", "name, version", words.naming);
}

/** The triggers of a table of configuration that take the write lock, and say what emptying it does. */
export function tableTriggers(table: string): { readonly lock: string; readonly truncated: string } {
  return {
    lock: `CREATE TRIGGER ${table}_a_lock BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION config_write_lock()`,
    truncated: `CREATE TRIGGER ${table}_truncated AFTER TRUNCATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION config_truncated()`,
  };
}

/** The function of the triggers that fire when a table is emptied, as it follows `CREATE FUNCTION`. */
export function truncated({ enqueue }: PostgresQueueWords): string {
  return `config_truncated() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_TABLE_NAME = 'agent' THEN DELETE FROM render_queue; ELSE ${enqueue("SELECT name FROM agent WHERE enabled")} END IF; RETURN NULL; END $$`;
}
