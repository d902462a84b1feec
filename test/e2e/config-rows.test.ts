import { readFileSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import type { FleetCopy } from "./fleet.ts";
import { identikit, identikitJson } from "./identikit.ts";
import { fleetAfter } from "./prepared-fleet.ts";

async function synced(): Promise<FleetCopy & { at: { cwd: string } }> {
  const fleet = await fleetAfter("fetch", "config sync");
  return { ...fleet, at: { cwd: fleet.root }, [Symbol.dispose]: fleet[Symbol.dispose] };
}

test("an operator writes, lists and takes away rows of every kind without SQL", async () => {
  using fleet = await synced();
  const { at } = fleet;
  const set = (...args: string[]) => identikitJson(["config", "set", ...args], at);
  const one = ["--scope", "instance", "--ref", "concierge"];

  const marketplace = '{ "source": {"source": "github", "repo": "acme/plugins"} }';
  expect((await set("plugin_marketplace", "acme", marketplace)).code).toBe(0);
  const plugin = await set("plugin_binding", "review@acme", ...one);
  expect(plugin).toMatchObject({ code: 0, json: { changes: 1, agents: ["concierge"] } });
  expect((await set("plugin_binding", "review@acme", ...one)).json).toMatchObject({ changes: 0, agents: [] });
  const server = await identikitJson(["config", "set", "mcp_server", "forge", "--file", "-"], {
    ...at,
    input: '{"type":"stdio",\n "command":"run me",  "env":{"A":"${SECRET:FORGE_TOKEN}"}}\n',
  });
  expect(server).toMatchObject({ code: 0, json: { changes: 1 } });
  expect((await set("system_prompt", "system", "Be brief.", ...one)).code).toBe(0);
  const skills = fleet.path("templates/platform-agent/agent-skills");
  expect(await set("skill", "triage", "--file", `${skills}/triage-request`, ...one)).toMatchObject({
    code: 0,
  });
  // Earlier releases let people write it, and read it nowhere.
  const type = ["--scope", "type", "--ref", "concierge"];
  expect(await set("agent_type_config", "model", '"opus"', ...type)).toMatchObject({
    code: 64,
    json: { error: { code: "USAGE", remedy: expect.stringContaining("config set client_setting model") } },
  });
  expect((await set("client_setting", "model", '"opus"', ...type)).code).toBe(0);

  expect((await set("client_setting", "env.FORGE", '"${SECRET:FORGE_TOKEN}"')).code).toBe(0);
  expect((await set("client_file", "agents/critic.md", "Find what is wrong.")).code).toBe(0);
  const files = await identikitJson(["config", "list", "client_file", "--key", "agents/critic.md"], at);
  expect(files.json.rows).toMatchObject([{ scope: "global", value: "Find what is wrong." }]);

  const shown = await identikitJson(["config", "show", "concierge"], at);
  expect(shown.json.systemPrompt[0]).toMatchObject({ value: "Be brief.", scope: "instance" });
  const listed = await identikitJson(["config", "list", ...one], at);
  expect(listed.json.rows.map((row: { name: string }) => row.name)).toEqual([
    "instance concierge/review@acme",
    "instance concierge/triage",
    "instance concierge",
  ]);
  expect((await identikit(["config", "list", "plugin_binding", ...one], at)).stdout).toContain(
    "plugin_binding instance concierge/review@acme  true",
  );

  const off = await set("mcp_server", "forge", "--off", ...one);
  expect(off).toMatchObject({ code: 0, json: { agents: ["concierge"] } });
  const gone = await identikitJson(["config", "unset", "mcp_server", "forge", ...one, "--dry-run"], at);
  expect(gone.json).toMatchObject({ changes: 1, dryRun: true });
  expect((await identikit(["config", "unset", "mcp_server", "forge", ...one], at)).code).toBe(0);
  const again = await identikitJson(["config", "unset", "mcp_server", "forge", ...one], at);
  expect(again).toMatchObject({ code: 1, json: { error: { code: "ROW_UNKNOWN" } } });
});

test("what no write may hold is refused before anything is kept, and no secret is repeated", async () => {
  using fleet = await synced();
  const { at } = fleet;
  const refused = async (code: string, ...args: string[]) => {
    const run = await identikit(["config", "set", ...args], at);
    expect([run.code, run.stderr]).toEqual([
      code === "USAGE" ? 64 : 1,
      expect.stringContaining(`error ${code}:`),
    ]);
    return run.stderr;
  };
  const literal = '{"type":"stdio","command":"c","env":{"API_TOKEN":"canary-literal"}}';
  expect(await refused("SECRET_IN_ROW", "mcp_server", "forge", literal)).not.toContain("canary");
  expect(
    (await identikit(["config", "set", "mcp_server", "forge", literal, "--literal"], at)).stdout,
  ).not.toContain("canary");
  expect((await identikit(["config", "list", "mcp_server"], at)).stdout).not.toContain("canary");
  await refused("ROW_INVALID", "mcp_server", "forge", '{"type":"gopher"}');
  await refused("DOCUMENT_INVALID", "mcp_server", "forge", '{"type":');
  expect(
    await refused("AGENT_UNKNOWN", "plugin_binding", "a@b", "--scope", "instance", "--ref", "conciergo"),
  ).toContain('did you mean "concierge"');
  await refused("AGENT_TYPE_UNKNOWN", "plugin_binding", "a@b", "--scope", "type", "--ref", "nothing");
  await refused("USAGE", "plugin_binding", "a@b", "--scope", "type");
  await refused("USAGE", "plugin_binding", "a@b", "--ref", "concierge");
  await refused("USAGE", "mcp_server", "forge");
  await refused("USAGE", "plugins", "a@b");
});

test("a plugin of a marketplace that an agent does not know is refused, and so is taking the marketplace away", async () => {
  using fleet = await synced();
  const { at } = fleet;
  const set = (...args: string[]) => identikitJson(["config", "set", ...args], at);
  const one = ["--scope", "instance", "--ref", "concierge"];
  const kept = async () => (await identikitJson(["config", "list", ...one], at)).json.rows;
  const refused = await set("plugin_binding", "review@tidewatr", ...one);
  expect(refused).toMatchObject({
    code: 1,
    json: {
      error: {
        code: "ROW_INVALID",
        message: expect.stringMatching(/review@tidewatr.*agent concierge.*did you mean "tidewater"/),
        remedy: expect.stringContaining("config set plugin_marketplace tidewatr"),
      },
    },
  });
  expect(await kept()).toEqual([]);
  // Switched off, or for a client that knows the place by itself, it needs none.
  expect((await set("plugin_binding", "review@tidewatr", "false", ...one)).code).toBe(0);
  expect((await set("plugin_binding", "gopls@claude-plugins-official", ...one)).code).toBe(0);

  const source = '{"source": {"source": "github", "repo": "acme/plugins"}}';
  expect((await set("plugin_marketplace", "acme", source, ...one)).code).toBe(0);
  expect((await set("plugin_binding", "review@acme", ...one)).code).toBe(0);
  const unset = await identikitJson(["config", "unset", "plugin_marketplace", "acme", ...one], at);
  const taken = {
    code: 1,
    json: { error: { code: "ROW_INVALID", message: expect.stringContaining("review@acme") } },
  };
  expect(unset).toMatchObject(taken);
  expect(await set("plugin_marketplace", "acme", "--off", ...one)).toMatchObject(taken);
  expect(await kept()).toHaveLength(4);
  expect((await set("plugin_binding", "review@acme", "--off", ...one)).code).toBe(0);
  expect((await identikit(["config", "unset", "plugin_marketplace", "acme", ...one], at)).code).toBe(0);
});

test("config sync names the line of a plugin whose marketplace no agent of it knows, and warns of an operator's", async () => {
  using fleet = await synced();
  const { at } = fleet;
  const agents = readFileSync(fleet.path("agents.json"), "utf8");
  writeFileSync(fleet.path("agents.json"), agents.replace("guardrails@tidewater", "guardrails@tidewatr"));
  const line = agents.split("\n").findIndex((each) => each.includes("guardrails@tidewater")) + 1;
  const sync = await identikitJson(["config", "sync"], at);
  expect(sync).toMatchObject({ code: 1, json: { error: { code: "ROW_INVALID" } } });
  expect(sync.json.error.message).toMatch(
    new RegExp(`^agents\\.json:${line}: guardrails@tidewatr.*did you mean "tidewater"`),
  );
  writeFileSync(fleet.path("agents.json"), agents);
  expect((await identikitJson(["config", "sync"], at)).json.changes).toBe(0);

  const marketplaces = fleet.path("config/marketplaces-builtin.json");
  const known = JSON.parse(readFileSync(marketplaces, "utf8"));
  known.extraKnownMarketplaces.acme = { source: { source: "github", repo: "acme/plugins" } };
  writeFileSync(marketplaces, JSON.stringify(known));
  expect((await identikit(["config", "sync"], at)).code).toBe(0);
  const one = ["--scope", "instance", "--ref", "concierge"];
  expect((await identikit(["config", "set", "plugin_binding", "review@acme", ...one], at)).code).toBe(0);
  delete known.extraKnownMarketplaces.acme;
  writeFileSync(marketplaces, JSON.stringify(known));
  const lost = await identikitJson(["config", "sync"], at);
  expect(lost.code).toBe(0);
  expect(lost.json.findings).toMatchObject([
    {
      code: "MARKETPLACE_UNKNOWN",
      severity: "warning",
      subject: "agent concierge",
      location: { file: "agents.json" },
    },
  ]);
});

test("rows of agent_type_config from earlier releases are named by config sync and doctor until they are removed", async () => {
  using fleet = await synced();
  const { at } = fleet;
  {
    using database = new DatabaseSync(fleet.path(".identikit/config.db"));
    database.exec(
      "INSERT INTO agent_type_config (type, key, value) VALUES ('concierge', 'model', '\"opus\"')",
    );
  }
  const { code, json } = await identikitJson(["config", "sync"], at);
  expect({ code, findings: json.findings }).toMatchObject({
    code: 0,
    findings: [{ code: "ROW_WITHOUT_EFFECT", severity: "warning", path: "concierge/model" }],
  });
  const named = /rows without an effect: agent_type_config .*concierge\/model/;
  expect((await identikit(["doctor"], at)).stdout).toMatch(named);
  const [, command = ""] = json.findings[0].remedy.split("identikit ");
  expect((await identikit(command.split(" "), at)).code).toBe(0);
  expect((await identikitJson(["config", "sync"], at)).json.findings).toBeUndefined();
  expect((await identikit(["doctor"], at)).stdout).not.toMatch(/without an effect/);
});
