import { z } from "zod";
import { reviewVerdictWords } from "../../agents/kinds/closed-words.ts";
import { workspaceAction } from "../../agents/kinds/record/agent-action.ts";

const expectedGeneration = z
  .int()
  .min(0)
  .optional()
  .describe("The metadata.generation that was looked at; 409 where the object has another by now.");

/** What is sent to cancel or retry a run. */
export const runActionBody = z.strictObject({ expectedGeneration });

/** What is sent to resume or fork a run: what the agent is told. */
export const toldBody = z.strictObject({
  expectedGeneration,
  message: z.string().max(100_000).optional().describe("What the agent is told."),
});

/** What is sent to go on with a run. */
export const continueBody = toldBody.required({ message: true });

/** What is sent to decide an approval. */
export const decisionBody = z.strictObject({
  expectedGeneration,
  digest: z.string().max(200).describe("Of what was looked at: spec.artifactDigest of the approval."),
  verdict: z.enum(["approve", "reject"]).describe("The decision."),
  comment: z.string().max(10_000).optional().describe("Why, for those who read it later."),
});

/** What is sent to do something with a workspace. */
export const workspaceBody = z.strictObject({
  expectedGeneration,
  action: workspaceAction.describe("What is done with it."),
  notes: z.string().max(100_000).optional().describe("For notes-save: the notes."),
  host: z
    .string()
    .min(1)
    .max(253)
    .optional()
    .describe("For recover: the machine that is to hold it, where that is not the one that held it before."),
});

/** What is sent to see what would come of a delivery. */
export const dryRunBody = z.strictObject({
  delivery: z.string().min(1).max(253).describe("The name of a stored delivery."),
});

/** What is sent to decide a review. */
export const reviewBody = z.strictObject({
  verdict: z.enum(reviewVerdictWords).describe("The decision."),
  comment: z.string().max(10_000).optional().describe("Why, for those who read it later."),
});

/** What is sent to repeat a stored delivery. */
export const replayBody = z.strictObject({
  request: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe("A word of the sender's for this request: the same word again repeats nothing."),
});

/** What is sent to look something up in the memory. */
export const memoryQueryBody = z.strictObject({
  repository: z
    .string()
    .min(1)
    .max(253)
    .optional()
    .describe("The memory repository; the only one if left out."),
  at: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe("Its state, such as two days ago; the newest if left out."),
  text: z.string().max(1000).optional().describe("Words that a record has to have, all of them."),
  paths: z.array(z.string().min(1).max(400)).max(100).optional().describe("Where, such as services/**."),
  kinds: z.array(z.string().min(1).max(100)).max(100).optional().describe("Which kinds of record."),
  limit: z.int().min(1).max(1000).optional().describe("Records at most; 100 if left out."),
});

/** The part of a write-back's body that is not what is written. */
export const writeBackGuard = z.object({ expectedGeneration });
