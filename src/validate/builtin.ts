import { marketplacesBuiltinSchema, mcpBuiltinSchema } from "../config/sync/builtin-files.ts";
import { suggestion } from "../fault/nearest.ts";
import { isRecord } from "../fault/thrown.ts";
import type { Settings } from "../project/settings-schema.ts";
import type { CheckedAgents } from "./agents.ts";
import type { Findings } from "./findings.ts";
import { namesIn } from "./loose.ts";
import { readDocument } from "./read-document.ts";

/**
 * Checks the file of marketplaces.
 * @returns their names; none where there is no file, `undefined` where it cannot be read
 */
export function checkMarketplaces(
  root: string,
  settings: Settings,
  findings: Findings,
): string[] | undefined {
  const file = settings.builtin.marketplaces;
  const before = findings.all.length;
  const document = readDocument(
    { root, file, schema: marketplacesBuiltinSchema, code: "ROW_INVALID" },
    findings,
  );
  if (!document) return findings.all.length > before ? undefined : [];
  return namesIn(document.value, "extraKnownMarketplaces");
}

/** Checks the file of MCP servers: its form, servers of types that are not there, and servers that no agent would get. */
export function validateServers(
  root: string,
  settings: Settings,
  agents: CheckedAgents | undefined,
  findings: Findings,
): void {
  const file = settings.builtin.mcpServers;
  const document = readDocument({ root, file, schema: mcpBuiltinSchema, code: "ROW_INVALID" }, findings);
  if (!document || !agents) return;
  const { value } = document;
  for (const type of namesIn(value, "types")) {
    const servers = isRecord(value) && isRecord(value.types) ? namesIn(value.types[type]) : [];
    if (!agents.types.has(type)) {
      const problem = `no agent type is called ${JSON.stringify(type)}${suggestion(type, agents.types)}`;
      const remedy = `Fix the name, or add the type to ${settings.agents}; there are: ${[...agents.types].join(", ") || "none"}.`;
      findings.in(document, ["types", type], { code: "AGENT_TYPE_UNKNOWN", problem, remedy }, "key");
    } else if (!agents.used.has(type)) {
      for (const server of servers)
        unused(["types", type, server], `no agent is of the type ${JSON.stringify(type)}`);
    }
  }
  if (agents.used.size === 0)
    for (const server of namesIn(value, "mcpServers")) unused(["mcpServers", server], "there are no agents");

  function unused(path: readonly string[], why: string): void {
    const problem = `no agent gets this server: ${why}`;
    const remedy = `Add the agent to ${settings.agents}, or remove the server.`;
    if (document)
      findings.in(document, path, { code: "SERVER_UNUSED", severity: "warning", problem, remedy }, "key");
  }
}
