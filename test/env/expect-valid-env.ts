import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "smol-toml";
import { expect } from "vitest";
import type { AgentConfig } from "../../src/config/schema/agent-config.ts";
import { clientOfRuntime } from "../../src/env/clients/client-of-runtime.ts";
import { readDirectory } from "../../src/tree/directory-reader.ts";
import { expectSameTree } from "../tree/expect-same-tree.ts";

/** Everything below a directory, links not followed, with paths relative to it. */
export function filesBelow(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}

/** The paths of the files below a directory in which a text stands. */
export function filesWith(root: string, text: string): string[] {
  return filesBelow(root).filter((path) => readFileSync(join(root, path)).includes(text));
}

/**
 * What holds of every env directory after a render: it is private, the files that it shares with its client can be read and their owned
 * keys say what the config says, with the secrets in it and no placeholder left, prompt and skills are there to the
 * byte, nothing temporary is left, and the secrets stand nowhere else below the env root.
 */
export function expectValidEnv(
  envRoot: string,
  config: AgentConfig,
  secrets: Readonly<Record<string, string>> = {},
): void {
  const root = join(envRoot, config.name);
  const owner = lstatSync(root).uid;
  expect(lstatSync(root).mode & 0o7777).toBe(0o700);
  expect(lstatSync(join(envRoot, ".identikit")).mode & 0o7777).toBe(0o700);

  const names = readdirSync(root);
  const client = clientOfRuntime(config.runtime);
  for (const name of client.sharedFiles.filter((each) => names.includes(each))) {
    const status = lstatSync(join(root, name));
    expect([status.isFile(), status.mode & 0o7777, status.uid]).toEqual([true, 0o600, owner]);
  }
  const fill = (text: string) =>
    text.replace(/\$\{SECRET:(\w+)\}/g, (_, name: string) => JSON.stringify(secrets[name]).slice(1, -1));
  const objectOf = (entries: AgentConfig["mcpServers"] | AgentConfig["plugins"]) =>
    JSON.parse(fill(JSON.stringify(Object.fromEntries(entries.map(({ key, value }) => [key, value])))));
  if (client.id === "claude-code") {
    const settings = readObject(join(root, "settings.json"));
    expect(settings.enabledPlugins ?? {}).toEqual(objectOf(config.plugins));
    expect(settings.extraKnownMarketplaces ?? {}).toEqual(objectOf(config.marketplaces));
    for (const [key, value] of Object.entries(objectOf(config.settings)))
      expect(settings).toHaveProperty(key, value);
    expect(readObject(join(root, ".claude.json")).mcpServers ?? {}).toEqual(objectOf(config.mcpServers));
    for (const { key, value } of config.files) expect(readFileSync(join(root, key), "utf8")).toBe(value);
  } else {
    const text = names.includes("config.toml") ? readFileSync(join(root, "config.toml"), "utf8") : "";
    const servers = (parse(text).mcp_servers ?? {}) as Record<string, { env?: unknown }>;
    const wanted = objectOf(config.mcpServers) as Record<string, { env?: unknown }>;
    expect(Object.keys(servers).sort()).toEqual(Object.keys(wanted).sort());
    for (const [name, { env }] of Object.entries(wanted)) expect(servers[name]?.env).toEqual(env);
    expect(text).not.toContain("${SECRET:");
  }

  expect(names.includes(client.promptFile)).toBe(config.systemPrompt !== null);
  if (config.systemPrompt) {
    expect(readFileSync(join(root, client.promptFile), "utf8")).toBe(config.systemPrompt.value);
    expect(lstatSync(join(root, client.promptFile)).mode & 0o7777).toBe(0o644);
  }
  for (const { key, value } of config.skills) expectSameTree(readDirectory(join(root, "skills", key)), value);

  const files = filesBelow(envRoot);
  expect(files.filter((path) => /\.tmp$|\.claude\.json\.lock/.test(path))).toEqual([]);
  expect(names).not.toContain(".claude.json.lock");
  for (const value of Object.values(secrets)) {
    expect(
      filesWith(envRoot, value).filter((path) => !holdSecrets.some((name) => path.endsWith(`/${name}`))),
    ).toEqual([]);
  }
}

/** The only files in which a secret may stand. */
const holdSecrets = [".claude.json", "settings.json", "config.toml"];

function readObject(path: string): Record<string, unknown> {
  try {
    return JSON.parse(readFileSync(path, "utf8").replace(/^\ufeff/, ""));
  } catch (caught) {
    if ((caught as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw caught;
  }
}
