import { agentStack } from "../kinds/config/agent-stack.ts";
import { agentDispatchAttempt } from "../kinds/record/agent-dispatch-attempt.ts";
import { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import type { ResourceReader } from "../resource/resource-store.ts";
import { ObjectKeys } from "../store/keys/object-keys.ts";
import type { DispatchServices } from "./dispatch-services.ts";
import { endedToWait } from "./launch-base.ts";
import { isBounded, isFree, type PoolFull, roomFor, waitingForRoom, withRoom } from "./pool-room.ts";
import { type DispatchRun, isOver } from "./run-status.ts";

type RoomServices = Pick<DispatchServices, "store" | "database" | "now">;

/** How often a run that waits for room is looked at, in milliseconds, beside the ends of others: tickets run out. */
const againMs = 5 * 60_000;

/**
 * Says of a queued run without an attempt whether its pool has room for one, on its status and with what can be done.
 * @returns when to look again, in milliseconds, where there is none
 */
export async function waitForRoom(services: RoomServices, run: DispatchRun): Promise<number | undefined> {
  if (!isFree(run)) return undefined;
  const pool = await services.store.read((reader) => poolOf(reader, run));
  return pool !== undefined && (await settleRoom(services, run, pool)) ? againMs : undefined;
}

/**
 * Looks whether a pool has room for a queued run, before anything is prepared for it, and says it on the run.
 * @returns why there is none
 */
export async function settleRoom(
  { store, database, now }: RoomServices,
  { metadata: key }: DispatchRun,
  pool: string,
): Promise<PoolFull | undefined> {
  return await store.write(async (writer, session) => {
    const seen = await writer.get(agentDispatchRun, key);
    if (!seen || !isFree(seen)) return undefined;
    const time = now();
    const keys = new ObjectKeys(session, database, key.namespace);
    const full = await roomFor({ writer, keys, now: time }, seen, pool);
    const run = await writer.hold(agentDispatchRun, key);
    if (!run || !isFree(run)) return undefined;
    if (full && run.status.message !== full.message)
      await writer.setStatus(agentDispatchRun, key, waitingForRoom(run.status, full, time));
    if (!full && run.status.reason === "POOL_FULL")
      await writer.setStatus(agentDispatchRun, key, withRoom(run.status, time));
    return full;
  });
}

/** The pool in which a run can have to wait for room; nothing where it has an attempt already. */
async function poolOf(reader: ResourceReader, run: DispatchRun): Promise<string | undefined> {
  const { namespace } = run.metadata;
  const { currentAttempt: name } = run.status;
  const attempt =
    name === undefined ? undefined : await reader.get(agentDispatchAttempt, { namespace, name });
  if (attempt && !isOver(attempt) && !endedToWait(attempt)) return undefined;
  const stack = await reader.get(agentStack, { namespace, name: run.spec.agentStack });
  const pool = stack?.spec.runnerPool;
  return pool !== undefined && (await isBounded(reader, run, pool)) ? pool : undefined;
}
