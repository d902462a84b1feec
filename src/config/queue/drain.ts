import { asFault, type IdentikitError } from "../../fault/error.ts";
import type { ConfigDatabase } from "../database.ts";
import { loadRows } from "../rows/load-rows.ts";
import { resolveAgent } from "../rows/resolve.ts";
import type { AgentConfig } from "../schema/agent-config.ts";
import { type Claim, extendClaims, finishClaims, giveBack, takeDue } from "./queue.ts";
import { failClaims, retryFailed } from "./queue-failures.ts";

/** An agent that could not be rendered. */
export interface FailedAgent {
  readonly agent: string;
  readonly error: IdentikitError;
}

/** What became of the agents of one batch; the others were rendered. */
export interface RenderedBatch {
  readonly failed: readonly FailedAgent[];
  /** They go back to the queue as they were. */
  readonly notBegun: readonly string[];
}

export interface DrainOptions {
  readonly database: ConfigDatabase;
  /** Names this worker; every process and every worker in it has its own. */
  readonly worker: string;
  /**
   * Renders some agents and gives those that failed, and why, and those that it did not begin with. It may be called for an agent whose rendering by a worker
   * that died is half done; that of a living worker never.
   */
  readonly render: (agents: readonly AgentConfig[]) => Promise<RenderedBatch>;
  /** Which agents are this worker's to take; default all. */
  readonly only?: ((agent: string) => boolean) | undefined;
  /** Asked before more agents are taken; where it says no, the worker ends as if nothing were due. */
  readonly mayGoOn?: (() => boolean) | undefined;
  /** Told of an agent whose rows give no config, which then counts as failed. */
  readonly onUnresolved?: (agent: string, caught: unknown) => void;
  /** Agents taken at a time. Default 16. */
  readonly batch?: number;
  /** How long a worker that died keeps its agents; a living one renews its hold. Default 60,000. */
  readonly leaseMs?: number;
  /**
   * How long an agent that failed once is left alone, unless it is written to before; after each further failure twice as long, up to
   * sixty times. Default 60,000.
   */
  readonly retryMs?: number;
  /** Tries agents again now that are left alone because they failed. */
  readonly retryNow?: boolean;
}

/** What a worker did, in the order in which it did it. */
export interface DrainResult {
  readonly rendered: readonly string[];
  readonly failed: readonly string[];
}

/**
 * Renders what is due until nothing is, beside any number of other workers on the same queue: no agent is in two hands at
 * once, and each committed write is followed by one render of each agent that it affects.
 * @throws what `render` throws, after giving back what was taken; the faults of the database
 */
export async function drainQueue(options: DrainOptions): Promise<DrainResult> {
  const { database, worker, batch = 16, leaseMs = 60_000, retryMs = 60_000, retryNow = false } = options;
  const { only, mayGoOn = () => true } = options;
  const rendered: string[] = [];
  const failed: string[] = [];
  if (retryNow) await retryFailed(database);
  for (;;) {
    const claims = mayGoOn() ? await takeDue(database, { worker, limit: batch, leaseMs, only }) : [];
    if (claims.length === 0) return { rendered, failed };
    const done = await renderClaims(options, claims, leaseMs);
    const errors = new Map(done.failed.map(({ agent, error }) => [agent, error]));
    const untouched = new Set(done.notBegun);
    await giveBack(
      database,
      claims.filter(({ agent }) => untouched.has(agent)),
    );
    const good = claims.filter(({ agent }) => !errors.has(agent) && !untouched.has(agent));
    rendered.push(...(await finishClaims(database, good)));
    const failures = claims.flatMap((claim) => {
      const error = errors.get(claim.agent);
      return error ? [{ ...claim, error }] : [];
    });
    failed.push(...(await failClaims(database, failures, retryMs)));
  }
}

async function renderClaims(
  { database, render, onUnresolved }: DrainOptions,
  claims: readonly Claim[],
  leaseMs: number,
): Promise<RenderedBatch> {
  // A hold that cannot be renewed is lost at its end, and finishing then says so.
  const renewal = setInterval(() => {
    extendClaims(database, claims, leaseMs).catch(() => {});
  }, leaseMs / 3);
  try {
    const names = claims.map(({ agent }) => agent);
    const rows = await loadRows(database, names);
    const present = new Set(rows.agents);
    const unresolved: FailedAgent[] = [];
    const agents = names.flatMap((name) => {
      try {
        return present.has(name) ? [resolveAgent(rows, name)] : [];
      } catch (caught) {
        onUnresolved?.(name, caught);
        unresolved.push({ agent: name, error: asFault(caught) });
        return [];
      }
    });
    const { failed, notBegun } = await render(agents);
    return { failed: [...unresolved, ...failed], notBegun };
  } catch (cause) {
    // The first fault is the one to tell; should giving back fail too, the lease ends by itself.
    await giveBack(database, claims).catch(() => {});
    throw cause;
  } finally {
    clearInterval(renewal);
  }
}
