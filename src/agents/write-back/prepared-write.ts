import { z } from "zod";
import { canonicalJson } from "../../document/canonical-json.ts";
import { type Digest, digestOf } from "../../tree/digest.ts";
import { commitId, objectName, repositoryName, sha256 } from "../kinds/fields.ts";

const repository = repositoryName;
const number = z.int().min(1);
const text = z.string().max(65_000);
const title = z.string().min(1).max(255);
const branch = z.string().min(1).max(255);
const labels = z.array(z.string().min(1).max(100)).max(20);

const finding = z.strictObject({
  path: z.string().min(1).max(1000),
  line: z.int().min(1).optional(),
  endLine: z.int().min(1).optional(),
  side: z.enum(["old", "new"]),
  body: text,
});

/** What is committed: a patch of the run, as a commit on its base, on a branch of its own. */
const commit = {
  branch,
  base: commitId.describe("The commit that the patch changes."),
  patch: sha256,
  message: text,
};

/**
 * Exactly what is sent to the forge, with every text in its last form, apart from what tells it from others: its key, and in commits who
 * approved it. It is stored by its digest when it is planned, and read again when it is carried out.
 */
export const preparedWrite = z.discriminatedUnion("action", [
  z.strictObject({ action: z.literal("comment"), repository, number, body: text }),
  z.strictObject({
    action: z.literal("review"),
    repository,
    number,
    head: commitId,
    verdict: z.enum(["comment", "request_changes"]),
    body: text,
    findings: z.array(finding).max(1000),
  }),
  z.strictObject({ action: z.literal("label"), repository, number, add: labels, remove: labels }),
  z.strictObject({
    action: z.literal("status"),
    repository,
    commit: commitId,
    context: z.string().min(1).max(120),
    state: z.enum(["pending", "success", "failure", "error"]),
    description: z.string().max(140),
  }),
  z.strictObject({ action: z.literal("issue"), repository, title, body: text, labels }),
  z.strictObject({ action: z.literal("branch"), repository, ...commit }),
  z.strictObject({
    action: z.literal("pull_request"),
    repository,
    ...commit,
    into: branch.describe("The branch that it is to be merged into."),
    title,
    body: text,
    draft: z.boolean(),
  }),
  z.strictObject({
    action: z.literal("rerun"),
    repository,
    workflowRun: z.string().regex(/^[1-9][0-9]{0,18}$/),
    job: z
      .string()
      .regex(/^[1-9][0-9]{0,18}$/)
      .optional(),
    attempt: z.int().min(0).describe("How often it has run so far."),
  }),
  z.strictObject({
    action: z.literal("memory_update"),
    repository,
    memory: objectName.describe("The memory repository, as an object."),
    update: objectName.describe("The proposal."),
    ...commit,
    into: branch,
    title,
    body: text,
  }),
]);
export type PreparedWrite = z.output<typeof preparedWrite>;
export type WriteAction = PreparedWrite["action"];
/** A write of one action. */
export type WriteOf<Action extends WriteAction> = Extract<PreparedWrite, { readonly action: Action }>;

export function writeText(write: PreparedWrite): string {
  return canonicalJson(preparedWrite.parse(write));
}

export function writeDigest(write: PreparedWrite): Digest {
  return digestOf(writeText(write));
}
