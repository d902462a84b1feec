// Longer than other files: a list of all tables, each with its columns.
import type { Generated } from "kysely";
import { certain } from "../../fault/certain.ts";
import type { Scope } from "./agent-config.ts";

/** The tables of scoped rows that the first schema has; the statements of its migrations are made from them. */
export const firstScopedTables = [
  "plugin_binding",
  "plugin_marketplace",
  "mcp_server",
  "skill",
  "system_prompt",
] as const;

/** The tables of scoped rows that schema version 4 adds: settings of the agent client, and Markdown files that it reads. */
export const clientTables = ["client_setting", "client_file"] as const;

/** The schema version that the tables of the agent platform come with. */
export const agentTablesVersion = 8;

/** The tables of scoped rows. */
export const scopedTables = [...firstScopedTables, ...clientTables] as const;
export type ScopedTable = (typeof scopedTables)[number];

/** True for a table whose rows have a scope. */
export function isScopedTable(table: string): table is ScopedTable {
  return scopedTables.some((one) => one === table);
}

/** The one key of `system_prompt`: an agent has one prompt, and the narrowest scope gives it whole. */
export const systemPromptKey = "system";

/** A scoped row: what `scope` and `scope_ref` say it applies to, its key, and its value as one line of JSON. */
export interface ScopedRow {
  readonly scope: Scope;
  /** The agent type (`type`; `builtin` of one type), the agent (`instance`), or empty for all agents. */
  readonly scope_ref: string;
  readonly key: string;
  /** False takes an entry of a wider scope away; the value is then `null`. */
  readonly enabled: boolean;
  readonly value: string;
}

export interface AgentTypeRow {
  readonly name: string;
  readonly runtime: string;
  /** False for one that the source of truth no longer has, while rows of operators still name it. */
  readonly enabled: boolean;
}

export interface AgentRow {
  readonly name: string;
  readonly type: string;
  /** As for {@link AgentTypeRow}: an agent that is not enabled is never rendered. */
  readonly enabled: boolean;
}

export interface AgentTypeConfigRow {
  readonly type: string;
  readonly key: string;
  readonly value: string;
}

export interface SecretRow {
  readonly name: string;
  readonly version: string;
  readonly key_id: string;
  readonly nonce: string;
  readonly ciphertext: string;
  readonly tag: string;
}

/** An object of the agent platform as it is declared: its labels, annotations and spec as one line of JSON. */
export interface AgentDeclarationRow {
  readonly kind: string;
  /** The organisation. */
  readonly namespace: string;
  readonly name: string;
  /** True for what the repository declares: it changes by pull request only. */
  readonly managed: boolean;
  readonly value: string;
}

/** The columns that are true or false; every other one of a {@link TableShape} is text. */
export function isFlag(column: string): boolean {
  return column === "enabled" || column === "managed";
}

/** The tables that a bundle holds and a plan compares, parents before what refers to them. */
export interface ConfigRowOf extends Record<ScopedTable, ScopedRow> {
  readonly agent_type: AgentTypeRow;
  readonly agent: AgentRow;
  readonly agent_type_config: AgentTypeConfigRow;
  readonly secret: SecretRow;
  readonly agent_declaration: AgentDeclarationRow;
}
export type ConfigTable = keyof ConfigRowOf;

/** How a table's rows are told apart and written: key columns first, `value` last. */
export interface TableShape {
  readonly name: ConfigTable;
  /** The schema version that the table came with: a bundle of an older one does not have it. */
  readonly since: number;
  readonly key: readonly string[];
  readonly columns: readonly string[];
}

const scopedShape = (name: ScopedTable, since: number): TableShape => ({
  name,
  since,
  key: ["scope", "scope_ref", "key"],
  columns: ["scope", "scope_ref", "key", "enabled", "value"],
});

