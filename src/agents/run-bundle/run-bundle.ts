import { z } from "zod";
import {
  commitId,
  money,
  namespaceName,
  objectName,
  repositoryName,
  sha256,
  timestamp,
} from "../kinds/fields.ts";
import { gitState } from "../kinds/git-state.ts";
import { agentArtifact } from "../kinds/record/agent-artifact.ts";

/** A part of a bundle: a blob, and what it is. */
export const bundlePart = z.strictObject({
  /** `events` are the run's events, a line each; `blob` is content that the patch names. */
  kind: z.enum([...agentArtifact.spec.shape.kind.options, "events", "blob"]),
  name: z.string().min(1).max(300),
  digest: sha256,
  bytes: z.int().min(0),
  mediaType: z.string().min(1).max(200),
  /** Whether its end was cut off at the limit of its kind. */
  truncated: z.boolean().optional(),
  /** Places in it that look like credentials. */
  suspectedSecrets: z.int().min(0).optional(),
});
export type BundlePart = z.output<typeof bundlePart>;

/**
 * What a runner says of one attempt: `run.json` of a run bundle, whose other members are the parts, by digest. It is proven with the key
 * that only the supervisor had (`proof`), never the agent, so nobody else can hand in a result for the attempt.
 */
export const runBundle = z.strictObject({
  version: z.literal(1),
  namespace: namespaceName,
  run: objectName,
  attempt: objectName,
  ticket: z.strictObject({ id: z.uuid(), digest: sha256 }),
  repository: repositoryName,
  base: commitId.optional(),
  runner: z.strictObject({
    name: z.string().min(1).max(300),
    pool: objectName,
    ciRun: z.string().max(2000).optional(),
  }),
  startedAt: timestamp,
  finishedAt: timestamp,
  outcome: z.strictObject({
    phase: z.enum(["Succeeded", "Failed", "Cancelled", "Waiting"]),
    /** A stable code, such as BUDGET_SPENT; left out where it succeeded. */
    reason: z.string().min(1).max(100).optional(),
    message: z.string().max(4000).optional(),
    exitCode: z.int().optional(),
  }),
  client: z.strictObject({
    adapter: z.enum(["claude", "codex", "command"]),
    version: z.string().min(1).max(100).optional(),
    sessionId: z.string().min(1).max(200).optional(),
    resumable: z.boolean(),
  }),
  usage: z.strictObject({
    turns: z.int().min(0),
    tokens: z.int().min(0),
    cost: money.optional(),
  }),
  isolation: z.strictObject({
    kind: z.enum(["container", "bubblewrap", "user"]),
    network: z.enum(["none", "proxy", "open"]),
    image: z.string().max(600).optional(),
  }),
  identity: z.strictObject({
    /** The digest of the env directory as it was rendered. */
    digest: sha256,
    unchanged: z.boolean(),
    findings: z.array(z.string().max(1000)).max(200),
  }),
  workspace: z
    .strictObject({
      name: objectName.optional(),
      host: z.string().max(253).optional(),
      path: z.string().max(4000).optional(),
      git: gitState,
      storeIntact: z.boolean(),
      /** What was refused of it, such as a link that leads out; nothing of it is in the patch. */
      refused: z.array(z.string().max(1000)).max(1000),
    })
    .optional(),
  /** The digest of the patch; left out where nothing was changed. */
  patch: sha256.optional(),
  parts: z.array(bundlePart).max(110_000),
});
export type RunBundle = z.output<typeof runBundle>;
