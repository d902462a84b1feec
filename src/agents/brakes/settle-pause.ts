import { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import { agentPause } from "../kinds/record/agent-pause.ts";
import type { ResourceKey } from "../resource/resource.ts";
import type { ResourceReader, ResourceStore } from "../resource/resource-store.ts";
import { parseFieldSelector } from "../resource/selector.ts";
import { activePauses, isActive, isHeld, type Pause, releaseRun, stopOf, stopRun } from "./stopped-runs.ts";

/** Runs that are stopped or released in one transaction. */
const runsAtOnce = 50;

/**
 * Carries out a pause: what it stops is stopped and counted, in one transaction, so that nothing counts twice; when its time is over, or it
 * is deleted, what only waited goes on.
 * @returns when it ends, in milliseconds from now
 */
export async function settlePause(
  store: ResourceStore,
  key: ResourceKey,
  now: Date,
  signal: AbortSignal,
): Promise<number | undefined> {
  const pause = await store.read((reader) => reader.get(agentPause, key));
  const holds = pause !== undefined && isActive(pause, now);
  if (pause) await markPause(store, pause, holds ? "Active" : "Ended");
  if (!holds) await releaseRuns(store, key.namespace, now, signal);
  else await stopRuns(store, pause, now, signal);
  const until = pause?.spec.until;
  return holds && until !== undefined ? Date.parse(until) - now.getTime() : undefined;
}

async function markPause(
  store: ResourceStore,
  { metadata }: Pause,
  phase: "Active" | "Ended",
): Promise<void> {
  await store.write(async (writer) => {
    const pause = await writer.get(agentPause, metadata);
    if (!pause) return;
    const { generation, resourceVersion } = pause.metadata;
    const { revoked = 0 } = pause.status;
    const status = { ...pause.status, phase, observedGeneration: generation, revoked };
    await writer.setStatus(agentPause, metadata, status, { resourceVersion });
  });
}

async function stopRuns(store: ResourceStore, pause: Pause, now: Date, signal: AbortSignal): Promise<void> {
  const { namespace } = pause.metadata;
  for (const phase of ["Queued", "Running", "Waiting"] as const)
    await eachBatch(store, namespace, phase, signal, async (names) => {
      await store.write(async (writer) => {
        const current = await writer.get(agentPause, pause.metadata);
        if (!current) return;
        let taken = 0;
        for (const name of names) {
          const run = await writer.get(agentDispatchRun, { namespace, name });
          if (run && run.status.phase === phase && stopOf([current], run))
            taken += await stopRun(writer, run, current, now);
        }
        if (taken === 0) return;
        const status = { ...current.status, revoked: (current.status.revoked ?? 0) + taken };
        const { resourceVersion } = current.metadata;
        await writer.setStatus(agentPause, current.metadata, status, { resourceVersion });
      });
    });
}

async function releaseRuns(
  store: ResourceStore,
  namespace: string,
  now: Date,
  signal: AbortSignal,
): Promise<void> {
  await eachBatch(store, namespace, "Queued", signal, async (names) => {
    await store.write(async (writer) => {
      const pauses = await activePauses(writer, namespace, now);
      for (const name of names) {
        const run = await writer.get(agentDispatchRun, { namespace, name });
        if (run) await releaseRun(writer, run, pauses);
      }
    });
  });
}

/** Looks at one run: a pause that holds stops it also where it was queued after the pause; one that none holds goes on. */
export async function settlePausedRun(store: ResourceStore, key: ResourceKey, now: Date): Promise<void> {
  await store.write(async (writer) => {
    const run = await writer.get(agentDispatchRun, key);
    if (!run) return;
    const pauses = await activePauses(writer, key.namespace, now);
    if (isHeld(run)) return await releaseRun(writer, run, pauses);
    const pause = stopOf(pauses, run);
    if (!pause) return;
    const taken = await stopRun(writer, run, pause, now);
    if (taken === 0) return;
    const status = { ...pause.status, revoked: (pause.status.revoked ?? 0) + taken };
    const { resourceVersion } = pause.metadata;
    await writer.setStatus(agentPause, pause.metadata, status, { resourceVersion });
  });
}

/** The runs of a phase by name, some at a time: all that there are when it begins. */
async function eachBatch(
  store: ResourceStore,
  namespace: string,
  phase: string,
  signal: AbortSignal,
  work: (names: readonly string[]) => Promise<void>,
): Promise<void> {
  const names = await store.read((reader) => namesOf(reader, namespace, phase));
  for (let at = 0; at < names.length; at += runsAtOnce) {
    signal.throwIfAborted();
    await work(names.slice(at, at + runsAtOnce));
  }
}

async function namesOf(reader: ResourceReader, namespace: string, phase: string): Promise<string[]> {
  const names: string[] = [];
  const query = { namespace, fields: parseFieldSelector(`status.phase=${phase}`) };
  for await (const { metadata } of reader.each(agentDispatchRun, query)) names.push(metadata.name);
  return names;
}
