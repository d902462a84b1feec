import type { ConfigDatabase } from "../config/database.ts";
import { drainQueue } from "../config/queue/drain.ts";
import { listQueue, type QueueEntry } from "../config/queue/queue-list.ts";
import { agentNames } from "../config/rows/agent-names.ts";
import { asFault } from "../fault/error.ts";
import type { RenderSettings } from "./agent.ts";
import { type AgentOutcome, renderAgents } from "./render-agents.ts";
import { emit } from "./render-instance.ts";
import { shareOf } from "./share.ts";

export interface RenderQueuedOptions extends RenderSettings {
  readonly database: ConfigDatabase;
  /** Names this worker: every process, and every worker in it, has its own. */
  readonly worker: string;
  readonly onMissingSecret?: "fail" | "skip";
  /** Tries agents again now that are left alone because they failed. */
  readonly retryNow?: boolean;
  /** Only this part of the fleet, over 0 and at most 1: see {@link shareOf}. The others stay due. */
  readonly share?: number | undefined;
  /** No agent is begun once so many have failed, and so many at most are under way at once; the others stay due. */
  readonly stopAfter?: number | undefined;
  /** Once it is aborted no agent is begun; those that are under way are rendered to their end. */
  readonly until?: AbortSignal | undefined;
  readonly onOutcome?: (outcome: AgentOutcome) => void;
}

/** Agents taken at once: enough to read their rows together, few enough to leave some for other workers. */
const batch = 100;
/** Agents that are under way at once. */
const atOnce = 16;

/** An agent that this run did not look at, since it failed before and waits for its next try. */
export type WaitingAgent = Extract<QueueEntry, { readonly state: "failing" }>;

export interface QueuedOutcome {
  /** What came of each agent, in the order in which they were taken. */
  readonly outcomes: readonly AgentOutcome[];
  readonly waiting: readonly WaitingAgent[];
  /** Whether the run ended because it had as many failed agents as its limit. */
  readonly stopped: boolean;
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
  const { share, stopAfter = Number.POSITIVE_INFINITY, until } = options;
  const outcomes: AgentOutcome[] = [];
  let failures = 0;
  const note = (outcome: AgentOutcome) => {
    if (outcome.result === "failed") failures++;
    onOutcome?.(outcome);
  };
  const mayBegin = () => failures < stopAfter && until?.aborted !== true;
  signal?.throwIfAborted();
  const chosen = share === undefined ? undefined : shareOf(await agentNames(database), share);
  await drainQueue({
    database,
    worker,
    batch,
    retryNow,
    only: chosen && ((agent) => chosen.has(agent)),
    mayGoOn: mayBegin,
    render: async (agents) => {
      signal?.throwIfAborted();
      const concurrency = Math.min(atOnce, stopAfter);
      const done = await renderAgents({ ...options, agents, concurrency, mayBegin, onOutcome: note });
      outcomes.push(...done);
      const begun = new Set(done.map(({ agent }) => agent));
      return {
        failed: done.filter((outcome) => "error" in outcome),
        notBegun: agents.map(({ name }) => name).filter((name) => !begun.has(name)),
      };
    },
    onUnresolved: (agent, caught) => {
      const error = asFault(caught);
      const { code, message } = error;
      emit(options, { event: "task_failed", agent, reason, code, message });
      const outcome = { agent, result: "failed", error } as const;
      outcomes.push(outcome);
      note(outcome);
    },
  });
  const seen = new Set(outcomes.map(({ agent }) => agent));
  const waiting = (await listQueue(database)).filter((entry) => entry.state === "failing");
  return {
    outcomes,
    waiting: waiting.filter(({ agent }) => !seen.has(agent) && (!chosen || chosen.has(agent))),
    stopped: failures >= stopAfter,
  };
}
