import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { rowPowers } from "../../src/config/rows/row-powers.ts";
import type { ScopedTable } from "../../src/config/schema/tables.ts";
import { readBuiltinFiles } from "../../src/config/sync/builtin-files.ts";
import { scratchDirectory } from "../scratch.ts";

function read(mcp: unknown, marketplaces: unknown = {}) {
  const directory = scratchDirectory();
  const put = (name: string, value: unknown) => {
    const path = join(directory, name);
    writeFileSync(path, JSON.stringify(value));
    return { path, name };
  };
  return readBuiltinFiles({
    agents: put("agents.json", { types: [{ name: "t", runtime: "r" }], agents: [] }),
    mcpServers: put("mcp-builtin.json", mcp),
    marketplaces: put("marketplaces-builtin.json", marketplaces),
  });
}

describe("the files of the builtin scope", () => {
  test("may leave the type of a server with a command out; its row has it", () => {
    const { mcpServers } = read({
      mcpServers: { a: { command: "x" } },
      types: { t: { b: { command: "y", args: ["z"] } } },
    });
    expect(mcpServers.mcpServers).toEqual({ a: { type: "stdio", command: "x" } });
    expect(mcpServers.types.t).toEqual({ b: { type: "stdio", command: "y", args: ["z"] } });
  });

  test.each([
    [{ mcpServers: { a: { url: "https://x" } } }, {}],
    [{ mcpServers: { workspace: { command: "x" } } }, {}],
    [{ types: { t: { "computer-use": { command: "x" } } } }, {}],
    [{}, { extraKnownMarketplaces: { synced: { source: { source: "github", repo: "a/b" } } } }],
    [{}, { extraKnownMarketplaces: { m: { source: { source: "github", repo: "https://github.com/a/b" } } } }],
    [{}, { extraKnownMarketplaces: { m: { source: { source: "npm", package: "A B" } } } }],
    [{}, { extraKnownMarketplaces: { m: { source: { source: "npm", package: "a", registry: "ftp://x" } } } }],
  ])("name nothing that the client would not load: %j %j", (mcp, marketplaces) => {
    expect(() => read(mcp, marketplaces)).toThrow(expect.objectContaining({ code: "ROW_INVALID" }));
  });

  test("take a marketplace from npm", () => {
    const source = {
      source: "npm",
      package: "@acme/plugins",
      version: "^1.4",
      registry: "https://r.example",
    };
    const { marketplaces } = read({}, { extraKnownMarketplaces: { m: { source } } });
    expect(marketplaces.extraKnownMarketplaces.m).toEqual({ source });
  });
});

test.each<[ScopedTable, string, unknown, boolean, string[]]>([
  ["mcp_server", "a", { type: "stdio", command: "x", env: { A: "${SECRET:T}" } }, true, ["T"]],
  ["mcp_server", "a", { type: "http", url: "https://x", headers: { A: "${SECRET:T}" } }, false, ["T"]],
  ["mcp_server", "a", { type: "http", url: "https://x", headersHelper: "x" }, true, []],
  ["mcp_server", "a", null, false, []],
  ["client_setting", "hooks.Stop", [], true, []],
  ["client_setting", "env.PATH", "/x", true, []],
  ["client_setting", "env.A", "${SECRET:T}", true, ["T"]],
  ["client_setting", "permissions.allow", ["Bash"], true, []],
  ["client_setting", "model", "opus", false, []],
  ["client_file", "agents/a.md", "---\nname: a\n---\nWrite well.\n", false, []],
  ["client_file", "agents/a.md", "---\nname: a\nhooks:\n  Stop: []\n---\n", true, []],
  ["client_file", "commands/a.md", "Now: !`git log`\n", true, []],
  ["skill", "k", [{ path: "SKILL.md", text: "---\nname: k\n---\n" }], false, []],
  ["skill", "k", [{ path: "SKILL.md", text: "---\nname: k\nallowed-tools: Bash\n---\n" }], true, []],
  [
    "skill",
    "k",
    [
      { path: "SKILL.md", text: "x" },
      { path: "run.sh", executable: true, text: "x" },
    ],
    true,
    [],
  ],
  ["plugin_binding", "p@m", true, true, []],
  ["plugin_binding", "p@m", false, false, []],
  ["system_prompt", "system", "You are.", false, []],
])("a row of %s %s %j: whether it runs commands is %s, secrets %j", (table, key, value, runs, secrets) => {
  expect(rowPowers(table, key, value as never)).toEqual({ runsCommands: runs, secrets });
});
