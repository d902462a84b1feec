import { asFault, type IdentikitError } from "../fault/error.ts";
import { pause } from "../fault/stopped.ts";
import { type RenderQueuedOptions, renderQueued } from "./render-queued.ts";

export interface WatchQueueOptions extends RenderQueuedOptions {
  /** Ends the watch: what is under way is rendered to its end, and nothing more is begun. */
  readonly until: AbortSignal;
  /** How long nothing is asked of the database after there was nothing left to do. */
  readonly pollMs: number;
  /** Told of a database that did not answer; it is asked again. */
  readonly onOutage: (fault: IdentikitError) => void;
}

/** How many agents a watch rendered, left as they were, skipped and failed at; one that came several times counts so often. */
export interface WatchCounts {
  readonly rendered: number;
  readonly unchanged: number;
  readonly skipped: number;
  readonly failed: number;
}

/** The longest wait for a database that does not answer, in waits of `pollMs`. */
const longestWait = 32;

/**
 * Renders what becomes due, beside any number of other workers, until it is told to stop. A database that goes away and comes back
 * ends nothing.
 * @throws {IdentikitError} whatever waiting does not help against: a schema that is too new, a database that is damaged
 */
export async function watchQueue(options: WatchQueueOptions): Promise<WatchCounts> {
  const { until, pollMs, onOutcome, onOutage } = options;
  const counts = { rendered: 0, unchanged: 0, skipped: 0, failed: 0 };
  let outages = 0;
  while (!until.aborted) {
    try {
      await renderQueued({
        ...options,
        retryNow: false,
        onOutcome: (outcome) => {
          counts[outcome.result]++;
          onOutcome?.(outcome);
        },
      });
      outages = 0;
    } catch (caught) {
      const fault = asFault(caught);
      if (fault.retry.kind !== "later") throw caught;
      onOutage(fault);
      outages++;
    }
    await restOf(pollMs * Math.min(longestWait, 2 ** outages), until);
  }
  return counts;
}

/** Waits, and returns early where the watch is to end. */
async function restOf(milliseconds: number, until: AbortSignal): Promise<void> {
  try {
    await pause(milliseconds, until);
  } catch (caught) {
    if (!until.aborted) throw caught;
  }
}
