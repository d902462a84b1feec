import { firstScopedTables, type ScopedTable } from "./tables.ts";

/** Milliseconds since 1970, in words that SQLite has known for long: a foreign writer's may be old. */
export const sqliteNow = "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)";

/** How the triggers of one schema version find agents and put them into the queue, as SQL. */
export interface SqliteQueueWords {
  /** A statement that puts the selected agents (column `name`) into the queue. */
  enqueue(agents: string): string;
  /** The agents that a row of a scoped table reaches. */
  reached(table: ScopedTable, row: "NEW" | "OLD"): string;
  /** The agents whose resolved configuration names a secret. */
  naming(row: "NEW" | "OLD"): string;
}

/**
 * Puts the selected agents (column `name`) into the queue. One that stands there and is not being rendered stays as it is,
 * except that the present epoch is noted; for one that is, the count tells its worker that it is due again.
 */
export function enqueue(agents: string): string {
  return `INSERT INTO render_queue (agent, seq, epoch, due_at)
    SELECT name, 1, (SELECT epoch FROM change_epoch), ${sqliteNow} FROM (${agents}) WHERE true
    ON CONFLICT (agent) DO UPDATE SET seq = seq + 1, epoch = excluded.epoch,
      due_at = CASE WHEN worker IS NULL THEN min(due_at, excluded.due_at) ELSE due_at END
    WHERE worker IS NOT NULL OR epoch <> excluded.epoch OR due_at > excluded.due_at;`;
}

/**
 * The agents that a row of a scoped table reaches: an instance row its agent, a type row every agent of the type, a
 * wider one those that have no narrower row of the same key.
 * @param which only the rows that are for all agents, or only the others
 */
export function reached(
  table: ScopedTable,
  row: "NEW" | "OLD",
  which: "all" | "narrow" | "wide" = "all",
  agentRows: "none" | "builtin" = "none",
): string {
  const lacks = (scope: string, reference: string) =>
    `NOT EXISTS (SELECT 1 FROM ${table} n WHERE n.scope = '${scope}' AND n.scope_ref = ${reference} AND n.key = ${row}.key)`;
  const lacksNarrower = `${lacks("type", "agent.type")} AND ${lacks("instance", "agent.name")}`;
  // Agents have rows of the builtin scope of their own since schema version 5.
  const hasAgentRows = agentRows === "builtin";
  const lacksOwn = hasAgentRows ? `AND ${lacks("builtin", "'agent:' || agent.name")} ` : "";
  const ownRows = `SELECT name FROM agent WHERE ${row}.scope = 'builtin' AND substr(${row}.scope_ref, 1, 6) = 'agent:'
      AND name = substr(${row}.scope_ref, 7) AND enabled AND ${lacks("global", "''")} AND ${lacksNarrower}`;
  const narrow = [
    ...(hasAgentRows ? [ownRows] : []),
    `SELECT name FROM agent WHERE ${row}.scope = 'instance' AND name = ${row}.scope_ref AND enabled`,
    `SELECT name FROM agent WHERE ${row}.scope = 'type' AND type = ${row}.scope_ref AND enabled`,
    `SELECT name FROM agent WHERE ${row}.scope = 'builtin' AND ${row}.scope_ref <> '' AND type = ${row}.scope_ref AND enabled
      ${lacksOwn}AND ${lacks("global", "''")} AND ${lacksNarrower}`,
  ];
  const wide = [
    `SELECT name FROM agent WHERE ${row}.scope = 'global' AND enabled AND ${lacksNarrower}`,
    `SELECT name FROM agent WHERE ${row}.scope = 'builtin' AND ${row}.scope_ref = '' AND enabled
      ${lacksOwn}AND ${lacks("builtin", "agent.type")} AND ${lacks("global", "''")} AND ${lacksNarrower}`,
  ];
  const parts = { all: [...narrow, ...wide], narrow, wide }[which];
  return parts.join("\n    UNION ALL ");
}

/** The agents whose resolved configuration names a secret: in a server's row that is enabled and not overridden. */
function naming(row: "NEW" | "OLD"): string {
  const rank = (of: string) =>
    `CASE WHEN ${of}.scope = 'instance' THEN 4 WHEN ${of}.scope = 'type' THEN 3 WHEN ${of}.scope = 'global' THEN 2 WHEN ${of}.scope_ref <> '' THEN 1 ELSE 0 END`;
  const reaches = (of: string) =>
    `(${of}.scope_ref = '' OR (${of}.scope IN ('builtin', 'type') AND ${of}.scope_ref = a.type) OR (${of}.scope = 'instance' AND ${of}.scope_ref = a.name))`;
  // Through the strings of the parsed value, since JSON can write any character as an escape.
  const names = `EXISTS (SELECT 1 FROM json_tree(m.value) t WHERE t.type = 'text' AND instr(t.atom, '\${SECRET:' || ${row}.name || '}') > 0)`;
  return `SELECT DISTINCT a.name FROM mcp_server m JOIN agent a ON ${reaches("m")}
    WHERE m.enabled AND a.enabled AND ${names} AND NOT EXISTS (
      SELECT 1 FROM mcp_server n WHERE n.key = m.key AND ${rank("n")} > ${rank("m")} AND ${reaches("n")}
        AND (n.scope, n.scope_ref) IN (VALUES ('builtin', a.type), ('global', ''), ('type', a.type), ('instance', a.name)))`;
}

