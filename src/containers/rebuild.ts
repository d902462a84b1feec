import { emit } from "../env/render-instance.ts";
import { asFault, IdentikitError } from "../fault/error.ts";
import { type Inspected, nameOf } from "./agent-container.ts";
import { planRebuild, type RebuildPlan } from "./plan-rebuild.ts";
import type { RebuildOutcome } from "./rebuild-options.ts";
import type { RebuildScene } from "./rebuild-scene.ts";
import { Replacement } from "./replacement.ts";
import { runningTask } from "./running-task.ts";

type Refusal = "refused" | "failed";

/**
 * Replaces a container by one from the current image, with all that was set for it and a freshly rendered env
 * directory. The old one is set aside, not removed, until the new one has settled; where it does not, or the run is
 * stopped, the old one comes back with the files that it had. The caller holds the rebuild's lock.
 * @throws what only a defect throws; everything else is the outcome
 */
export async function rebuildContainer(scene: RebuildScene, container: Inspected): Promise<RebuildOutcome> {
  const { agent } = scene;
  const told = { agent: agent.name, container: nameOf(container) };
  let plan: RebuildPlan;
  try {
    agent.signal?.throwIfAborted();
    plan = await planRebuild(agent, container, scene.options);
    const task = await taskOf(scene, container);
    if (task !== undefined) return { ...told, result: "busy", task };
  } catch (caught) {
    const error = asFault(caught);
    return failure(scene, told, error, refusals.has(error.code) ? "refused" : "failed");
  }
  return await replace(scene, new Replacement(scene, container, plan), {
    container,
    told,
    image: plan.image,
  });
}

const refusals: ReadonlySet<string> = new Set(["CONTAINER_ENV", "CONTAINER_REFUSED"]);

interface Replaced {
  readonly container: Inspected;
  readonly told: Told;
  readonly image: string;
}
type Told = Pick<RebuildOutcome, "agent" | "container">;

async function replace(scene: RebuildScene, replacement: Replacement, of: Replaced): Promise<RebuildOutcome> {
  const { told, image } = of;
  try {
    await replacement.make();
    await replacement.render();
    // Once more: it may have been given a task meanwhile.
    const task = await taskOf(scene, of.container);
    if (task !== undefined) {
      await replacement.undo();
      return { ...told, result: "busy", task };
    }
    await replacement.start();
  } catch (caught) {
    return await giveUp(scene, replacement, told, asFault(caught));
  }
  try {
    await replacement.finish();
  } catch (caught) {
    // The successor is up, and the old container may be half removed: the next run removes it.
    return failure(scene, told, asFault(caught), "failed");
  }
  emit(scene.agent, { event: "container_rebuilt", ...told, image });
  return { ...told, result: "rebuilt", image };
}

async function giveUp(
  scene: RebuildScene,
  replacement: Replacement,
  told: Told,
  error: IdentikitError,
): Promise<RebuildOutcome> {
  try {
    await replacement.undo();
    return failure(scene, told, error, "restored");
  } catch (caught) {
    const { message, remedy } = asFault(caught);
    const lost = new IdentikitError(
      "CONTAINER_FAILED",
      `the old container could not be brought back: ${message}`,
      { remedy, cause: caught },
    );
    return failure(scene, told, lost, "failed");
  }
}

function failure(
  { agent }: RebuildScene,
  told: Told,
  error: IdentikitError,
  result: Refusal | "restored",
): RebuildOutcome {
  emit(agent, { event: "container_failed", ...told, code: error.code, message: error.message });
  return { ...told, result, error };
}

async function taskOf({ agent, options }: RebuildScene, { Id }: Inspected): Promise<string | undefined> {
  const { engine, onlyIdle = false } = options;
  const container = onlyIdle ? await engine.getContainer(Id).inspect() : undefined;
  return container && (await runningTask(engine, container, agent.envRoot));
}
