import type { ResolvedAgent } from "../env/agent.ts";
import type { EnvDirectories } from "../env/env-directories.ts";
import type { RebuildOptions } from "./rebuild-options.ts";

/** What the steps of a rebuild work on. */
export interface RebuildScene {
  readonly agent: ResolvedAgent;
  readonly place: EnvDirectories;
  readonly options: RebuildOptions;
  /** Throws `LOCK_HELD` where this run does not hold the rebuild's lock any more. */
  readonly assertHeld: () => Promise<void>;
}
