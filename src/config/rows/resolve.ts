import type { FileTree } from "../../tree/file-tree.ts";
import { comparePaths } from "../../tree/path.ts";
import type { AgentConfig, AgentEntries, Json, Resolved, Scope } from "../schema/agent-config.ts";
import type { ScopedTable } from "../schema/tables.ts";
import type { ConfigRows, Entry } from "./config-rows.ts";

/** One key with the row that wins it, also where that row takes the entry away, and those that lost, nearest first. */
export interface Contest {
  readonly winner: Entry;
  readonly overridden: readonly Entry[];
}

/**
 * Whose row wins each key of a table, for one agent: a narrower scope wins, whole entries, no merging. In byte order of the
 * keys.
 */
export function contests(rows: ConfigRows, table: ScopedTable, agent: string): Contest[] {
  const byKey = new Map<string, Contest>();
  for (const layer of rows.layers(table, agent)) {
    for (const entry of layer) {
      const lost = byKey.get(entry.key);
      byKey.set(entry.key, { winner: entry, overridden: lost ? [lost.winner, ...lost.overridden] : [] });
    }
  }
  return [...byKey.values()].sort((a, b) => comparePaths(a.winner.key, b.winner.key));
}

function resolve<Value>(
  rows: ConfigRows,
  table: ScopedTable,
  agent: string,
  read: (entry: Entry) => Value,
): Resolved<Value>[] {
  return contests(rows, table, agent)
    .filter(({ winner }) => winner.enabled)
    .map(({ winner, overridden }) => ({
      key: winner.key,
      value: read(winner),
      scope: winner.scope,
      overrides: overridden.map(({ scope }): Scope => scope),
    }));
}

/** A row's value, which the database holds as JSON. */
function jsonOf({ value }: Entry): Json {
  return value as Json;
}

/** The plugins of an agent: `<plugin>@<marketplace>`, and whether it is switched on. @throws {IdentikitError} `AGENT_UNKNOWN`, `ROW_INVALID` */
export function resolvePlugins(rows: ConfigRows, agent: string): Resolved<boolean>[] {
  return resolve(rows, "plugin_binding", agent, ({ value }) => value === true);
}

/** The marketplaces that an agent knows. @throws {IdentikitError} `AGENT_UNKNOWN`, `ROW_INVALID` */
export function resolveMarketplaces(rows: ConfigRows, agent: string): Resolved<Json>[] {
  return resolve(rows, "plugin_marketplace", agent, jsonOf);
}

/** The MCP servers of an agent, with secret placeholders. @throws {IdentikitError} `AGENT_UNKNOWN`, `ROW_INVALID` */
export function resolveMcpServers(rows: ConfigRows, agent: string): Resolved<Json>[] {
  return resolve(rows, "mcp_server", agent, jsonOf);
}

/** The prompt of an agent, or `null` where no scope gives one. @throws {IdentikitError} `AGENT_UNKNOWN`, `ROW_INVALID` */
export function resolveSystemPrompt(rows: ConfigRows, agent: string): Resolved<string> | null {
  return resolve(rows, "system_prompt", agent, ({ value }) => String(value))[0] ?? null;
}

/** The skills of an agent. @throws {IdentikitError} `AGENT_UNKNOWN`, `ROW_INVALID` */
export function resolveSkills(rows: ConfigRows, agent: string): Resolved<FileTree>[] {
  return resolve(rows, "skill", agent, ({ tree }) => tree);
}

/** The settings of an agent's client, by their paths. @throws {IdentikitError} `AGENT_UNKNOWN`, `ROW_INVALID` */
export function resolveSettings(rows: ConfigRows, agent: string): Resolved<Json>[] {
  return resolve(rows, "client_setting", agent, jsonOf);
}

/** The Markdown files that an agent's client reads. @throws {IdentikitError} `AGENT_UNKNOWN`, `ROW_INVALID` */
export function resolveFiles(rows: ConfigRows, agent: string): Resolved<string>[] {
  return resolve(rows, "client_file", agent, ({ value }) => String(value));
}

// Of each type the entries of its agents that have no rows of their own: in most fleets nearly all agents.
const ofTypes = new WeakMap<ConfigRows, Map<string, AgentEntries>>();

/**
 * Everything that an agent's env directory is to hold. Pure over the rows; agents that share a row share its value, and agents of a
 * type that have no rows of their own share all of their entries.
 * @throws {IdentikitError} `AGENT_UNKNOWN`; `ROW_INVALID` for a row that a foreign writer left without its shape
 */
export function resolveAgent(rows: ConfigRows, name: string): AgentConfig {
  const agent = rows.agent(name);
  if (rows.hasOwn(name)) return { ...agent, ...resolveEntries(rows, name) };
  const known = ofTypes.get(rows) ?? new Map<string, AgentEntries>();
  const entries = known.get(agent.type) ?? resolveEntries(rows, name);
  ofTypes.set(rows, known.set(agent.type, entries));
  return { ...agent, ...entries };
}

function resolveEntries(rows: ConfigRows, name: string): AgentEntries {
  return {
    plugins: resolvePlugins(rows, name),
    marketplaces: resolveMarketplaces(rows, name),
    mcpServers: resolveMcpServers(rows, name),
    systemPrompt: resolveSystemPrompt(rows, name),
    skills: resolveSkills(rows, name),
    settings: resolveSettings(rows, name),
    files: resolveFiles(rows, name),
  };
}
