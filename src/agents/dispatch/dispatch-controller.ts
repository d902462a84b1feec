import { labelDrift } from "../context/context-labels.ts";
import type { Controller } from "../control/controller.ts";
import { agentContextLabel } from "../kinds/config/agent-context-label.ts";
import { agentRunnerPool } from "../kinds/config/agent-runner-pool.ts";
import { agentStack } from "../kinds/config/agent-stack.ts";
import { agentTriggerRule } from "../kinds/config/agent-trigger-rule.ts";
import { agentApproval } from "../kinds/record/agent-approval.ts";
import { agentContextBundle } from "../kinds/record/agent-context-bundle.ts";
import { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import { agentSession } from "../kinds/record/agent-session.ts";
import type { Resource, ResourceKey } from "../resource/resource.ts";
import type { ResourceReader } from "../resource/resource-store.ts";
import { ObjectKeys } from "../store/keys/object-keys.ts";
import type { WorkKey } from "../store/queue/work-queue.ts";
import { admitStoredRun } from "./admit-stored-run.ts";
import { cancelCiRun } from "./cancel-ci-run.ts";
import type { DispatchServices } from "./dispatch-services.ts";
import { hasRoom, runsUnder } from "./group-runs.ts";
import { runCodes } from "./run-codes.ts";
import { withCondition } from "./run-conditions.ts";
import { storedLabels } from "./run-context.ts";
import { type DispatchRun, endRun, isOver, isPendingStack } from "./run-status.ts";
import { waitForRoom } from "./settle-room.ts";
import { settleSession } from "./settle-session.ts";
import { startWorkflow } from "./start-workflow.ts";

/** Runs that a change of a label or of a group makes it look at: the newest of each phase. */
const mostRuns = 500;
/** The phases of runs that go on, or may be tried again. */
const withContext = ["Queued", "Waiting", "Running", "Failed"];

/**
 * Brings runs on their way: asks admission about those that nobody has looked at and those that a person has decided about, lets held ones
 * go when their group has room, has the CI host start what waits for a runner, ends those that were cancelled and those whose runner is lost, and says which labels of a context have
 * changed since.
 */
export function dispatchController(services: DispatchServices): Controller {
  return {
    name: "dispatch",
    watches: [
      { kind: agentDispatchRun, keysOf: ({ object }, reader) => runsAround(object, reader) },
      {
        kind: agentApproval,
        keysOf: ({ object: { metadata, spec } }) => [
          workKey({ namespace: metadata.namespace, name: agentApproval.spec.parse(spec).run }),
        ],
      },
      {
        kind: agentRunnerPool,
        keysOf: ({ object: { metadata } }, reader) => runsOfPool(metadata, reader),
      },
      { kind: agentStack, keysOf: ({ object }, reader) => runsOfStack(object.metadata, reader) },
      { kind: agentContextLabel, beside: runsWithContext },
      {
        kind: agentSession,
        keysOf: ({ object: { metadata, status } }) =>
          status.phase === "Ended" ? [] : [sessionKey(metadata)],
      },
    ],
    reconcile: async (key, signal) => {
      if (key.kind === agentSession.kind) return { againMs: await settleSession(services, key) };
      return { againMs: await reconcileRun(services, key, signal) };
    },
  };
}

/** @returns when to look again, in milliseconds */
async function reconcileRun(
  services: DispatchServices,
  key: WorkKey,
  signal: AbortSignal,
): Promise<number | undefined> {
  const { namespace, name } = key;
  const run = await services.store.read((reader) => reader.get(agentDispatchRun, { namespace, name }));
  if (!run) return undefined;
  if (run.spec.cancelled && !isOver(run)) {
    await cancelRun(services, run);
    return undefined;
  }
  if (run.status.phase === "Cancelled") await cancelCiRun(services, run, signal);
  const isBeforeStart = (run.status.attempts ?? 0) === 0;
  const { phase, reason } = run.status;
  if (phase === undefined || (phase === "Waiting" && isBeforeStart) || isPendingStack(run)) {
    await admitStoredRun(services, run, signal);
    return undefined;
  }
  if (phase === "Queued" && reason === "CONCURRENCY_QUEUED") await letGo(services, run);
  await noteDrift(services, { namespace, name });
  return (await waitForRoom(services, run)) ?? (await startWorkflow(services, { namespace, name }));
}

async function cancelRun({ store, now }: DispatchServices, run: DispatchRun): Promise<void> {
  await store.write(async (writer) => {
    const held = await writer.hold(agentDispatchRun, run.metadata);
    const why = { code: "CANCELLED", message: runCodes.CANCELLED };
    if (held && !isOver(held))
      await endRun(writer, held, { phase: "Cancelled", why, now: now().toISOString() });
  });
}

/** Lets a held run go when fewer of its group are before it than may be under way. */
async function letGo({ store, database }: DispatchServices, run: DispatchRun): Promise<void> {
  const { namespace } = run.metadata;
  const { concurrencyKey: value } = run.status;
  const { triggerRule } = run.spec;
  if (value === undefined || triggerRule === undefined) return;
  await store.write(async (writer, session) => {
    const keys = new ObjectKeys(session, database, namespace);
    await keys.lock([`group ${value}`]);
    const rule = await writer.get(agentTriggerRule, { namespace, name: triggerRule });
    const group = await runsUnder(writer, keys, namespace, { purpose: "group", value });
    const held = await writer.hold(agentDispatchRun, run.metadata);
    if (held?.status.reason !== "CONCURRENCY_QUEUED") return;
    if (rule && !hasRoom(held, group, rule)) return;
    const { reason: _, message: __, ...status } = held.status;
    await writer.setStatus(agentDispatchRun, held.metadata, status);
  });
}

/** Says on a run whether the labels of its context still say what they said: a retry keeps the context, and people see it before. */
async function noteDrift({ store, now }: DispatchServices, key: ResourceKey): Promise<void> {
  await store.write(async (writer) => {
    const run = await writer.hold(agentDispatchRun, key);
    const name = run?.status.contextBundle;
    const bundle =
      name === undefined
        ? undefined
        : await writer.get(agentContextBundle, { namespace: key.namespace, name });
    if (!run || !bundle) return;
    const drift = labelDrift(bundle.spec, await storedLabels(writer, key.namespace));
    const said = drift.map(({ label, change, was, now: is }) =>
      change === "gone" ? `${label} is gone` : `${label} has changed since generation ${was} (now ${is})`,
    );
    const isCurrent = drift.length === 0;
    const before = run.status.conditions?.some(({ type }) => type === "ContextCurrent");
    if (isCurrent && !before) return;
    const conditions = withCondition(
      run.status.conditions,
      {
        type: "ContextCurrent",
        status: isCurrent ? "True" : "False",
        severity: "warning",
        reason: isCurrent ? "AsDispatched" : "ContextLabelDrift",
        message: isCurrent ? "its labels say what they said" : said.join("; ").slice(0, 30_000),
        ...(isCurrent
          ? {}
          : {
              remedy:
                "A retry keeps the context that it was dispatched with; dispatch it again for the labels of now.",
            }),
      },
      now().toISOString(),
    );
    await writer.setStatus(agentDispatchRun, run.metadata, { ...run.status, conditions });
  });
}

function workKey({ namespace, name }: ResourceKey): WorkKey {
  return { kind: agentDispatchRun.kind, namespace, name };
}

function sessionKey({ namespace, name }: ResourceKey): WorkKey {
  return { kind: agentSession.kind, namespace, name };
}

/** A run, and where it is over its conversation and those that are held in its group, or wait for its room in the pool. */
async function runsAround({ metadata, status }: Resource, reader: ResourceReader): Promise<WorkKey[]> {
  const { phase, concurrencyKey, session: name, runnerPool } = agentDispatchRun.status.parse(status);
  const isEnd = phase === "Succeeded" || phase === "Failed" || phase === "Cancelled";
  const { namespace } = metadata;
  const givesRoom = (isEnd || phase === "Waiting") && runnerPool !== undefined;
  const own = [
    workKey(metadata),
    ...(isEnd && name !== undefined ? [sessionKey({ namespace, name })] : []),
    ...(givesRoom ? await runsOfPool({ namespace, name: runnerPool }, reader) : []),
  ];
  if (!isEnd || concurrencyKey === undefined) return own;
  const group = { "status.reason": "CONCURRENCY_QUEUED", "status.concurrencyKey": concurrencyKey };
  return [...own, ...(await queuedRuns(reader, namespace, group))];
}

/** The runs that wait for room in a pool. */
function runsOfPool({ namespace, name }: ResourceKey, reader: ResourceReader): Promise<WorkKey[]> {
  return queuedRuns(reader, namespace, { "status.reason": "POOL_FULL", "status.runnerPool": name });
}

/** The runs that wait for a stack to be looked at. */
function runsOfStack({ namespace, name }: ResourceKey, reader: ResourceReader): Promise<WorkKey[]> {
  return queuedRuns(reader, namespace, { "status.reason": "STACK_PENDING", "spec.agentStack": name });
}

/** The queued runs with these values in their fields. */
async function queuedRuns(
  reader: ResourceReader,
  namespace: string,
  values: Readonly<Record<string, string>>,
): Promise<WorkKey[]> {
  const wanted = { "status.phase": "Queued", ...values };
  const fields = Object.entries(wanted).map(([field, value]) => ({ field, equals: true, value }));
  const { items } = await reader.list(agentDispatchRun, { namespace, fields, limit: mostRuns });
  return items.map(({ metadata }) => workKey(metadata));
}

async function runsWithContext(namespace: string, reader: ResourceReader): Promise<WorkKey[]> {
  const keys: WorkKey[] = [];
  for (const value of withContext) {
    const fields = [{ field: "status.phase", equals: true, value }];
    const { items } = await reader.list(agentDispatchRun, {
      namespace,
      fields,
      limit: mostRuns,
      newestFirst: true,
    });
    keys.push(
      ...items
        .filter(({ status }) => status.contextBundle !== undefined)
        .map(({ metadata }) => workKey(metadata)),
    );
  }
  return keys;
}
