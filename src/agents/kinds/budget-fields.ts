import { z } from "zod";
import { money, span } from "./fields.ts";

/** What one run may use. Reaching one of them ends it. */
export const runBudget = z.strictObject({
  time: span.optional().describe("Time from start to end of an attempt."),
  turns: z.int().min(1).max(10_000).optional().describe("Turns of the model."),
  tokens: z.int().min(1).max(1_000_000_000).optional().describe("Tokens read and written."),
  cost: money.optional().describe("US dollars, as the client counts them."),
});
