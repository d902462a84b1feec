import type {
  AdmissionSnapshot,
  KnownObject,
} from "../../../src/agents/admission/decision/admission-snapshot.ts";
import { contentDigest } from "../../../src/agents/admission/decision/basis.ts";
import type { Condition } from "../../../src/agents/kinds/condition.ts";
import { agentContextLabel } from "../../../src/agents/kinds/config/agent-context-label.ts";
import { agentMcpServer } from "../../../src/agents/kinds/config/agent-mcp-server.ts";
import { agentMemoryRepository } from "../../../src/agents/kinds/config/agent-memory-repository.ts";
import { agentMemorySource } from "../../../src/agents/kinds/config/agent-memory-source.ts";
import { agentRunnerPool } from "../../../src/agents/kinds/config/agent-runner-pool.ts";
import { agentServiceAccount } from "../../../src/agents/kinds/config/agent-service-account.ts";
import { agentSkill } from "../../../src/agents/kinds/config/agent-skill.ts";
import { agentSubagent } from "../../../src/agents/kinds/config/agent-subagent.ts";
import { agentToolProfile } from "../../../src/agents/kinds/config/agent-tool-profile.ts";
import { agentWorkspacePolicy } from "../../../src/agents/kinds/config/agent-workspace-policy.ts";
import { clientDigest } from "../../../src/agents/readiness/checks/client-findings.ts";
import type { ReadinessReason } from "../../../src/agents/readiness/readiness-reasons.ts";
import {
  type SeenClient,
  type StackFacts,
  usualFactAges,
} from "../../../src/agents/readiness/stack-facts.ts";
import { stackStatus } from "../../../src/agents/readiness/stack-status.ts";
import { knownClients } from "../../../src/probe/clients/known-clients.ts";
import { account, granted, object, secretGrant, snapshot, stack } from "../admission/sample.ts";

/** The time of the sample snapshot. */
export const now = "2026-11-22T10:00:00Z";
export const earlier = "2026-11-22T09:50:00Z";
export const longAgo = "2026-11-01T09:00:00Z";
const { digest: row } = { digest: contentDigest("the row of forge") };
export const image = `registry.example/agent@${contentDigest("an image")}`;
export const treeDigest = contentDigest("a template");

/** What a release of a client was seen to do, as Identikit ships it. */
export function seen(name: "claude" | "codex", changes: Partial<SeenClient> = {}): SeenClient {
  const known = knownClients.find(({ adapter }) => adapter === name);
  if (!known) throw new Error(`no ${name} is known`);
  const { version, seenAt, capabilities } = known;
  return { of: clientDigest({ name }), version, seenAt, capabilities: [...capabilities], ...changes };
}

type ServerStatus = KnownObject<typeof agentMcpServer>["status"];

/** The MCP server of the samples, which answered ten minutes ago. */
export function forge(
  status: ServerStatus = {},
  spec: Partial<Parameters<typeof agentMcpServer.spec.parse>[0] & object> = {},
) {
  const base = { transport: "http", scope: {}, needs: { secrets: ["FORGE_TOKEN"] }, ...spec };
  return {
    ...object(agentMcpServer, "forge", agentMcpServer.spec.parse(base)),
    status: {
      phase: "Healthy" as const,
      probedAt: earlier,
      contentDigest: row,
      tools: [{ name: "issue" }, { name: "comment" }],
      toolsDigest: contentDigest("tools"),
      ...status,
    },
  };
}

/** The stack of the samples with one of everything, all of it in order. */
export const full = stack({
  adapter: { name: "claude", version: "2.1.330" },
  agent: "engineer-berths",
  image,
  toolProfile: "careful",
  skills: ["triage"],
  subagents: ["reader"],
  contextLabels: ["test-first"],
  workspacePolicy: "short",
  runnerPool: "linux",
  memory: { source: "harbour" },
  model: "opus",
});

export const careful = object(agentToolProfile, "careful", {
  filesystemPolicy: { mode: "workspace_write", readOnly: [".github/**"] },
  approvalPolicyByTool: { Bash: "ask", "*": "allow" },
  commandsDenied: ["git push"],
});
export const triage = object(agentSkill, "triage", { format: "skill", sourceRef: {} });
export const reader = object(agentSubagent, "reader", { rolePrompt: "Read.", taskKinds: ["diagnose"] });
export const linux = object(agentRunnerPool, "linux", {
  ...agentRunnerPool.example.spec,
  trustTiers: ["trusted", "restricted"],
});

/** What admission knows of {@link full}. */
export function world(
  changes: Partial<AdmissionSnapshot["grants"]> = {},
  others: Partial<AdmissionSnapshot> = {},
) {
  const base = granted({
    mcpServers: [forge()],
    skills: [triage],
    toolProfiles: [careful],
    subagents: [reader],
    ...changes,
  });
  return { ...base, runnerPools: [linux], ...others };
}

/** What else is known of it. */
export function facts(changes: Partial<StackFacts> = {}): StackFacts {
  return {
    ages: usualFactAges,
    clients: [seen("claude"), seen("codex")],
    image: { image, treeDigest, verdict: "clean", seenAt: earlier },
    treeDigest,
    agent: { runtime: "claude-code", adapter: "claude" },
    serverRows: new Map([["forge", { digest: row, type: "http", secrets: ["FORGE_TOKEN"] }]]),
    skills: new Map([["triage", { digest: contentDigest("triage"), problems: [] }]]),
    mcpServers: [forge()],
    serviceAccounts: [account("restricted")],
    contextLabels: [
      object(agentContextLabel, "test-first", { promptFragment: "First a test.", allowedSources: ["label"] }),
    ],
    workspacePolicies: [object(agentWorkspacePolicy, "short", agentWorkspacePolicy.example.spec)],
    memorySources: [object(agentMemorySource, "harbour", { appliesTo: ["tidewater/*"], include: {} })],
    memoryRepositories: [object(agentMemoryRepository, "memory", agentMemoryRepository.example.spec)],
    ...changes,
  };
}

/** A condition of a stack, in short: `False McpUnhealthy error`. */
export function shortly({ status, reason, severity }: Condition): string {
  return `${status} ${reason} ${severity}`;
}

/** What a stack comes to: its phase, and the conditions that are not simply True, in short. */
export function outcome(
  one: typeof full,
  known: AdmissionSnapshot = world(),
  more: StackFacts = facts(),
): { phase: string | undefined; off: Record<string, string> } {
  const { phase, conditions = [] } = stackStatus(one, known, more);
  const off = conditions.filter(({ status }) => status !== "True").map((each) => [each.type, shortly(each)]);
  return { phase, off: Object.fromEntries(off) };
}

/** The one condition of a type. */
export function conditionOf(
  type: string,
  one: typeof full = full,
  known: AdmissionSnapshot = world(),
  more: StackFacts = facts(),
): Condition {
  const found = stackStatus(one, known, more).conditions?.find((each) => each.type === type);
  if (!found) throw new Error(`there is no condition ${type}`);
  return found;
}

export { account, agentServiceAccount, type ReadinessReason, secretGrant, snapshot };
