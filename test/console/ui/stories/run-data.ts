import type { RunEvent } from "../../../../src/agents/run-bundle/run-event.ts";
import type { ShownApproval } from "../../../../src/console/ui/components/run/approval-card.tsx";
import type { ContextSpec } from "../../../../src/console/ui/components/run/context-panel.tsx";
import type { ShownReview } from "../../../../src/console/ui/components/run/review-panel.tsx";
import type { ShownRun } from "../../../../src/console/ui/components/run/run-row.tsx";
import { hostileText } from "./hostile-text.ts";
import { commitOf, digestOf } from "./story.ts";

const base: ShownRun = {
  metadata: { name: "run-9c41" },
  spec: {
    title: "Berth allocation rounds down for vessels over 300 m",
    repository: "tidewater/berths",
    sourceRefs: { ref: "refs/heads/main", head: commitOf("berths"), issue: 214 },
    agentStack: "fixer",
    taskKind: "fix",
    source: "label",
    chainDepth: 0,
    cancelled: false,
    contextLabels: ["berth-rules", "style-guide"],
    requestedBy: { kind: "User", name: "mira" },
  },
  status: {
    phase: "Running",
    trustTier: "trusted",
    runnerPool: "linux",
    queuedAt: "2026-11-22T11:47:02Z",
    startedAt: "2026-11-22T11:47:20Z",
    cost: "0.412300",
    tokens: 84_210,
  },
};

export const runningRun = base;

function runLike(
  name: string,
  spec: Partial<ShownRun["spec"]>,
  status: Partial<ShownRun["status"]>,
): ShownRun {
  return {
    metadata: { name },
    spec: { ...base.spec, ...spec },
    status: { ...base.status, finishedAt: "2026-11-22T11:58:00Z", ...status },
  };
}

export const runs: readonly ShownRun[] = [
  base,
  runLike(
    "run-7aa0",
    {
      title: "Review pull request 88: tide tables as data",
      source: "pull_request",
      taskKind: "review",
      agentStack: "reviewer",
      sourceRefs: { pullRequest: 88, ref: "refs/heads/tide-tables" },
    },
    {
      phase: "Waiting",
      message: "Somebody has to approve the review",
      trustTier: "restricted",
      cost: "1.020000",
    },
  ),
  runLike(
    "run-5b12",
    {
      title: "Nightly: check the pilot schedule",
      source: "schedule",
      sourceRefs: { ref: "refs/heads/main" },
    },
    { phase: "Succeeded", cost: "0.090000" },
  ),
  runLike(
    "run-4410",
    {
      title: "Diagnose the failed job test (linux)",
      source: "workflow_run",
      sourceRefs: { workflowRun: "9182", job: "test (linux)" },
    },
    { phase: "Failed", reason: "BUDGET_SPENT", message: "The budget of 2.00 is spent", cost: "2.000000" },
  ),
  runLike(
    "run-3f00",
    { title: `Spread a rumour ${hostileText.split("\n\n")[1]}`, source: "comment", sourceRefs: { issue: 7 } },
    { phase: "Cancelled", trustTier: "untrusted" },
  ),
  runLike(
    "run-2e55",
    { title: "Answer issue 219", source: "issue", sourceRefs: { issue: 219 } },
    { phase: "Queued", startedAt: undefined, finishedAt: undefined, cost: undefined },
  ),
];

const start = Date.parse("2026-11-22T11:47:20Z");
const at = (seconds: number) => new Date(start + seconds * 1000).toISOString();

export const events: readonly RunEvent[] = [
  { seq: 1, type: "status", time: at(0), text: "network: proxy, 2 hosts" },
  {
    seq: 2,
    type: "message",
    time: at(4),
    text: "I start with the allocation code.\n\nThe rounding is in `allocate()`:\n\n```ts\nconst berth = Math.floor(length / 50);\n```\n\n1. read the tests\n2. write a **failing** one\n3. fix it, see [the forge](https://forge.example.test/tidewater/berths/issues/214)",
  },
  {
    seq: 3,
    type: "tool",
    tool: "Bash",
    time: at(9),
    status: "started",
    text: "npm test -- allocation",
    data: { call: "c1", command: "npm test -- allocation" },
  },
  {
    seq: 4,
    type: "tool",
    tool: "Bash",
    time: at(21),
    status: "failed",
    text: "\u001b[31m✗\u001b[0m rounds up for 301 m\n  expected 7, got 6\n\u001b[2m1 failed, 41 passed\u001b[0m",
    data: { call: "c1" },
  },
  {
    seq: 5,
    type: "subagent",
    time: at(25),
    lane: "test-writer 1",
    status: "started",
    text: "Write a test for the boundary at 300 m",
  },
  {
    seq: 6,
    type: "file",
    time: at(60),
    tool: "Edit",
    lane: "test-writer 1",
    status: "completed",
    data: { path: "test/allocation.test.ts" },
  },
  {
    seq: 7,
    type: "approval",
    time: at(70),
    tool: "WebFetch",
    status: "denied",
    text: "the policy lets nobody read evil.example.test",
  },
  { seq: 8, type: "cost", time: at(75), data: { turns: 12, tokens: 84210, cost: "0.412300" } },
  { seq: 9, type: "heartbeat", time: at(90) },
  {
    seq: 10,
    type: "message",
    time: at(95),
    data: { kind: "thinking" },
    text: "The boundary is exclusive, so ceil is right only from 301 on.",
  },
  {
    seq: 11,
    type: "message",
    time: at(97),
    data: { role: "user" },
    text: "Please keep the old name of the function.",
  },
  { seq: 12, type: "message", time: at(99), text: hostileText },
  {
    seq: 13,
    type: "tool",
    tool: "Bash",
    time: at(120),
    status: "completed",
    truncated: true,
    text: hostileText,
  },
];

