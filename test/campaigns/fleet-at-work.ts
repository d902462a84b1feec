import { DatabaseSync } from "node:sqlite";
import type { z } from "zod";
import { agentApproval } from "../../src/agents/kinds/record/agent-approval.ts";
import { agentDispatchRun } from "../../src/agents/kinds/record/agent-dispatch-run.ts";
import { agentWorkspace } from "../../src/agents/kinds/record/agent-workspace.ts";
import { workItem } from "../../src/agents/kinds/record/work-item.ts";
import { sampleStepMs, sampleTime, saveSamples } from "../../src/agents/store/figures/figure-samples.ts";
import { measureDay } from "../../src/agents/store/figures/measure-runs.ts";
import { openStoreAt } from "../agents/store/scene.ts";

const namespace = "tidewater";
const repository = "tidewater/berths";
const hourMs = 60 * 60 * 1000;
const [digest, commit] = [`sha256:${"5c".repeat(32)}`, "7d1e".repeat(10)];

type RunStatus = z.output<typeof agentDispatchRun.status>;
type Work = readonly [
  title: string,
  stack: "fixer" | "reviewer" | "fork-reviewer",
  phase: NonNullable<RunStatus["phase"]>,
  hoursAgo: number,
  minutes: number,
  cost: string,
];

/** Two weeks of a harbour's repository: what agents were given, and what came of it. */
const work: readonly Work[] = [
  ["Close the gate when the tide turns", "fixer", "Running", 0.2, 0, "0.31"],
  ["Review: count berths by length", "reviewer", "Queued", 0.1, 0, "0"],
  ["Two boats in one berth", "fixer", "Waiting", 1.5, 11, "1.12"],
  ["Review: tide tables for 2027", "reviewer", "Succeeded", 3, 6, "0.44"],
  ["Lock the ledger before it is read", "fixer", "Succeeded", 9, 17, "1.87"],
  ["Review a fork: typo in the harbour map", "fork-reviewer", "Succeeded", 20, 3, "0.12"],
  ["The lighthouse test fails on Sundays", "fixer", "Failed", 27, 31, "2.96"],
  ["Review: refuse boats without a name", "reviewer", "Succeeded", 44, 5, "0.38"],
  ["Document the berth plan", "fixer", "Succeeded", 51, 8, "0.71"],
  ["Round the draught up, not down", "fixer", "Succeeded", 75, 14, "1.33"],
  ["Review: one clock for all piers", "reviewer", "Cancelled", 99, 2, "0.09"],
  ["Fees are charged twice at midnight", "fixer", "Succeeded", 124, 22, "2.41"],
  ["Review: remove the old crane", "reviewer", "Succeeded", 171, 7, "0.52"],
  ["Sort boats by arrival", "fixer", "Succeeded", 220, 12, "1.05"],
  ["Review: storm warning by mail", "reviewer", "Succeeded", 268, 9, "0.66"],
];

/** Writes down what agents did for the example fleet, as their programs would have, and what controllers measured meanwhile. */
export async function putFleetAtWork(location: string, now: Date): Promise<void> {
  await using scene = await openStoreAt(location);
  const created: (readonly [kind: string, name: string, at: Date])[] = [];
  await scene.store.write(async (writer) => {
    for (const [at, [title, stack, phase, hoursAgo, minutes, cost]] of work.entries()) {
      const number = 240 - at * 7;
      const name = `run-${number.toString(16)}`;
      const queued = new Date(now.getTime() - hoursAgo * hourMs);
      const isReview = stack !== "fixer";
      const spec = specOf(title, stack, number);
      const status = statusOf(phase, { queued, minutes, cost, isTrusted: stack !== "fork-reviewer" });
      await writer.create(
        agentDispatchRun,
        { kind: agentDispatchRun.kind, metadata: { namespace, name }, spec },
        status,
      );
      created.push([agentDispatchRun.kind, name, queued]);
      if (isReview) continue;
      const item = agentWorkItem(number, title, phase, name);
      await writer.create(
        workItem,
        {
          kind: workItem.kind,
          metadata: { namespace, name: `berths-${number}` },
          spec: item,
        },
        { phase: phase === "Succeeded" ? "Done" : "InProgress" },
      );
    }
    const waiting = `run-${(240 - 2 * 7).toString(16)}`;
    const approval = agentApproval.spec.parse({
      ...{ run: waiting, action: "pull_request", title: "Open a pull request: two boats in one berth" },
      ...{
        requestedBy: { kind: "ServiceAccount", name: "engineer" },
        artifactDigest: digest,
        risk: "medium",
      },
      ...{
        target: { kind: "branch", id: "main" },
        targetHead: commit,
        reasons: ["The rule asks for a person."],
      },
      preview: "A berth that is taken is offered no more.\n\n src/berths.ts | 4 +-",
    });
    const metadata = { namespace, name: `${waiting}-pull-request` };
    await writer.create(
      agentApproval,
      { kind: agentApproval.kind, metadata, spec: approval },
      { phase: "Pending" },
    );
    const workspace = agentWorkspace.spec.parse({
      ...agentWorkspace.example.spec,
      ...{ repository, ownership: "issue" },
    });
    await writer.create(
      agentWorkspace,
      { kind: agentWorkspace.kind, metadata: { namespace, name: "berths-240" }, spec: workspace },
      { phase: "Active", runs: ["run-f0"], lastUsedAt: now.toISOString() },
    );
  });
  {
    using file = new DatabaseSync(location);
    const move = file.prepare("UPDATE agent_object SET created = ? WHERE kind = ? AND name = ?");
    for (const [kind, name, at] of created) move.run(at.toISOString(), kind, name);
  }
  await measured(scene, now);
}

