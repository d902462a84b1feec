import type { ConfigDatabase } from "../config/database.ts";
import { drainQueue } from "../config/drain.ts";
import { listQueue, type QueueEntry } from "../config/queue-list.ts";
import { asFault } from "../fault/error.ts";
import type { RenderSettings } from "./agent.ts";
import { type AgentOutcome, renderAgents } from "./render-agents.ts";
import { emit } from "./render-instance.ts";

export interface RenderQueuedOptions extends RenderSettings {
  readonly database: ConfigDatabase;
  /** Names this worker: every process, and every worker in it, has its own. */
  readonly worker: string;
  readonly onMissingSecret?: "fail" | "skip";
  /** Tries agents again now that are left alone because they failed. */
  readonly retryNow?: boolean;
  readonly onOutcome?: (outcome: AgentOutcome) => void;
}

/** Agents taken at once: enough to read their rows together, few enough to leave some for other workers. */
const batch = 100;

/** An agent that this run did not look at, since it failed before and waits for its next try. */
export type WaitingAgent = Extract<QueueEntry, { readonly state: "failing" }>;

export interface QueuedOutcome {
  /** What came of each agent, in the order in which they were taken. */
  readonly outcomes: readonly AgentOutcome[];
  readonly waiting: readonly WaitingAgent[];
}

/**
 * Renders the agents that are due, until none is, beside any number of other workers. An agent that failed or was
 * skipped goes back to the queue and is left alone for a while, longer each time, unless it is written to; what a stopped run had
 * taken is due at once.
 * @throws {IdentikitError} `DATABASE_UNREACHABLE`, `DATABASE_FAILED`; what `signal` was aborted with; the faults of
 * opening the env root
 */
export async function renderQueued(options: RenderQueuedOptions): Promise<QueuedOutcome> {
  const { database, worker, signal, reason, onOutcome, retryNow = false } = options;
  const outcomes: AgentOutcome[] = [];
  signal?.throwIfAborted();
  await drainQueue({
    database,
    worker,
    batch,
    retryNow,
    render: async (agents) => {
      signal?.throwIfAborted();
      const done = await renderAgents({ ...options, agents });
      outcomes.push(...done);
      return done.filter((outcome) => "error" in outcome);
    },
    onUnresolved: (agent, caught) => {
      const error = asFault(caught);
      const { code, message } = error;
      emit(options, { event: "task_failed", agent, reason, code, message });
      const outcome = { agent, result: "failed", error } as const;
      outcomes.push(outcome);
      onOutcome?.(outcome);
    },
  });
  const seen = new Set(outcomes.map(({ agent }) => agent));
  const waiting = (await listQueue(database)).filter((entry) => entry.state === "failing");
  return { outcomes, waiting: waiting.filter(({ agent }) => !seen.has(agent)) };
}
