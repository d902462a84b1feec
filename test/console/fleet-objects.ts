import { agentBudget } from "../../src/agents/kinds/config/agent-budget.ts";
import { agentMcpServer } from "../../src/agents/kinds/config/agent-mcp-server.ts";
import { agentStack } from "../../src/agents/kinds/config/agent-stack.ts";
import { agentTriggerRule } from "../../src/agents/kinds/config/agent-trigger-rule.ts";
import { agentApproval } from "../../src/agents/kinds/record/agent-approval.ts";
import { agentArtifact } from "../../src/agents/kinds/record/agent-artifact.ts";
import { agentCapabilityRequirement } from "../../src/agents/kinds/record/agent-capability-requirement.ts";
import { agentContextBundle } from "../../src/agents/kinds/record/agent-context-bundle.ts";
import { agentDispatchAttempt } from "../../src/agents/kinds/record/agent-dispatch-attempt.ts";
import { agentDispatchRun } from "../../src/agents/kinds/record/agent-dispatch-run.ts";
import { agentReviewArtifact } from "../../src/agents/kinds/record/agent-review-artifact.ts";
import { agentSession } from "../../src/agents/kinds/record/agent-session.ts";
import { agentTriggerExecution } from "../../src/agents/kinds/record/agent-trigger-execution.ts";
import { agentWorkspace } from "../../src/agents/kinds/record/agent-workspace.ts";
import { webhookDelivery } from "../../src/agents/kinds/record/webhook-delivery.ts";
import {
  workItem,
  workItemSessionLink,
  workItemWorkspaceLink,
} from "../../src/agents/kinds/record/work-item.ts";
import { patchDigest, patchText, type TreePatch } from "../../src/agents/run-bundle/tree-patch.ts";
import { digestOf } from "../../src/tree/digest.ts";
import { organization } from "./console-world.ts";
import type { WorkWorld } from "./work-world.ts";

export const zero = `sha256:${"0".repeat(64)}`;
export const commit = "1".repeat(40);
/** What no page may read as anything but text. */
export const hostile = "<img src=x onerror=alert(1)> \u202egnp.exe [click](javascript:alert(1))";

/** The ID of the fleet's patch, and the text of the file that it adds. */
export const addedText = "export const berths = 12;\n";
export const patch: TreePatch = {
  version: 1,
  base: commit,
  changes: [
    {
      path: "src/berths.ts",
      after: { mode: "100644", digest: digestOf(addedText), bytes: addedText.length },
    },
  ],
};

/** Everything that one run leaves: rule, delivery, execution, run, attempt, session, workspace, context, artifacts, approvals. */
export async function putFleet(world: WorkWorld): Promise<void> {
  await putStack(world);
  await putRule(world);
  await putRun(world);
  await putWorkspace(world);
  await putApprovals(world);
}

async function putStack({ put }: WorkWorld): Promise<void> {
  await put(
    agentStack,
    "fixer",
    {
      ...{
        baseAgent: "claude-code",
        adapter: { name: "claude", version: "2.0.1" },
        runtimeIdentity: "fixer",
      },
      mcpServers: ["forge"],
      writeBack: [{ action: "comment", limit: 3 }, { action: "pull_request" }],
    },
    {
      phase: "Blocked",
      observedGeneration: 1,
      profile: { model: "opus" },
      snapshot: zero,
      conditions: [
        {
          ...{ type: "SecretsAdmitted", status: "False", severity: "error", reason: "NotGranted" },
          message: "The secret FORGE_TOKEN is not granted.",
          remedy: "Grant it for the server forge.",
          lastTransitionTime: "2026-11-01T00:00:00Z",
        },
      ],
    },
  );
  await put(
    agentMcpServer,
    "forge",
    { transport: "http", scope: { stacks: ["fixer"] }, needs: { secrets: ["FORGE_TOKEN"] } },
    { phase: "Unhealthy", probedAt: "2026-11-01T00:00:00Z" },
  );
  await put(
    agentCapabilityRequirement,
    "fixer-forge-token",
    {
      ...{ stack: "fixer", requiredBy: { kind: "AgentMcpServer", name: "forge" }, need: "secret" },
      name: "FORGE_TOKEN",
    },
    { phase: "Missing", remedy: "Grant FORGE_TOKEN to the server forge." },
  );
  await put(
    agentBudget,
    "organisation",
    { target: { kind: "Organization" }, runsPerDay: 1 },
    {
      runs: 1,
      conditions: [
        {
          ...{ type: "Within", status: "False", severity: "error", reason: "UsedUp" },
          ...{ message: "1 of 1 runs of today are used.", lastTransitionTime: "2026-11-01T00:00:00Z" },
        },
      ],
    },
  );
}

