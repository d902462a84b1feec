import { describe, expect, test } from "vitest";
import type { Ticket } from "../../src/agents/tickets/ticket.ts";
import type { AgentConfig, Json } from "../../src/config/schema/agent-config.ts";
import { proxiedConfig } from "../../src/supervisor/proxied-config.ts";

const address = (host: string) => `http://127.0.0.1:9/to/${host}`;
const values = { TOKEN: "the value", OPEN: "readable" };
const forProxy: Ticket["secrets"] = [
  { name: "TOKEN", mountPolicy: "proxy", proxyHost: "forge.example.test" },
];

function configOf(
  servers: Readonly<Record<string, Json>>,
  settings: Readonly<Record<string, Json>> = {},
): AgentConfig {
  const entries = (of: Readonly<Record<string, Json>>) =>
    Object.entries(of).map(([key, value]) => ({ key, value, scope: "global" as const, overrides: [] }));
  return {
    ...{ name: "ada", type: "engineer", runtime: "claude-code", systemPrompt: null },
    ...{ plugins: [], marketplaces: [], skills: [], files: [] },
    mcpServers: entries(servers),
    settings: entries(settings),
  };
}
const remote = (url: string, name = "TOKEN"): Json => ({
  type: "http",
  url,
  headers: { Authorization: `Bearer \${SECRET:${name}}`, "X-Team": "berths" },
});

describe("a secret that only the proxy may have", () => {
  test("stands in no file: the server is reached through the proxy, which adds its headers (P-41)", () => {
    const proxied = proxiedConfig(
      configOf({
        forge: remote("https://forge.example.test/mcp?x=1"),
        wiki: { type: "http", url: "https://wiki.example.test" },
      }),
      forProxy,
      values,
    );
    const config = proxied.configWith(address);
    expect(config.mcpServers.map(({ value }) => value)).toEqual([
      {
        type: "http",
        url: "http://127.0.0.1:9/to/forge.example.test/mcp?x=1",
        headers: { "X-Team": "berths" },
      },
      { type: "http", url: "https://wiki.example.test" },
    ]);
    expect(proxied.secrets).toEqual([
      { host: "forge.example.test", header: "authorization", value: "Bearer the value" },
    ]);
    expect(JSON.stringify(config)).not.toContain("the value");
  });

  test("that another grant gives the agent openly is no such secret", () => {
    const config = configOf({ forge: remote("https://forge.example.test/mcp") });
    const both: Ticket["secrets"] = [...forProxy, { name: "TOKEN", mountPolicy: "env" }];
    const proxied = proxiedConfig(config, both, values);
    expect(proxied.secrets).toEqual([]);
    expect(proxied.configWith(address)).toEqual(config);
  });

  test.each<[string, AgentConfig, RegExp]>([
    [
      "the environment of a server",
      configOf({ forge: { type: "stdio", command: "forge", env: { T: "${SECRET:TOKEN}" } } }),
      /in a place where the agent would read it/,
    ],
    [
      "an address",
      configOf({ forge: { type: "http", url: "https://forge.example.test/${SECRET:TOKEN}" } }),
      /would read it/,
    ],
    ["a setting", configOf({}, { "env.T": "${SECRET:TOKEN}" }), /the setting env\.T needs it/],
    [
      "a server of another host",
      configOf({ forge: remote("https://evil.example.test/mcp") }),
      /is on evil\.example\.test/,
    ],
    [
      "a socket",
      configOf({ forge: { type: "ws", url: "wss://forge.example.test", headers: { A: "${SECRET:TOKEN}" } } }),
      /would read it/,
    ],
  ])("is refused in %s", (_, config, message) => {
    expect(() => proxiedConfig(config, forProxy, values)).toThrow(message);
  });
});
