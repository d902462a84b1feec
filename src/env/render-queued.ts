import type { ConfigDatabase } from "../config/database.ts";
import { drainQueue } from "../config/drain.ts";
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
const batch = 100;

/**
 * Renders the agents that are due, until none is, beside any number of other workers. An agent that failed or was
 * skipped goes back to the queue; so does what a stopped run had taken.
 * @returns what came of each agent, in the order in which they were taken
 * @throws {IdentikitError} `DATABASE_UNREACHABLE`, `DATABASE_FAILED`; what `signal` was aborted with; the faults of
 * opening the env root
 */
export async function renderQueued(options: RenderQueuedOptions): Promise<AgentOutcome[]> {
  const { database, worker, signal, reason, onOutcome } = options;
  const outcomes: AgentOutcome[] = [];
  signal?.throwIfAborted();
  await drainQueue({
    database,
    worker,
    batch,
    render: async (agents) => {
      signal?.throwIfAborted();
      const done = await renderAgents({ ...options, agents });
      outcomes.push(...done);
      return done.filter((outcome) => "error" in outcome).map(({ agent }) => agent);
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
  return outcomes;
}
