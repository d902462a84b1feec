import type { agentTriggerRule } from "../kinds/config/agent-trigger-rule.ts";
import { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import type { Resource } from "../resource/resource.ts";
import type { ResourceReader } from "../resource/resource-store.ts";
import type { ObjectKeyName, ObjectKeys } from "../store/keys/object-keys.ts";
import type { KnownRun } from "../triggers/open-run.ts";
import { type DispatchRun, isOver } from "./run-status.ts";

/** The runs that hold a key. Of a group those that are over lose it: they no longer count. */
export async function runsUnder(
  reader: ResourceReader,
  keys: ObjectKeys,
  namespace: string,
  { purpose, value }: ObjectKeyName,
): Promise<readonly DispatchRun[]> {
  const runs: DispatchRun[] = [];
  for (const holder of await keys.holders({ purpose, value })) {
    const run = await reader.get(agentDispatchRun, { namespace, name: holder });
    if (run && !(purpose === "group" && isOver(run))) runs.push(run);
    else await keys.drop({ purpose, value, holder });
  }
  return runs;
}

/** A run as triggers look at it. */
export function knownRun(run: DispatchRun): KnownRun {
  const { dedupeKey, concurrencyKey, queuedAt = run.metadata.creationTimestamp } = run.status;
  return { name: run.metadata.name, dedupeKey, concurrencyKey, isOver: isOver(run), queuedAt };
}

/** Whether fewer runs of a group are before a run than may be under way. */
export function hasRoom(
  run: DispatchRun,
  group: readonly DispatchRun[],
  { spec: { concurrencyPolicy } }: Resource<typeof agentTriggerRule>,
): boolean {
  const order = (one: DispatchRun) => `${knownRun(one).queuedAt} ${one.metadata.name}`;
  const ahead = group.filter((one) => !isOver(one) && order(one) < order(run));
  return ahead.length < (concurrencyPolicy?.limit ?? Number.POSITIVE_INFINITY);
}
