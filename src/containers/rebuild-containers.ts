import type { AgentConfig } from "../config/schema/agent-config.ts";
import type { RenderSettings, ResolvedAgent } from "../env/agent.ts";
import { EnvDirectories } from "../env/env-directories.ts";
import { asFault, IdentikitError } from "../fault/error.ts";
import {
  agentOf,
  type Inspected,
  isSetAside,
  listAgentContainers,
  nameOf,
  setAsideSuffix,
} from "./agent-container.ts";
import { rebuildContainer } from "./rebuild.ts";
import { RebuildLock } from "./rebuild-lock.ts";
import { type RebuildOptions, type RebuildOutcome, rebuildDefaults } from "./rebuild-options.ts";
import type { RebuildScene } from "./rebuild-scene.ts";
import { type Recovery, recoverRebuilds } from "./recover-rebuild.ts";

export interface RebuildContainersOptions extends RenderSettings, RebuildOptions {
  /** The agents whose containers are rebuilt. */
  readonly agents: Iterable<AgentConfig> | AsyncIterable<AgentConfig>;
  /** The one agent that was named: then it is an error that nothing runs it. */
  readonly named?: string;
  /** Asked for each container under the lock, once what killed runs left is put right; all of them if left out. */
  readonly select?: (container: Inspected) => Promise<boolean>;
  readonly onOutcome?: (outcome: RebuildOutcome) => void;
  /** Told of each rebuild that was found half done, and ended. */
  readonly onRecovery?: (agent: string, recovery: Recovery) => void;
}

/**
 * Rebuilds the containers (label `identikit.agent=NAME`) of agents, one after the other, so that never more than one
 * of a fleet is down; a failure keeps no other from being rebuilt. Of several runs one at a time works on an agent.
 * @throws {IdentikitError} `CONTAINER_FAILED` where the named agent has no container; `ENGINE_UNREACHABLE`; what
 * `signal` was aborted with
 */
export async function rebuildContainers(options: RebuildContainersOptions): Promise<RebuildOutcome[]> {
  const { agents, named, onOutcome, engine, signal } = options;
  const configs = new Map<string, AgentConfig>();
  for await (const agent of agents) configs.set(agent.name, agent);
  const found = Map.groupBy(await listAgentContainers(engine, { signal }), agentOf);
  const outcomes: RebuildOutcome[] = [];
  for (const [name, containers] of found) {
    const config = configs.get(name);
    if (!config) continue;
    for await (const outcome of rebuildAgent(config, containers, options)) {
      outcomes.push(outcome);
      onOutcome?.(outcome);
    }
  }
  if (outcomes.length > 0 || named === undefined || found.has(named)) return outcomes;
  throw noContainer(named);
}

/** That the agent which was named has no container. */
export function noContainer(named: string): IdentikitError {
  return new IdentikitError("CONTAINER_FAILED", `no container runs agent ${JSON.stringify(named)}`, {
    remedy: `Start one with the label identikit.agent=${named}.`,
  });
}

async function* rebuildAgent(
  config: AgentConfig,
  containers: readonly Inspected[],
  options: RebuildContainersOptions,
): AsyncGenerator<RebuildOutcome> {
  const { engine, signal, lockMs = rebuildDefaults.lockMs } = options;
  const agent = resolvedAgent(config, options);
  signal?.throwIfAborted();
  using place = EnvDirectories.make(agent.envRoot);
  const named = containers.map(({ Config }) => options.image ?? Config.Image);
  const images = [...new Set([...containers.map(({ Image }) => Image), ...named])];
  const waiting = { agent: agent.name, place, images, waitMs: lockMs, signal };
  try {
    await using lock = await RebuildLock.acquire(engine, waiting);
    const scene = { agent, place, options, assertHeld: () => lock.assertHeld() };
    for (const container of await settled(scene, options)) {
      signal?.throwIfAborted();
      if (await (options.select?.(container) ?? true)) yield await rebuildContainer(scene, container);
    }
  } catch (caught) {
    const error = asFault(caught);
    if (signal?.aborted || error.code === "ENGINE_UNREACHABLE") throw caught;
    const names = new Set(containers.map((each) => nameOf(each).replace(setAsideSuffix, "")));
    for (const container of names) yield { agent: agent.name, container, result: "failed", error };
  }
}

/** An agent's containers, once what killed runs left half done is ended. */
async function settled(scene: RebuildScene, { onRecovery }: RebuildContainersOptions): Promise<Inspected[]> {
  const { agent, options } = scene;
  // A rename that a killed run asked for may come true while this looks.
  for (let looks = 1; ; looks++) {
    for (const recovery of await recoverRebuilds(scene)) onRecovery?.(agent.name, recovery);
    const containers = await listAgentContainers(options.engine, { agent: agent.name, signal: agent.signal });
    if (looks === 3 || !containers.some(isSetAside)) return containers.filter((each) => !isSetAside(each));
  }
}

/** An agent's config with the settings of the run. */
export function resolvedAgent(config: AgentConfig, options: RebuildContainersOptions): ResolvedAgent {
  return { ...settingsOf(options), ...config };
}

function settingsOf(options: RebuildContainersOptions): RenderSettings {
  const { envRoot, secrets, accessor, reason, ledgerKeys, events, clock, sync, signal } = options;
  const settings = { envRoot, secrets, accessor, reason, ledgerKeys, events, clock };
  return { ...settings, ...(sync === undefined ? {} : { sync }), ...(signal ? { signal } : {}) };
}
