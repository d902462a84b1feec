import { IdentikitError } from "../../fault/error.ts";
import { agentRunnerPool } from "../kinds/config/agent-runner-pool.ts";
import { agentStack } from "../kinds/config/agent-stack.ts";
import { agentDispatchAttempt } from "../kinds/record/agent-dispatch-attempt.ts";
import { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import { webhookDelivery } from "../kinds/record/webhook-delivery.ts";
import type { ResourceKey } from "../resource/resource.ts";
import type { ResourceReader } from "../resource/resource-store.ts";
import { ObjectKeys } from "../store/keys/object-keys.ts";
import type { CiStarted, CiStarts, PoolWorkflow } from "./ci-starts.ts";
import type { DispatchServices } from "./dispatch-services.ts";
import { endedToWait } from "./launch-base.ts";
import { isFree, takeRoom, waitingForRoom, withRoom } from "./pool-room.ts";
import { type RunCondition, withCondition } from "./run-conditions.ts";
import { type DispatchRun, isOver, type RunStatus } from "./run-status.ts";

type Intent = NonNullable<RunStatus["ciStart"]>;

/**
 * How long is waited in milliseconds: for who dispatched a run in a job or a command, and launches it there; until a CI run that may have
 * been started is in the host's list; and after a refusal.
 */
const waits = { job: 120_000, command: 30_000, listed: 60_000, refused: 5 * 60_000 } as const;

/**
 * Has the CI host start the workflow of its pool for a run that waits for a runner: once for each attempt. The intent is on record before
 * the host is asked. Who finds one without a result looks for the run's name among the CI runs that are newer, before it asks again.
 * @returns when to look again, in milliseconds
 * @throws {IdentikitError} `HOST_UNREACHABLE`
 */
export async function startWorkflow(
  services: DispatchServices,
  key: ResourceKey,
): Promise<number | undefined> {
  try {
    return services.starts && (await start(services, services.starts, key));
  } catch (caught) {
    if (!(caught instanceof IdentikitError) || caught.code !== "HOST_DENIED") throw caught;
    // It may not even be asked which CI runs there are: nothing was started.
    const { message, remedy } = caught;
    return await note(services, key, undefined, { state: "refused", code: "TokenRefused", message, remedy });
  }
}

async function start(
  services: DispatchServices,
  starts: CiStarts,
  key: ResourceKey,
): Promise<number | undefined> {
  const { store, now } = services;
  const due = await store.read((reader) => dueStart(reader, key, now()));
  if (!due) return undefined;
  if (due.inMs > 0) return due.inMs;
  const { workflow, pool, attempt, before } = due;
  if (before) {
    const found = await starts.find(workflow, { run: key.name, after: before.after });
    if (found !== undefined) return await note(services, key, before, { state: "started", ciRun: found });
    const left = waits.listed - (now().getTime() - Date.parse(before.askedAt));
    if (left > 0) return left;
  }
  const after = before?.after ?? (await starts.newest(workflow));
  const intent = { attempt, after, askedAt: now().toISOString() };
  if (!(await noteIntent(services, key, { intent, pool }))) return undefined;
  return await note(services, key, intent, await starts.start(workflow, key.name));
}

interface DueStart {
  readonly workflow: PoolWorkflow;
  readonly pool: string;
  /** The number of the attempt that it is for. */
  readonly attempt: number;
  readonly before: Intent | undefined;
  readonly inMs: number;
}

async function dueStart(reader: ResourceReader, key: ResourceKey, now: Date): Promise<DueStart | undefined> {
  const run = await reader.get(agentDispatchRun, key);
  if (!run || !isFree(run)) return undefined;
  const { namespace } = key;
  const { attempts = 0, currentAttempt: name, ciStart } = run.status;
  const last = name === undefined ? undefined : await reader.get(agentDispatchAttempt, { namespace, name });
  // It has a ticket, and whoever got that begins.
  if (last && !isOver(last) && !endedToWait(last)) return undefined;
  const attempt = attempts + 1;
  const before = ciStart?.attempt === attempt ? ciStart : undefined;
  if (before?.startedAt !== undefined) return undefined;
  const stack = await reader.get(agentStack, { namespace, name: run.spec.agentStack });
  const poolName = stack?.spec.runnerPool;
  const pool =
    poolName === undefined ? undefined : await reader.get(agentRunnerPool, { namespace, name: poolName });
  const workflow = pool?.spec.workflow;
  if (!workflow || poolName === undefined) return undefined;
  const wait = attempts > 0 ? 0 : await patience(reader, run);
  return { workflow, pool: poolName, attempt, before, inMs: queuedSince(run) + wait - now.getTime() };
}

/** How long whoever made a run has to launch it: a job or a command does so itself, a webhook cannot. */
async function patience(reader: ResourceReader, { metadata, spec }: DispatchRun): Promise<number> {
  const { namespace } = metadata;
  const { delivery: name } = spec;
  const delivery = name === undefined ? undefined : await reader.get(webhookDelivery, { namespace, name });
  if (delivery?.spec.source === "webhook") return 0;
  return delivery?.spec.source === "ci" ? waits.job : waits.command;
}

function queuedSince({ metadata, status: { conditions, queuedAt } }: DispatchRun): number {
  const admitted = conditions?.find(({ type, status }) => type === "Admitted" && status === "True");
  return Date.parse(admitted?.lastTransitionTime ?? queuedAt ?? metadata.creationTimestamp);
}

/**
 * Writes down that the host is about to be asked, and takes room in the pool for it.
 * @returns false where the run needs no start any more, or has to wait for room
 */
async function noteIntent(
  { store, database, now }: DispatchServices,
  key: ResourceKey,
  { intent, pool }: { readonly intent: Intent; readonly pool: string },
): Promise<boolean> {
  return await store.write(async (writer, session) => {
    const keys = new ObjectKeys(session, database, key.namespace);
    const seen = await writer.get(agentDispatchRun, key);
    const full = seen && (await takeRoom({ writer, keys, now: now() }, seen, pool));
    const run = await writer.hold(agentDispatchRun, key);
    if (!run || !isFree(run) || (run.status.attempts ?? 0) + 1 !== intent.attempt) return false;
    const status = full
      ? waitingForRoom(run.status, full, now())
      : { ...withRoom(run.status, now()), ciStart: intent };
    await writer.setStatus(agentDispatchRun, key, status);
    return !full;
  });
}

/** Writes down what came of it. @returns when to look again */
async function note(
  { store, now }: DispatchServices,
  key: ResourceKey,
  intent: Intent | undefined,
  came: CiStarted & { readonly ciRun?: string },
): Promise<number | undefined> {
  const at = now().toISOString();
  await store.write(async (writer) => {
    const run = await writer.hold(agentDispatchRun, key);
    const { ciStart, ...status } = run?.status ?? {};
    if (!run || (intent && ciStart?.attempt !== intent.attempt)) return;
    const isStarted = intent && came.state === "started";
    // Nobody knows of an earlier intent what became of it.
    const kept = intent || ciStart === undefined ? {} : { ciStart };
    const { ciRun } = came;
    await writer.setStatus(agentDispatchRun, key, {
      ...status,
      // What was refused was not started: the next look starts from the beginning.
      ...(isStarted
        ? { ciStart: { ...intent, startedAt: at, ...(ciRun === undefined ? {} : { ciRun }) } }
        : kept),
      conditions: withCondition(status.conditions, startedCondition(came), at),
    });
  });
  return came.state === "started" ? undefined : waits.refused;
}

function startedCondition(came: CiStarted): RunCondition {
  const type = "WorkflowStarted";
  if (came.state === "started")
    return {
      type,
      status: "True",
      reason: "Started",
      message: "The CI host was told to start its workflow.",
    };
  const { code: reason, message, remedy } = came;
  return { type, status: "False", severity: "warning", reason, message: message.slice(0, 4000), remedy };
}
