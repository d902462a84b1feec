import { describe, expect, test } from "vitest";
import type { AdmissionSnapshot } from "../../../src/agents/admission/decision/admission-snapshot.ts";
import { stackRefusal } from "../../../src/agents/admission/decision/stack-refusal.ts";
import { agentConfigGrant } from "../../../src/agents/kinds/config/agent-config-grant.ts";
import { agentRunnerPool } from "../../../src/agents/kinds/config/agent-runner-pool.ts";
import { agentServiceAccount } from "../../../src/agents/kinds/config/agent-service-account.ts";
import { agentSkill } from "../../../src/agents/kinds/config/agent-skill.ts";
import { agentStack } from "../../../src/agents/kinds/config/agent-stack.ts";
import { agentSubagent } from "../../../src/agents/kinds/config/agent-subagent.ts";
import { agentToolProfile } from "../../../src/agents/kinds/config/agent-tool-profile.ts";
import { stackConditions } from "../../../src/agents/readiness/readiness-finding.ts";
import { readinessReasons } from "../../../src/agents/readiness/readiness-reasons.ts";
import type { StackFacts } from "../../../src/agents/readiness/stack-facts.ts";
import { stackStatus } from "../../../src/agents/readiness/stack-status.ts";
import { binding, object, role, stack } from "../admission/sample.ts";
import {
  account,
  conditionOf,
  earlier,
  facts,
  forge,
  full,
  image,
  linux,
  longAgo,
  now,
  outcome,
  reader,
  secretGrant,
  seen,
  treeDigest,
  triage,
  world,
} from "./stacks.ts";

interface Case {
  /** Changes of the stack that has one of everything. */
  readonly spec?: Parameters<typeof stack>[0];
  readonly grants?: Partial<AdmissionSnapshot["grants"]>;
  readonly others?: Partial<AdmissionSnapshot>;
  readonly known?: Partial<StackFacts>;
  readonly phase: string;
  readonly off: Readonly<Record<string, string>>;
}

const base = full.spec;
const changed = (spec: Case["spec"]): typeof full => stack({ ...base, ...spec });
const noClient = {
  clients: [],
  clientUnseen: { message: "claude is not on the PATH here", remedy: "Install it." },
};
const blocked = (reason: string) => `False ${reason} error`;
const wrong = blocked;
const pending = (reason: string) => `Unknown ${reason} error`;
const warned = (reason: string) => `False ${reason} warning`;
const unsure = (reason: string) => `Unknown ${reason} warning`;
const profile = (spec: Partial<Parameters<typeof agentToolProfile.spec.parse>[0] & object>) =>
  object(agentToolProfile, "careful", {
    filesystemPolicy: { mode: "workspace_write" },
    approvalPolicyByTool: { "*": "allow" },
    ...spec,
  });
const open = profile({ filesystemPolicy: { mode: "full" }, networkPolicy: { mode: "open" } });
const health = (reason: string) => ({
  conditions: [
    { type: "Healthy", status: "Unknown" as const, reason, message: "why", lastTransitionTime: now },
  ],
});

