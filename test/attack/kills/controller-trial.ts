import assert from "node:assert/strict";
import { decideApproval } from "../../../src/agents/approvals/decide-approval.ts";
import { agentBudget } from "../../../src/agents/kinds/config/agent-budget.ts";
import type { Kind } from "../../../src/agents/kinds/kind.ts";
import { agentAction } from "../../../src/agents/kinds/record/agent-action.ts";
import { agentApproval } from "../../../src/agents/kinds/record/agent-approval.ts";
import { agentDispatchAttempt } from "../../../src/agents/kinds/record/agent-dispatch-attempt.ts";
import { agentDispatchRun } from "../../../src/agents/kinds/record/agent-dispatch-run.ts";
import { agentPause } from "../../../src/agents/kinds/record/agent-pause.ts";
import { agentWorkspace } from "../../../src/agents/kinds/record/agent-workspace.ts";
import type { Resource } from "../../../src/agents/resource/resource.ts";
import type { ResourceWriter } from "../../../src/agents/resource/resource-store.ts";
import { WorkQueue } from "../../../src/agents/store/queue/work-queue.ts";
import { pruneRecords } from "../../../src/agents/store/retention/prune-records.ts";
import { SqlStore } from "../../../src/agents/store/sql-store.ts";
import type { ConfigDatabase } from "../../../src/config/database.ts";
import { Keyring } from "../../../src/secret/keyring.ts";
import { KillProject } from "./kill-project.ts";
import { StartedWork } from "./started-work.ts";
import type { Trial, TrialSettings } from "./trial.ts";
import { Victim } from "./victim.ts";

/** Runs of one round, half of them under its pause. */
const runsOfRound = 8;
const namespace = "default";
const digest = `sha256:${"a".repeat(64)}`;

/**
 * `controller --once`, with every controller, over changes that were made while nothing ran: a stack, events, runs, a pause and its end, an
 * approved gate. Whatever the moment of the
 * kill, the next run brings everything to where one that was not killed would have: nothing is lost, and nothing done twice.
 */
export async function controllerTrial({ place, program }: TrialSettings): Promise<Trial> {
  const project = await KillProject.make(place, []);
  const victim = new Victim(program);
  const work = await StartedWork.lay(project);
  const command = {
    args: ["controller", "--once", "--database", project.location],
    cwd: project.root,
    env: work.env,
  };
  await inStore(project, (writer) =>
    create(writer, agentBudget, "all", { target: { kind: "Organization" } }, {}),
  );
  await victim.complete(command);
  let round = 0;
  return {
    round: async (random) => {
      await change(project, ++round);
      await work.start();
      const run = await victim.kill(command, random);
      await place.settled(project.location);
      const found = (await isSettled(project, work)) ? "after" : "before";
      // The process is dead: its leases are only waited for here.
      await project.open((database) =>
        database.transaction("write", async ({ query, sql }) => {
          await sql`UPDATE agent_queue SET due_at = 0 WHERE worker IS NOT NULL`.execute(query);
        }),
      );
      await victim.complete(command);
      await check(project, work);
      return { counted: run.killed, point: run.point, found };
    },
    checkAll: async () => {
      await project.verify(Keyring.parse(Keyring.generateEntry("k"), "test"));
    },
    [Symbol.asyncDispose]: async () => {
      await work[Symbol.asyncDispose]();
      project[Symbol.dispose]();
    },
  };
}

