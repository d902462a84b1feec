import type { AgentConfig } from "../../config/agent-config.ts";
import { IdentikitError } from "../../fault/error.ts";
import type { RenderSettings } from "../agent.ts";
import { agentOf, listAgentContainers, nameOf, setAsideSuffix } from "./agent-container.ts";
import { type RebuildOptions, type RebuildOutcome, rebuildContainer, recoverSetAside } from "./rebuild.ts";

export interface RebuildContainersOptions extends RenderSettings, RebuildOptions {
  /** The agents whose containers are rebuilt. */
  readonly agents: Iterable<AgentConfig> | AsyncIterable<AgentConfig>;
  /** The one agent that was named: then it is an error that nothing runs it. */
  readonly named?: string;
  readonly onOutcome?: (outcome: RebuildOutcome) => void;
}

/**
 * Rebuilds the containers (label `identikit.agent=NAME`) of agents, one after the other, so that never more than one
 * of a fleet is down; a failure keeps no other from being rebuilt.
 * @throws {IdentikitError} `CONTAINER_FAILED` where the named agent has no container; `ENGINE_UNREACHABLE`,
 * `ENGINE_FAILED`; what `signal` was aborted with
 */
export async function rebuildContainers(options: RebuildContainersOptions): Promise<RebuildOutcome[]> {
  const { agents, named, onOutcome, engine, image, healthMs, stopSeconds, ...settings } = options;
  const configs = new Map<string, AgentConfig>();
  for await (const agent of agents) configs.set(agent.name, agent);
  const ours = async () =>
    (await listAgentContainers(engine, settings.signal)).filter((each) => configs.has(agentOf(each)));
  for (const container of await ours()) await recoverSetAside(engine, container);
  const outcomes: RebuildOutcome[] = [];
  for (const container of (await ours()).filter((each) => !nameOf(each).endsWith(setAsideSuffix))) {
    settings.signal?.throwIfAborted();
    const config = configs.get(agentOf(container)) as AgentConfig;
    const outcome = await rebuildContainer({ ...config, ...settings }, container, options);
    outcomes.push(outcome);
    onOutcome?.(outcome);
  }
  if (outcomes.length > 0 || named === undefined) return outcomes;
  throw new IdentikitError("CONTAINER_FAILED", `no container runs agent ${JSON.stringify(named)}`, {
    remedy: `Start one with the label identikit.agent=${named}.`,
  });
}