const cases: Readonly<Record<string, Case>> = {
  "is Ready where everything that it names was looked at and holds": { phase: "Ready", off: {} },
  "is Ready where it names nothing but a pinned client and an account": {
    spec: {
      ...Object.fromEntries(Object.keys(base).map((key) => [key, undefined])),
      baseAgent: "claude-code",
      adapter: { name: "claude", version: "2.1.330" },
      runtimeIdentity: "fixer",
      mcpServers: [],
    },
    phase: "Ready",
    off: {},
  },

  "is Pending while nobody has seen the client": {
    known: noClient,
    phase: "Pending",
    off: {
      CapabilitiesResolved: pending("ClientNotSeen"),
      ToolsAdmitted: pending("ClientNotSeen"),
      SubagentsValid: pending("ClientNotSeen"),
    },
  },
  "is Pending where another version was seen than the pinned one": {
    spec: { adapter: { name: "claude", version: "9.9.9" } },
    phase: "Pending",
    off: {
      CapabilitiesResolved: pending("ClientNotSeen"),
      ToolsAdmitted: pending("ClientNotSeen"),
      SubagentsValid: pending("ClientNotSeen"),
    },
  },
  "has a Warning where it pins no version": {
    spec: { adapter: { name: "claude" } },
    phase: "Warning",
    off: { CapabilitiesResolved: unsure("VersionNotPinned") },
  },
  "has a Warning where it pins no version and the client was seen long ago": {
    spec: { adapter: { name: "claude" } },
    known: { clients: [seen("claude", { seenAt: longAgo })] },
    phase: "Warning",
    off: { CapabilitiesResolved: unsure("ClientFactsOld") },
  },
  "is as good as a pinned version however long ago that was seen": {
    known: { clients: [seen("claude", { seenAt: longAgo })] },
    phase: "Ready",
    off: {},
  },
  "is Blocked by a client that cannot do what it asks": {
    spec: { approvalMode: "on_request" },
    known: { clients: [seen("claude", { capabilities: ["headless", "events", "subagents", "tool_rules"] })] },
    phase: "Blocked",
    off: {
      CapabilitiesResolved: blocked("CapabilityMissing"),
      ToolsAdmitted: blocked("PolicyNotEnforceable"),
    },
  },
  "is Blocked by a client that does not say what it costs, where it has a budget of money": {
    spec: { budget: { cost: "5" } },
    known: {
      clients: [
        seen("claude", { capabilities: seen("claude").capabilities.filter((one) => one !== "costs") }),
      ],
    },
    phase: "Blocked",
    off: { CapabilitiesResolved: blocked("CapabilityMissing") },
  },
  "is Ready with a client that cannot resume: a new attempt gets the transcript": {
    known: {
      clients: [
        seen("claude", {
          capabilities: seen("claude").capabilities.filter((one) => one !== "resume" && one !== "fork"),
        }),
      ],
    },
    phase: "Ready",
    off: {},
  },
  "is in Error where the adapter runs another client than the one that is named": {
    spec: { baseAgent: "codex" },
    phase: "Error",
    off: { CapabilitiesResolved: wrong("AdapterMismatch") },
  },
  "is in Error where its agent's env directory is made for another client": {
    known: { agent: { runtime: "codex", adapter: "codex" } },
    phase: "Error",
    off: { CapabilitiesResolved: wrong("AdapterMismatch") },
  },
  "is in Error where the adapter is a command and there is none": {
    spec: { baseAgent: "own", adapter: { name: "command" }, toolProfile: undefined, subagents: [] },
    phase: "Error",
    off: { CapabilitiesResolved: wrong("AdapterCommandMissing") },
  },

  "is in Error without its account": {
    spec: { runtimeIdentity: "nobody" },
    phase: "Error",
    off: { RuntimeIdentityReady: wrong("ReferenceMissing") },
  },
  "is in Error without the account of its runners (P-49)": {
    others: { runnerPools: [{ ...linux, spec: { ...linux.spec, serviceAccount: "runner" } }] },
    phase: "Error",
    off: { RuntimeIdentityReady: wrong("ReferenceMissing") },
  },
  "is in Error with an account that is for runners": {
    known: {
      serviceAccounts: [
        object(agentServiceAccount, "fixer", { serviceAccountName: "fixer", usedBy: "runner" }),
      ],
    },
    phase: "Error",
    off: { RuntimeIdentityReady: wrong("AccountNotForAgents") },
  },
  "is Blocked with an account whose token has expired": {
    known: {
      serviceAccounts: [
        {
          ...account("restricted"),
          status: {
            conditions: [
              {
                type: "TokenReady",
                status: "False",
                reason: "Expired",
                message: "it expired",
                lastTransitionTime: now,
              },
            ],
          },
        },
      ],
    },
    phase: "Blocked",
    off: { RuntimeIdentityReady: blocked("AccountNotReady") },
  },

  "is Blocked while a role is bound to its account that does not exist (P-49)": {
    others: {
      access: {
        ...world().access,
        bindings: [
          binding("fixer-reads", {
            subject: { kind: "ServiceAccount", name: "fixer" },
            roleRef: { kind: "AgentRole", name: "read-all" },
            scope: { kind: "Organization" },
          }),
        ],
      },
    },
    phase: "Blocked",
    off: { RolesAdmitted: blocked("RoleMissing") },
  },
  "is Blocked while a role differs from what the repository declares": {
    others: {
      access: { ...world().access, roles: [role("edited", [])] },
      declared: {
        roles: [
          role("edited", [{ verbs: ["use"], apiGroups: ["identikit.dev"], resources: ["agentstacks"] }]),
        ],
        bindings: [],
        managed: new Set(),
      },
    },
    phase: "Blocked",
    off: { RolesAdmitted: blocked("RoleDrift") },
  },

  "is Blocked by a secret that nothing gives (P-48)": {
    grants: { secretGrants: [] },
    phase: "Blocked",
    off: { SecretsAdmitted: blocked("GrantMissing") },
  },
  "is Blocked by a secret that is refused (P-48)": {
    grants: { secretGrants: [secretGrant("yes"), secretGrant("no", { effect: "deny" })] },
    phase: "Blocked",
    off: { SecretsAdmitted: blocked("GrantDenied") },
  },
  "is Blocked by a grant that is over (P-48)": {
    grants: { secretGrants: [secretGrant("old", { expires: "2026-11-22T09:59:59Z" })] },
    phase: "Blocked",
    off: { SecretsAdmitted: blocked("GrantExpired") },
  },
  "is Blocked by a secret that does not exist": {
    grants: { secrets: [] },
    phase: "Blocked",
    off: { SecretsAdmitted: blocked("NeedAbsent") },
  },
  "is Blocked by a secret that goes through the proxy to no host": {
    grants: { secretGrants: [secretGrant("proxied", { mountPolicy: "proxy" })] },
    phase: "Blocked",
    off: { SecretsAdmitted: blocked("GrantMountRefused") },
  },
  "is Blocked by a secret that would reach an agent of an untrusted account": {
    spec: { runnerPool: undefined },
    grants: { serviceAccounts: [account("untrusted")] },
    known: { serviceAccounts: [account("untrusted")] },
    phase: "Blocked",
    off: { SecretsAdmitted: blocked("GrantMountRefused") },
  },
  "has a Warning where a person is asked for what is missing": {
    spec: { missingGrants: "ask" },
    grants: { secretGrants: [] },
    phase: "Warning",
    off: { SecretsAdmitted: warned("GrantAwaited") },
  },
  "has a Warning where only some people are given what it needs": {
    grants: {
      secretGrants: [secretGrant("harbour", { subject: { kind: "Group", name: "Tidewater/Harbour" } })],
    },
    phase: "Warning",
    off: { SecretsAdmitted: warned("GrantForSome") },
  },
  "is Blocked by a config that nothing gives": {
    spec: { config: ["endpoints"] },
    grants: { configs: ["endpoints"] },
    phase: "Blocked",
    off: { ConfigAdmitted: blocked("GrantMissing") },
  },
  "is Ready with a config that is given": {
    spec: { config: ["endpoints"] },
    grants: {
      configs: ["endpoints"],
      configGrants: [
        object(agentConfigGrant, "endpoints", {
          subject: { kind: "AgentStack", name: "fixer" },
          configRef: { name: "endpoints" },
          purpose: "model",
        }),
      ],
    },
    phase: "Ready",
    off: {},
  },

  "is in Error without its tool profile": {
    grants: { toolProfiles: [] },
    phase: "Error",
    off: { ToolsAdmitted: wrong("ReferenceMissing") },
  },
  "is Blocked by a tool profile to which Codex cannot be held": {
    spec: { baseAgent: "codex", adapter: { name: "codex", version: "0.169.0" }, subagents: [] },
    known: { agent: { runtime: "codex", adapter: "codex" } },
    phase: "Blocked",
    off: { ToolsAdmitted: blocked("PolicyNotEnforceable") },
  },
  "is Ready with Codex and a tool profile to which it can be held": {
    spec: { baseAgent: "codex", adapter: { name: "codex", version: "0.169.0" }, subagents: [] },
    grants: { toolProfiles: [profile({ filesystemPolicy: { mode: "read_only" } })] },
    known: { agent: { runtime: "codex", adapter: "codex" } },
    phase: "Ready",
    off: {},
  },

  "is in Error without its MCP server": {
    known: { mcpServers: [] },
    phase: "Error",
    off: { McpHealthy: wrong("ReferenceMissing") },
  },
  "is Blocked by an MCP server that is for other stacks": {
    known: { mcpServers: [forge({}, { scope: { stacks: ["reviewer"] } })] },
    phase: "Blocked",
    off: { McpHealthy: blocked("McpOutOfScope") },
  },
  "is Blocked by an MCP server that no config row has": {
    known: { serverRows: new Map() },
    phase: "Blocked",
    off: { McpHealthy: blocked("McpRowMissing") },
  },
  "is in Error where a server's row has another transport": {
    known: { serverRows: new Map([["forge", { digest: "sha256:", type: "stdio", secrets: [] }]]) },
    phase: "Error",
    off: { McpHealthy: wrong("TransportDiffers") },
  },
  "is Blocked by a row that uses a secret which its server does not declare": {
    known: { mcpServers: [forge({}, { needs: {} })] },
    phase: "Blocked",
    off: { McpHealthy: blocked("McpNeedUndeclared") },
  },
  "is Pending while an MCP server has not been asked (P-49)": {
    known: { mcpServers: [forge({ phase: undefined, probedAt: undefined })] },
    phase: "Pending",
    off: { McpHealthy: pending("McpNotProbed") },
  },
  "is Blocked by an MCP server that is not healthy (P-49)": {
    known: { mcpServers: [forge({ phase: "Unhealthy" })] },
    phase: "Blocked",
    off: { McpHealthy: blocked("McpUnhealthy") },
  },
  "has a Warning where an MCP server was asked too long ago": {
    known: { mcpServers: [forge({ probedAt: longAgo })] },
    phase: "Warning",
    off: { McpHealthy: unsure("McpFactsOld") },
  },
  "counts an MCP server's answer for twice its own interval": {
    known: { mcpServers: [forge({ probedAt: longAgo }, { health: { interval: "30d" } })] },
    phase: "Ready",
    off: {},
  },
  "has a Warning where an MCP server cannot be asked for want of a grant, which is asked for at dispatch": {
    spec: { missingGrants: "ask" },
    grants: { secretGrants: [] },
    known: { mcpServers: [forge({ phase: "Unknown", probedAt: undefined, ...health("McpNeedsUnmet") })] },
    phase: "Warning",
    off: { SecretsAdmitted: warned("GrantAwaited"), McpHealthy: unsure("McpNeedsUnmet") },
  },
  "has a Warning where its agent has another row than the one that was asked": {
    known: {
      serverRows: new Map([["forge", { digest: "sha256:other", type: "streamable-http", secrets: [] }]]),
    },
    phase: "Warning",
    off: { McpHealthy: unsure("McpRowDiffers") },
  },
  "has a Warning for a transport that is not asked": {
    known: {
      mcpServers: [forge({}, { transport: "sse" })],
      serverRows: new Map([["forge", { digest: "sha256:", type: "sse", secrets: [] }]]),
    },
    phase: "Warning",
    off: { McpHealthy: unsure("McpTransportUnasked") },
  },
  "has a Warning for a tool that its server does not offer": {
    known: { mcpServers: [forge({}, { scope: { tools: ["issue", "merge"] } })] },
    phase: "Warning",
    off: { McpHealthy: warned("ToolNotOffered") },
  },

  "is in Error without its skill": {
    grants: { skills: [] },
    phase: "Error",
    off: { SkillsValidated: wrong("ReferenceMissing") },
  },
  "is Blocked by a skill whose files no config row has": {
    known: { skills: new Map([["triage", { problems: [] }]]) },
    phase: "Blocked",
    off: { SkillsValidated: blocked("SkillMissing") },
  },
  "is Blocked by a skill that is not well formed": {
    known: {
      skills: new Map([
        [
          "triage",
          { digest: treeDigest, problems: [{ message: "SKILL.md:1: no name", remedy: "Add: name" }] },
        ],
      ]),
    },
    phase: "Blocked",
    off: { SkillsValidated: blocked("SkillInvalid") },
  },
  "is Blocked by a skill for another client": {
    grants: {
      skills: [{ ...triage, spec: { ...triage.spec, compatibility: { baseAgents: ["codex"] } } }],
    },
    phase: "Blocked",
    off: { SkillsValidated: blocked("SkillIncompatible") },
  },
  "has a Warning for a skill that calls a tool which is denied": {
    grants: {
      skills: [
        object(agentSkill, "triage", {
          format: "skill",
          sourceRef: {},
          compatibility: { tools: ["WebFetch"] },
        }),
      ],
      toolProfiles: [profile({ approvalPolicyByTool: { WebFetch: "deny", "*": "allow" } })],
    },
    phase: "Warning",
    off: { SkillsValidated: warned("SkillToolDenied") },
  },

  "is in Error without its subagent": {
    grants: { subagents: [] },
    phase: "Error",
    off: { SubagentsValid: wrong("ReferenceMissing") },
  },
  "is in Error where subagents lead back to themselves": {
    grants: {
      subagents: [
        { ...reader, spec: { ...reader.spec, subagents: ["writer"] } },
        object(agentSubagent, "writer", { rolePrompt: "Write.", taskKinds: ["fix"], subagents: ["reader"] }),
      ],
    },
    phase: "Error",
    off: { SubagentsValid: wrong("SubagentCycle") },
  },
  "is Blocked by a client that takes no subagents (P-49)": {
    known: {
      clients: [
        seen("claude", { capabilities: seen("claude").capabilities.filter((one) => one !== "subagents") }),
      ],
    },
    phase: "Blocked",
    off: { SubagentsValid: blocked("SubagentsUnsupported") },
  },

  "is in Error without a policy, label, pool or memory that it names": {
    spec: { workspacePolicy: "a", contextLabels: ["b"], runnerPool: "c", memory: { source: "d" } },
    phase: "Error",
    off: { PolicyAdmitted: wrong("ReferenceMissing") },
  },
  "is Blocked where its pool takes no work that its account may do": {
    others: { runnerPools: [object(agentRunnerPool, "linux", { ...linux.spec, trustTiers: ["untrusted"] })] },
    phase: "Blocked",
    off: { PolicyAdmitted: blocked("TierMismatch") },
  },
  "has a Warning where nobody is asked and everything is open (P-49)": {
    spec: { approvalMode: "never" },
    grants: { toolProfiles: [open] },
    phase: "Warning",
    off: { PolicyAdmitted: warned("ApprovalModeUnsafe") },
  },
  "has a Warning where tools need an approval and nobody is asked": {
    spec: { approvalMode: "never" },
    phase: "Warning",
    off: { PolicyAdmitted: warned("ApprovalNeverAsked") },
  },
  "has a Warning where an approval is asked for though it says never": {
    spec: { writeBack: [{ action: "comment", approval: "never" }] },
    phase: "Warning",
    off: { PolicyAdmitted: warned("ApprovalStillAsked") },
  },
  "is in Error where its launch profile is larger than an attempt can hold": {
    spec: { subagents: Array.from({ length: 6 }, (_, at) => `r${at}`) },
    grants: {
      subagents: Array.from({ length: 6 }, (_, at) =>
        object(agentSubagent, `r${at}`, { rolePrompt: "x".repeat(100_000), taskKinds: ["diagnose"] }),
      ),
    },
    phase: "Error",
    off: { PolicyAdmitted: wrong("ProfileTooLarge") },
  },

  "is in Error where it names an agent that there is not": {
    known: { agent: undefined },
    phase: "Error",
    off: { IdentityProven: wrong("ReferenceMissing") },
  },
  "is Pending while the gate has not looked at its image": {
    known: { image: undefined },
    phase: "Pending",
    off: { IdentityProven: pending("GateNotRun") },
  },
  "is Pending where the gate passed another digest than the one it names": {
    spec: { image: image.replace(/.$/, (last) => (last === "0" ? "1" : "0")) },
    phase: "Pending",
    off: { IdentityProven: pending("GateNotRun") },
  },
  "is Pending where the gate could not read its image": {
    known: { image: { image, treeDigest, verdict: "unverified", seenAt: earlier } },
    phase: "Pending",
    off: { IdentityProven: pending("GateNotRun") },
  },
  "is Blocked by an image whose identity is not the template's": {
    known: { image: { image, treeDigest, verdict: "drift", seenAt: earlier } },
    phase: "Blocked",
    off: { IdentityProven: blocked("GateFailed") },
  },
  "has a Warning where the template has changed since its image passed": {
    known: { treeDigest: `sha256:${"1".repeat(64)}` },
    phase: "Warning",
    off: { IdentityProven: unsure("GateFactsOld") },
  },
  "has a Warning where its image passed too long ago": {
    known: { image: { image, treeDigest, verdict: "clean", seenAt: longAgo } },
    phase: "Warning",
    off: { IdentityProven: unsure("GateFactsOld") },
  },
};

