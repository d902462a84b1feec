import type Docker from "dockerode";
import type { EnvDirectorySnapshot } from "../env/env-directory-snapshot.ts";
import { asFault, IdentikitError } from "../fault/error.ts";
import { pause } from "../fault/stopped.ts";
import { activityOf, agentOf, type Inspected, inspectIfThere, nameOf } from "./agent-container.ts";
import { asked, engineStatus, ensured, removeContainer, stopContainer } from "./engine-call.ts";
import { RebuildJournal, type RebuildRecord } from "./rebuild-journal.ts";
import { rebuildDefaults } from "./rebuild-options.ts";
import type { RebuildScene } from "./rebuild-scene.ts";

/** How often a name is asked for that a request of a killed run may still hold in the engine, and how far apart. */
const nameTries = 20;
const nameTryMs = 500;

/**
 * Brings the old container of a rebuild back to where it was: its successor goes, its env directory is put back, it
 * gets its name again and does what it did. Each step can be done twice, since this may be killed as well.
 * @param snapshot what the env directory held; the journal's if left out
 * @throws {IdentikitError} `CONTAINER_FAILED` where it does not start, or another container has its name;
 * `ENGINE_UNREACHABLE`, `ENGINE_FAILED`; what putting the files back throws, once the container is back
 */
export async function bringBack(
  scene: RebuildScene,
  record: RebuildRecord,
  snapshot?: EnvDirectorySnapshot,
): Promise<void> {
  const { engine, stopSeconds = rebuildDefaults.stopSeconds } = scene.options;
  const journal = new RebuildJournal(scene.place, scene.agent);
  await removeSuccessor(engine, record, scene.agent.name);
  const filesFault = await restoreFiles(journal, record, snapshot);
  const nameFault = await takeName(engine, record, scene.agent.name);
  if (record.was !== "stopped" && (record.phase === "stopping" || record.phase === "stopped")) {
    // A stop that a killed run asked for may still be under way, and would end what is started now.
    if (record.phase === "stopping") await stopContainer(engine, record.id, stopSeconds);
    await startAgain(engine, record);
  }
  // With the journal the next run tries once more to get the name.
  if (nameFault) throw nameFault;
  journal.remove();
  if (filesFault) throw filesFault;
}

/** Whoever has the container's name and runs its agent is its successor. */
async function removeSuccessor(engine: Docker, record: RebuildRecord, agent: string): Promise<void> {
  const successor = await inspectIfThere(engine, record.container);
  if (successor && isSuccessor(successor, record, agent))
    await removeContainer(engine, successor.Id, { volumes: true });
}

function isSuccessor(container: Inspected, record: RebuildRecord, agent: string): boolean {
  return container.Id !== record.id && agentOf(container) === agent;
}

/** @returns what kept the files from being put back: no reason to keep the container from coming back */
async function restoreFiles(
  journal: RebuildJournal,
  record: RebuildRecord,
  kept: EnvDirectorySnapshot | undefined,
): Promise<IdentikitError | undefined> {
  if (record.phase === "begun" || record.restored) return undefined;
  try {
    const snapshot = kept ?? journal.readFiles();
    if (!snapshot) throw notKept(record);
    // Up to the stop it was the old container's client that wrote: that stays.
    if (record.phase !== "stopped") snapshot.refresh();
    await snapshot.restore();
    journal.write({ ...record, restored: true });
    return undefined;
  } catch (caught) {
    return asFault(caught);
  }
}

async function takeName(
  engine: Docker,
  record: RebuildRecord,
  agent: string,
): Promise<IdentikitError | undefined> {
  const old = engine.getContainer(record.id);
  for (let tried = 1; ; tried++) {
    const { Name } = await asked(`inspect ${record.container}`, () => old.inspect());
    if (nameOf({ Name }) === record.container) return undefined;
    try {
      await old.rename({ name: record.container });
      return undefined;
    } catch (cause) {
      if (engineStatus(cause) !== 409) return asFault(await faultOfRename(record, cause));
    }
    const other = await inspectIfThere(engine, record.container);
    if (other && !isSuccessor(other, record, agent)) return nameTaken(record);
    if (tried >= nameTries) return nameTaken(record);
    await removeSuccessor(engine, record, agent);
    await pause(nameTryMs);
  }
}

async function startAgain(engine: Docker, { id, container, was }: RebuildRecord): Promise<void> {
  const old = engine.getContainer(id);
  const look = () => asked(`inspect ${container}`, () => old.inspect());
  const found = activityOf(await look());
  if (found === "stopped") {
    await ensured(`start ${container}`, () => old.start());
    const { State } = await look();
    if (!State.Running && !State.Restarting) throw notStarted(container, State.ExitCode);
  }
  if (was === "paused" && found !== "paused") await asked(`pause ${container}`, () => old.pause());
}

function faultOfRename({ container }: RebuildRecord, cause: unknown): Promise<unknown> {
  return asked(`rename ${container} back`, () => Promise.reject(cause)).catch((fault: unknown) => fault);
}

function nameTaken({ container, id }: RebuildRecord): IdentikitError {
  const message = `container ${id.slice(0, 12)} cannot have its name ${container} back: another container has it`;
  return new IdentikitError("CONTAINER_FAILED", message, {
    remedy: "Rename or remove that one, then run again.",
  });
}

function notStarted(container: string, exitCode: number): IdentikitError {
  return new IdentikitError("CONTAINER_FAILED", `${container} is back and ended with exit code ${exitCode}`, {
    remedy: "Look at its log, then start it.",
  });
}

function notKept({ container }: RebuildRecord): IdentikitError {
  const message = `the env directory of ${container} could not be put back: what it held does not open`;
  return new IdentikitError("CONTAINER_FAILED", message, {
    remedy: "Give the secret keys of the run that was killed, or render the agent again.",
  });
}
