import { z } from "zod";
import { agentReviewArtifact } from "../kinds/record/agent-review-artifact.ts";
import { agentWorkspace } from "../kinds/record/agent-workspace.ts";

/** A number that the agent gives a request, so that saying it twice asks for one thing. */
const id = z
  .string()
  .min(1)
  .max(63)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, "must be letters, digits, ., _ and -")
  .optional()
  .describe("The agent's own name for the request; the same name asks for the same thing.");

/** An issue or a pull request; the run's own if left out. */
const number = z.int().min(1).optional().describe("The issue or pull request; the run's own if left out.");
const title = z.string().min(1).max(300).describe("A line.");
const body = z.string().max(60_000).describe("Markdown.");
const label = z.string().min(1).max(100);
/** A branch's name without refs/heads/; git's own rules are checked where it is made. */
const branchName = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[A-Za-z0-9_][A-Za-z0-9._/+-]*$/, "must be a branch's name that begins with a letter or digit");
const path = z.string().min(1).max(1000).describe("A path from the top of the workspace.");

const review = agentReviewArtifact.spec.pick({ decision: true, summary: true, findings: true });
const surface = agentWorkspace.status.shape.runtime.unwrap().element;

/**
 * What an agent asks for: a line of its outbox (`requests.jsonl`), or a call of the MCP server `identikit outbox`. It is a wish: what
 * becomes of it is decided where the run's bundle is taken in.
 */
export const outboxRequest = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("comment"), id, number, body: body.min(1) }),
  z.strictObject({ type: z.literal("review"), id, number, ...review.shape }),
  z.strictObject({
    type: z.literal("label"),
    id,
    number,
    add: z.array(label).max(20).optional(),
    remove: z.array(label).max(20).optional(),
  }),
  z.strictObject({
    type: z.literal("status"),
    id,
    context: z.string().min(1).max(100),
    state: z.enum(["pending", "success", "failure", "error"]),
    description: z.string().max(140).optional(),
  }),
  z.strictObject({ type: z.literal("issue"), id, title, body, labels: z.array(label).max(20).optional() }),
  z.strictObject({ type: z.literal("branch"), id, name: branchName.optional(), message: body.optional() }),
  z.strictObject({
    type: z.literal("pull_request"),
    id,
    title,
    body,
    branch: branchName.optional(),
    base: branchName.optional(),
    draft: z.boolean().optional(),
  }),
  z.strictObject({
    type: z.literal("rerun"),
    id,
    workflowRun: z.string().min(1).max(100).optional(),
    job: z.string().min(1).max(300).optional(),
  }),
  z.strictObject({
    type: z.literal("memory_update"),
    id,
    title,
    body: body.optional(),
    files: z
      .array(z.strictObject({ path, text: z.string().max(200_000).nullable() }))
      .min(1)
      .max(200)
      .describe("The files as they should be; null removes one."),
  }),
  z.strictObject({
    type: z.literal("approval"),
    id,
    action: z.enum(["tool", "shell", "network", "secret", "rebase", "release"]),
    title,
    preview: body.optional().describe("Exactly what would be done."),
  }),
  z.strictObject({ type: z.literal("runtime"), id, ...surface.omit({ seenAt: true }).shape }),
  z.strictObject({
    type: z.literal("file"),
    id,
    path,
    title: title.optional(),
    mediaType: z.string().min(1).max(200).optional(),
  }),
]);
export type OutboxRequest = z.output<typeof outboxRequest>;

/** Requests of one attempt, at most; what comes after them is not read. */
export const outboxLimit = 1000;
