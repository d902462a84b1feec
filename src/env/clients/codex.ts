import { settingShape } from "../../config/rows/client-setting.ts";
import type { AgentConfig, Json, Resolved } from "../../config/schema/agent-config.ts";
import type { Finding } from "../../fault/finding.ts";
import { checkPlaceholders } from "./claude-code.ts";
import type { Client } from "./client.ts";
import { codexServer } from "./codex-server.ts";
import { codexServerName } from "./codex-shapes.ts";
import { checkShape, checkSkillName, refused, warning } from "./refusal.ts";

/** Codex, whose `CODEX_HOME` is the env directory. Checked against 0.169.0. */
export const codex: Client = {
  id: "codex",
  title: "Codex",
  sharedFiles: ["config.toml"],
  promptFile: "AGENTS.md",
  ownFiles: [],
  expandsVariables: false,
  loads: [
    { path: "skills", holds: "folders", except: [".system"] },
    { path: "agents", holds: ".toml" },
    { path: "AGENTS.override.md" },
    { path: "hooks.json" },
  ],
  shared: ({ mcpServers, settings }) =>
    new Map([
      [
        "config.toml",
        {
          members: { mcp_servers: mcpServers.map(asCodexServer) },
          singles: settings.filter(({ key }) => isKnown(key)).map(asCodexSetting),
        },
      ],
    ]),
  files: () => [],
  check,
  unsupported,
};

/** `env.NAME` is a variable of the commands that Codex runs; `model` has the same name there. */
function asCodexSetting(entry: Resolved<Json>): Resolved<Json> {
  return entry.key.startsWith("env.")
    ? { ...entry, key: `shell_environment_policy.set.${entry.key.slice("env.".length)}` }
    : entry;
}

function isKnown(key: string): boolean {
  return key === "model" || key.startsWith("env.");
}

function asCodexServer(entry: Resolved<Json>): Resolved<Json> {
  return { ...entry, value: codexServer(entry.key, entry.value).server };
}

function check(config: AgentConfig): Finding[] {
  const warnings: Finding[] = [];
  for (const { key, value } of config.mcpServers) {
    const where = `mcpServers.${key}`;
    checkShape(codexServerName, key, where);
    codexServer(key, value);
    warnings.push(...checkPlaceholders(value, where));
  }
  for (const { key } of config.skills) checkSkillName(key);
  for (const { key, value } of config.settings) {
    if (isKnown(key)) checkShape(settingShape(key) ?? codexServerName, value, `settings.${key}`);
    else if (isLimit(key)) {
      throw refused(
        `settings.${key}: Codex has no such setting, and without it the agent may do more than it should`,
        `Take the entry away from agents that run Codex: a row of client_setting with key ${JSON.stringify(key)} and enabled = false in a narrower scope.`,
      );
    }
  }
  return warnings.map((found) => ({ ...found, subject: config.name }));
}

/** Settings that keep an agent from something; `permissions.allow` and folders only spare it a question. */
function isLimit(key: string): boolean {
  const grants = ["permissions.allow", "permissions.additionalDirectories"];
  return key.startsWith("hooks.") || (key.startsWith("permissions.") && !grants.includes(key));
}

function unsupported(config: AgentConfig): Finding[] {
  const found: Finding[] = [];
  const leftOut = (
    path: string,
    remedy = "Nothing is rendered for it. Take the entry away from this agent.",
  ) =>
    found.push(
      warning("CLIENT_UNSUPPORTED", path, { expected: "an entry that Codex knows", actual: "none", remedy }),
    );
  for (const { key, value } of config.plugins) if (value) leftOut(`enabledPlugins.${key}`);
  // Marketplaces say where plugins come from; without one they give an agent nothing, and nothing is lost.
  for (const { key } of config.settings) if (!isKnown(key) && !isLimit(key)) leftOut(`settings.${key}`);
  for (const { key } of config.files)
    leftOut(key, "Codex has no such files. Give the agent a skill instead.");
  for (const { key, value } of config.mcpServers)
    for (const field of codexServer(key, value).leftOut) leftOut(`mcpServers.${key}.${field}`);
  return found.map((each) => ({ ...each, subject: config.name }));
}
