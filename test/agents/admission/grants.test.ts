import { describe, expect, test } from "vitest";
import { answerNeed, type GrantContext } from "../../../src/agents/admission/grants/answer-need.ts";
import { grantManifest, leastGrant } from "../../../src/agents/admission/grants/grant-suggestion.ts";
import type {
  ConfigGrant,
  GrantWorld,
  SecretGrant,
} from "../../../src/agents/admission/grants/grant-world.ts";
import { type Need, needsOf } from "../../../src/agents/admission/grants/needs.ts";
import { agentConfigGrant } from "../../../src/agents/kinds/config/agent-config-grant.ts";
import { agentSkill } from "../../../src/agents/kinds/config/agent-skill.ts";
import { agentSubagent } from "../../../src/agents/kinds/config/agent-subagent.ts";
import { agentToolProfile } from "../../../src/agents/kinds/config/agent-tool-profile.ts";
import { granted, object, secretGrant, server, stack } from "./sample.ts";

const now = "2026-11-22T10:00:00Z";
const need: Need = {
  need: "secret",
  name: "FORGE_TOKEN",
  purpose: "mcp",
  requiredBy: { kind: "AgentMcpServer", name: "forge" },
};
const run = {
  repository: "tidewater/berths",
  ref: "refs/heads/main",
  source: "label",
  name: "run-1",
} as const;
const context: GrantContext = {
  organization: "tidewater",
  stack: stack({ runnerPool: "linux" }),
  who: { name: "mira", groups: ["tidewater/maintainers", "system:authenticated"] },
  run,
  now,
};
const world = (secretGrants: SecretGrant[], changes: Partial<GrantWorld> = {}) =>
  granted({ secretGrants, ...changes }).grants;
const answered = (secretGrants: SecretGrant[], changes: Partial<GrantContext> = {}) => {
  const { phase, grant } = answerNeed(need, { ...context, ...changes }, world(secretGrants));
  return [phase, grant?.metadata.name];
};

describe("who a grant is for (P-59)", () => {
  test.each([
    ["Organization", "tidewater", "harbour"],
    ["Group", "Tidewater/Maintainers", "tidewater/others"],
    ["User", "MIRA", "tomas"],
    ["AgentRunnerPool", "linux", "mac"],
    ["AgentServiceAccount", "fixer", "other"],
    ["AgentStack", "fixer", "other"],
    ["AgentMcpServer", "forge", "other"],
    ["AgentSkill", undefined, "forge"],
    ["AgentToolProfile", undefined, "forge"],
    ["AgentSubagent", undefined, "forge"],
  ] as const)("%s", (kind, name, other) => {
    if (name !== undefined)
      expect(answered([secretGrant("g", { subject: { kind, name } })])).toEqual(["Met", "g"]);
    expect(answered([secretGrant("g", { subject: { kind, name: other } })])[0]).toBe("Missing");
  });

  test("the narrowest subject wins, whatever the order and the names", () => {
    const wide = secretGrant("a-wide", { subject: { kind: "Organization", name: "tidewater" } });
    const middle = secretGrant("b-middle", { subject: { kind: "AgentStack", name: "fixer" } });
    const narrow = secretGrant("c-narrow");
    for (const grants of [
      [wide, middle, narrow],
      [narrow, wide, middle],
    ])
      expect(answered(grants)).toEqual(["Met", "c-narrow"]);
    expect(answered([wide, middle])).toEqual(["Met", "b-middle"]);
  });

  test("of grants for the same subject the one for this run wins, then the one that shows the agent least", () => {
    const open = secretGrant("a-open");
    const proxied = secretGrant("z-proxied", { mountPolicy: "proxy", proxyHost: "forge.example.test" });
    expect(answered([open, proxied])).toEqual(["Met", "z-proxied"]);
    expect(answered([open, proxied, secretGrant("zz", { run: "run-1" })])).toEqual(["Met", "zz"]);
    expect(answerNeed(need, context, world([proxied])).mount).toEqual({
      policy: "proxy",
      proxyHost: "forge.example.test",
    });
  });
});

