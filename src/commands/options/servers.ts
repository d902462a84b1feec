import { z } from "zod/mini";
import { list, option } from "./option.ts";

/** How servers are asked. */
export const networkOptions = () => ({
  retryFor: option(z.optional(z.coerce.number().check(z.gte(0), z.lte(3600))), {
    kind: "text",
    value: "SECONDS",
    description:
      "How long a request that fails is tried again; 0 means not at all. The settings' network.retryFor (7) if left out.",
  }),
  allowPrivateHost: list(
    "HOST[:PORT]",
    "A host inside a private network that a server may lead to: its token server, its storage. Not needed where the server is in that network itself.",
  ),
});

/** How servers that are registries are asked. */
export const registryOptions = () => ({
  ...networkOptions(),
  insecureRegistry: list(
    "HOST[:PORT]",
    "A registry to speak plain HTTP with; registries of this machine need not be named.",
  ),
});

/** The values of {@link networkOptions}. */
export interface NetworkOptionValues {
  readonly retryFor?: number | undefined;
  readonly allowPrivateHost: readonly string[];
}

/** The values of {@link registryOptions}. */
export interface RegistryOptionValues extends NetworkOptionValues {
  readonly insecureRegistry: readonly string[];
}
