import type Docker from "dockerode";
import { EnvDirectorySnapshot } from "../env/env-directory-snapshot.ts";
import { renderInstance } from "../env/render-instance.ts";
import { certain } from "../fault/certain.ts";
import { IdentikitError } from "../fault/error.ts";
import { type Activity, activityOf, type Inspected, setAsideSuffix } from "./agent-container.ts";
import { awaitSettled } from "./await-settled.ts";
import { bringBack } from "./bring-back.ts";
import { lostFields } from "./compare-carried.ts";
import { asked, removeContainer, stopContainer } from "./engine-call.ts";
import type { RebuildPlan } from "./plan-rebuild.ts";
import { RebuildJournal, type RebuildRecord } from "./rebuild-journal.ts";
import { rebuildDefaults } from "./rebuild-options.ts";
import type { RebuildScene } from "./rebuild-scene.ts";

/**
 * One container that takes the place of another, step by step. Before each step stands in the journal what the next run
 * must know where this one is killed in it.
 */
export class Replacement {
  readonly #scene: RebuildScene;
  readonly #engine: Docker;
  readonly #old: Inspected;
  readonly #plan: RebuildPlan;
  readonly #was: Activity;
  readonly #journal: RebuildJournal;
  #successor: Docker.Container | undefined;
  #snapshot: EnvDirectorySnapshot | undefined;
  #record: RebuildRecord | undefined;

  constructor(scene: RebuildScene, old: Inspected, plan: RebuildPlan) {
    this.#scene = scene;
    this.#engine = scene.options.engine;
    this.#old = old;
    this.#plan = plan;
    this.#was = activityOf(old);
    this.#journal = new RebuildJournal(scene.place, scene.agent);
  }

  /** The old container is set aside, and its successor made and compared with what was planned. */
  async make(): Promise<void> {
    const { name, config, hostConfig, networks, platform } = this.#plan.successor;
    this.#note("begun");
    await asked(`rename ${name}`, () => this.#container.rename({ name: name + setAsideSuffix }));
    const { first } = networks;
    const request: Docker.ContainerCreateOptions & { readonly _query: object; readonly _body: object } = {
      // Given apart: the client would put all of it, the environment's secrets too, into the request's address.
      _query: { name, ...(platform === undefined ? {} : { platform }) },
      _body: {
        ...config,
        HostConfig: hostConfig,
        ...(first ? { NetworkingConfig: { EndpointsConfig: { [first.name]: first.endpoint } } } : {}),
      },
    };
    const successor = await asked(`create ${name}`, () => this.#engine.createContainer(request));
    this.#successor = successor;
    for (const network of networks.others) {
      const EndpointConfig = network.endpoint;
      await asked(`connect ${name} to ${network.name}`, () =>
        this.#engine.getNetwork(network.name).connect({ Container: successor.id, EndpointConfig }),
      );
    }
    if (networks.left !== undefined) await this.#leave(networks.left, successor);
    await this.#check(successor);
  }

  /** The env directory is rendered; what it held is kept. */
  async render(): Promise<void> {
    const { agent, place } = this.#scene;
    this.#snapshot = await EnvDirectorySnapshot.take(agent, place);
    this.#journal.writeFiles(this.#snapshot);
    this.#note("rendering");
    await renderInstance(agent, place);
    this.#snapshot.noteRendered();
    this.#journal.writeFiles(this.#snapshot);
  }

  /** The old container stops, its successor starts and settles. One that did not run has a successor that does not. */
  async start(): Promise<void> {
    if (this.#was === "stopped") return;
    const { name } = this.#plan.successor;
    const { agent, options } = this.#scene;
    const { healthMs, settleMs, stopSeconds } = { ...rebuildDefaults, ...options };
    await this.#scene.assertHeld();
    this.#note("stopping");
    await stopContainer(this.#engine, this.#old.Id, stopSeconds);
    this.#snapshot?.refresh();
    if (this.#snapshot) this.#journal.writeFiles(this.#snapshot);
    this.#note("stopped");
    const successor = certain(this.#successor);
    await asked(`start ${name}`, () => successor.start());
    const settling = { withinMs: healthMs, settleMs, restarts: 0, signal: agent.signal };
    await awaitSettled(this.#engine, successor.id, settling);
    if (this.#was === "paused") await asked(`pause ${name}`, () => successor.pause());
  }

  /** The old container goes. A failure from here on leaves the successor in its place. */
  async finish(): Promise<void> {
    await this.#scene.assertHeld();
    await removeContainer(this.#engine, this.#old.Id, { volumes: false });
    this.#journal.remove();
  }

  /** The old container comes back, as it was, with the files that it had. */
  async undo(): Promise<void> {
    await this.#scene.assertHeld();
    if (this.#record) await bringBack(this.#scene, this.#record, this.#snapshot);
  }

  get #container(): Docker.Container {
    return this.#engine.getContainer(this.#old.Id);
  }

  #note(phase: RebuildRecord["phase"]): void {
    const container = this.#plan.successor.name;
    this.#record = { container, id: this.#old.Id, was: this.#was, phase, restored: false };
    this.#journal.write(this.#record);
  }

  async #leave(network: string, successor: Docker.Container): Promise<void> {
    await asked(`disconnect ${this.#plan.successor.name} from ${network}`, () =>
      this.#engine.getNetwork(network).disconnect({ Container: successor.id }),
    );
  }

  async #check(successor: Docker.Container): Promise<void> {
    const { successor: planned, image } = this.#plan;
    const made = await asked(`inspect ${planned.name}`, () => successor.inspect());
    if (made.Image !== image) {
      throw new IdentikitError(
        "CONTAINER_FAILED",
        `the image of ${planned.name} moved while it was being made`,
        {
          remedy: "Run again.",
          retry: { kind: "later" },
        },
      );
    }
    const accepted = new Set(this.#scene.options.accept);
    const lost = lostFields(planned, this.#old, made).filter((field) => !accepted.has(field));
    if (lost.length === 0) return;
    throw new IdentikitError(
      "CONTAINER_REFUSED",
      `a successor of ${planned.name} would differ in ${lost.join(", ")}`,
      {
        remedy: `Create the container again by hand, or accept it: ${lost.map((field) => `--accept ${field}`).join(" ")}.`,
      },
    );
  }
}
