import { z } from "zod";
import { runBudget } from "../kinds/budget-fields.ts";
import { namespaceName, objectName, repositoryName, sha256, trustTier } from "../kinds/fields.ts";
import { sourceRefs } from "../kinds/git-state.ts";
import { writeBackPolicy } from "../kinds/write-back.ts";
import { outboxAnswer } from "../outbox/outbox-answer.ts";

/** A secret that the agent gets, without its value. */
const grantedSecret = z.strictObject({
  name: z.string().min(1).max(128),
  mountPolicy: z.enum(["env", "file", "proxy"]),
  /** For `proxy`: the one host whose requests get it. */
  proxyHost: z.string().min(1).max(253).optional(),
});

/** A config that the agent gets: plain values by their keys. */
const grantedConfig = z.strictObject({
  name: objectName,
  mountPolicy: z.enum(["env", "file"]),
  data: z.record(z.string().min(1).max(253), z.string().max(100_000)),
});

/**
 * What a runner is told and needs to know to run one attempt: nothing else decides what it does. Claims with three letters are those
 * of RFC 7519; times are in seconds since 1970.
 */
export const ticketSchema = z.strictObject({
  version: z.literal(1),
  /** Who wrote it: the config database, as its owner calls it. */
  iss: z.string().min(1).max(400),
  /** The pool that it is for. */
  aud: objectName,
  /** Unique, so that a ticket counts once. */
  jti: z.uuid(),
  iat: z.int().min(0),
  exp: z.int().min(0),
  namespace: namespaceName,
  run: objectName,
  attempt: objectName,
  /** The workspace that the run was given, by name. */
  workspace: objectName.optional(),
  /** For an attempt that follows another one: why there is one, which it follows, and what the agent is told. */
  again: z
    .strictObject({
      reason: z.enum(["retry", "resume", "fork", "continue"]),
      previous: objectName,
      message: z.string().max(100_000).optional(),
    })
    .optional(),
  /**
   * Of the attempt that this one follows: its client's session, sealed for the pool, or else what was said in it, both in base64; and what
   * people have answered to what the run asked.
   */
  earlier: z
    .strictObject({
      session: z.string().max(48_000_000).optional(),
      transcript: z.string().max(4_000_000).optional(),
      answers: z.array(outboxAnswer).max(1000).optional(),
    })
    .optional(),
  repository: repositoryName,
  sourceRefs,
  taskKind: objectName,
  trustTier,
  serviceAccount: objectName,
  stack: z.strictObject({
    name: objectName,
    generation: z.int().min(1),
    digest: sha256,
    profile: z.record(z.string(), z.json()),
  }),
  /** The digest of all that admission looked at. */
  permission: sha256,
  context: z.strictObject({ bundle: objectName, digest: sha256, text: z.string().max(2_000_000) }),
  budget: runBudget,
  writeBack: writeBackPolicy,
  secrets: z.array(grantedSecret).max(500),
  configs: z.array(grantedConfig).max(500),
  /** What the agent's env directory is rendered from. */
  identity: z.strictObject({
    digest: sha256,
    /** The configuration (JSON, gzip, base64), whose placeholders stand for secrets. */
    config: z.string().max(48_000_000),
    /** What the stack's agent has and the run does not, for people. */
    leftOut: z.array(z.string().max(1000)).max(1000),
  }),
  /** The values of the secrets and the key of the run bundle, sealed for the pool (age, base64); see `sealContent`. */
  sealed: z.string().min(1).max(2_000_000),
});
export type Ticket = z.output<typeof ticketSchema>;
