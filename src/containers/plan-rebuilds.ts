import { asFault } from "../fault/error.ts";
import { agentOf, type Inspected, isSetAside, listAgentContainers, nameOf } from "./agent-container.ts";
import { planRebuild } from "./plan-rebuild.ts";
import { noContainer, type RebuildContainersOptions, resolvedAgent } from "./rebuild-containers.ts";
import type { RebuildOutcome } from "./rebuild-options.ts";
import { runningTask } from "./running-task.ts";

/**
 * What {@link rebuildContainers} would do, container by container. Nothing is touched: no lock is taken, nothing is rendered, and
 * rebuilds that a killed run left half done stay as they are.
 * @throws {IdentikitError} `CONTAINER_FAILED` where the named agent has no container; `ENGINE_UNREACHABLE`; what
 * `signal` was aborted with
 */
export async function planRebuilds(options: RebuildContainersOptions): Promise<RebuildOutcome[]> {
  const { agents, named, onOutcome, engine, signal } = options;
  const found = Map.groupBy(await listAgentContainers(engine, { signal }), agentOf);
  const outcomes: RebuildOutcome[] = [];
  for await (const config of agents) {
    const agent = resolvedAgent(config, options);
    for (const container of found.get(agent.name) ?? []) {
      if (isSetAside(container)) continue;
      signal?.throwIfAborted();
      const outcome = await planned(agent, container, options);
      outcomes.push(outcome);
      onOutcome?.(outcome);
    }
  }
  if (outcomes.length > 0 || named === undefined || found.has(named)) return outcomes;
  throw noContainer(named);
}

async function planned(
  agent: ReturnType<typeof resolvedAgent>,
  container: Inspected,
  options: RebuildContainersOptions,
): Promise<RebuildOutcome> {
  const told = { agent: agent.name, container: nameOf(container) };
  try {
    const { image } = await planRebuild(agent, container, options);
    const task = options.onlyIdle ? await runningTask(options.engine, container, agent.envRoot) : undefined;
    if (task !== undefined) return { ...told, result: "busy", task };
    return { ...told, result: "planned", image, from: container.Image };
  } catch (caught) {
    const error = asFault(caught);
    if (options.signal?.aborted || error.code === "ENGINE_UNREACHABLE") throw caught;
    return { ...told, result: "refused", error };
  }
}
