import type Docker from "dockerode";
import type { IdentikitError } from "../fault/error.ts";

export interface RebuildOptions {
  readonly engine: Docker;
  /** The image to go to; left out, the one that the container's own image reference names now. */
  readonly image?: string;
  /** How long a new container may take to become healthy, in milliseconds. Default two minutes. */
  readonly healthMs?: number;
  /**
   * How long a new container must stay up (healthy, where it has a health check) before the old one is removed, in
   * milliseconds. Default five seconds.
   */
  readonly settleMs?: number;
  /** How long the old one may take to stop, in seconds. Default 10. */
  readonly stopSeconds?: number;
  /** How long another rebuild of the same agent is waited for, in milliseconds. Default one minute. */
  readonly lockMs?: number;
  /** Fields of an inspection that may differ in the successor, such as `HostConfig.Runtime`. */
  readonly accept?: readonly string[];
  /** Leaves a container alone in which a task runs. Default false. */
  readonly onlyIdle?: boolean;
}

/** What is used where nothing is given. */
export const rebuildDefaults = {
  healthMs: 120_000,
  settleMs: 5_000,
  stopSeconds: 10,
  lockMs: 60_000,
} as const;

/** What came of one container. */
export type RebuildOutcome = { readonly agent: string; readonly container: string } & (
  | { readonly result: "rebuilt"; readonly image: string }
  /** What a dry run says: it would be rebuilt, from one image to the other, which may be the same. */
  | { readonly result: "planned"; readonly image: string; readonly from: string }
  /** A task runs in it; nothing was changed. */
  | { readonly result: "busy"; readonly task: string }
  | {
      /**
       * `refused`: nothing was touched. `restored`: the old container and its env directory are back as they were.
       * `failed`: it could not be begun, or not be brought back.
       */
      readonly result: "refused" | "restored" | "failed";
      readonly error: IdentikitError;
    }
);
