import { describe, expect, test } from "vitest";
import { ConfigRows, type RawRows } from "../../src/config/rows/config-rows.ts";
import { explainAgent } from "../../src/config/rows/explain.ts";
import {
  resolveAgent,
  resolveMarketplaces,
  resolveMcpServers,
  resolvePlugins,
  resolveSystemPrompt,
} from "../../src/config/rows/resolve.ts";
import type { Scope } from "../../src/config/schema/agent-config.ts";

const row = (scope: Scope, scope_ref: string, key: string, value: unknown, enabled = true) => ({
  scope,
  scope_ref,
  key,
  enabled,
  value: JSON.stringify(value),
});

function rowsOf(over: Partial<RawRows>): ConfigRows {
  return new ConfigRows({
    agent_type: [
      { name: "t", runtime: "r", enabled: true },
      { name: "u", runtime: "q", enabled: true },
    ],
    agent: [
      { name: "one", type: "t", enabled: true },
      { name: "two", type: "t", enabled: true },
      { name: "off", type: "u", enabled: false },
    ],
    agent_type_config: [],
    plugin_binding: [],
    plugin_marketplace: [],
    mcp_server: [],
    skill: [],
    system_prompt: [],
    client_setting: [],
    client_file: [],
    ...over,
  });
}

const server = (command: string) => ({ type: "stdio", command, env: { A: "plain" } });

describe("resolution", () => {
  test.each([
    ["no row of its own", []],
    ["an instance row", [row("instance", "one", "own", server("instance"))]],
    ["a builtin row of its own", [row("builtin", "agent:one", "own", server("own builtin"))]],
    ["an instance row that takes an entry away", [row("instance", "one", "a", server("type"), false)]],
  ])("gives agents of one type the same, whichever is asked for first, but for one with %s", (_what, own) => {
    const tables = { mcp_server: [row("type", "t", "a", server("type")), ...own] };
    const alone = ["one", "two"].map((name) => resolveAgent(rowsOf(tables), name));
    const forwards = rowsOf(tables);
    expect(["one", "two"].map((name) => resolveAgent(forwards, name))).toEqual(alone);
    const backwards = rowsOf(tables);
    expect(["two", "one"].map((name) => resolveAgent(backwards, name)).reverse()).toEqual(alone);
    const [one, two] = alone.map(({ mcpServers }) => mcpServers.map(({ key }) => key));
    expect(two).toEqual(["a"]);
    if (own.length > 0) expect(one).not.toEqual(two);
    else expect(one).toEqual(two);
  });

  test("lets the narrowest scope win, entry by entry, and says what it overrode", () => {
    const rows = rowsOf({
      mcp_server: [
        row("instance", "one", "a", server("instance")),
        row("type", "t", "a", server("type")),
        row("global", "", "a", server("global")),
        row("builtin", "t", "a", server("builtin of the type")),
        row("builtin", "", "a", server("builtin")),
        row("builtin", "", "b", server("builtin")),
        row("type", "u", "c", server("another type's")),
      ],
    });
    expect(resolveMcpServers(rows, "one")).toEqual([
      {
        key: "a",
        value: server("instance"),
        scope: "instance",
        overrides: ["type", "global", "builtin", "builtin"],
      },
      { key: "b", value: server("builtin"), scope: "builtin", overrides: [] },
    ]);
    expect(resolveMcpServers(rows, "two")).toMatchObject([{ key: "a", scope: "type" }, { key: "b" }]);
  });

  test("takes an entry away where a narrower row is switched off, and brings it back where a yet narrower one is on", () => {
    const rows = rowsOf({
      plugin_binding: [
        row("builtin", "", "p@m", true),
        row("type", "t", "p@m", true, false),
        row("instance", "two", "p@m", false),
        row("instance", "two", "q@m", true),
      ],
    });
    expect(resolvePlugins(rows, "one")).toEqual([]);
    expect(resolvePlugins(rows, "two")).toEqual([
      { key: "p@m", value: false, scope: "instance", overrides: ["type", "builtin"] },
      { key: "q@m", value: true, scope: "instance", overrides: [] },
    ]);
  });

  test("merges nothing: a narrower server has none of the wider one's env", () => {
    const bare = { type: "stdio", command: "x" };
    const rows = rowsOf({
      mcp_server: [row("global", "", "a", server("g")), row("instance", "one", "a", bare)],
    });
    expect(resolveMcpServers(rows, "one")[0]?.value).toEqual(bare);
  });

  test("gives one whole prompt, or null", () => {
    const rows = rowsOf({
      system_prompt: [row("builtin", "t", "system", "wide"), row("instance", "one", "system", "narrow")],
    });
    expect(resolveSystemPrompt(rows, "one")).toEqual({
      key: "system",
      value: "narrow",
      scope: "instance",
      overrides: ["builtin"],
    });
    expect(resolveSystemPrompt(rows, "two")?.value).toBe("wide");
    expect(resolveSystemPrompt(rowsOf({}), "one")).toBeNull();
  });

  test("orders keys by their bytes and survives names of JavaScript's own", () => {
    const source = { source: { source: "github", repo: "a/b" } };
    const keys = ["constructor", "b", "__proto__", "10", "9", "Z"];
    const rows = rowsOf({ plugin_marketplace: keys.map((key) => row("global", "", key, source)) });
    expect(resolveMarketplaces(rows, "one").map(({ key }) => key)).toEqual([
      "10",
      "9",
      "Z",
      "__proto__",
      "b",
      "constructor",
    ]);
  });

  test("knows no agent that is switched off or was never there", () => {
    const rows = rowsOf({});
    expect(rows.agents).toEqual(["one", "two"]);
    for (const name of ["off", "nobody", "__proto__"])
      expect(() => resolveAgent(rows, name)).toThrow(expect.objectContaining({ code: "AGENT_UNKNOWN" }));
  });

  test("names a row that a foreign writer left without its shape", () => {
    const rows = rowsOf({ skill: [row("global", "", "k", [{ path: "../x", text: "" }])] });
    expect(() => resolveAgent(rows, "one")).toThrow(
      expect.objectContaining({ code: "ROW_INVALID", message: expect.stringContaining("skill global k") }),
    );
  });

  test("shares the value of a row between the agents that it reaches", () => {
    const rows = rowsOf({ skill: [row("type", "t", "k", [{ path: "SKILL.md", text: "x" }])] });
    const [one, two] = ["one", "two"].map((name) => resolveAgent(rows, name).skills[0]?.value);
    expect(one).toBe(two);
  });
});

