import type { AgentConfig } from "../config/agent-config.ts";
import type { ConfigRows } from "../config/config-rows.ts";
import type { ConfigDatabase } from "../config/database.ts";
import { loadRows } from "../config/load-rows.ts";
import { type Claim, extendClaims, finishClaims, giveBack, takeDue } from "../config/queue.ts";
import { resolveAgent } from "../config/resolve.ts";
import { asFault } from "../fault/error.ts";
import type { RenderSettings } from "./agent.ts";
import { type AgentOutcome, renderAgents } from "./render-agents.ts";
import { emit } from "./render-instance.ts";

export interface RenderQueuedOptions extends RenderSettings {
  readonly database: ConfigDatabase;
  /** Names this worker: every process, and every worker in it, has its own. */
  readonly worker: string;
  readonly onMissingSecret?: "fail" | "skip";
  readonly onOutcome?: (outcome: AgentOutcome) => void;
}

/** Agents taken at once: enough to read their rows together, few enough to leave some for other workers. */
const batchSize = 100;
const leaseMs = 60_000;
/** How long an agent that failed is left alone, unless its config is written to. */
const pauseMs = 60_000;

/**
 * Renders the agents that are due, until none is. Any number of workers may do so at once on one database: an agent is
 * with one of them at a time, and one that is written to while it is rendered is due again. An agent that failed or was
 * skipped goes back to the queue; so does what a stopped run had taken.
 * @returns what came of each agent, in the order in which they were taken
 * @throws {IdentikitError} `DATABASE_UNREACHABLE`, `DATABASE_FAILED`; what `signal` was aborted with; the faults of
 * opening the env root
 */
export async function renderQueued(options: RenderQueuedOptions): Promise<AgentOutcome[]> {
  const { database, worker, signal } = options;
  const outcomes: AgentOutcome[] = [];
  for (;;) {
    signal?.throwIfAborted();
    const claims = await takeDue(database, { worker, limit: batchSize, leaseMs });
    if (claims.length === 0) return outcomes;
    outcomes.push(...(await renderClaimed(options, claims)));
  }
}

async function renderClaimed(
  options: RenderQueuedOptions,
  claims: readonly Claim[],
): Promise<AgentOutcome[]> {
  const { database } = options;
  const lease = keepClaims(database, claims);
  try {
    const names = claims.map(({ agent }) => agent);
    const rows = await loadRows(database, names);
    const known = new Set(rows.agents);
    const resolved = names.filter((name) => known.has(name)).map((name) => resolveOne(options, rows, name));
    const agents = resolved.filter((each): each is AgentConfig => !("result" in each));
    const unresolved = resolved.filter((each): each is Unresolved => "result" in each);
    const outcomes = [...(await renderAgents({ ...options, agents })), ...unresolved];
    const again = new Set(outcomes.filter((outcome) => "error" in outcome).map(({ agent }) => agent));
    await lease.stop();
    await finishClaims(
      database,
      claims.filter(({ agent }) => !again.has(agent)),
    );
    await giveBack(
      database,
      claims.filter(({ agent }) => again.has(agent)),
      pauseMs,
    );
    return outcomes;
  } catch (caught) {
    await lease.stop();
    await giveBack(database, claims);
    throw caught;
  }
}

type Unresolved = Extract<AgentOutcome, { readonly error: unknown }>;

/** An agent's config; rows that give none are that agent's failure and nobody else's. */
function resolveOne(
  { events, clock, reason }: RenderSettings,
  rows: ConfigRows,
  agent: string,
): AgentConfig | Unresolved {
  try {
    return resolveAgent(rows, agent);
  } catch (caught) {
    const error = asFault(caught);
    const { code, message } = error;
    emit({ events, clock }, { event: "task_failed", agent, reason, code, message });
    return { agent, result: "failed", error };
  }
}

/** Holds claims for as long as the work on them lasts. */
function keepClaims(database: ConfigDatabase, claims: readonly Claim[]): { stop(): Promise<void> } {
  let extending: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    // A lease that could not be extended runs out, and another worker renders the agents once more: nothing is lost.
    extending = extending.then(() => extendClaims(database, claims, leaseMs)).catch(() => {});
  }, leaseMs / 3);
  return {
    stop: async () => {
      clearInterval(timer);
      await extending;
    },
  };
}
