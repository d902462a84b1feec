import type { RegistryCredential } from "../image/registry/credential.ts";
import type { Context } from "../runtime/context.ts";

/** What a command is handed: the outside world, and what its face was told of registries. */
export interface CommandContext extends Context {
  /** Asked before Docker's own configuration, where the face was given one. */
  readonly registryCredential?: RegistryCredential;
}
