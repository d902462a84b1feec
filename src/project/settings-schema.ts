// Longer than other files: a table of all settings, each with its description and its default.
import { z } from "zod";
import { relativePath } from "../document/relative-path.ts";
import { changesSchema } from "./changes-schema.ts";

const policySchema = z.strictObject({
  extend: z
    .string()
    .min(1)
    .optional()
    .describe("A profile, built in or of `policies`, that this one adds to."),
  include: z
    .array(z.string().min(1))
    .min(1)
    .describe(
      "Paths that are delivered: exact, `dir/**` for everything under a directory, or `dir/*.md` for the files of one kind in it.",
    ),
  promptFiles: z
    .boolean()
    .optional()
    .describe(
      "Whether the files that a template's `prompt_files` names are delivered as well; as in `extend` if left out.",
    ),
});

const pinned = z
  .string()
  .regex(/^(?:any|sha256:[0-9a-f]{64})$/, "must be `any` or the digest that `config sync` shows");
const permitted = (what: string) =>
  z
    .record(z.string().min(1), pinned)
    .default({})
    .describe(
      `${what}, each with the digest of what it says, or \`any\` for whatever it says now and later.`,
    );

const permitSchema = z.strictObject({
  servers: permitted("MCP servers by name"),
  settings: permitted("Settings of the agent client by path, such as hooks.PreToolUse"),
  files: permitted("Files of the agent client that run commands, by path"),
  secrets: z
    .array(z.string().min(1))
    .default([])
    .describe(
      "Secrets that what is permitted as `any` may name; a digest covers the secrets that its value names.",
    ),
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
  envRoot: z
    .string()
    .min(1)
    .default(".identikit/env")
    .describe(
      "Where the env directories are, DIR/<agent>/: a path from the repository's root, or an absolute one.",
    ),
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
  platform: z
    .strictObject({
      organization: z
        .string()
        .max(63)
        .regex(
          /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
          "must be lower-case letters, digits and -, and begin and end with a letter or digit",
        )
        .default("default")
        .describe("The organisation of objects that name none."),
      manifests: relativePath
        .default("agents")
        .describe("The folder of what the repository declares for agent runs."),
      repositories: z
        .array(
          z
            .string()
            .max(200)
            .regex(
              /^[A-Za-z0-9_*][A-Za-z0-9._*-]*\/[A-Za-z0-9_.*][A-Za-z0-9._*-]*$/,
              "must be OWNER/REPO; * stands for any part",
            ),
        )
        .max(200)
        .default([])
        .describe(
          "The organisation's repositories, OWNER/REPO with * for any part: permissions of the forge on them give rights there.",
        ),
      configRepository: z
        .string()
        .max(200)
        .regex(
          /^[A-Za-z0-9_][A-Za-z0-9._-]*\/[A-Za-z0-9_.][A-Za-z0-9._-]*$/,
          "must be OWNER/REPO, as the forge writes it",
        )
        .optional()
        .describe(
          "This repository on the forge, OWNER/REPO: permissions of the forge on it give rights in the whole organisation.",
        ),
      serverUrl: z
        .string()
        .max(1000)
        .regex(
          /^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/])[^\s?#@]*$/,
          "must be an https address without credentials, query and fragment; http for this machine only",
        )
        .optional()
        .describe(
          "The address under which runners reach `identikit serve`: they report to it while agents work. Without it all comes with the run bundle.",
        ),
      retention: z
        .strictObject({
          days: z
            .int()
            .min(1)
            .max(36_500)
            .default(90)
            .describe(
              "How long runs are kept after their end, with everything that hangs on them, and what was measured for plots.",
            ),
          changeHours: z
            .int()
            .min(1)
            .max(87_600)
            .default(24)
            .describe("How long changes of objects are kept for those who watch."),
          changes: z
            .int()
            .min(1)
            .max(100_000_000)
            .default(100_000)
            .describe("How many changes of objects are kept at most for those who watch."),
        })
        .prefault({})
        .describe("How long records of agent runs are kept in the config database."),
      readiness: z
        .strictObject({
          clientMinutes: z
            .int()
            .min(1)
            .max(525_600)
            .default(1440)
            .describe(
              "How long it counts what a client was seen to do whose version no stack pins, in minutes.",
            ),
          imageMinutes: z
            .int()
            .min(1)
            .max(525_600)
            .default(1440)
            .describe("How long it counts that an image passed the gate, in minutes."),
          recheckMinutes: z
            .int()
            .min(1)
            .max(1440)
            .default(15)
            .describe("How often stacks are looked at though no change was told, in minutes."),
        })
        .prefault({})
        .describe(
          "How long facts about stacks count before they are looked at again; MCP servers say it themselves.",
        ),
    })
    .prefault({})
    .describe("Agent runs: who may start which agent on what, and what is kept of it."),
  standInSecrets: z
    .array(z.string().min(1))
    .default([])
    .describe(
      "Secrets for which `pipeline` seals a made-up value in an SQLite database where nothing else gives one.",
    ),
  policy: z
    .string()
    .default("assets/v2")
    .describe("The delivery policy: a built-in profile or one of `policies`."),
  policies: z.record(z.string(), policySchema).default({}).describe("Further delivery policies, by name."),
  permit: z
    .record(z.string().min(1), permitSchema)
    .default({})
    .describe(
      "By template: what may run commands or name secrets. Nothing else of a template that does has any effect.",
    ),
  identity: z
    .strictObject({
      template: z
        .string()
        .min(1)
        .optional()
        .describe(
          "The template whose identity is baked; platform-agent if left out, or the only one of the manifest.",
        ),
      policy: z
        .string()
        .default("identity/v2")
        .describe("Which of its files are baked: a built-in profile or one of `policies`."),
      destination: z
        .string()
        .startsWith("/")
        .default("/opt/molecule-platform-agent-template/")
        .describe("Where the identity lies in the image."),
      required: z
        .array(relativePath)
        .optional()
        .describe(
          "Identity files that must exist with content; config.yaml and the prompt if left out (for platform-agent, also mcp_servers.yaml and prompts/concierge.md).",
        ),
    })
    .prefault({}),
  templateTokens: z
    .record(z.string().min(1), z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "must be the name of a variable"))
    .default({})
    .describe(
      "Templates, or owners on the server, with a token of their own: the name of the environment variable that holds it.",
    ),
  limits: z
    .strictObject({
      archiveMiB: z
        .number()
        .min(1)
        .max(1024)
        .default(16)
        .describe("The largest archive of a template's repository, as it is sent and unpacked, in MiB."),
      assetsMiB: z
        .number()
        .min(1)
        .max(256)
        .default(16)
        .describe("What the assets of one template may come to, in MiB."),
      entries: z
        .int()
        .min(1)
        .max(1_000_000)
        .default(10_000)
        .describe("Files and directories that a template's repository may have, assets or not."),
      seconds: z
        .number()
        .min(1)
        .max(3600)
        .default(120)
        .describe("How long one template may take to be fetched."),
      skillMiB: z
        .number()
        .min(0.01)
        .max(8)
        .default(6)
        .describe("The largest skill, all of its files together, in MiB."),
      promptKiB: z
        .number()
        .min(1)
        .max(8192)
        .default(1024)
        .describe("The longest system prompt, in 1,024 characters."),
    })
    .prefault({})
    .describe("How large what is fetched may be."),
  acceptedSecrets: relativePath
    .default("config/accepted-secrets.yaml")
    .describe("Values that the secret scan finds and that were looked at and are none."),
  changes: changesSchema
    .optional()
    .describe("The rules that pull requests are held to, read from the base branch; none if left out."),
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
      base: z
        .string()
        .min(1)
        .optional()
        .describe(
          "The image that the identity is put on, where none is named; `scratch` if left out. {name} stands for the template's name.",
        ),
      published: z
        .array(z.string().min(1))
        .default([])
        .describe(
          "Images in use, by tag, that a pull request is compared with; the pipeline's own if none is named. {name} stands for the template's name.",
        ),
      source: z
        .url()
        .optional()
        .describe(
          "The web address of the repository that publishes the image, for its label; the origin of the checkout if left out.",
        ),
    })
    .prefault({}),
  provenance: z
    .strictObject({
      keys: z
        .array(z.string().min(1))
        .max(20)
        .default([])
        .describe(
          "Public keys (PEM) whose signatures of images count: paths from the repository's root, or env://NAME.",
        ),
      identity: z
        .string()
        .min(1)
        .optional()
        .describe(
          "The identity whose signatures without a key count: the subject of the certificate, in full.",
        ),
      issuer: z
        .string()
        .min(1)
        .optional()
        .describe("Who has to have vouched for `identity`: an OIDC issuer."),
      trustedRoot: relativePath
        .optional()
        .describe(
          "The authorities of the Sigstore deployment, as `cosign trusted-root create` writes them; fetched from a TUF repository if left out.",
        ),
      tuf: z
        .strictObject({
          url: z.url().describe("The address of the repository."),
          root: relativePath.describe("Its first root.json, which says who may sign the rest."),
        })
        .optional()
        .describe(
          "The TUF repository with the authorities of a Sigstore deployment of your own; Sigstore's public one if left out.",
        ),
      fulcio: z
        .url()
        .optional()
        .describe("The certificate authority to sign without a key; Sigstore's public one if left out."),
      rekor: z
        .url()
        .optional()
        .describe("The transparency log for signatures without a key; Sigstore's public one if left out."),
    })
    .prefault({})
    .describe("Whose signatures of images count, and where those without a key are made."),
  history: z
    .strictObject({
      days: z
        .int()
        .min(1)
        .max(36_500)
        .default(365)
        .describe(
          "How long changes of the config database are kept for `config history` and `config rollback`.",
        ),
      changes: z
        .int()
        .min(1)
        .max(100_000_000)
        .default(1_000_000)
        .describe(
          "How many changes of rows are kept at most; the newest write stays whole, however many it has.",
        ),
    })
    .prefault({})
    .describe("How much of the history of the config database is kept."),
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
