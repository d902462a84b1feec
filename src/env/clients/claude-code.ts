import { clientFileKeyProblem } from "../../config/rows/client-file.ts";
import { maySettingNameSecrets, settingKeyProblem, settingShape } from "../../config/rows/client-setting.ts";
import { marketplaceShape, mcpServerShape, pluginName } from "../../config/rows/client-shapes.ts";
import {
  isBuiltinMarketplace,
  marketplaceNameProblem,
  officialSourceProblem,
  serverNameProblem,
} from "../../config/rows/reserved-names.ts";
import { marketplaceOf } from "../../config/rows/unknown-marketplaces.ts";
import type { AgentConfig, Json } from "../../config/schema/agent-config.ts";
import type { Finding } from "../../fault/finding.ts";
import { suggestion } from "../../fault/nearest.ts";
import { findPlaceholders } from "../../secret/placeholder.ts";
import type { Client } from "./client.ts";
import { checkShape, checkSkillName, refused, refuseIf, warning } from "./refusal.ts";

const rename = "Rename the row's key.";

/** Claude Code, whose `CLAUDE_CONFIG_DIR` is the env directory. Checked against 2.1.330. */
export const claudeCode: Client = {
  id: "claude-code",
  title: "Claude Code",
  sharedFiles: ["settings.json", ".claude.json"],
  promptFile: "system-prompt.md",
  ownFiles: ["system-prompt.md"],
  expandsVariables: true,
  loads: [
    { path: "skills", holds: "folders" },
    { path: "agents", holds: ".md" },
    { path: "commands", holds: ".md" },
    { path: "output-styles", holds: ".md" },
  ],
  shared: ({ plugins, marketplaces, mcpServers, settings }) =>
    new Map([
      [
        "settings.json",
        {
          members: { enabledPlugins: plugins, extraKnownMarketplaces: marketplaces },
          singles: settings,
        },
      ],
      [".claude.json", { members: { mcpServers }, singles: [] }],
    ]),
  files: ({ files }) => files,
  check,
  unsupported: () => [],
};

function check(config: AgentConfig): Finding[] {
  const warnings: Finding[] = [];
  for (const { key } of config.plugins) checkShape(pluginName, key, `enabledPlugins.${key}`);
  for (const { key, value } of config.marketplaces) checkMarketplace(key, value);
  checkPluginSources(config);
  for (const { key, value } of config.mcpServers) warnings.push(...checkServer(key, value));
  for (const { key } of config.skills) checkSkillName(key);
  for (const { key, value } of config.settings) checkSetting(key, value);
  for (const { key, value } of config.files) {
    const problem = clientFileKeyProblem(key);
    refuseIf(problem && `${key}: ${problem}`, rename);
    for (const { name } of findPlaceholders(value, key)) throw noSecretIn(key, name);
  }
  return warnings.map((found) => ({ ...found, subject: config.name }));
}

function checkMarketplace(name: string, value: Json): void {
  const where = `extraKnownMarketplaces.${name}`;
  refuseIf(marketplaceNameProblem(name), rename);
  checkShape(marketplaceShape, value, where);
  refuseIf(officialSourceProblem(name, value), rename);
  for (const { name: secret } of findPlaceholders(value, where)) throw noSecretIn(where, secret);
}

/** The client says nothing of a plugin whose marketplace it does not know: the agent is without it. */
function checkPluginSources({ plugins, marketplaces }: AgentConfig): void {
  const known = marketplaces.map(({ key }) => key);
  for (const { key, value } of plugins) {
    const marketplace = marketplaceOf(key);
    if (!value || known.includes(marketplace) || isBuiltinMarketplace(marketplace)) continue;
    throw refused(
      `enabledPlugins.${key}: the agent knows no marketplace ${JSON.stringify(marketplace)}${suggestion(marketplace, known)}`,
      "Add the marketplace for this agent, or correct the plugin's name.",
    );
  }
}

function checkSetting(key: string, value: Json): void {
  const shape = settingShape(key);
  if (!shape) throw refused(settingKeyProblem(key) ?? key, rename);
  checkShape(shape, value, `settings.${key}`);
  if (maySettingNameSecrets(key)) return;
  for (const { name } of findPlaceholders(value, key)) throw noSecretIn(`settings.${key}`, name);
}

function checkServer(name: string, value: Json): Finding[] {
  const where = `mcpServers.${name}`;
  refuseIf(serverNameProblem(name), rename);
  const server = checkShape(mcpServerShape, value, where);
  const warnings: Finding[] = [];
  if (server.type === "sse") {
    const remedy = 'Move the server to the type "http".';
    warnings.push(
      warning("MCP_SSE_DEPRECATED", `${where}.type`, { expected: "http", actual: "sse", remedy }),
    );
  }
  return [...warnings, ...checkPlaceholders(value, where)];
}

/**
 * What the placeholders in a server lead to: warnings for those in places that others see.
 * @throws {IdentikitError} `RENDER_REFUSED`, `SECRET_INVALID`
 */
export function checkPlaceholders(value: Json, where: string): Finding[] {
  return findPlaceholders(value, where).flatMap(({ name, path }) => {
    const place = [where, ...path].join(".");
    const [field] = path;
    if (field === "env" || field === "headers") return [];
    if (field !== "args" && field !== "url") throw noSecretIn(place, name);
    const remedy =
      "Pass it in env or headers: arguments and addresses are shown by process listings and logs.";
    return [warning("SECRET_EXPOSED", place, { expected: "env or headers", actual: field, remedy })];
  });
}

function noSecretIn(place: string, secret: string) {
  return refused(
    `${place} names secret ${secret}, and no secret is filled in there`,
    "Move it to the env or headers of an MCP server, or to a setting env.NAME.",
  );
}
