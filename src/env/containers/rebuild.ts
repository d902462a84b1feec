import type Docker from "dockerode";
import { asFault, IdentikitError } from "../../fault/error.ts";
import type { ResolvedAgent } from "../agent.ts";
import { EnvironmentPlace } from "../environment-place.ts";
import { EnvironmentSnapshot } from "../environment-snapshot.ts";
import { emit, renderInstance } from "../render-instance.ts";
import { agentOf, asked, type Inspected, inspectIfThere, nameOf, setAsideSuffix } from "./agent-container.ts";
import { awaitHealth } from "./await-health.ts";
import { planRecreation } from "./recreate.ts";

export interface RebuildOptions {
  readonly engine: Docker;
  /** The image to go to; left out, the one that the container's own image reference names now. */
  readonly image?: string;
  /** How long a new container may take to come up, in milliseconds. Default two minutes. */
  readonly healthMs?: number;
  /** How long the old one may take to stop, in seconds. Default 10. */
  readonly stopSeconds?: number;
}

/** What came of one container. */
export type RebuildOutcome =
  | { readonly agent: string; readonly container: string; readonly result: "rebuilt"; readonly image: string }
  | {
      readonly agent: string;
      readonly container: string;
      /** `restored`: the old container and its env directory are back as they were. */
      readonly result: "restored" | "failed";
      readonly error: IdentikitError;
    };

/**
 * Replaces a container by one from the current image, with the same mounts, networks and environment and a freshly
 * rendered env directory. The old one is set aside, not removed, until the new one has come up; where it does not,
 * or the run is stopped, the old one comes back with the files that it had.
 * @throws what only a defect throws; everything else is the outcome
 */
export async function rebuildContainer(
  agent: ResolvedAgent,
  container: Inspected,
  options: RebuildOptions,
): Promise<RebuildOutcome> {
  const name = nameOf(container);
  const told = { agent: agent.name, container: name };
  using place = EnvironmentPlace.make(agent.envRoot);
  let replacement: Replacement | undefined;
  try {
    agent.signal?.throwIfAborted();
    const image = await currentImage(container, options);
    replacement = new Replacement(container, options, new EnvironmentSnapshot(agent, place));
    await replacement.make(image);
    await renderInstance(agent, place);
    await replacement.start(agent.signal);
    await replacement.finish();
    emit(agent, { event: "container_rebuilt", ...told, image: image.Id });
    return { ...told, result: "rebuilt", image: image.Id };
  } catch (caught) {
    const error = asFault(caught);
    const restored = await restore(replacement);
    emit(agent, { event: "container_failed", ...told, code: error.code, message: error.message });
    if (restored === true) return { ...told, result: replacement ? "restored" : "failed", error };
    return { ...told, result: "failed", error: restored };
  }
}

/**
 * Ends what a killed run left half done: where the successor of a container that was set aside has come up, the old
 * one goes; where it has not, the old one comes back.
 * @returns whether there was something to end
 */
export async function recoverSetAside(engine: Docker, aside: Inspected): Promise<boolean> {
  const name = nameOf(aside);
  if (!name.endsWith(setAsideSuffix)) return false;
  const own = name.slice(0, -setAsideSuffix.length);
  const successor = await inspectIfThere(engine, own);
  const healthy =
    successor?.State.Running === true && (successor.State.Health?.Status ?? "healthy") === "healthy";
  if (successor && agentOf(successor) !== agentOf(aside)) return false;
  if (healthy) {
    await asked(`remove ${name}`, () => engine.getContainer(aside.Id).remove({ force: true }));
    return true;
  }
  if (successor)
    await asked(`remove ${own}`, () => engine.getContainer(successor.Id).remove({ force: true }));
  await asked(`rename ${name}`, () => engine.getContainer(aside.Id).rename({ name: own }));
  await asked(`start ${own}`, () => engine.getContainer(aside.Id).start()).catch(notModified);
  return true;
}

