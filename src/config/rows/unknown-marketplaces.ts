import type { Session } from "../connection/session.ts";
import type { ScopedRow, ScopedTable } from "../schema/tables.ts";
import { ConfigRows, type Entry } from "./config-rows.ts";
import { isBuiltinMarketplace } from "./reserved-names.ts";
import { contests } from "./resolve.ts";

/** A plugin that is switched on for an agent that does not know its marketplace. */
export interface UnknownMarketplace {
  readonly agent: string;
  /** The row that switches the plugin on. */
  readonly plugin: Entry;
  readonly marketplace: string;
  /** What the agent knows. */
  readonly known: readonly string[];
}

/** The marketplace of `<plugin>@<marketplace>`. */
export function marketplaceOf(plugin: string): string {
  return plugin.slice(plugin.lastIndexOf("@") + 1);
}

/**
 * Plugins of marketplaces that their agents do not know, as the rows of all scopes are in this transaction: a render refuses such an
 * agent of Claude Code. Whatever client an agent runs, since its type may get another runtime.
 * @throws {IdentikitError} `ROW_INVALID` for a row that a foreign writer left without its shape
 */
export async function unknownMarketplaces({ query }: Session): Promise<UnknownMarketplace[]> {
  const read = (table: ScopedTable): Promise<ScopedRow[]> =>
    query.selectFrom(table).select(["scope", "scope_ref", "key", "enabled", "value"]).execute();
  const plugins = await read("plugin_binding");
  if (plugins.length === 0) return [];
  const rows = new ConfigRows({
    plugin_binding: plugins,
    plugin_marketplace: await read("plugin_marketplace"),
    mcp_server: [],
    skill: [],
    system_prompt: [],
    client_setting: [],
    client_file: [],
    agent_type: await query.selectFrom("agent_type").select(["name", "runtime", "enabled"]).execute(),
    agent: await query.selectFrom("agent").select(["name", "type", "enabled"]).execute(),
    agent_type_config: [],
  });
  return rows.agents.flatMap((agent) => {
    const known = enabled(rows, "plugin_marketplace", agent).map(({ key }) => key);
    return enabled(rows, "plugin_binding", agent)
      .filter(({ value }) => value === true)
      .map((plugin) => ({ agent, plugin, marketplace: marketplaceOf(plugin.key), known }))
      .filter(({ marketplace }) => !known.includes(marketplace) && !isBuiltinMarketplace(marketplace));
  });
}

function enabled(rows: ConfigRows, table: ScopedTable, agent: string): Entry[] {
  return contests(rows, table, agent)
    .map(({ winner }) => winner)
    .filter((entry) => entry.enabled);
}