/** What people and runners do in a round, while no controller runs. */
async function change(project: KillProject, round: number): Promise<void> {
  await inStore(project, async (writer) => {
    for (let at = 0; at < runsOfRound; at++) await makeRun(writer, round, at);
    const asks = {
      run: `run-${round}-1`,
      action: "tool",
      requestedBy: { kind: "User", name: "mira" },
      artifactDigest: digest,
    };
    await create(writer, agentApproval, `approval-${round}`, asks, {});
    const target = { kind: "AgentStack", name: `stack-${round}` };
    await create(writer, agentPause, `pause-${round}`, { target, reason: "A test." }, {});
    if (round === 1) return;
    await writer.delete(agentPause, { namespace, name: `pause-${round - 1}` });
    const finishedAt = new Date().toISOString();
    const old = await Array.fromAsync(writer.each(agentDispatchRun, { namespace }));
    for (const { metadata, status } of old)
      if (metadata.name.startsWith(`run-${round - 2}-`) && !isOver(status.phase))
        await writer.setStatus(agentDispatchRun, metadata, { ...status, phase: "Succeeded", finishedAt });
  });
  await project.open(async (database) => {
    await using store = new SqlStore(database);
    // What is long over goes, so that the hundredth round is not slower than the first.
    if (round % 5 === 0)
      await pruneRecords(database, { before: new Date(), changesBefore: new Date(0), changes: 100_000 });
    const organizations = [{ name: namespace, repositories: ["tidewater/*"] }];
    const who = { by: { kind: "User", name: "jon" }, host: { permission: "write" } } as const;
    const verdict = {
      ...who,
      namespace,
      name: `approval-${round}`,
      digest,
      verdict: "approve",
      via: "command",
    } as const;
    await decideApproval({ store, organizations, now: () => new Date(), database }, verdict);
  });
}

/** A run with its attempt: at work, queued, or waiting at a gate. */
async function makeRun(writer: ResourceWriter, round: number, at: number): Promise<void> {
  const name = `run-${round}-${at}`;
  const spec = {
    ...agentDispatchRun.example.spec,
    agentStack: at % 2 === 0 ? `stack-${round}` : "other",
  };
  const isWaiting = at === 1;
  const phase = isWaiting ? "Waiting" : at % 4 === 0 ? "Running" : "Queued";
  const status = {
    phase,
    trustTier: "trusted",
    attempts: 1,
    currentAttempt: `${name}-1`,
    tokens: at,
  } as const;
  await create(writer, agentDispatchRun, name, spec, status);
  const attempt = { phase: isWaiting ? "Succeeded" : phase } as const;
  await create(
    writer,
    agentDispatchAttempt,
    `${name}-1`,
    { ...agentDispatchAttempt.example.spec, run: name },
    attempt,
  );
}

/** Whether everything is as it has to be once all changes were looked at. */
async function isSettled(project: KillProject, work: StartedWork): Promise<boolean> {
  try {
    await check(project, work);
    return true;
  } catch (caught) {
    if (caught instanceof assert.AssertionError) return false;
    throw caught;
  }
}

async function check(project: KillProject, work: StartedWork): Promise<void> {
  await project.open(async (database) => {
    await using store = new SqlStore(database);
    await work.check(store);
    const all = <One extends Kind>(kind: One) => store.read((reader) => Array.fromAsync(reader.each(kind)));
    const [runs, workspaces, attempts] = [
      await all(agentDispatchRun),
      await all(agentWorkspace),
      await all(agentDispatchAttempt),
    ];
    checkWorkspaces(runs, workspaces);
    const pauses = await all(agentPause);
    for (const pause of pauses) {
      const stopped = runs.filter(({ spec }) => spec.agentStack === pause.spec.target.name);
      for (const { metadata, status } of stopped)
        assert.equal(isOver(status.phase) || status.reason === "PAUSED", true, `${metadata.name} is stopped`);
      const names = new Set(stopped.map(({ metadata }) => metadata.name));
      const revoked = attempts.filter(({ spec, status }) => names.has(spec.run) && status.revoked === true);
      assert.equal(
        pause.status.revoked,
        revoked.length,
        `what ${pause.metadata.name} took back is counted once`,
      );
      assert.equal(revoked.length, runsOfRound / 2);
    }
    const targets = new Set(pauses.map(({ spec }) => spec.target.name));
    for (const { metadata, spec, status } of runs)
      if (!targets.has(spec.agentStack) && !isOver(status.phase))
        assert.notEqual(status.reason, "PAUSED", `${metadata.name} goes on after its pause`);
    for (const { metadata, spec, status } of await all(agentApproval)) {
      assert.equal(status.phase, "Applied", metadata.name);
      const run = runs.find((one) => one.metadata.name === spec.run);
      assert.equal(run?.status.phase === "Queued" || isOver(run?.status.phase), true, `${spec.run} goes on`);
    }
    const decided = new Set((await all(agentAction)).map(({ spec }) => spec.target.name));
    assert.equal(decided.size, (await all(agentAction)).length, "one record a decision");
    const [budget] = await all(agentBudget);
    const today = runs.filter(
      ({ metadata, status }) =>
        metadata.creationTimestamp.startsWith(budget?.status.day ?? "?") && isCounted(status),
    );
    assert.equal(budget?.status.runs, today.length, "every run is counted once");
    assert.equal(
      budget?.status.tokens,
      today.reduce((sum, { status }) => sum + (status.tokens ?? 0), 0),
    );
    await checkQueue(database);
  });
}