function specOf(title: string, stack: Work[1], number: number) {
  const isReview = stack !== "fixer";
  return agentDispatchRun.spec.parse({
    ...{ title, repository, agentStack: stack, taskKind: isReview ? "review" : "fix" },
    target: { kind: isReview ? "pull_request" : "issue", id: String(number) },
    ...{ source: isReview ? "pull_request" : "label", requestedBy: { kind: "User", name: "mira" } },
    triggerRule: isReview ? "review-pull-requests" : "fix-on-label",
    sourceRefs: isReview ? { pullRequest: number } : { issue: number },
  });
}

interface Went {
  readonly queued: Date;
  readonly minutes: number;
  readonly cost: string;
  readonly isTrusted: boolean;
}

function statusOf(phase: Work[2], { queued, minutes, cost, isTrusted }: Went): RunStatus {
  const started = new Date(queued.getTime() + 40_000);
  const ended = new Date(started.getTime() + minutes * 60_000);
  const waits = { phase, attempts: 0, queuedAt: queued.toISOString(), runnerPool: "linux" };
  const trustTier = isTrusted ? "trusted" : "untrusted";
  if (phase === "Queued") return agentDispatchRun.status.parse({ ...waits, trustTier });
  return agentDispatchRun.status.parse({
    ...{ ...waits, trustTier, attempts: 1, startedAt: started.toISOString(), cost },
    ...{ tokens: minutes * 9100, turns: minutes },
    ...(phase === "Running" || phase === "Waiting" ? {} : { finishedAt: ended.toISOString() }),
    ...(phase === "Failed"
      ? { reason: "AGENT_FAILED", message: "The tests of the lighthouse still fail." }
      : {}),
  });
}

function agentWorkItem(number: number, title: string, phase: string, run: string) {
  const state = phase === "Succeeded" ? "done" : phase === "Waiting" ? "in review" : "doing";
  return workItem.spec.parse({
    ...{ repository, title, state, runs: [run] },
    target: { kind: "issue", id: String(number) },
  });
}

/** What was measured in two weeks: a queue that is longest in the morning, a drift that was repaired. */
async function measured({ database }: Awaited<ReturnType<typeof openStoreAt>>, now: Date): Promise<void> {
  await database.transaction("write", async (session) => {
    for (let step = 0; step < 24 * 4; step++) {
      const at = new Date(now.getTime() - step * sampleStepMs);
      const busy = Math.max(0, Math.round(4 * Math.sin(((at.getUTCHours() - 5) / 12) * Math.PI)));
      const values = {
        Queued: Math.floor(busy / 2) + (step === 0 ? 1 : 0),
        Running: busy,
        Waiting: step < 6 ? 1 : 0,
      };
      await saveSamples(session, { namespace, figure: "runs", time: sampleTime(at) }, values);
    }
    for (let quarter = 0; quarter < 14 * 4; quarter++) {
      const at = new Date(now.getTime() - quarter * 6 * hourMs);
      const day = Math.floor(quarter / 4);
      const drifted = day === 9 ? 2 : day === 4 ? 1 : 0;
      const figure = "env-directories";
      const values = { clean: 6 - drifted, drifted, unverified: 0 };
      await saveSamples(session, { namespace, figure, time: sampleTime(at) }, values);
      const name = at.toISOString().slice(0, 10);
      const time = `${name}T00:00:00.000Z`;
      await saveSamples(
        session,
        { namespace, figure: "day", time },
        await measureDay(session, namespace, name),
      );
    }
  });
}
