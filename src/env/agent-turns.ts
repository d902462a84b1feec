import type { AgentConfig } from "../config/schema/agent-config.ts";
import { inParallel } from "../fault/slots.ts";
import { isInShard, type Shard } from "./shard.ts";

/** An agent whose config is resolved when its turn comes: rows that give none are then its own failure. */
export interface AgentToResolve {
  readonly name: string;
  /** @throws {IdentikitError} `ROW_INVALID` */
  readonly resolve: () => AgentConfig;
}

export type Agent = AgentConfig | AgentToResolve;
export type Agents = Iterable<Agent> | AsyncIterable<Agent>;

/** So many agents are under way at once: reads of the log and of the disk overlap, open files stay few. */
const atOnce = 16;

export interface TurnOptions {
  readonly shard?: Shard;
  /** How many agents are under way at once. Default 16. */
  readonly concurrency?: number | undefined;
  /** Asked before each agent; once it says no, the agents that are left have no turn. */
  readonly mayBegin?: (() => boolean) | undefined;
  readonly signal?: AbortSignal;
}

/**
 * Gives each agent of a shard its turn, several at a time.
 * @returns what came of those that had one, in the order of the agents
 * @throws what reading the agents or a turn throws, once nothing is under way any more; what `signal` was aborted with
 */
export async function takeTurns<Outcome>(
  agents: Agents,
  options: TurnOptions,
  turn: (agent: Agent) => Promise<Outcome>,
): Promise<Outcome[]> {
  return await inTurns(chosen(agents, options), options, turn);
}

/** As {@link takeTurns}, of what was {@link chosen} and put into another order or told more of. */
export async function inTurns<Item, Outcome>(
  items: AsyncIterable<Item>,
  { signal, concurrency = atOnce }: TurnOptions,
  turn: (item: Item) => Promise<Outcome>,
): Promise<Outcome[]> {
  return await inParallel(items, concurrency, async (item) => {
    signal?.throwIfAborted();
    return await turn(item);
  });
}

/** The agents of a shard, each read when its turn comes. */
export async function* chosen(agents: Agents, { shard, mayBegin }: TurnOptions): AsyncGenerator<Agent> {
  for await (const agent of agents) {
    if (mayBegin && !mayBegin()) return;
    if (!shard || isInShard(agent.name, shard)) yield agent;
  }
}

/** An agent's config, resolved if it is not. @throws what resolving throws */
export function configFor(agent: Agent): AgentConfig {
  return "resolve" in agent ? agent.resolve() : agent;
}