const firstWords: SqliteQueueWords = { enqueue, reached: (table, row) => reached(table, row), naming };

/** True where an update changed anything of a scoped row. */
export const changedRow: string = ["scope", "scope_ref", "key", "enabled", "value"]
  .map((column) => `OLD.${column} IS NOT NEW.${column}`)
  .join(" OR ");

/** The triggers with which the rows of one scoped table feed the queue. */
export function scopedTriggers(table: ScopedTable, { enqueue, reached }: SqliteQueueWords): string[] {
  return [
    `CREATE TRIGGER ${table}_queue_insert AFTER INSERT ON ${table} BEGIN ${enqueue(reached(table, "NEW"))} END`,
    `CREATE TRIGGER ${table}_queue_update AFTER UPDATE ON ${table} WHEN ${changedRow} BEGIN ${enqueue(reached(table, "OLD"))} ${enqueue(reached(table, "NEW"))} END`,
    `CREATE TRIGGER ${table}_queue_delete AFTER DELETE ON ${table} BEGIN ${enqueue(reached(table, "OLD"))} END`,
  ];
}

/** A statement that stops a write with a message unless its condition holds. */
const demand = (condition: string, message: string) =>
  `SELECT RAISE(ABORT, '${message}') WHERE NOT (${condition});`;

const typeExists = (type: string) => `EXISTS (SELECT 1 FROM agent_type WHERE name = ${type})`;
const refersTo = (table: ScopedTable, scope: string) =>
  `EXISTS (SELECT 1 FROM ${table} WHERE scope = '${scope}' AND scope_ref = OLD.name)`;

/** The guards that let no row of a scoped table refer to what is not there. */
export function scopedReferences(table: ScopedTable): string[] {
  const body = [
    demand(
      `CASE WHEN NEW.scope = 'type' OR (NEW.scope = 'builtin' AND NEW.scope_ref <> '') THEN ${typeExists("NEW.scope_ref")} ELSE true END`,
      "scope_ref names no agent type",
    ),
    demand(
      "NEW.scope <> 'instance' OR EXISTS (SELECT 1 FROM agent WHERE name = NEW.scope_ref)",
      "scope_ref names no agent",
    ),
  ].join(" ");
  return [
    `CREATE TRIGGER ${table}_reference_insert BEFORE INSERT ON ${table} BEGIN ${body} END`,
    `CREATE TRIGGER ${table}_reference_update BEFORE UPDATE OF scope, scope_ref ON ${table} BEGIN ${body} END`,
  ];
}

/** The guards that let no agent or type go, or change its name, while rows of a scoped table refer to it. */
export function scopedReferenced(table: ScopedTable): string[] {
  const guard = (of: string, rows: readonly string[], message: string) => {
    const body = demand(`NOT (${rows.join(" OR ")})`, message);
    return [
      `CREATE TRIGGER ${of}_${table}_referenced_delete BEFORE DELETE ON ${of} BEGIN ${body} END`,
      `CREATE TRIGGER ${of}_${table}_referenced_update BEFORE UPDATE OF name ON ${of} WHEN OLD.name <> NEW.name BEGIN ${body} END`,
    ];
  };
  return [
    ...guard("agent", [refersTo(table, "instance")], "rows of scope instance refer to this agent"),
    ...guard(
      "agent_type",
      [refersTo(table, "type"), refersTo(table, "builtin")],
      "rows refer to this agent type",
    ),
  ];
}