async function putRule({ put }: WorkWorld): Promise<void> {
  await put(
    agentTriggerRule,
    "fix-on-label",
    {
      ...{ sources: ["label"], match: { actions: ["labeled"], labels: ["agent:fix"] } },
      ...{ agentStack: "fixer", taskKind: "fix", prompt: "Fix issue ${event.number}." },
    },
    { phase: "Active", executions: { created: 1, coalesced: 1, rejected: 1, waiting: 0 } },
  );
  await put(
    webhookDelivery,
    "d-1",
    {
      ...{
        source: "webhook",
        deliveryId: "1",
        digest: zero,
        event: "issues",
        type: "label",
        action: "labeled",
      },
      ...{ repository: "tidewater/berths", refs: { issue: 12 }, receivedAt: "2026-11-22T10:00:00Z" },
      target: { kind: "issue", id: "12", url: "https://forge.example/tidewater/berths/issues/12" },
      payload: { action: "labeled", label: { name: "agent:fix" } },
      host: { host: "gitea", actor: "mira", permission: "write", isFork: false, isProtectedRef: true },
    },
    { phase: "Matched", rules: ["fix-on-label"] },
  );
  await put(
    agentTriggerExecution,
    "x-1",
    {
      ...{
        triggerRule: "fix-on-label",
        delivery: "d-1",
        decision: "Created",
        dedupeKey: "fix-on-label/berths/12",
      },
      ...{ run: "run-1", time: "2026-11-22T10:00:01Z", actor: "mira" },
    },
    { phase: "Created" },
  );
}

async function putRun({ put, store, blobs }: WorkWorld): Promise<void> {
  await put(
    agentDispatchRun,
    "run-1",
    {
      ...{
        title: `Fix the berths ${hostile}`,
        repository: "tidewater/berths",
        agentStack: "fixer",
        taskKind: "fix",
      },
      ...{ sourceRefs: { issue: 12, ref: "refs/heads/main", base: commit }, source: "label" },
      target: { kind: "issue", id: "12", url: "https://forge.example/tidewater/berths/issues/12" },
      ...{ triggerRule: "fix-on-label", delivery: "d-1", workItem: "berths-12" },
      requestedBy: { kind: "User", name: "mira" },
    },
    {
      ...{
        phase: "Running",
        currentAttempt: "run-1-1",
        attempts: 1,
        session: "session-1",
        workspace: "berths-12",
      },
      ...{ trustTier: "trusted", runner: "runner-a", queuedAt: "2026-11-22T10:00:02Z" },
      ...{ startedAt: "2026-11-22T10:00:09Z", cost: "0.42", tokens: 1200, turns: 3, contextBundle: "run-1" },
    },
  );
  await put(
    agentDispatchAttempt,
    "run-1-1",
    {
      ...{ run: "run-1", reason: "initial", serviceAccount: "fixer", runnerServiceAccount: "runner" },
      ...{ contextBundle: "run-1", stackSnapshot: { digest: zero, generation: 1, profile: {} } },
    },
    { phase: "Running", startedAt: "2026-11-22T10:00:09Z", session: "session-1", lastEvent: 5 },
  );
  await put(
    agentSession,
    "session-1",
    { run: "run-1", attempt: "run-1-1" },
    { phase: "Pending", workspaceRef: "berths-12" },
  );
  await put(agentContextBundle, "run-1", {
    ...{ run: "run-1", digest: zero, text: "Fix issue 12.", createdAt: "2026-11-22T10:00:03Z" },
    sources: [
      {
        kind: "label",
        name: "careful",
        trust: "instruction",
        digest: zero,
        generation: 1,
        bytes: 12,
        redactions: 0,
        truncated: false,
      },
      {
        kind: "issue",
        name: hostile,
        trust: "stranger",
        author: "eve",
        digest: zero,
        bytes: 99,
        redactions: 1,
        truncated: false,
      },
    ],
    layers: [{ name: "task", digest: zero, bytes: 13 }],
    memory: {
      repository: "brain",
      asked: "two days ago",
      at: "2026-11-20T10:00:00Z",
      commit,
      records: ["services/berths.md"],
      stale: ["services/berths.md"],
    },
  });
  await store.appendEvents(organization, [
    {
      run: "run-1",
      attempt: "run-1-1",
      seq: 1,
      type: "status",
      text: "started",
      time: "2026-11-22T10:00:09Z",
    },
    {
      run: "run-1",
      attempt: "run-1-1",
      seq: 2,
      type: "message",
      text: `I look at it. ${hostile}`,
      time: "2026-11-22T10:00:10Z",
    },
    {
      run: "run-1",
      attempt: "run-1-1",
      seq: 3,
      type: "tool",
      tool: "Read",
      status: "completed",
      text: "\u001b[31msrc/berths.ts\u001b[0m",
      time: "2026-11-22T10:00:11Z",
    },
    {
      run: "run-1",
      attempt: "run-1-1",
      seq: 4,
      type: "subagent",
      lane: "reviewer",
      status: "started",
      text: "reads the diff",
      time: "2026-11-22T10:00:12Z",
    },
    {
      run: "run-1",
      attempt: "run-1-1",
      seq: 5,
      type: "subagent",
      lane: "tester",
      status: "failed",
      text: "2 tests fail",
      time: "2026-11-22T10:00:13Z",
    },
  ]);
  const key = { namespace: organization, name: "run-1" };
  await blobs.put(key, [
    { digest: patchDigest(patch), content: Buffer.from(patchText(patch)) },
    { digest: digestOf(addedText), content: Buffer.from(addedText) },
  ]);
  await put(
    agentArtifact,
    "run-1-patch",
    {
      ...{
        run: "run-1",
        attempt: "run-1-1",
        kind: "patch",
        digest: patchDigest(patch),
        base: commit,
        files: 1,
      },
      ...{ paths: ["src/berths.ts"], workspaceRef: "berths-12", title: "The change" },
    },
    { phase: "Ready" },
  );
}

