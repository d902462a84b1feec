import { z } from "zod";
import { list, option, text } from "./option.ts";

/** Options that mean the same in every command that has them. */
export const rootOption = {
  root: text(
    "DIR",
    "The source-of-truth repository; found by walking up from the working directory if left out.",
  ),
};

export const databaseOption = {
  database: text(
    "PATH|URL",
    "The config database: an SQLite file or a postgres:// URL; else DATABASE_URL, else the settings' (.identikit/config.db).",
  ),
};

export const networkOptions = {
  retryFor: option(z.coerce.number().min(0).max(3600).optional(), {
    kind: "text",
    value: "SECONDS",
    description:
      "How long a request that fails is tried again; 0 means not at all. The settings' network.retryFor (7) if left out.",
  }),
  allowPrivateHost: list(
    "HOST[:PORT]",
    "A host inside a private network that a server may lead to: its token server, its storage. Not needed where the server is in that network itself.",
  ),
};

export const registryOptions = {
  ...networkOptions,
  insecureRegistry: list(
    "HOST[:PORT]",
    "A registry to speak plain HTTP with; registries of this machine need not be named.",
  ),
};
