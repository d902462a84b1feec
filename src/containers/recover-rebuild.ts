import type Docker from "dockerode";
import {
  activityOf,
  agentOf,
  type Inspected,
  inspectIfThere,
  isSetAside,
  listAgentContainers,
  nameOf,
  setAsideSuffix,
} from "./agent-container.ts";
import { hasSettled } from "./await-settled.ts";
import { bringBack } from "./bring-back.ts";
import { asked, removeContainer } from "./engine-call.ts";
import { RebuildJournal, type RebuildRecord } from "./rebuild-journal.ts";
import { rebuildDefaults } from "./rebuild-options.ts";
import type { RebuildScene } from "./rebuild-scene.ts";

/** Which container a rebuild that was found half done was ended with. */
export interface Recovery {
  readonly container: string;
  readonly kept: "old" | "new";
}

/**
 * Ends what killed rebuilds of an agent left half done. A successor that runs gets the settle check that it would have
 * had: where it settles, the old container goes; where it does not, or was not started yet, the old one comes back
 * with its env directory. The caller holds the rebuild's lock.
 * @throws {IdentikitError} as {@link bringBack}; what the agent's signal was aborted with
 */
export async function recoverRebuilds(scene: RebuildScene): Promise<Recovery[]> {
  const { agent, place, options } = scene;
  const { engine } = options;
  const journal = new RebuildJournal(place, agent);
  const recovered: Recovery[] = [];
  const record = journal.read();
  const noted = record && (await inspectIfThere(engine, record.id));
  if (record && noted && agentOf(noted) === agent.name) {
    recovered.push(...(await endRebuild(scene, record, noted)));
  }
  journal.remove();
  for (const aside of await listAgentContainers(engine, { agent: agent.name, signal: agent.signal })) {
    if (isSetAside(aside)) recovered.push(...(await endRebuild(scene, recordOf(aside), aside)));
  }
  return recovered;
}

async function endRebuild(scene: RebuildScene, record: RebuildRecord, old: Inspected): Promise<Recovery[]> {
  const { engine } = scene.options;
  const { container, was } = record;
  const found = await inspectIfThere(engine, container);
  const successor = found && found.Id !== old.Id && agentOf(found) === scene.agent.name ? found : undefined;
  // A container that the engine is removing cannot come back.
  const isGoing = old.State.Dead || old.State.Status === "removing";
  if (successor && (isGoing || (await isUp(scene, successor, record)))) {
    if (was === "paused") await pauseIfRunning(engine, successor);
    await scene.assertHeld();
    await removeContainer(engine, old.Id, { volumes: false });
    return [{ container, kept: "new" }];
  }
  if (isGoing) {
    await removeContainer(engine, old.Id, { volumes: false });
    return [];
  }
  const isWhole = !successor && nameOf(old) === container && record.phase === "begun";
  await scene.assertHeld();
  await bringBack(scene, record);
  return isWhole ? [] : [{ container, kept: "old" }];
}

/** Whether a successor is up and stays so; one that was paused by the run that was killed is woken for it. */
async function isUp(scene: RebuildScene, successor: Inspected, { was }: RebuildRecord): Promise<boolean> {
  const { engine, healthMs, settleMs } = { ...rebuildDefaults, ...scene.options };
  if (was === "stopped" || !successor.State.Running) return false;
  if (successor.State.Paused)
    await asked(`wake ${nameOf(successor)}`, () => engine.getContainer(successor.Id).unpause());
  const { signal } = scene.agent;
  return hasSettled(engine, successor.Id, { withinMs: healthMs, settleMs, signal });
}

async function pauseIfRunning(engine: Docker, { Id }: Inspected): Promise<void> {
  const container = engine.getContainer(Id);
  const { State } = await asked(`inspect container ${Id.slice(0, 12)}`, () => container.inspect());
  if (State.Running && !State.Paused)
    await asked(`pause container ${Id.slice(0, 12)}`, () => container.pause());
}

/** What is taken for granted of a container that was set aside from another machine, or by an older release. */
function recordOf(aside: Inspected): RebuildRecord {
  const container = nameOf(aside).slice(0, -setAsideSuffix.length);
  const did = activityOf(aside);
  const known = { container, id: aside.Id, restored: true };
  if (did !== "stopped") return { ...known, was: did, phase: "begun" };
  return { ...known, was: aside.State.Status === "created" ? "stopped" : "running", phase: "stopped" };
}