test("an explanation gives every row that took part, and hides what is secret-like", () => {
  const rows = rowsOf({
    mcp_server: [
      row("builtin", "", "a", {
        type: "http",
        url: "https://h/?k=hunter2",
        headers: { X: "hunter2", Y: "${SECRET:Y}" },
      }),
      row("type", "t", "a", null, false),
    ],
    skill: [row("global", "", "k", [{ path: "SKILL.md", text: "x" }])],
    agent_type_config: [
      { type: "t", key: "apiToken", value: '"hunter2"' },
      { type: "t", key: "model", value: '{"name":"m","apiKey":"hunter2"}' },
    ],
  });
  const explained = explainAgent(rows, "one");
  expect(explained.mcpServers).toEqual([
    {
      key: "a",
      scope: "type",
      of: "t",
      enabled: false,
      value: null,
      overrides: [
        {
          scope: "builtin",
          of: null,
          enabled: true,
          value: { type: "http", url: "https://h/?[hidden]", headers: { X: "[hidden]", Y: "${SECRET:Y}" } },
        },
      ],
    },
  ]);
  expect(explained.skills[0]?.value).toMatch(/^sha256:/);
  expect(explained.typeConfig).toEqual([
    { key: "apiToken", value: "[hidden]" },
    { key: "model", value: { name: "m", apiKey: "[hidden]" } },
  ]);
  expect(JSON.stringify(explained)).not.toContain("hunter2");
});
