import { t as scopedTables } from "./tables-6EGMOOWa.js";
import { t as createSqliteTriggers } from "./triggers-sqlite-T0DkSiXn.js";
const sqliteChecks = {
	printable: (column) => `instr(${column}, char(0)) = 0 AND ${column} NOT GLOB '*[' || char(1) || '-' || char(31) || char(127) || ']*'`,
	jsonLine: (column) => `json_valid(${column}) AND instr(${column}, char(10)) = 0 AND instr(${column}, char(13)) = 0`,
	jsonType: (column, ...path) => `json_type(${column}, '${["$", ...path].join(".")}')`,
	jsonText: (column, ...path) => `json_extract(${column}, '${["$", ...path].join(".")}')`,
	plainName: (column) => `${column} NOT GLOB '*[^A-Za-z0-9._-]*' AND ${column} GLOB '[A-Za-z0-9]*' AND length(${column}) <= 128`
}, postgresChecks = {
	printable: (column) => `${column} !~ '[\\x01-\\x1f\\x7f]'`,
	jsonLine: (column) => `json_typeof(${column}::json) IS NOT NULL AND ${column} !~ '[\\n\\r]'`,
	jsonType: (column, ...path) => `json_typeof(${column}::json #> '{${path.join(",")}}')`,
	jsonText: (column, ...path) => `(${column}::json #>> '{${path.join(",")}}')`,
	plainName: (column) => `${column} ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$'`
}, marketplaceSources = [
	"github",
	"git",
	"url",
	"file",
	"directory",
	"settings"
], remoteTransports = [
	"http",
	"streamable-http",
	"sse",
	"ws"
];
/**
* The least that a value must be, so that no writer at all can store what would make the agent client drop its
* whole file. The schemas in `row-schema.ts` say more, and say it better.
*/
function valueCheck(table, { jsonType, jsonText }) {
	switch (table) {
		case "plugin_binding": return "value IN ('true', 'false')";
		case "plugin_marketplace": return `${jsonType("value", "source")} = 'object' AND ${jsonText("value", "source", "source")} IN (${quoted(marketplaceSources)})`;
		case "mcp_server": {
			let [type, string] = [jsonText("value", "type"), textTypeOf(jsonType)];
			return `CASE WHEN ${type} = 'stdio' THEN ${jsonType("value", "command")} = ${string} ELSE ${type} IN (${quoted(remoteTransports)}) AND ${jsonType("value", "url")} = ${string} END`;
		}
		case "skill": return `${jsonType("value")} = 'array'`;
		case "system_prompt": return `${jsonType("value")} = ${textTypeOf(jsonType)} AND key = 'system'`;
	}
}
/** SQLite calls the type `text`, PostgreSQL `string`. */
function textTypeOf(jsonType) {
	return jsonType === sqliteChecks.jsonType ? "'text'" : "'string'";
}
function quoted(words) {
	return words.map((word) => `'${word}'`).join(", ");
}
const words = {
	sqlite: {
		checks: sqliteChecks,
		text: "TEXT",
		flag: "INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1))",
		integer: "INTEGER",
		end: ") STRICT, WITHOUT ROWID"
	},
	postgres: {
		checks: postgresChecks,
		text: "TEXT COLLATE \"C\"",
		flag: "BOOLEAN NOT NULL DEFAULT TRUE",
		integer: "BIGINT",
		end: ")"
	}
};
/** The statements that make all tables and indexes; references and triggers are made by others. */
function createTables(kind) {
	let { text, flag, integer, end, checks } = words[kind], name = `${text} NOT NULL PRIMARY KEY CHECK (${checks.plainName("name")})`, base64 = (column, check) => `${column} ${text} NOT NULL CHECK (${check})`;
	return [
		`CREATE TABLE agent_type (name ${name}, runtime ${text} NOT NULL CHECK (runtime <> '' AND ${checks.printable("runtime")}), enabled ${flag} ${end}`,
		`CREATE TABLE agent (name ${name}, type ${text} NOT NULL${references(kind, "agent_type")}, enabled ${flag} ${end}`,
		"CREATE UNIQUE INDEX agent_name_folded ON agent (lower(name))",
		"CREATE INDEX agent_by_type ON agent (type)",
		...scopedTables.flatMap((table) => createScoped(table, kind)),
		`CREATE TABLE agent_type_config (type ${text} NOT NULL${references(kind, "agent_type")}, key ${text} NOT NULL CHECK (key <> '' AND ${checks.printable("key")}),
      value ${text} NOT NULL CHECK (${checks.jsonLine("value")}), PRIMARY KEY (type, key) ${end}`,
		`CREATE TABLE secret (name ${text} NOT NULL PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 128),
      ${base64("version", "version <> ''")}, ${base64("key_id", "key_id <> ''")}, ${base64("nonce", "length(nonce) = 16")},
      ${base64("ciphertext", "ciphertext <> ''")}, ${base64("tag", "length(tag) = 24")}, UNIQUE (key_id, nonce) ${end}`,
		createAccessLog(kind),
		`CREATE TABLE render_queue (agent ${text} NOT NULL PRIMARY KEY, seq ${integer} NOT NULL, epoch ${integer} NOT NULL,
      due_at ${integer} NOT NULL, worker ${text}, claimed_seq ${integer}, CHECK ((worker IS NULL) = (claimed_seq IS NULL)) ${end}`,
		"CREATE INDEX render_queue_due ON render_queue (due_at, agent)"
	];
}
function createScoped(table, kind) {
	let { text, flag, end, checks } = words[kind], statements = [`CREATE TABLE ${table} (
      scope ${text} NOT NULL CHECK (scope IN ('builtin', 'global', 'type', 'instance')),
      scope_ref ${text} NOT NULL DEFAULT '',
      key ${text} NOT NULL CHECK (length(key) BETWEEN 1 AND 256 AND ${checks.printable("key")}),
      enabled ${flag},
      value ${text} NOT NULL DEFAULT ${table === "plugin_binding" ? "'true'" : "'null'"} CHECK (${checks.jsonLine("value")}),
      ${kind === "postgres" ? `${referenceColumns},` : ""}
      PRIMARY KEY (scope, scope_ref, key),
      CHECK (CASE scope WHEN 'global' THEN scope_ref = '' WHEN 'builtin' THEN scope_ref = scope_ref ELSE scope_ref <> '' END),
      CONSTRAINT ${table}_value CHECK (coalesce(${valueCheck(table, checks)}, ${kind === "sqlite" ? "0" : "FALSE"}) OR (NOT enabled AND value = 'null'))
    ${end}`];
	if (kind === "postgres") for (let column of ["type_ref", "agent_ref"]) statements.push(`CREATE INDEX ${table}_${column} ON ${table} (${column}) WHERE ${column} IS NOT NULL`);
	return statements;
}
/** One column each for what `scope_ref` may refer to, so that the reference can be a foreign key. */
const referenceColumns = "\n  type_ref TEXT COLLATE \"C\" GENERATED ALWAYS AS (CASE WHEN scope = 'type' OR (scope = 'builtin' AND scope_ref <> '') THEN scope_ref END) STORED REFERENCES agent_type (name),\n  agent_ref TEXT COLLATE \"C\" GENERATED ALWAYS AS (CASE WHEN scope = 'instance' THEN scope_ref END) STORED REFERENCES agent (name)";
/** SQLite enforces foreign keys only for connections that ask for it, so there they are triggers. */
function references(kind, table) {
	return kind === "postgres" ? ` REFERENCES ${table} (name)` : "";
}
function createAccessLog(kind) {
	let { text } = words[kind];
	return `CREATE TABLE secret_access_log (${[kind === "sqlite" ? "id INTEGER PRIMARY KEY" : "id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", ...[
		"secret",
		"accessor",
		"reason",
		"agent",
		"time"
	].map((column) => `${column} ${text} NOT NULL`)].join(", ")})${kind === "sqlite" ? " STRICT" : ""}`;
}
/**
* One writer of configuration at a time, from before its first row is locked until it commits. Without this, a writer
* that adds an agent and one that changes a global row could each miss the other's row, and the agent would be
* rendered with the old one. The number is ours alone by being random.
*/
const configWriteLock = "pg_advisory_xact_lock(7310291840557213)";
/**
* The statement of a trigger function that puts the selected agents (column `name`) into the queue. One that stands
* there and is not being rendered stays as it is, but its row is locked until this transaction ends: no worker may
* take it and render what was before. For one that is being rendered the count tells its worker that it is due again.
*/
function enqueue(agents) {
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
function reached(table, rows) {
	let lacks = (scope, reference) => `NOT EXISTS (SELECT 1 FROM ${table} n WHERE n.scope = '${scope}' AND n.scope_ref = ${reference} AND n.key = c.key)`, lacksNarrower = `${lacks("type", "a.type")} AND ${lacks("instance", "a.name")}`;
	return `SELECT a.name FROM ${rows} c JOIN agent a ON a.name = c.scope_ref WHERE c.scope = 'instance' AND a.enabled
    UNION SELECT a.name FROM (SELECT DISTINCT scope_ref FROM ${rows} WHERE scope = 'type') c JOIN agent a ON a.type = c.scope_ref WHERE a.enabled
    UNION SELECT a.name FROM agent a WHERE EXISTS (SELECT 1 FROM wide) AND a.enabled AND EXISTS (
      SELECT 1 FROM wide c
      WHERE (c.scope = 'global' AND ${lacksNarrower})
        OR (c.scope = 'builtin' AND c.scope_ref = '' AND ${lacks("builtin", "a.type")} AND ${lacks("global", "''")} AND ${lacksNarrower})
        OR (c.scope = 'builtin' AND c.scope_ref = a.type AND ${lacks("global", "''")} AND ${lacksNarrower}))`;
}
/** The agents whose resolved configuration names a secret of the relation: in a row that is enabled and not overridden. */
function naming(rows) {
	let rank = (of) => `CASE WHEN ${of}.scope = 'instance' THEN 4 WHEN ${of}.scope = 'type' THEN 3 WHEN ${of}.scope = 'global' THEN 2 WHEN ${of}.scope_ref <> '' THEN 1 ELSE 0 END`, reaches = (of) => `(${of}.scope_ref = '' OR (${of}.scope IN ('builtin', 'type') AND ${of}.scope_ref = a.type) OR (${of}.scope = 'instance' AND ${of}.scope_ref = a.name))`;
	return `SELECT a.name FROM ${rows} s
    JOIN mcp_server m ON m.enabled AND position('\${SECRET:' || s.name || '}' IN m.value::jsonb::text) > 0
    JOIN agent a ON a.enabled AND ${reaches("m")}
    WHERE NOT EXISTS (
      SELECT 1 FROM mcp_server n WHERE n.key = m.key AND ${rank("n")} > ${rank("m")} AND ${reaches("n")}
        AND (n.scope, n.scope_ref) IN (('builtin', a.type), ('global', ''), ('type', a.type), ('instance', a.name)))`;
}
/** The rows of an update that differ, old and new. */
const difference = (columns) => `((SELECT ${columns} FROM before EXCEPT SELECT ${columns} FROM after) UNION ALL (SELECT ${columns} FROM after EXCEPT SELECT ${columns} FROM before))`, transitions = {
	INSERT: "NEW TABLE AS after",
	UPDATE: "OLD TABLE AS before NEW TABLE AS after",
	DELETE: "OLD TABLE AS before"
};
/** A statement-level trigger: a batch of rows, or a COPY, costs one run. */
function statementTrigger(table, event, body, guard = "") {
	let name = `${table}_queue_${event.toLowerCase()}`;
	return [`CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${guard} ${body} RETURN NULL; END $$`, `CREATE TRIGGER ${name} AFTER ${event} ON ${table} REFERENCING ${transitions[event]} FOR EACH STATEMENT EXECUTE FUNCTION ${name}()`];
}
function changedRows(event, columns) {
	return event === "UPDATE" ? difference(columns) : event === "INSERT" ? "after" : "before";
}
function queueTriggers(table, columns, agents, { events = allEvents, also = "" } = {}) {
	return events.flatMap((event) => {
		let source = changedRows(event, columns);
		return statementTrigger(table, event, `IF EXISTS (SELECT 1 FROM ${event === "DELETE" ? "before" : "after"}) THEN
      WITH changed AS MATERIALIZED (SELECT ${columns} FROM ${source} c)${also} ${enqueue(agents("changed"))} END IF;`);
	});
}
const allEvents = [
	"INSERT",
	"UPDATE",
	"DELETE"
], ofTypes = (column) => (rows) => `SELECT a.name FROM agent a WHERE a.enabled AND a.type IN (SELECT ${column} FROM ${rows})`, configTables = [
	"agent_type",
	"agent",
	"agent_type_config",
	...scopedTables,
	"secret"
];
/** The statements that make the triggers of a PostgreSQL database: the write lock, the queue, the append-only log. */
function createPostgresTriggers() {
	return [
		`CREATE FUNCTION config_write_lock() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM ${configWriteLock}; RETURN NULL; END $$`,
		...configTables.map((table) => `CREATE TRIGGER ${table}_a_lock BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION config_write_lock()`),
		...scopedTables.flatMap((table) => queueTriggers(table, "scope, scope_ref, key, enabled, value", (rows) => reached(table, rows), { also: ", wide AS MATERIALIZED (SELECT scope, scope_ref, key FROM changed WHERE scope IN ('builtin', 'global'))" })),
		...statementTrigger("agent", "INSERT", enqueue("SELECT name FROM after WHERE enabled")),
		...statementTrigger("agent", "UPDATE", `DELETE FROM render_queue WHERE agent IN (SELECT name FROM before EXCEPT SELECT name FROM after WHERE enabled);
      ${enqueue("SELECT name FROM (SELECT name, type FROM after WHERE enabled EXCEPT SELECT name, type FROM before WHERE enabled) moved")}`),
		...statementTrigger("agent", "DELETE", "DELETE FROM render_queue WHERE agent IN (SELECT name FROM before);"),
		...queueTriggers("agent_type", "name, runtime", ofTypes("name"), { events: ["UPDATE"] }),
		...queueTriggers("agent_type_config", "type, key, value", ofTypes("type")),
		...queueTriggers("secret", "name, version", naming),
		`CREATE FUNCTION config_truncated() RETURNS trigger LANGUAGE plpgsql AS \$\$ BEGIN IF TG_TABLE_NAME = 'agent' THEN DELETE FROM render_queue; ELSE ${enqueue("SELECT name FROM agent WHERE enabled")} END IF; RETURN NULL; END $$`,
		...configTables.map((table) => `CREATE TRIGGER ${table}_truncated AFTER TRUNCATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION config_truncated()`),
		"CREATE FUNCTION access_log_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the access log is append only'; END $$",
		"CREATE TRIGGER secret_access_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON secret_access_log FOR EACH STATEMENT EXECUTE FUNCTION access_log_append_only()"
	];
}
/**
* The schema's history, oldest first: number N brings a database from version N-1 to N. A migration that was
* released is never changed; a later one mends it.
*/
const migrations = [(kind) => [...createTables(kind), ...kind === "sqlite" ? createSqliteTriggers() : createPostgresTriggers()]], schemaVersion = migrations.length;
export { schemaVersion as n, configWriteLock as r, migrations as t };
