import type { RegistryCredential } from "../image/registry/credential.ts";
import type { Context } from "../runtime/context.ts";
import type { FetchedTrees } from "../template/fetched-trees.ts";

/** What a command is handed: the outside world, what its face was told, and what the chain that it is a step of has done. */
export interface CommandContext extends Context {
  /** The command that runs, as it is typed; a step's own where it is a step of a chain. */
  readonly command?: string;
  /** Asked before Docker's own configuration, where the face was given one. */
  readonly registryCredential?: RegistryCredential;
  /** The templates that an earlier step has fetched; a step that fetches notes them here. */
  readonly fetched?: FetchedTrees;
}
