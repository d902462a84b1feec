import { postgresAgentTriggers } from "./agent-triggers-postgres.ts";
import { sqliteAgentTriggers } from "./agent-triggers-sqlite.ts";
import { type CheckDialect, postgresChecks, sqliteChecks } from "./checks.ts";
import type { DatabaseKind } from "./create-tables.ts";
import { maxObjectBytes } from "./value-rule.ts";

/** The words in which the two databases differ when these tables are made. */
interface AgentWords {
  readonly checks: CheckDialect;
  readonly text: string;
  readonly integer: string;
  readonly flag: string;
  readonly end: string;
  readonly bytes: (column: string) => string;
  /** A name of the characters of a DNS name. */
  readonly dnsName: (column: string, length: number) => string;
  readonly kindName: (column: string) => string;
  readonly uid: string;
  /** The database's own time, RFC 3339 with milliseconds. */
  readonly now: string;
  /** The same in milliseconds since 1970. */
  readonly milliseconds: string;
  /** A column that follows from the JSON text in another one; on PostgreSQL a trigger fills it. */
  readonly derived: (column: string, from: "value" | "status", path: string) => string;
}

const words: Readonly<Record<DatabaseKind, AgentWords>> = {
  sqlite: {
    checks: sqliteChecks,
    text: "TEXT",
    integer: "INTEGER",
    flag: "INTEGER NOT NULL DEFAULT 0",
    end: ") STRICT",
    bytes: (column) => `length(CAST(${column} AS BLOB))`,
    dnsName: (column, length) =>
      `${column} NOT GLOB '*[^a-z0-9.-]*' AND ${column} GLOB '[a-z0-9]*' AND ${column} GLOB '*[a-z0-9]' AND length(${column}) <= ${length}`,
    kindName: (column) =>
      `${column} NOT GLOB '*[^A-Za-z]*' AND ${column} GLOB '[A-Z]*' AND length(${column}) <= 63`,
    uid: "(lower(hex(randomblob(4))) || '-' || lower(hex(randomblob(2))) || '-4' || substr(lower(hex(randomblob(2))), 2) || '-8' || substr(lower(hex(randomblob(2))), 2) || '-' || lower(hex(randomblob(6))))",
    now: "(strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))",
    milliseconds: "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)",
    derived: (column, from, path) =>
      `${column} TEXT GENERATED ALWAYS AS (CASE json_type(${from}, '$.${path}') WHEN 'text' THEN substr(json_extract(${from}, '$.${path}'), 1, 300) ELSE '' END) STORED`,
  },
  postgres: {
    checks: postgresChecks,
    text: `TEXT COLLATE "C"`,
    integer: "BIGINT",
    flag: "BOOLEAN NOT NULL DEFAULT FALSE",
    end: ")",
    bytes: (column) => `octet_length(${column})`,
    dnsName: (column, length) =>
      `${column} ~ '^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$' AND length(${column}) <= ${length}`,
    kindName: (column) => `${column} ~ '^[A-Z][A-Za-z]{0,62}$'`,
    uid: "gen_random_uuid()::text",
    now: `to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
    milliseconds: "(extract(epoch FROM clock_timestamp()) * 1000)::bigint",
    derived: (column) => `${column} TEXT COLLATE "C" NOT NULL DEFAULT ''`,
  },
};

/**
 * The statements that make the tables of the agent platform:
 * - `agent_declaration`: what is declared; configuration, in bundles and in the history like every other table of it.
 * - `agent_object`: every object that the platform knows, declared (a mirror, kept by triggers) or recorded, with its status.
 * - `agent_event`: what happens in attempts; many, never changed.
 * - `agent_change`: the last changes of objects, in commit order, for those who watch. `agent_clock`: its newest and oldest number.
 * - `agent_queue`: what the controllers have to look at.
 */
export function createAgentTables(kind: DatabaseKind): string[] {
  const { text, integer, flag, end, checks, bytes, dnsName, kindName, uid, now, milliseconds, derived } =
    words[kind];
  const no = kind === "sqlite" ? "0" : "FALSE";
  const key = [
    `kind ${text} NOT NULL CHECK (${kindName("kind")})`,
    `namespace ${text} NOT NULL CHECK (${dnsName("namespace", 63)})`,
    `name ${text} NOT NULL CHECK (${dnsName("name", 253)})`,
  ].join(", ");
  const whether = (column: string) =>
    `${column} ${flag}${kind === "sqlite" ? ` CHECK (${column} IN (0, 1))` : ""}`;
  const object = (column: string) =>
    `${checks.jsonLine(column)} AND ${checks.jsonType(column)} = 'object' AND ${bytes(column)} <= ${maxObjectBytes}`;
  const value = `coalesce(${object("value")} AND ${checks.jsonType("value", "spec")} = 'object', ${no})`;
  return [
    `CREATE TABLE agent_declaration (${key}, ${whether("managed")}, value ${text} NOT NULL, PRIMARY KEY (kind, namespace, name),
      CONSTRAINT agent_declaration_value CHECK (${value})${end}`,
    `CREATE TABLE agent_object (${key}, ${whether("declared")}, ${whether("managed")}, value ${text} NOT NULL,
      status ${text} NOT NULL DEFAULT '{}', uid ${text} NOT NULL DEFAULT ${uid}, generation ${integer} NOT NULL DEFAULT 1 CHECK (generation > 0),
      version ${integer} NOT NULL DEFAULT 0, created ${text} NOT NULL DEFAULT ${now},
      ${derived("phase", "status", "phase")}, ${derived("run", "value", "spec.run")}, ${derived("repository", "value", "spec.repository")},
      PRIMARY KEY (kind, namespace, name), CONSTRAINT agent_object_value CHECK (${value}),
      CONSTRAINT agent_object_status CHECK (coalesce(${object("status")}, ${no}))${end}`,
    "CREATE INDEX agent_object_newest ON agent_object (kind, namespace, created, name)",
    "CREATE INDEX agent_object_newest_of_all ON agent_object (kind, created, namespace, name)",
    ...["phase", "run", "repository"].map(
      (column) =>
        `CREATE INDEX agent_object_${column} ON agent_object (kind, namespace, ${column}, created, name) WHERE ${column} <> ''`,
    ),
    `CREATE TABLE agent_event (namespace ${text} NOT NULL CHECK (${dnsName("namespace", 63)}), attempt ${text} NOT NULL CHECK (${dnsName("attempt", 236)}),
      seq ${integer} NOT NULL CHECK (seq > 0), run ${text} NOT NULL, version ${integer} NOT NULL DEFAULT 0, created ${text} NOT NULL DEFAULT ${now},
      value ${text} NOT NULL, PRIMARY KEY (namespace, attempt, seq), CONSTRAINT agent_event_value CHECK (${value})${kind === "sqlite" ? ") STRICT, WITHOUT ROWID" : ")"}`,
    "CREATE INDEX agent_event_version ON agent_event (version)",
    "CREATE INDEX agent_event_run ON agent_event (namespace, run, version)",
    `CREATE TABLE agent_clock (version ${integer} NOT NULL, oldest ${integer} NOT NULL, CHECK (oldest <= version)${end}`,
    // Versions go on from the present time, so that a database that is restored elsewhere gives none out a second time.
    `INSERT INTO agent_clock (version, oldest) SELECT m, m FROM (SELECT ${milliseconds} AS m) AS now`,
    `CREATE TABLE agent_change (version ${integer} NOT NULL PRIMARY KEY, type ${text} NOT NULL CHECK (type IN ('ADDED', 'MODIFIED', 'DELETED', 'EVENTS')),
      kind ${text} NOT NULL, namespace ${text} NOT NULL, name ${text} NOT NULL, managed ${flag}, value ${text} NOT NULL, status ${text} NOT NULL,
      uid ${text} NOT NULL, generation ${integer} NOT NULL, created ${text} NOT NULL, time ${text} NOT NULL DEFAULT ${now},
      old_value ${text}, old_status ${text}${end}`,
    `CREATE TABLE agent_queue (controller ${text} NOT NULL, kind ${text} NOT NULL, namespace ${text} NOT NULL, name ${text} NOT NULL,
      seq ${integer} NOT NULL DEFAULT 1, due_at ${integer} NOT NULL, attempts ${integer} NOT NULL DEFAULT 0, worker ${text}, claimed_seq ${integer},
      error_code ${text}, error_message ${text}, PRIMARY KEY (controller, kind, namespace, name),
      CHECK ((worker IS NULL) = (claimed_seq IS NULL))${end}`,
    "CREATE INDEX agent_queue_due ON agent_queue (controller, due_at)",
    ...(kind === "sqlite" ? sqliteAgentTriggers(now) : postgresAgentTriggers()),
  ];
}