async function putWorkspace({ put }: WorkWorld): Promise<void> {
  await put(
    agentWorkspace,
    "berths-12",
    {
      ...{ repository: "tidewater/berths", workspacePath: "/srv/workspaces/berths-12", host: "runner-a" },
      ...{
        ownership: "issue",
        ownerRef: { kind: "issue", id: "12" },
        trustTier: "trusted",
        notes: "Keep until Friday.",
      },
    },
    {
      ...{ phase: "Active", runs: ["run-1"], sessions: ["session-1"], lastUsedAt: "2026-11-22T10:00:09Z" },
      git: {
        ...{ branch: "identikit/run-1", head: commit, upstream: "origin/main", ahead: 2, behind: 1 },
        ...{
          dirty: true,
          uncommitted: 3,
          rebase: "none",
          lastActivity: "2026-11-22T10:00:20Z",
          missing: false,
        },
        ...{ conflicts: [], editorLink: "vscode://file/srv/workspaces/berths-12" },
      },
      runtime: [
        { kind: "dev_server", name: "vite", url: "http://127.0.0.1:5173/", health: "unavailable" },
        { kind: "terminal", name: "npm test", command: "npm test", exitCode: 1, health: "unknown" },
      ],
    },
  );
  await put(workItem, "berths-12", { repository: "tidewater/berths", target: { kind: "issue", id: "12" } });
  await put(workItemWorkspaceLink, "berths-12-w", {
    workItem: "berths-12",
    workspace: "berths-12",
    relation: "owns",
  });
  await put(workItemSessionLink, "berths-12-s", {
    workItem: "berths-12",
    session: "session-1",
    relation: "references",
  });
}

async function putApprovals({ put }: WorkWorld): Promise<void> {
  const asked = { run: "run-1", requestedBy: { kind: "ServiceAccount", name: "fixer" } } as const;
  await put(
    agentApproval,
    "run-1-pr",
    {
      ...{ ...asked, action: "pull_request", title: "Open a pull request", artifact: "run-1-patch" },
      ...{ artifactDigest: patchDigest(patch), target: { kind: "branch", id: "main" }, targetHead: commit },
      ...{ risk: "medium", reasons: ["The rule asks for a person."], preview: `title: Fix ${hostile}` },
    },
    { phase: "Pending" },
  );
  await put(
    agentApproval,
    "run-1-comment",
    { ...asked, action: "comment", title: "Comment on issue 12", artifactDigest: zero, risk: "low" },
    { phase: "Pending" },
  );
}

export async function putReview({ put }: WorkWorld): Promise<void> {
  await put(
    agentReviewArtifact,
    "run-1-review",
    { run: "run-1", targetRef: { kind: "pull_request", id: "12" }, decision: "comment" },
    { phase: "ChangesRequested", comment: "Name the berth", decidedBy: { kind: "User", name: "olaf" } },
  );
}
