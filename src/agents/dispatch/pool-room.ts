import { IdentikitError } from "../../fault/error.ts";
import { agentRunnerPool } from "../kinds/config/agent-runner-pool.ts";
import { agentDispatchAttempt } from "../kinds/record/agent-dispatch-attempt.ts";
import { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import type { ResourceKey } from "../resource/resource.ts";
import type { ResourceReader, ResourceWriter } from "../resource/resource-store.ts";
import type { ObjectKeys } from "../store/keys/object-keys.ts";
import { canBegin, endedToWait } from "./launch-base.ts";
import { withCondition } from "./run-conditions.ts";
import { type DispatchRun, isOver, type PhaseReason, type RunStatus } from "./run-status.ts";

/** How long a CI run that was started has to launch its run, in milliseconds: until then it takes room in the pool. */
const startMs = 15 * 60_000;

/** Why a run gets no attempt now, and what can be done. */
export interface PoolFull extends PhaseReason {
  readonly code: "POOL_FULL";
  readonly pool: string;
  readonly remedy: string;
}

interface Room {
  readonly writer: ResourceWriter;
  readonly keys: ObjectKeys;
  readonly now: Date;
}

/**
 * Takes room in a runner pool for a run that is about to be launched or started. A run that has room keeps it while an attempt of it is at
 * work, or a CI run that was started for it may still launch it. Runs of a pool without a capacity take it as well: it may get one.
 * @returns why there is none
 */
export async function takeRoom(room: Room, run: DispatchRun, pool: string): Promise<PoolFull | undefined> {
  const { keys } = room;
  const full = await roomFor(room, run, pool);
  if (!full) await keys.take({ purpose: "group", value: wordOf(pool), holder: run.metadata.name });
  return full;
}

/**
 * Looks whether a pool has room for a run, and keeps others from taking it until the transaction ends. Who calls this holds no object yet, so
 * that no two transactions wait for each other. Runs that have nothing at work any more give their room back.
 * @returns why there is none
 */
export async function roomFor(
  { writer, keys, now }: Room,
  { metadata: { namespace, name } }: DispatchRun,
  poolName: string,
): Promise<PoolFull | undefined> {
  const capacity = await capacityOf(writer, namespace, poolName);
  if (capacity === undefined) return undefined;
  await keys.lock([wordOf(poolName)]);
  const key = { purpose: "group", value: wordOf(poolName) } as const;
  let taken = 0;
  for (const holder of await keys.holders(key)) {
    if (holder === name) continue;
    if (await isAtWork(writer, { namespace, name: holder, pool: poolName }, now)) taken += 1;
    else await keys.drop({ ...key, holder });
  }
  return taken < capacity ? undefined : poolFull(poolName, taken, capacity);
}

/**
 * Takes room again for an attempt whose runner is heard of first when its ticket has run out by this clock: its room may be another one's.
 * @returns why there is none
 */
export async function roomOfLate(
  room: Room,
  { namespace, name }: Pick<ResourceKey, "namespace" | "name">,
): Promise<PoolFull | undefined> {
  const { writer, now } = room;
  const attempt = await writer.get(agentDispatchAttempt, { namespace, name });
  const pool = attempt?.spec.runnerPool;
  if (attempt?.status.phase !== "Queued" || pool === undefined || canBegin(attempt, now)) return undefined;
  const run = await writer.get(agentDispatchRun, { namespace, name: attempt.spec.run });
  return run && (await takeRoom(room, run, pool));
}

/** Whether a run can have to wait for room in a pool, or is said to. */
export async function isBounded(
  reader: ResourceReader,
  { metadata: { namespace }, status }: DispatchRun,
  pool: string,
): Promise<boolean> {
  return status.reason === "POOL_FULL" || (await capacityOf(reader, namespace, pool)) !== undefined;
}

/** How many attempts may be at work in a pool at the same time; any number where nothing says how many. */
async function capacityOf(
  reader: ResourceReader,
  namespace: string,
  name: string,
): Promise<number | undefined> {
  return (await reader.get(agentRunnerPool, { namespace, name }))?.spec.capacity;
}

/** The group of runs that count together in a pool. Keys of rules' groups have no space in them. */
function wordOf(pool: string): string {
  return `pool ${pool}`;
}

async function isAtWork(
  reader: ResourceReader,
  { namespace, name, pool }: { readonly namespace: string; readonly name: string; readonly pool: string },
  now: Date,
): Promise<boolean> {
  const run = await reader.get(agentDispatchRun, { namespace, name });
  if (!run || isOver(run)) return false;
  const { attempts = 0, currentAttempt, ciStart } = run.status;
  const isStarted =
    ciStart?.attempt === attempts + 1 && now.getTime() - Date.parse(ciStart.askedAt) < startMs;
  if (isStarted) return true;
  if (currentAttempt === undefined) return false;
  const attempt = await reader.get(agentDispatchAttempt, { namespace, name: currentAttempt });
  if (!attempt || isOver(attempt) || attempt.spec.runnerPool !== pool) return false;
  return attempt.status.phase === "Queued" ? canBegin(attempt, now) : !endedToWait(attempt);
}

function poolFull(pool: string, taken: number, capacity: number): PoolFull {
  return {
    ...{ code: "POOL_FULL", pool },
    message: `the runner pool ${pool} has room for ${capacity} attempts at a time, and ${taken} are at work or about to start`,
    remedy: `Wait until one of them ends, cancel one, or raise the capacity of agentrunnerpools/${pool}.`,
  };
}

/** The fault of a launch for which there is no room. */
export function poolFullFault(
  { metadata: { name } }: DispatchRun,
  { message, remedy }: PoolFull,
): IdentikitError {
  return new IdentikitError("POOL_FULL", `the run ${name} stays queued: ${message}`, {
    remedy,
    retry: { kind: "later" },
  });
}

/** Whether a run waits for nothing but a runner, or for room in its pool. */
export function isFree({ spec, status: { phase, reason } }: DispatchRun): boolean {
  const isHeld = reason !== undefined && reason !== "APPROVED" && reason !== "POOL_FULL";
  return !spec.cancelled && phase === "Queued" && !isHeld;
}

/** The status of a queued run that waits for room in its pool. What was started for it comes too late. */
export function waitingForRoom(
  { ciStart: _, ...status }: RunStatus,
  { code, message, remedy, pool }: PoolFull,
  now: Date,
): RunStatus {
  const condition = { type: "RoomInPool", status: "False", severity: "info" } as const;
  const said = { ...condition, reason: "PoolFull", message, remedy };
  const conditions = withCondition(status.conditions, said, now.toISOString());
  return { ...status, reason: code, message, runnerPool: pool, conditions };
}

/** The status of a run that no longer waits for room. */
export function withRoom(before: RunStatus, now: Date): RunStatus {
  if (before.reason !== "POOL_FULL") return before;
  const { reason: _, message: __, ...status } = before;
  const condition = { type: "RoomInPool", status: "True", reason: "Room" } as const;
  const said = { ...condition, message: "Its runner pool has room for it." };
  return { ...status, conditions: withCondition(status.conditions, said, now.toISOString()) };
}
