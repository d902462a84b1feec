import type { Kind } from "../kinds/kind.ts";
import type { ResourceChange, ResourceReader } from "../resource/resource-store.ts";
import type { WorkKey } from "../store/queue/work-queue.ts";

/** A kind whose changes matter to a controller. */
export interface ControllerWatch {
  readonly kind: Kind;
  /** The objects that a change makes it look at; the reader shows the state after the change, or a later one. */
  keysOf?(change: ResourceChange, reader: ResourceReader): readonly WorkKey[] | Promise<readonly WorkKey[]>;
  /** Those that any change in an organisation makes it look at: they are sought once for all changes that are told together. */
  beside?(namespace: string, reader: ResourceReader): Promise<readonly WorkKey[]>;
}

/** What comes of looking at an object once. */
export interface ControlResult {
  /** Looks again after so many milliseconds though nothing changes, such as when something ends. */
  readonly againMs?: number | undefined;
}

/**
 * Brings the world into line with one object. It may be called at any time, any number of times, and by another process after one was
 * killed in the middle: what is done already is found as done. What it throws is kept beside the work, which is due again later.
 */
export interface Controller {
  /** As the queue knows it: `stack`, `trigger`, … */
  readonly name: string;
  readonly watches: readonly ControllerWatch[];
  /** What it looks at whether or not anything changes; how often, each look says. */
  readonly standing?: readonly WorkKey[] | undefined;
  /**
   * Whether a run that ends by itself looks at everything that waits for its time, too: where it goes by what changes without a word, who
   * has just put something right wants to see it.
   */
  readonly looksAtAll?: boolean | undefined;
  reconcile(key: WorkKey, signal: AbortSignal): Promise<ControlResult>;
}