export const diff = `--- a/src/allocation.ts
+++ b/src/allocation.ts
@@ -10,7 +10,7 @@ export function allocate(vessel: Vessel): Berth {
   const length = vessel.length;
   if (length <= 0) throw new RangeError("length");
-  const berth = Math.floor(length / 50);
+  const berth = Math.ceil(length / 50);
   return berths[berth] ?? refused(vessel);
 }
--- /dev/null
+++ b/test/allocation.test.ts
@@ -0,0 +1,3 @@
+test("rounds up for 301 m", () => {
+  expect(allocate({ length: 301 }).number).toBe(7);
+});
`;

export const approval: ShownApproval = {
  metadata: { name: "run-9c41-pull-request" },
  spec: {
    run: "run-9c41",
    action: "pull_request",
    requestedBy: { kind: "ServiceAccount", name: "fixer" },
    artifactDigest: digestOf("patch"),
    write: digestOf("write"),
    target: { kind: "branch", id: "identikit/run-9c41", url: "https://forge.example.test/tidewater/berths" },
    targetHead: commitOf("main"),
    title: "Open a pull request: round berths up",
    preview:
      "POST pull request\nfrom identikit/run-9c41 to main\ntitle: Round berths up for vessels over 300 m",
    risk: "medium",
    reasons: [
      "The stack's policy asks a person for every pull request",
      "A path of the change is owned by the platform team",
    ],
    rule: "agentstacks/fixer writeBack[1]",
    needed: 2,
    approvers: ["mira", "jonas"],
    expires: "2026-11-24T12:00:00Z",
  },
  status: {
    phase: "Pending",
    decisions: [
      {
        by: { kind: "User", name: "jonas" },
        verdict: "approve",
        via: "comment",
        comment: "Looks right.",
        time: "2026-11-22T11:59:00Z",
      },
    ],
  },
};

export const review: ShownReview = {
  metadata: { name: "run-7aa0-review" },
  spec: {
    run: "run-7aa0",
    targetRef: { kind: "pull_request", id: "88" },
    head: commitOf("pr"),
    decision: "request_changes",
    summary: "Two places read the tide table *before* it is loaded.",
    digest: digestOf("review"),
    findings: [
      {
        path: "src/tides/table.ts",
        line: 14,
        endLine: 19,
        side: "new",
        severity: "error",
        message: "`rows` is read before `load()` has ended.",
        suggestion: "const rows = await load();",
      },
      {
        path: "src/tides/table.ts",
        line: 40,
        side: "old",
        severity: "note",
        message: "This was the only caller.",
      },
      { path: "docs/tides.md", severity: "warning", side: "new", message: "The unit is missing." },
    ],
  },
  status: {
    phase: "ChangesRequested",
    decidedBy: { kind: "User", name: "mira" },
    comment: "Say which unit.",
  },
};

export const context: Pick<ContextSpec, "digest" | "sources" | "layers" | "memory" | "createdAt"> = {
  digest: digestOf("context"),
  createdAt: "2026-11-22T11:47:10Z",
  sources: [
    {
      kind: "label",
      name: "berth-rules",
      trust: "instruction",
      digest: digestOf("label"),
      generation: 4,
      bytes: 1830,
      redactions: 0,
      truncated: false,
    },
    {
      kind: "issue",
      name: "#214 Berth allocation rounds down",
      author: "harbour-bot",
      trust: "data",
      digest: digestOf("issue"),
      bytes: 2210,
      redactions: 1,
      truncated: false,
      hidden: 2,
    },
    {
      kind: "comment",
      name: "#214, comment 3",
      author: "drive-by",
      trust: "stranger",
      digest: digestOf("comment"),
      bytes: 61_000,
      redactions: 0,
      truncated: true,
    },
  ],
  layers: [
    { name: "the stack's prompt", digest: digestOf("prompt"), bytes: 4100 },
    { name: "the task", digest: digestOf("task"), bytes: 220 },
  ],
  memory: {
    repository: "brain",
    asked: "two days ago",
    at: "2026-11-20T12:00:00Z",
    commit: commitOf("brain"),
    records: ["berths/rules.md", "berths/history.md"],
    stale: ["berths/history.md"],
  },
};