describe("a refusal", () => {
  const wide = secretGrant("no", { effect: "deny", subject: { kind: "Organization", name: "tidewater" } });

  test("wins over the narrowest permission", () => {
    expect(answered([secretGrant("yes", { run: "run-1" }), wide])).toEqual(["Denied", "no"]);
  });

  test("holds within its bounds, and where it is not known whether they are met", () => {
    const bounded = secretGrant("no", { effect: "deny", allowedRefs: ["refs/heads/release/*"] });
    expect(answered([secretGrant("yes"), bounded])[0]).toBe("Met");
    expect(answered([secretGrant("yes"), bounded], { run: { ...run, ref: "refs/heads/release/1" } })[0]).toBe(
      "Denied",
    );
    expect(answered([secretGrant("yes"), bounded], { run: { ...run, ref: undefined } })[0]).toBe("Denied");
  });

  test("ends when its time is over", () => {
    const ended = secretGrant("no", { effect: "deny", expires: "2026-11-22T09:59:59Z" });
    expect(answered([secretGrant("yes"), ended])).toEqual(["Met", "yes"]);
  });
});

describe("bounds of a grant", () => {
  test.each([
    [{ allowedRepositories: ["TIDEWATER/b*"] }, "Met"],
    [{ allowedRepositories: ["tidewater/b.rths"] }, "Missing"],
    [{ allowedRefs: ["refs/heads/main"] }, "Met"],
    [{ allowedRefs: ["refs/heads/mai.", "refs/tags/*"] }, "Missing"],
    [{ allowedTriggerSources: ["label"] }, "Met"],
    [{ allowedTriggerSources: ["schedule"] }, "Missing"],
    [{ run: "run-1" }, "Met"],
    [{ run: "run-2" }, "Missing"],
    [{ purpose: "any" }, "Met"],
    [{ purpose: "skill" }, "Missing"],
    [{ secretRef: { name: "forge_token" } }, "Missing"],
    [{ expires: "2026-11-22T10:00:01Z" }, "Met"],
    [{ expires: "2026-11-22T10:00:00Z" }, "Expired"],
    [{ expires: "2026-11-22T09:00:00Z" }, "Expired"],
  ] as const)("%j gives %s", (bounds, phase) => {
    const { secretRef, ...others } = { secretRef: { name: "FORGE_TOKEN" }, ...bounds };
    expect(answered([secretGrant("g", JSON.parse(JSON.stringify({ ...others, secretRef })))])[0]).toBe(phase);
  });

  test("a run without a ref is within no bounds of refs", () => {
    const bounded = secretGrant("g", { allowedRefs: ["refs/*"] });
    expect(answered([bounded])[0]).toBe("Met");
    expect(answered([bounded], { run: { ...run, ref: undefined } })[0]).toBe("Missing");
  });

  test("another organisation's grant gives nothing", () => {
    const grant = secretGrant("g");
    expect(answered([{ ...grant, metadata: { ...grant.metadata, namespace: "harbour" } }])[0]).toBe(
      "Missing",
    );
  });
});

describe("keys of a config", () => {
  const config: Need = { need: "config", name: "endpoints", purpose: "mcp", requiredBy: need.requiredBy };
  const grant = (name: string, keys: string[] | undefined, effect: "allow" | "deny" = "allow"): ConfigGrant =>
    object(agentConfigGrant, name, {
      subject: { kind: "AgentMcpServer", name: "forge" },
      configRef: keys ? { name: "endpoints", keys } : { name: "endpoints" },
      purpose: "mcp",
      effect,
    });
  const keysOf = (...configGrants: ConfigGrant[]) => {
    const { phase, keys, deniedKeys } = answerNeed(config, context, world([], { configGrants }));
    return [phase, keys, deniedKeys];
  };

  test("are those of the grant, without those that another refuses", () => {
    expect(keysOf(grant("g", undefined))).toEqual(["Met", undefined, undefined]);
    expect(keysOf(grant("g", ["A", "B"]), grant("no", ["B"], "deny"))).toEqual(["Met", ["A"], ["B"]]);
    expect(keysOf(grant("g", undefined), grant("no", ["B"], "deny"))).toEqual(["Met", undefined, ["B"]]);
    expect(keysOf(grant("g", ["B"]), grant("no", ["B"], "deny"))[0]).toBe("Denied");
    expect(keysOf(grant("g", undefined), grant("no", undefined, "deny"))[0]).toBe("Denied");
  });
});

