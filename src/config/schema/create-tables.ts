import {
  type CheckDialect,
  type MarketplaceSources,
  postgresChecks,
  sqliteChecks,
  valueCheck,
} from "./checks.ts";
import { firstScopedTables, type ScopedTable } from "./tables.ts";

export type DatabaseKind = "sqlite" | "postgres";

/** The words in which the two databases differ when a table is made. */
interface Words {
  readonly checks: CheckDialect;
  /** Text that is ordered by its bytes, so that both databases sort alike. */
  readonly text: string;
  readonly flag: string;
  readonly integer: string;
  /** What follows the columns. */
  readonly end: string;
}

const words: Readonly<Record<DatabaseKind, Words>> = {
  sqlite: {
    checks: sqliteChecks,
    text: "TEXT",
    flag: "INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1))",
    integer: "INTEGER",
    end: ") STRICT, WITHOUT ROWID",
  },
  postgres: {
    checks: postgresChecks,
    text: `TEXT COLLATE "C"`,
    flag: "BOOLEAN NOT NULL DEFAULT TRUE",
    integer: "BIGINT",
    end: ")",
  },
};

/** The statements that make all tables and indexes; references and triggers are made by others. */
export function createTables(kind: DatabaseKind): string[] {
  const { text, flag, integer, end, checks } = words[kind];
  const name = `${text} NOT NULL PRIMARY KEY CHECK (${checks.plainName("name")})`;
  const base64 = (column: string, check: string) => `${column} ${text} NOT NULL CHECK (${check})`;
  return [
    `CREATE TABLE agent_type (name ${name}, runtime ${text} NOT NULL CHECK (runtime <> '' AND ${checks.printable("runtime")}), enabled ${flag} ${end}`,
    `CREATE TABLE agent (name ${name}, type ${text} NOT NULL${references(kind, "agent_type")}, enabled ${flag} ${end}`,
    // An agent's name becomes a directory, and on some file systems two such directories are one.
    "CREATE UNIQUE INDEX agent_name_folded ON agent (lower(name))",
    "CREATE INDEX agent_by_type ON agent (type)",
    ...firstScopedTables.flatMap((table) => createScoped(table, kind)),
    `CREATE TABLE agent_type_config (type ${text} NOT NULL${references(kind, "agent_type")}, key ${text} NOT NULL CHECK (key <> '' AND ${checks.printable("key")}),
      value ${text} NOT NULL CHECK (${checks.jsonLine("value")}), PRIMARY KEY (type, key) ${end}`,
    `CREATE TABLE secret (name ${text} NOT NULL PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 128),
      ${base64("version", "version <> ''")}, ${base64("key_id", "key_id <> ''")}, ${base64("nonce", "length(nonce) = 16")},
      ${base64("ciphertext", "ciphertext <> ''")}, ${base64("tag", "length(tag) = 24")}, UNIQUE (key_id, nonce) ${end}`,
    createAccessLog(kind),
    `CREATE TABLE render_queue (agent ${text} NOT NULL PRIMARY KEY, seq ${integer} NOT NULL, epoch ${integer} NOT NULL,
      due_at ${integer} NOT NULL, worker ${text}, claimed_seq ${integer}, CHECK ((worker IS NULL) = (claimed_seq IS NULL)) ${end}`,
    "CREATE INDEX render_queue_due ON render_queue (due_at, agent)",
  ];
}

/** The statements that make a table of scoped rows. */
export function createScoped(
  table: ScopedTable,
  kind: DatabaseKind,
  marketplaces: MarketplaceSources = "first",
): string[] {
  const { text, flag, end, checks } = words[kind];
  const statements = [
    `CREATE TABLE ${table} (
      scope ${text} NOT NULL CHECK (scope IN ('builtin', 'global', 'type', 'instance')),
      scope_ref ${text} NOT NULL DEFAULT '',
      key ${text} NOT NULL CHECK (length(key) BETWEEN 1 AND 256 AND ${checks.printable("key")}),
      enabled ${flag},
      value ${text} NOT NULL DEFAULT ${table === "plugin_binding" ? "'true'" : "'null'"} CHECK (${checks.jsonLine("value")}),
      ${kind === "postgres" ? `${referenceColumns},` : ""}
      PRIMARY KEY (scope, scope_ref, key),
      CHECK (CASE scope WHEN 'global' THEN scope_ref = '' WHEN 'builtin' THEN scope_ref = scope_ref ELSE scope_ref <> '' END),
      ${valueConstraint(table, kind, marketplaces)}
    ${end}`,
  ];
  if (kind === "postgres") {
    for (const column of ["type_ref", "agent_ref"])
      statements.push(`CREATE INDEX ${table}_${column} ON ${table} (${column}) WHERE ${column} IS NOT NULL`);
  }
  return statements;
}

/** The constraint that holds every writer to {@link valueCheck}. */
export function valueConstraint(
  table: ScopedTable,
  kind: DatabaseKind,
  marketplaces: MarketplaceSources,
): string {
  const check = valueCheck(table, words[kind].checks, marketplaces);
  return `CONSTRAINT ${table}_value CHECK (coalesce(${check}, ${kind === "sqlite" ? "0" : "FALSE"}) OR (NOT enabled AND value = 'null'))`;
}

/** One column each for what `scope_ref` may refer to, so that the reference can be a foreign key. */
const referenceColumns = `
  type_ref TEXT COLLATE "C" GENERATED ALWAYS AS (CASE WHEN scope = 'type' OR (scope = 'builtin' AND scope_ref <> '') THEN scope_ref END) STORED REFERENCES agent_type (name),
  agent_ref TEXT COLLATE "C" GENERATED ALWAYS AS (CASE WHEN scope = 'instance' THEN scope_ref END) STORED REFERENCES agent (name)`;

/** SQLite enforces foreign keys only for connections that ask for it, so there they are triggers. */
function references(kind: DatabaseKind, table: string): string {
  return kind === "postgres" ? ` REFERENCES ${table} (name)` : "";
}

function createAccessLog(kind: DatabaseKind): string {
  const { text } = words[kind];
  const id =
    kind === "sqlite" ? "id INTEGER PRIMARY KEY" : "id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY";
  const columns = ["secret", "accessor", "reason", "agent", "time"].map(
    (column) => `${column} ${text} NOT NULL`,
  );
  return `CREATE TABLE secret_access_log (${[id, ...columns].join(", ")})${kind === "sqlite" ? " STRICT" : ""}`;
}
