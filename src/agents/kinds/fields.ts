import { z } from "zod";

/** Kubernetes' rule for the name of an object: a DNS subdomain (RFC 1123), at most 253 characters. */
export const objectName = z
  .string()
  .min(1)
  .max(253)
  .regex(
    /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
    "must be lower-case letters, digits, - and ., and begin and end with a letter or digit",
  );

/** An organisation: a DNS label, as namespaces of Kubernetes are. */
export const namespaceName = z
  .string()
  .min(1)
  .max(63)
  .regex(
    /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
    "must be lower-case letters, digits and -, and begin and end with a letter or digit",
  );

/** One line that a person reads. */
export const line = z.string().min(1).max(1000);
/** A text of several lines, such as a prompt. */
export const longText = z.string().min(1).max(100_000);

/** OWNER/REPO as a forge writes it. */
export const repositoryName = z
  .string()
  .max(200)
  .regex(
    /^[A-Za-z0-9_][A-Za-z0-9._-]*\/[A-Za-z0-9_.][A-Za-z0-9._-]*$/,
    "must be OWNER/REPO, as the forge writes it",
  );

/** OWNER/REPO, where * stands for any part of one of the two names. */
export const repositoryPattern = z
  .string()
  .max(200)
  .regex(
    /^[A-Za-z0-9_*][A-Za-z0-9._*-]*\/[A-Za-z0-9_.*][A-Za-z0-9._*-]*$/,
    "must be OWNER/REPO; * stands for any part",
  );

/** A full ref, such as refs/heads/main; * stands for any part. Options of programs cannot look like one. */
export const refPattern = z
  .string()
  .max(400)
  .regex(/^refs\/[A-Za-z0-9._*/+@-]+$/, "must be a full ref, such as refs/heads/main; * stands for any part");

/** The ID of a commit, SHA-1 or SHA-256. */
export const commitId = z.string().regex(/^([0-9a-f]{40}|[0-9a-f]{64})$/, "must be the full ID of a commit");

export const sha256 = z.string().regex(/^sha256:[0-9a-f]{64}$/, "must be sha256: and 64 hexadecimal digits");

/** An image by its content. */
export const imageByDigest = z
  .string()
  .max(600)
  .regex(/^[^@\s]+@sha256:[0-9a-f]{64}$/, "must be an image with its digest, such as registry/name@sha256:…");

/** A pattern of paths as in .gitignore: * within a name, ** for any number of folders. */
export const pathPattern = z
  .string()
  .min(1)
  .max(400)
  .refine(
    (path) => !path.startsWith("/") && !path.split("/").includes(".."),
    "must be a path from the top of the repository",
  );

/** RFC 3339, in UTC. */
export const timestamp = z.iso.datetime();

/** A span such as 90s, 10m, 12h or 30d. */
export const span = z
  .string()
  .regex(/^[1-9][0-9]{0,5}(s|m|h|d)$/, "must be a number and s, m, h or d, such as 10m");

/** US dollars with at most six decimals. */
export const money = z
  .string()
  .regex(/^(0|[1-9][0-9]{0,8})(\.[0-9]{1,6})?$/, "must be an amount in US dollars, such as 2.50");

/** The name of a sealed secret of the config database. */
export const secretName = z
  .string()
  .max(128)
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "must be the name of a secret: letters, digits and _");

/** Somebody on the forge, by login; users, apps and bots alike. */
export const login = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[^\s:/@]+$/, "must be a login of the forge");

/** The three tiers of trust, and what work in each may touch; see Admission. */
export const trustTier = z.enum(["trusted", "restricted", "untrusted"]);

/** Where an event can come from. */
export const eventSource = z.enum([
  "push",
  "tag",
  "pull_request",
  "comment",
  "review",
  "label",
  "issue",
  "schedule",
  "manual",
  "workflow_run",
  "webhook",
]);

/** What a run may send back to the forge. */
export const writeBackAction = z.enum([
  "comment",
  "review",
  "label",
  "status",
  "issue",
  "branch",
  "pull_request",
  "rerun",
  "memory_update",
]);

export const names = (what: string) =>
  z.array(objectName).max(200).optional().describe(`${what}, by name, of the same organisation.`);
export const referenceTo = (what: string) =>
  objectName.describe(`${what}, by name, of the same organisation.`);

/** An object that is named with its kind. */
export const objectReference = z.strictObject({
  kind: z.string().min(1).max(63).describe("Its kind."),
  name: objectName.describe("Its name; it is of the same organisation."),
});

/** An object of the forge, such as an issue. */
export const forgeTarget = z.strictObject({
  kind: z
    .enum([
      "repository",
      "branch",
      "tag",
      "commit",
      "pull_request",
      "issue",
      "comment",
      "check",
      "job",
      "path",
    ])
    .describe("What it is."),
  id: z.string().min(1).max(400).describe("Its number, name, ID or path."),
  url: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .optional()
    .describe("Where a person sees it."),
});
