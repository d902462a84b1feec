import { z } from "zod";
import { money } from "../../agents/kinds/fields.ts";
import { agentToolEvent } from "../../agents/kinds/record/agent-tool-event.ts";

const { type, lane, tool, status } = agentToolEvent.spec.shape;
const count = (what: string) =>
  z.int().min(0).max(1e12).optional().describe(`${what} so far, in this attempt.`);

/** Something that happened. */
const happened = z.strictObject({
  type: type.exclude(["cost"]),
  lane,
  tool,
  status,
  text: z.string().optional().describe("What was said or done; what is over 100,000 characters is cut off."),
  data: z.record(z.string(), z.json()).optional().describe("Further facts, such as a path."),
});

/** A line that a program of the adapter `command` writes to standard output. */
export const eventLine = z.union([
  happened,
  z
    .strictObject({
      type: z.literal("cost"),
      turns: count("Answers of the model"),
      tokens: count("Tokens read and written"),
      cost: money.optional().describe("US dollars so far, in this attempt."),
    })
    .describe("What was used. Each line replaces the one before it."),
  z
    .strictObject({
      type: z.literal("session"),
      id: z.string().min(1).max(200).describe("How the program is told to go on with it."),
    })
    .describe("The conversation that the work is part of."),
  z
    .strictObject({
      type: z.literal("result"),
      outcome: z
        .enum(["succeeded", "failed", "limited"])
        .describe("How it ended; limited where a bound was reached."),
      reason: z.string().max(100).optional().describe("A word for why."),
      text: z.string().optional().describe("Last words."),
    })
    .describe("The end. The last one counts."),
]);