describe("a stack (P-33)", () => {
  test.each(Object.entries(cases))("%s", (_, { spec = {}, grants, others, known, phase, off }) => {
    expect(outcome(changed(spec), world(grants, others), facts(known))).toEqual({ phase, off });
  });
});

test("every reason of the table is reached, and every phase of the kind", () => {
  const reached = Object.values(cases).map(({ spec = {}, grants, others, known }) =>
    stackStatus(changed(spec), world(grants, others), facts(known)),
  );
  const reasons = new Set(reached.flatMap(({ conditions = [] }) => conditions.map(({ reason }) => reason)));
  expect(Object.keys(readinessReasons).filter((reason) => !reasons.has(reason))).toEqual([]);
  expect(new Set(reached.map(({ phase }) => phase))).toEqual(new Set(Object.keys(agentStack.phases ?? {})));
  for (const { conditions = [] } of reached) {
    expect(conditions.map(({ type }) => type)).toEqual([...stackConditions]);
    for (const { message } of conditions) expect(message).not.toBe("");
  }
  expect([...stackConditions].sort()).toEqual(Object.keys(agentStack.conditions ?? {}).sort());
});

test("every condition that does not hold says what to do", () => {
  const silent = Object.entries(cases).flatMap(([name, { spec = {}, grants, others, known }]) =>
    (stackStatus(changed(spec), world(grants, others), facts(known)).conditions ?? [])
      .filter(({ status, remedy }) => status !== "True" && remedy === undefined)
      .map(({ type }) => `${name}: ${type}`),
  );
  expect(silent).toEqual([]);
});