async function restore(replacement: Replacement | undefined): Promise<true | IdentikitError> {
  try {
    await replacement?.undo();
    return true;
  } catch (caught) {
    const { message, remedy } = asFault(caught);
    return new IdentikitError("CONTAINER_FAILED", `the old container could not be brought back: ${message}`, {
      remedy,
      cause: caught,
    });
  }
}

async function currentImage(
  container: Inspected,
  { engine, image = container.Config.Image }: RebuildOptions,
): Promise<Docker.ImageInspectInfo> {
  if (container.HostConfig.AutoRemove) {
    throw new IdentikitError(
      "CONTAINER_FAILED",
      `container ${nameOf(container)} is removed when it stops (--rm), and could not come back`,
      { remedy: "Start it without --rm." },
    );
  }
  return await asked(`image ${image}`, () => engine.getImage(image).inspect());
}

/** One container that takes the place of another. */
class Replacement {
  readonly #engine: Docker;
  readonly #old: Inspected;
  readonly #options: RebuildOptions;
  readonly #files: EnvironmentSnapshot;
  #setAside = false;
  #successor: Docker.Container | undefined;

  constructor(old: Inspected, options: RebuildOptions, files: EnvironmentSnapshot) {
    this.#engine = options.engine;
    this.#old = old;
    this.#options = options;
    this.#files = files;
  }

  get #container(): Docker.Container {
    return this.#engine.getContainer(this.#old.Id);
  }

  async make(image: Docker.ImageInspectInfo): Promise<void> {
    const name = nameOf(this.#old);
    const defaults = await this.#engine
      .getImage(this.#old.Image)
      .inspect()
      .then(({ Config }) => Config)
      .catch(() => ({}));
    const reference = this.#options.image ?? this.#old.Config.Image;
    const { options, networks } = planRecreation(this.#old, defaults, reference);
    await asked(`rename ${name}`, () => this.#container.rename({ name: name + setAsideSuffix }));
    this.#setAside = true;
    const successor = await asked(`create ${name}`, () => this.#engine.createContainer(options));
    this.#successor = successor;
    for (const network of networks) {
      const EndpointConfig = network.endpoint;
      await asked(`connect ${name} to ${network.name}`, () =>
        this.#engine.getNetwork(network.name).connect({ Container: successor.id, EndpointConfig }),
      );
    }
    const made = await asked(`inspect ${name}`, () => successor.inspect());
    if (made.Image !== image.Id) {
      throw new IdentikitError("CONTAINER_FAILED", `the image of ${name} moved while it was being made`, {
        remedy: "Run again.",
        retry: { kind: "later" },
      });
    }
  }

  async start(signal: AbortSignal | undefined): Promise<void> {
    const name = nameOf(this.#old);
    const { healthMs = 120_000, stopSeconds = 10 } = this.#options;
    await asked(`stop ${name}`, () => this.#container.stop({ t: stopSeconds })).catch(notModified);
    const successor = this.#successor as Docker.Container;
    await asked(`start ${name}`, () => successor.start());
    await awaitHealth(this.#engine, successor.id, { withinMs: healthMs, ...(signal ? { signal } : {}) });
  }

  async finish(): Promise<void> {
    await asked(`remove the old ${nameOf(this.#old)}`, () => this.#container.remove({ force: true }));
    this.#setAside = false;
  }

  /** The old container comes back, running where it ran, with the files that it had. */
  async undo(): Promise<void> {
    if (!this.#setAside) return;
    const name = nameOf(this.#old);
    const successor = this.#successor;
    if (successor) await asked(`remove the new ${name}`, () => successor.remove({ force: true }));
    await this.#files.restore();
    await asked(`rename ${name} back`, () => this.#container.rename({ name }));
    this.#setAside = false;
    if (this.#old.State.Running)
      await asked(`start ${name}`, () => this.#container.start()).catch(notModified);
  }
}

/** The engine answers 304 where a container already is what was asked for. */
function notModified(caught: unknown): void {
  const { cause } = caught as { cause?: { statusCode?: number } };
  if (cause?.statusCode !== 304) throw caught;
}