describe("what a stack needs", () => {
  const tools = object(agentToolProfile, "careful", {
    filesystemPolicy: { mode: "read_only" },
    approvalPolicyByTool: {},
    needs: { secrets: ["PACKAGE_TOKEN"] },
  });
  const skill = object(agentSkill, "triage", {
    format: "skill",
    sourceRef: {},
    needs: { config: ["labels"] },
  });
  const helper = object(agentSubagent, "reader", {
    rolePrompt: "Read.",
    taskKinds: ["diagnose"],
    mcpServers: ["forge"],
    subagents: ["reader", "lost"],
  });
  const whole = stack({
    secrets: ["MODEL_KEY"],
    config: ["endpoints"],
    toolProfile: "careful",
    skills: ["triage"],
    subagents: ["reader"],
  });
  const all = world([], { toolProfiles: [tools], skills: [skill], subagents: [helper] });

  test("comes from the stack, its tools, servers, skills and subagents, in circles too (P-40)", () => {
    const { needs, broken } = needsOf(whole, all);
    expect(
      needs.map(({ name, purpose, requiredBy, subagent }) => [name, purpose, requiredBy.kind, subagent]),
    ).toEqual([
      ["MODEL_KEY", "model", "AgentStack", undefined],
      ["endpoints", "model", "AgentStack", undefined],
      ["PACKAGE_TOKEN", "tool", "AgentToolProfile", undefined],
      ["FORGE_TOKEN", "mcp", "AgentMcpServer", undefined],
      ["labels", "skill", "AgentSkill", undefined],
      ["FORGE_TOKEN", "mcp", "AgentMcpServer", "reader"],
    ]);
    expect(broken).toEqual([
      { object: "agentsubagents/lost", how: "missing", from: "agentsubagents/reader" },
    ]);
  });

  test("a grant for a subagent gives nothing to the stack's own agent", () => {
    const grants = [secretGrant("g", { subject: { kind: "AgentSubagent", name: "reader" } })];
    const phases = needsOf(whole, all)
      .needs.filter(({ name }) => name === "FORGE_TOKEN")
      .map((one) => answerNeed(one, context, { ...all, secretGrants: grants }).phase);
    expect(phases).toEqual(["Missing", "Met"]);
  });

  test("a server that is for other stacks is out of reach", () => {
    const scoped = { ...server, spec: { ...server.spec, scope: { stacks: ["other"] } } };
    const { broken } = needsOf(stack(), { ...all, mcpServers: [scoped] });
    expect(broken).toEqual([
      { object: "agentmcpservers/forge", how: "outOfScope", from: "agentstacks/fixer" },
    ]);
  });
});

test("the least grant of a missing secret meets that need of that run and no other", () => {
  const least = leastGrant(need, "tidewater", "untrusted", run, true);
  if (!("secretRef" in least.spec)) throw new Error("this is no secret's grant");
  const given = secretGrant(least.metadata.name, JSON.parse(JSON.stringify(least.spec)));
  expect(answered([given])[0]).toBe("Met");
  for (const other of [
    { repository: "tidewater/x" },
    { ref: "refs/heads/x" },
    { source: "push" },
    { name: "run-2" },
  ] as const)
    expect(answered([given], { run: { ...run, ...other } })[0]).toBe("Missing");
  expect(given.spec.mountPolicy).toBe("proxy");
  expect(grantManifest(least)).toContain("run: run-1");
});