test("several things that are wrong are told together, and the worst of them decides", () => {
  const { status, reason, message, remedy } = conditionOf(
    "SecretsAdmitted",
    changed({ secrets: ["MODEL_KEY", "OTHER_KEY"], missingGrants: "ask" }),
    world({ secrets: ["FORGE_TOKEN", "MODEL_KEY"] }),
  );
  expect({ status, reason }).toEqual({ status: "False", reason: "NeedAbsent" });
  expect(message).toContain("MODEL_KEY");
  expect(message).toContain("OTHER_KEY that AgentStack fixer needs (model) does not exist");
  expect(message).not.toContain("FORGE_TOKEN");
  expect(remedy).toContain("identikit secret set OTHER_KEY");
});

test("the suggestion for what is missing is the least grant (P-49)", () => {
  const { remedy } = conditionOf("SecretsAdmitted", full, world({ secretGrants: [] }));
  expect(remedy).toContain("kind: AgentSecretGrant");
  expect(remedy).toContain("kind: AgentMcpServer\n    name: forge\n  purpose: mcp");
});

test("a pending stack says why nothing was seen, what to run, and which versions are known", () => {
  const known = facts({ ...noClient, clients: [seen("claude")] });
  const found = conditionOf(
    "CapabilitiesResolved",
    changed({ adapter: { name: "claude", version: "9.9.9" } }),
    world(),
    known,
  );
  expect(found).toMatchObject({
    message: "nobody has seen what Claude Code 9.9.9 can do: claude is not on the PATH here",
    remedy: "Install it. Or set adapter.version to one that was seen: 2.1.330.",
  });
});

