import type { AgentConfig } from "../config/agent-config.ts";
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
const concurrency = 16;

export interface TurnOptions {
  readonly shard?: Shard;
  readonly signal?: AbortSignal;
}

/**
 * Gives each agent of a shard its turn, several at a time.
 * @returns what came of them, in the order of the agents
 * @throws what reading the agents or a turn throws, once nothing is under way any more; what `signal` was aborted with
 */
export async function takeTurns<Outcome>(
  agents: Agents,
  { shard, signal }: TurnOptions,
  turn: (agent: Agent) => Promise<Outcome>,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const next = inOrder(agents, shard);
  const work = async () => {
    for (let at = await next(); at; at = await next()) {
      signal?.throwIfAborted();
      outcomes[at.index] = await turn(at.agent);
    }
  };
  const running = await Promise.allSettled(Array.from({ length: concurrency }, work));
  for (const result of running) if (result.status === "rejected") throw result.reason;
  return outcomes;
}

interface Turn {
  readonly index: number;
  readonly agent: Agent;
}

/** Hands out the agents of a shard one at a time, also to several that ask at once. */
function inOrder(agents: Agents, shard: Shard | undefined): () => Promise<Turn | undefined> {
  const source = Symbol.asyncIterator in agents ? agents[Symbol.asyncIterator]() : agents[Symbol.iterator]();
  let index = 0;
  let last: Promise<Turn | undefined> = Promise.resolve(undefined);
  const advance = async (): Promise<Turn | undefined> => {
    for (;;) {
      const { done, value } = await source.next();
      if (done) return undefined;
      if (!shard || isInShard(value.name, shard)) return { index: index++, agent: value };
    }
  };
  return () => {
    last = last.then(advance);
    return last;
  };
}

/** An agent's config, resolved if it is not. @throws what resolving throws */
export function configFor(agent: Agent): AgentConfig {
  return "resolve" in agent ? agent.resolve() : agent;
}
