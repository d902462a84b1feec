import { redact, redactEntry } from "../../secret/redaction.ts";
import type { Scope } from "../schema/agent-config.ts";
import type { ScopedTable } from "../schema/tables.ts";
import type { ConfigRows, Entry } from "./config-rows.ts";
import { contests } from "./resolve.ts";

/** Where a row stands. */
export interface RowPlace {
  readonly scope: Scope;
  /** The type or agent; `null` for a row of all agents. */
  readonly of: string | null;
}

/** One entry of an agent's configuration, with what it came from. */
export interface ExplainedEntry extends RowPlace {
  readonly key: string;
  /** False for an entry that this row takes away. */
  readonly enabled: boolean;
  /** For people: secret-like parts are hidden, a skill is its tree's digest. */
  readonly value: unknown;
  /** The rows that this one won over, nearest first. */
  readonly overrides: readonly (RowPlace & { readonly enabled: boolean; readonly value: unknown })[];
}

/** An agent's whole configuration, explained; also the entries that a narrower scope takes away. */
export interface Explanation {
  readonly name: string;
  readonly type: string;
  readonly runtime: string;
  readonly plugins: readonly ExplainedEntry[];
  readonly marketplaces: readonly ExplainedEntry[];
  readonly mcpServers: readonly ExplainedEntry[];
  readonly systemPrompt: readonly ExplainedEntry[];
  readonly skills: readonly ExplainedEntry[];
  readonly settings: readonly ExplainedEntry[];
  readonly files: readonly ExplainedEntry[];
  /** Rows of `agent_type_config`, which have no effect and go with the next release. */
  readonly typeConfig: readonly { readonly key: string; readonly value: unknown }[];
}

/**
 * Says for each value of an agent's configuration which scope gave it and what it overrode.
 * @throws {IdentikitError} `AGENT_UNKNOWN`, `ROW_INVALID`
 */
export function explainAgent(rows: ConfigRows, name: string): Explanation {
  const agent = rows.agent(name);
  const explain = (table: ScopedTable) =>
    contests(rows, table, name).map(({ winner, overridden }) => ({
      key: winner.key,
      ...shownRow(table, winner),
      overrides: overridden.map((entry) => shownRow(table, entry)),
    }));
  const typeConfig = rows.typeConfig(agent.type).map(({ key, value }) => ({
    key,
    value: redactEntry(key, value),
  }));
  return {
    ...agent,
    plugins: explain("plugin_binding"),
    marketplaces: explain("plugin_marketplace"),
    mcpServers: explain("mcp_server"),
    systemPrompt: explain("system_prompt"),
    skills: explain("skill"),
    settings: explain("client_setting"),
    files: explain("client_file"),
    typeConfig,
  };
}

function shownRow(table: ScopedTable, entry: Entry): RowPlace & { enabled: boolean; value: unknown } {
  const { scope, reference, enabled } = entry;
  return { scope, of: reference === "" ? null : reference, enabled, value: shownValue(table, entry) };
}

function shownValue(table: ScopedTable, entry: Entry): unknown {
  if (entry.value === null) return null;
  return table === "skill" ? entry.tree.digest : redact(entry.value);
}