test("a condition keeps the time of its last change, and is about the generation that was looked at", () => {
  const stamped = { ...full, metadata: { ...full.metadata, generation: 4 } };
  const first = stackStatus(stamped, world(), facts());
  const later = { ...world({ secrets: [] }), now: "2026-11-22T11:00:00Z" };
  const second = stackStatus({ ...stamped, status: first }, later, facts());
  const times = (second.conditions ?? []).map(({ type, lastTransitionTime: time }) => [type, time]);
  expect(Object.fromEntries(times)).toMatchObject({
    SecretsAdmitted: "2026-11-22T11:00:00Z",
    ToolsAdmitted: "2026-11-22T10:00:00Z",
  });
  expect(second.observedGeneration).toBe(4);
  expect(second.conditions?.every(({ observedGeneration }) => observedGeneration === 4)).toBe(true);
  expect(agentStack.status.parse(second)).toEqual(second);
});

test("what refuses a dispatch is what the status says, in its words", () => {
  const status = stackStatus(full, world({ secretGrants: [] }), facts());
  const refusal = stackRefusal({ ...full, status });
  const said = status.conditions?.find(({ type }) => type === "SecretsAdmitted");
  expect(refusal).toMatchObject({ effect: "deny", code: "STACK_NOT_READY", remedy: said?.remedy });
  expect(refusal?.message).toBe(`the stack fixer is Blocked: SecretsAdmitted: ${said?.message}`);
});
