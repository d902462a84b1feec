import { type BuiltinRow, bare, isRemoval } from "./agent-rows.ts";
import type { BuiltinFiles } from "./builtin-files.ts";

/** Takes a row for all agents, or for the type or agent of a reference. */
export type PutRow = (reference: string, row: BuiltinRow) => void;

/** The rows that stand in the repository's own files. */
export function addFromFiles({ agents, mcpServers, marketplaces }: BuiltinFiles, put: PutRow): void {
  for (const plugin of agents.defaults.plugins) put("", pluginRow(plugin));
  for (const { name, plugins } of agents.types) for (const plugin of plugins) put(name, pluginRow(plugin));
  const addServers = (type: string, servers: Readonly<Record<string, unknown>>) => {
    for (const [key, server] of Object.entries(servers))
      put(type, { table: "mcp_server", key, value: JSON.stringify(server) });
  };
  addServers("", mcpServers.mcpServers);
  for (const [type, servers] of Object.entries(mcpServers.types)) addServers(type, servers);
  for (const [key, marketplace] of Object.entries(marketplaces.extraKnownMarketplaces))
    put("", { table: "plugin_marketplace", key, value: JSON.stringify(marketplace) });
}

/** `NAME`, or `!NAME`, which takes the plugin of a wider scope away. */
export function pluginRow(plugin: string): BuiltinRow {
  return { table: "plugin_binding", key: bare(plugin), value: isRemoval(plugin) ? null : "true" };
}
