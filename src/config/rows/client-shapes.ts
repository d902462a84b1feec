import { z } from "zod";

// The shapes that the agent client accepts. Keys that are not known are let through: the client tolerates them.

const strings = z.record(z.string(), z.string());

const stdioServer = z.looseObject({
  type: z.literal("stdio"),
  command: z.string().min(1),
  args: z.array(z.string()).optional(),
  env: strings.optional(),
});

const remoteServer = z.looseObject({
  type: z.enum(["http", "streamable-http", "sse", "ws"]),
  url: z.string().min(1),
  headers: strings.optional(),
  headersHelper: z.string().optional(),
  timeout: z.number().positive().optional(),
  alwaysLoad: z.boolean().optional(),
  oauth: z.looseObject({}).optional(),
});

/** One entry of `mcpServers`, as rows and files have it. The client skips a `url` without a `type`; so both are asked for. */
export const mcpServerShape = z.discriminatedUnion("type", [stdioServer, remoteServer]);

/**
 * One entry of `mcpServers` as people write it: a server with a command and no type is one that talks over standard input and
 * output. It gives the entry with its type.
 */
export const writtenServerShape = z.preprocess(
  (value) =>
    typeof value === "object" && value !== null && "command" in value && !("type" in value)
      ? { type: "stdio", ...value }
      : value,
  mcpServerShape,
);

const text = z.string().min(1);

const marketplaceSource = z.discriminatedUnion("source", [
  z.looseObject({
    source: z.literal("github"),
    repo: z
      .string()
      .regex(
        /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})\/(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/,
        "must be owner/repository",
      ),
    ref: text.optional(),
    path: text.optional(),
    skipLfs: z.boolean().optional(),
  }),
  z.looseObject({ source: z.literal("git"), url: text, ref: text.optional(), path: text.optional() }),
  z.looseObject({ source: z.literal("url"), url: text, headers: strings.optional() }),
  z.looseObject({ source: z.enum(["file", "directory"]), path: text }),
  z.looseObject({
    source: z.literal("npm"),
    package: z
      .string()
      .regex(
        /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/,
        "must be the name of an npm package",
      ),
    version: text.optional(),
    registry: z.url({ protocol: /^https?$/ }).optional(),
  }),
  z.looseObject({ source: z.literal("settings"), name: text, plugins: z.array(z.unknown()) }),
]);

/** One entry of `extraKnownMarketplaces`; an unknown `source.source` makes the client drop the whole file. */
export const marketplaceShape = z.looseObject({
  source: marketplaceSource,
  autoUpdate: z.boolean().optional(),
});

/** What a key of `enabledPlugins` looks like. */
export const pluginNamePattern: RegExp = /^[^@\s]+@[^@\s]+$/;

/** A key of `enabledPlugins`. */
export const pluginName = z.string().regex(pluginNamePattern, "must be <plugin>@<marketplace>");

/** The keys of `settings.json` that are ours. */
export const settingsShape = z.looseObject({
  enabledPlugins: z.record(pluginName, z.boolean()).optional(),
  extraKnownMarketplaces: z.record(z.string().min(1), marketplaceShape).optional(),
});

/** The keys of `.claude.json` that are ours. */
export const clientFileShape = z.looseObject({
  mcpServers: z.record(z.string().min(1), mcpServerShape).optional(),
});
