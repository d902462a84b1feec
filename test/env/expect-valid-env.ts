import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { AgentConfig } from "../../src/config/agent-config.ts";
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
 * What holds of every env directory after a render: it is private, its two shared files are strict JSON whose owned
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
  for (const name of ["settings.json", ".claude.json"].filter((each) => names.includes(each))) {
    const status = lstatSync(join(root, name));
    expect([status.isFile(), status.mode & 0o7777, status.uid]).toEqual([true, 0o600, owner]);
  }
  const fill = (text: string) =>
    text.replace(/\$\{SECRET:(\w+)\}/g, (_, name: string) => JSON.stringify(secrets[name]).slice(1, -1));
  const objectOf = (entries: AgentConfig["mcpServers"] | AgentConfig["plugins"]) =>
    JSON.parse(fill(JSON.stringify(Object.fromEntries(entries.map(({ key, value }) => [key, value])))));
  const settings = readObject(join(root, "settings.json"));
  expect(settings.enabledPlugins ?? {}).toEqual(objectOf(config.plugins));
  expect(settings.extraKnownMarketplaces ?? {}).toEqual(objectOf(config.marketplaces));
  expect(readObject(join(root, ".claude.json")).mcpServers ?? {}).toEqual(objectOf(config.mcpServers));

  expect(names.includes("system-prompt.md")).toBe(config.systemPrompt !== null);
  if (config.systemPrompt) {
    expect(readFileSync(join(root, "system-prompt.md"), "utf8")).toBe(config.systemPrompt.value);
    expect(lstatSync(join(root, "system-prompt.md")).mode & 0o7777).toBe(0o644);
  }
  for (const { key, value } of config.skills) expectSameTree(readDirectory(join(root, "skills", key)), value);

  const files = filesBelow(envRoot);
  expect(files.filter((path) => /\.tmp$|\.claude\.json\.lock/.test(path))).toEqual([]);
  expect(names).not.toContain(".claude.json.lock");
  for (const value of Object.values(secrets)) {
    expect(filesWith(envRoot, value).filter((path) => !path.endsWith("/.claude.json"))).toEqual([]);
  }
}

function readObject(path: string): Record<string, unknown> {
  try {
    return JSON.parse(readFileSync(path, "utf8").replace(/^\ufeff/, ""));
  } catch (caught) {
    if ((caught as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw caught;
  }
}