/** Every {@link ConfigTable}, in the order in which rows can be written. */
export const tableShapes: readonly TableShape[] = [
  { name: "agent_type", since: 1, key: ["name"], columns: ["name", "runtime", "enabled"] },
  { name: "agent", since: 1, key: ["name"], columns: ["name", "type", "enabled"] },
  { name: "agent_type_config", since: 1, key: ["type", "key"], columns: ["type", "key", "value"] },
  ...firstScopedTables.map((name) => scopedShape(name, 1)),
  ...clientTables.map((name) => scopedShape(name, 4)),
  {
    name: "secret",
    since: 1,
    key: ["name"],
    columns: ["name", "version", "key_id", "nonce", "ciphertext", "tag"],
  },
  {
    name: "agent_declaration",
    since: agentTablesVersion,
    key: ["kind", "namespace", "name"],
    columns: ["kind", "namespace", "name", "managed", "value"],
  },
];

/** The shape of one table. */
export function shapeOf(table: ConfigTable): TableShape {
  return certain(tableShapes.find(({ name }) => name === table));
}

/** An agent that is due, at most once. Times are milliseconds of the database's own clock. */
export interface QueueTable {
  agent: string;
  /** Counts the writes that made the agent due, so that one during its render is noticed. */
  seq: number;
  /** The transaction that made it due last, for telling which agents a write of ours affected. */
  epoch: number;
  /** When it can be claimed: while a worker has it, when its lease ends. */
  due_at: number;
  worker: string | null;
  claimed_seq: number | null;
  claimed_at: number | null;
  /** Failures in a row since the last write that affects the agent. */
  attempts: number;
  /** The first failure since the agent was last rendered; writes do not reset it. Null where an earlier program counted the failures. */
  failing_since: number | null;
  /** Of the last failure. */
  failed_at: number | null;
  error_code: string | null;
  error_message: string | null;
}

/** A read of a secret. Lines from before the chains, or of a program without them, have no session. */
export interface AccessLogTable {
  /** The order in which the database took the lines. */
  id: Generated<number>;
  secret: string;
  accessor: string;
  reason: string;
  agent: string;
  time: string;
  session: string | null;
  seq: number | null;
  previous: string | null;
  hash: string | null;
}

/** The record with which a writer's session in the access log begins. */
export interface AccessSessionTable {
  number: number;
  session: string;
  key_id: string;
  started: string;
  noted: string;
  previous: string;
  hash: string;
}

/** What somebody is writing of an object. */
export interface ObjectDraftTable {
  namespace: string;
  /** KIND/LOGIN, in lower case. */
  person: string;
  /** A plural. */
  kind: string;
  /** Empty for a new object. */
  name: string;
  /** YAML, as far as it is written. */
  content: string;
  base: string;
  version: string;
  changed: string;
  expires: string;
}

/** How much of something there was at a time. */
export interface FigureSampleTable {
  namespace: string;
  figure: string;
  label: string;
  time: string;
  value: number;
}

/** A line of the audit of agent runs. */
export interface AgentAuditTable {
  number: number;
  time: string;
  namespace: string;
  /** Empty for what is done to no run. */
  run: string;
  /** Which record it is about, as KIND/NAME. */
  record: string;
  /** What was done, as one line of JSON. */
  entry: string;
  key_id: string;
  previous: string;
  hash: string;
}

/** One write of configuration: a transaction of Identikit or on PostgreSQL, a row that was written by hand on SQLite. */
export interface HistoryEntryTable {
  id: Generated<number>;
  /** No change of an earlier entry has this number or a higher one. */
  first: number;
  time: string;
  /** PostgreSQL's own name for who wrote; empty on SQLite. */
  role: string;
  /** Empty for what was written by hand. */
  who: string;
  command: string;
  /** Such as a bundle's digest. */
  origin: string;
}

/** What a row was before one change of it. */
export interface HistoryChangeTable {
  id: Generated<number>;
  entry: number;
  config_table: ConfigTable;
  /** The row's key; what a table has no column for is empty. */
  key1: string;
  key2: string;
  key3: string;
  enabled: boolean;
  /** The rest of the row as one text; null where it was not there. */
  value: string | null;
}

/** What Kysely knows of the database. */
export interface ConfigSchema extends ConfigRowOf {
  readonly render_queue: QueueTable;
  readonly secret_access_log: AccessLogTable;
  readonly secret_access_session: AccessSessionTable;
  readonly agent_audit: AgentAuditTable;
  readonly object_draft: ObjectDraftTable;
  readonly figure_sample: FigureSampleTable;
  readonly config_entry: HistoryEntryTable;
  readonly config_change: HistoryChangeTable;
}
