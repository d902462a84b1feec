import { z } from "zod";

const relativePath = z
  .string()
  .min(1)
  .refine(
    (path) => !path.startsWith("/") && !path.split("/").includes(".."),
    "must stay inside the repository",
  );

const policySchema = z.strictObject({
  include: z
    .array(z.string().min(1))
    .min(1)
    .describe("Paths that are delivered: exact, or `dir/**` for everything under a directory."),
});

/** What `identikit.yaml` may say. Every key has a default, so a repository that follows the conventions needs no file. */
export const settingsSchema = z.strictObject({
  $schema: z.string().optional().describe("The JSON Schema that an editor checks this file with."),
  version: z.literal(1).default(1).describe("The version of this file's form."),
  manifest: relativePath.default("manifest.json").describe("Which template repositories exist."),
  agents: relativePath.default("agents.json").describe("Agent types and agents."),
  lock: relativePath.default("identikit.lock").describe("The commit and tree digest of each template."),
  database: z
    .string()
    .min(1)
    .default(".identikit/config.db")
    .describe("The config database: a path, or a postgres:// URL without a password."),
  templates: relativePath
    .default(".tenant-bundle-deps/workspace-configs-templates")
    .describe("Where fetched templates lie, one directory each."),
  builtin: z
    .strictObject({
      mcpServers: relativePath.default("config/mcp-builtin.json"),
      marketplaces: relativePath.default("config/marketplaces-builtin.json"),
    })
    .prefault({})
    .describe("The files that fill the builtin scope of the config database."),
  standInSecrets: z
    .array(z.string().min(1))
    .default([])
    .describe(
      "Secrets for which `pipeline` seals a made-up value in an SQLite database where nothing else gives one.",
    ),
  policy: z
    .string()
    .default("assets/v1")
    .describe("The delivery policy: a built-in profile or one of `policies`."),
  policies: z.record(z.string(), policySchema).default({}).describe("Further delivery policies, by name."),
  identity: z
    .strictObject({
      template: z.string().default("platform-agent").describe("The template whose identity is baked."),
      policy: z
        .string()
        .default("identity/v1")
        .describe("Which of its files are baked: a built-in profile or one of `policies`."),
      destination: z
        .string()
        .startsWith("/")
        .default("/opt/molecule-platform-agent-template/")
        .describe("Where the identity lies in the image."),
      required: z
        .array(relativePath)
        .default(["config.yaml", "mcp_servers.yaml", "prompts/concierge.md"])
        .describe("Identity files that must exist with content."),
    })
    .prefault({}),
  network: z
    .strictObject({
      retryFor: z
        .number()
        .min(0)
        .max(3600)
        .default(7)
        .describe("Seconds for which a request to a registry or template server that fails is tried again."),
      allowPrivateHosts: z
        .array(z.string().min(1))
        .default([])
        .describe(
          "Hosts (`HOST` or `HOST:PORT`) inside a private network that a server outside of it may lead to.",
        ),
    })
    .prefault({}),
  image: z
    .strictObject({
      repository: z
        .string()
        .default("molecule-ai/platform-platform-agent")
        .describe("The image's repository, without the registry."),
      tags: z
        .array(z.string())
        .default(["type=sha,prefix=staging-,format=long"])
        .describe("Tag rules, in the vocabulary of docker/metadata-action."),
    })
    .prefault({}),
  containers: z
    .strictObject({
      settleSeconds: z
        .number()
        .min(0)
        .max(3600)
        .default(5)
        .describe(
          "How long a new container must stay up (healthy, where it has a health check) before the old one is removed.",
        ),
      healthSeconds: z
        .number()
        .min(1)
        .max(86_400)
        .default(120)
        .describe("How long a new container may take to become healthy."),
    })
    .prefault({}),
});

export type Settings = z.output<typeof settingsSchema>;
