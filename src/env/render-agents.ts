import type { AgentConfig } from "../config/agent-config.ts";
import { asFault, type IdentikitError } from "../fault/error.ts";
import type { RenderSettings, ResolvedAgent } from "./agent.ts";
import { EnvironmentPlace } from "./environment-place.ts";
import { FingerprintCache } from "./fingerprint-cache.ts";
import { emit, failureEvent, type RenderOutcome, renderInstance } from "./render-instance.ts";
import { isInShard, type Shard } from "./shard.ts";

/** What came of one agent of a run. */
export type AgentOutcome =
  | RenderOutcome
  | { readonly agent: string; readonly result: "failed" | "skipped"; readonly error: IdentikitError };

export interface RenderAgentsOptions extends RenderSettings {
  readonly agents: Iterable<AgentConfig> | AsyncIterable<AgentConfig>;
  /** `skip` reports an agent whose secret is missing and leaves its files whole, as at boot. Default `fail`. */
  readonly onMissingSecret?: "fail" | "skip";
  readonly shard?: Shard;
  /** Told of each agent when it is done. */
  readonly onOutcome?: (outcome: AgentOutcome) => void;
}

/** So many agents are under way at once: reads of the log and of the disk overlap, open files stay few. */
const concurrency = 16;

/**
 * Renders agents, each on its own: what fails for one is reported with it and keeps no other from being rendered.
 * A failed agent emits `task_failed`, one that was skipped `render_skipped`.
 * @returns the outcomes in the order of the agents
 * @throws what reading the agents throws, what `signal` was aborted with, and the faults of opening the env root
 */
export async function renderAgents(options: RenderAgentsOptions): Promise<AgentOutcome[]> {
  const { agents, onMissingSecret = "fail", shard, onOutcome, ...settings } = options;
  using place = EnvironmentPlace.make(settings.envRoot);
  const secrets = new FingerprintCache(settings.secrets);
  const outcomes: AgentOutcome[] = [];
  const pending = orderedAgents(agents, shard);
  const work = async () => {
    for (let next = await pending(); next; next = await pending()) {
      settings.signal?.throwIfAborted();
      const outcome = await renderOne({ ...next.config, ...settings, secrets }, { place, onMissingSecret });
      outcomes[next.index] = outcome;
      onOutcome?.(outcome);
    }
  };
  await settleAll(Array.from({ length: concurrency }, work));
  return outcomes;
}

interface Turn {
  readonly index: number;
  readonly config: AgentConfig;
}

/** Hands out the agents of a shard one at a time, also to several that ask at once. */
function orderedAgents(
  agents: RenderAgentsOptions["agents"],
  shard: Shard | undefined,
): () => Promise<Turn | undefined> {
  const source = Symbol.asyncIterator in agents ? agents[Symbol.asyncIterator]() : agents[Symbol.iterator]();
  let index = 0;
  let last: Promise<Turn | undefined> = Promise.resolve(undefined);
  const advance = async (): Promise<Turn | undefined> => {
    for (;;) {
      const { done, value } = await source.next();
      if (done) return undefined;
      if (!shard || isInShard(value.name, shard)) return { index: index++, config: value };
    }
  };
  return () => {
    last = last.then(advance);
    return last;
  };
}

async function renderOne(
  agent: ResolvedAgent,
  { place, onMissingSecret }: { readonly place: EnvironmentPlace; readonly onMissingSecret: "fail" | "skip" },
): Promise<AgentOutcome> {
  try {
    return await renderInstance(agent, place);
  } catch (caught) {
    if (agent.signal?.aborted) throw caught;
    const error = asFault(caught);
    const skipped = error.code === "MISSING_SECRET" && onMissingSecret === "skip";
    emit(agent, failureEvent(agent, skipped ? "render_skipped" : "task_failed", caught));
    return { agent: agent.name, result: skipped ? "skipped" : "failed", error };
  }
}

/** Waits for all, so that nothing is under way any more when the first failure is passed on. */
async function settleAll(running: readonly Promise<void>[]): Promise<void> {
  const results = await Promise.allSettled(running);
  for (const result of results) if (result.status === "rejected") throw result.reason;
}