/** What foreign keys do elsewhere, for every connection: references exist when written, and are not pulled away. */
function guards(): string[] {
  const statements = firstScopedTables.flatMap(scopedReferences);
  const guard = (name: string, event: string, body: string) =>
    statements.push(`CREATE TRIGGER ${name} BEFORE ${event} BEGIN ${body} END`);
  for (const table of ["agent", "agent_type_config"]) {
    const body = demand(typeExists("NEW.type"), "type names no agent type");
    guard(`${table}_reference_insert`, `INSERT ON ${table}`, body);
    guard(`${table}_reference_update`, `UPDATE OF type ON ${table}`, body);
  }
  const rows = (scope: string) => firstScopedTables.map((table) => refersTo(table, scope));
  const agentIsFree = demand(
    `NOT (${rows("instance").join(" OR ")})`,
    "rows of scope instance refer to this agent",
  );
  const typeRows = [
    ...rows("type"),
    ...rows("builtin"),
    "EXISTS (SELECT 1 FROM agent WHERE type = OLD.name)",
    "EXISTS (SELECT 1 FROM agent_type_config WHERE type = OLD.name)",
  ];
  const typeIsFree = demand(`NOT (${typeRows.join(" OR ")})`, "rows refer to this agent type");
  guard("agent_referenced_delete", "DELETE ON agent", agentIsFree);
  guard("agent_referenced_update", "UPDATE OF name ON agent WHEN OLD.name <> NEW.name", agentIsFree);
  guard("agent_type_referenced_delete", "DELETE ON agent_type", typeIsFree);
  guard("agent_type_referenced_update", "UPDATE OF name ON agent_type WHEN OLD.name <> NEW.name", typeIsFree);
  return statements;
}

/** The statements that make the triggers of a SQLite database: references, the queue, the append-only log. */
export function createSqliteTriggers(): string[] {
  return [
    "CREATE TABLE change_epoch (epoch INTEGER NOT NULL) STRICT",
    "INSERT INTO change_epoch VALUES (1)",
    ...guards(),
    ...sqliteQueueTriggers(firstWords),
    ...["UPDATE", "DELETE"].map(
      (event) =>
        `CREATE TRIGGER secret_access_log_no_${event.toLowerCase()} BEFORE ${event} ON secret_access_log BEGIN SELECT RAISE(ABORT, 'the access log is append only'); END`,
    ),
  ];
}

/** The statements that make the triggers that feed the queue. */
export function sqliteQueueTriggers(words: SqliteQueueWords): string[] {
  const { enqueue } = words;
  const ofType = (type: string) => enqueue(`SELECT name FROM agent WHERE type = ${type} AND enabled`);
  const itself = enqueue("SELECT NEW.name AS name WHERE NEW.enabled");
  const unqueue = "DELETE FROM render_queue WHERE agent = OLD.name;";
  return [
    ...firstScopedTables.flatMap((table) => scopedTriggers(table, words)),
    `CREATE TRIGGER agent_queue_insert AFTER INSERT ON agent BEGIN ${itself} END`,
    `CREATE TRIGGER agent_queue_update AFTER UPDATE ON agent
      WHEN OLD.type <> NEW.type OR OLD.enabled <> NEW.enabled OR OLD.name <> NEW.name BEGIN
      DELETE FROM render_queue WHERE agent = OLD.name AND (OLD.name <> NEW.name OR NOT NEW.enabled); ${itself} END`,
    `CREATE TRIGGER agent_queue_delete AFTER DELETE ON agent BEGIN ${unqueue} END`,
    `CREATE TRIGGER agent_type_queue_update AFTER UPDATE ON agent_type WHEN OLD.runtime <> NEW.runtime BEGIN ${ofType("NEW.name")} END`,
    `CREATE TRIGGER agent_type_config_queue_insert AFTER INSERT ON agent_type_config BEGIN ${ofType("NEW.type")} END`,
    `CREATE TRIGGER agent_type_config_queue_update AFTER UPDATE ON agent_type_config
      WHEN OLD.type <> NEW.type OR OLD.key <> NEW.key OR OLD.value <> NEW.value BEGIN ${ofType("OLD.type")} ${ofType("NEW.type")} END`,
    `CREATE TRIGGER agent_type_config_queue_delete AFTER DELETE ON agent_type_config BEGIN ${ofType("OLD.type")} END`,
    ...secretTriggers(words, "secret_queue"),
  ];
}

/** The triggers with which secrets feed the queue. */
export function secretTriggers(
  { enqueue, naming }: Pick<SqliteQueueWords, "enqueue" | "naming">,
  name: string,
): string[] {
  return [
    `CREATE TRIGGER ${name}_insert AFTER INSERT ON secret BEGIN ${enqueue(naming("NEW"))} END`,
    // The same value sealed under another key keeps its version and makes nobody due.
    `CREATE TRIGGER ${name}_update AFTER UPDATE ON secret WHEN OLD.version <> NEW.version OR OLD.name <> NEW.name BEGIN
      ${enqueue(naming("OLD"))} ${enqueue(naming("NEW"))} END`,
    `CREATE TRIGGER ${name}_delete AFTER DELETE ON secret BEGIN ${enqueue(naming("OLD"))} END`,
  ];
}
