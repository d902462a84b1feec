import { describe, expect, test } from "vitest";
import { launchRun } from "../../../src/agents/dispatch/launch-run.ts";
import { packIdentity, unpackIdentity } from "../../../src/agents/identity/packed-identity.ts";
import { agentConfigSet } from "../../../src/agents/kinds/config/agent-config.ts";
import { agentConfigGrant } from "../../../src/agents/kinds/config/agent-config-grant.ts";
import { agentMcpServer } from "../../../src/agents/kinds/config/agent-mcp-server.ts";
import { agentSubagent } from "../../../src/agents/kinds/config/agent-subagent.ts";
import { certain } from "../../../src/fault/certain.ts";
import { describeOnBoth } from "../../config/databases.ts";
import {
  type DispatchScene,
  declare,
  declareRule,
  declareStack,
  dispatchOne,
  giveSecret,
  labelled,
  openDispatch,
} from "../dispatch/scene.ts";

const rows = `
  INSERT INTO agent_type (name, runtime) VALUES ('engineer', 'claude-code');
  INSERT INTO agent (name, type) VALUES ('ada', 'engineer');
  INSERT INTO system_prompt (scope, scope_ref, key, value) VALUES ('global', '', 'system', '"You are Ada."');
  INSERT INTO mcp_server (scope, scope_ref, key, value) VALUES
    ('global', '', 'forge', '{"type":"http","url":"https://forge.example.test/mcp","headers":{"Authorization":"Bearer \${SECRET:FORGE_TOKEN}"}}'),
    ('global', '', 'wiki', '{"type":"http","url":"https://wiki.example.test/mcp"}'),
    ('instance', 'ada', 'ledger', '{"type":"http","url":"https://ledger.example.test/mcp","headers":{"Authorization":"Bearer \${SECRET:LEDGER_TOKEN}"}}');
  INSERT INTO skill (scope, scope_ref, key, value) VALUES
    ('global', '', 'triage', '[{"path":"SKILL.md","text":"---\\nname: triage\\ndescription: d\\n---\\n"},{"path":"run.sh","executable":true,"text":"true\\n"}]'),
    ('global', '', 'other', '[{"path":"SKILL.md","text":"---\\nname: other\\ndescription: d\\n---\\n"}]');
`;

async function launched(scene: DispatchScene, stack: Parameters<typeof declareStack>[2]) {
  await scene.foreign(rows);
  await giveSecret(scene, "FORGE_TOKEN", "a-value-of-the-team");
  await declareStack(scene, "fixer", stack);
  await declareRule(scene, "fix");
  const { run } = await dispatchOne(scene, labelled(12));
  const { claims } = await launchRun(scene.services, certain(run).metadata, scene.signal);
  return { ...claims, config: unpackIdentity(claims.identity) };
}

describeOnBoth("the configuration that a run is rendered with", (databases) => {
  test("is that of the stack's agent, without what needs a secret that the run was not granted", async () => {
    await using scene = await openDispatch(databases);
    const { config, identity } = await launched(scene, { agent: "ada" });
    expect(config).toMatchObject({
      name: "ada",
      runtime: "claude-code",
      systemPrompt: { value: "You are Ada." },
    });
    expect(config.mcpServers.map(({ key }) => key)).toEqual(["wiki"]);
    expect(identity.leftOut).toEqual([
      "the MCP server forge: it needs the secret FORGE_TOKEN, which the run was not granted",
      "the MCP server ledger: it needs the secret LEDGER_TOKEN, which the run was not granted",
    ]);
  });

  test("has the servers and skills that the stack names and no others, with placeholders for what was granted", async () => {
    await using scene = await openDispatch(databases);
    const { config } = await launched(scene, { agent: "ada", mcpServers: ["forge"], skills: [] });
    expect(config.mcpServers).toMatchObject([
      { key: "forge", value: { headers: { Authorization: "Bearer ${SECRET:FORGE_TOKEN}" } } },
    ]);
    expect(config.skills).toEqual([]);
  });

  test("keeps the bytes and modes of skills", async () => {
    await using scene = await openDispatch(databases);
    const { config } = await launched(scene, { agent: "ada" });
    expect(config.skills.map(({ key }) => key)).toEqual(["other", "triage"]);
    expect(config.skills[1]?.value.get("run.sh")).toMatchObject({ mode: 0o755 });
  });

  test("has what subagents use, also where the stack has no agent", async () => {
    await using scene = await openDispatch(databases);
    await declare(scene, agentMcpServer, "wiki", { transport: "http", scope: {} });
    await declare(scene, agentSubagent, "log-reader", {
      rolePrompt: "Read the log.",
      taskKinds: ["diagnose"],
      mcpServers: ["wiki"],
    });
    const { config } = await launched(scene, { subagents: ["log-reader"], mcpServers: [] });
    expect(config).toMatchObject({ name: "fixer", runtime: "claude-code", systemPrompt: null, files: [] });
    expect(config.mcpServers).toMatchObject([
      { key: "wiki", value: { url: "https://wiki.example.test/mcp" } },
    ]);
  });

  test("comes with the configs that grants give, key by key", async () => {
    await using scene = await openDispatch(databases);
    const data = { CATALOGUE_URL: "https://catalogue.example.test", INTERNAL: "no" };
    await declare(scene, agentConfigSet, "endpoints", { data });
    await declare(scene, agentConfigGrant, "endpoints", {
      subject: { kind: "AgentStack", name: "fixer" },
      configRef: { name: "endpoints", keys: ["CATALOGUE_URL"] },
      purpose: "model",
    });
    const { configs } = await launched(scene, { config: ["endpoints"] });
    expect(configs).toEqual([
      { name: "endpoints", mountPolicy: "env", data: { CATALOGUE_URL: "https://catalogue.example.test" } },
    ]);
  });
});

describe("a packed configuration", () => {
  const nothing = { plugins: [], marketplaces: [], mcpServers: [], skills: [], settings: [], files: [] };
  const config = { name: "ada", type: "engineer", runtime: "codex", systemPrompt: null, ...nothing };

  test.each([
    ["changed", { config: packIdentity({ ...config, name: "eve" }).config }, /another digest/],
    ["cut off", { config: packIdentity(config).config.slice(0, 40) }, /cannot be unpacked/],
  ])("that was %s is refused", (_, change, message) => {
    expect(() => unpackIdentity({ ...packIdentity(config), ...change })).toThrow(message);
  });

  test("is the same for the same configuration", () => {
    expect(packIdentity(config)).toEqual(packIdentity({ ...config }));
    expect(unpackIdentity(packIdentity(config))).toEqual(config);
  });
});