/** Each run has one workspace, made once, which knows of it as long as it is under way. */
function checkWorkspaces(
  runs: readonly Resource<typeof agentDispatchRun>[],
  workspaces: readonly Resource<typeof agentWorkspace>[],
): void {
  const given = runs.map(({ status }) => status.workspace).filter((name) => name !== undefined);
  assert.equal(new Set(given).size, given.length, "nobody shares a workspace");
  // Of what is over the record may be pruned, or that of its workspace.
  const open = runs
    .filter(({ status }) => !isOver(status.phase))
    .flatMap(({ status }) => status.workspace ?? []);
  const there = new Set(workspaces.map(({ metadata }) => metadata.name));
  assert.deepEqual(
    open.filter((name) => !there.has(name)),
    [],
    "one for each",
  );
  for (const { metadata, status } of runs)
    if (status.phase === "Queued" || status.phase === "Running")
      assert.equal(status.workspace, `w-${metadata.name}`, `${metadata.name} has its workspace`);
  for (const { metadata, status } of workspaces) {
    const run = runs.find((one) => one.status.workspace === metadata.name);
    const isUsed = run !== undefined && !isOver(run.status.phase);
    assert.deepEqual(status.runs, isUsed ? [run.metadata.name] : [], metadata.name);
    assert.equal(status.phase, isUsed ? "Provisioning" : "Archived", metadata.name);
  }
}

async function checkQueue(database: ConfigDatabase): Promise<void> {
  assert.deepEqual(await new WorkQueue(database).failing(), []);
  const behind = await database.transaction("read", async ({ query, sql }) => {
    const { rows } = await sql<{ controller: string }>`SELECT controller FROM agent_cursor
      WHERE version <> (SELECT version FROM agent_clock)`.execute(query);
    return rows;
  });
  assert.deepEqual(behind, [], "every change was told to every controller");
}

/** Whether a run was let in: one that was cancelled before that uses nothing. */
function isCounted({ phase, attempts, admission }: Resource<typeof agentDispatchRun>["status"]): boolean {
  return phase !== "Cancelled" || attempts !== undefined || admission !== undefined;
}

function isOver(phase: string | undefined): boolean {
  return ["Succeeded", "Failed", "Cancelled"].includes(phase ?? "");
}

async function create<One extends Kind>(
  writer: ResourceWriter,
  kind: One,
  name: string,
  spec: object,
  status: Resource<One>["status"],
): Promise<void> {
  const parsed = kind.spec.parse(spec) as Resource<One>["spec"];
  await writer.create(kind, { kind: kind.kind, metadata: { namespace, name }, spec: parsed }, status);
}

async function inStore(project: KillProject, work: (writer: ResourceWriter) => Promise<void>): Promise<void> {
  await project.open(async (database) => {
    await using store = new SqlStore(database);
    await store.write(work);
  });
}
