import { z } from "zod";
import { line, timestamp } from "./fields.ts";

/**
 * One thing that is known of an object, in the shape of Kubernetes' own conditions, and how to fix it where it does not hold.
 */
export const condition = z.strictObject({
  type: z.string().min(1).max(316).describe("What it is about."),
  status: z.enum(["True", "False", "Unknown"]).describe("Whether it holds."),
  severity: z
    .enum(["error", "warning", "info"])
    .optional()
    .describe("How bad it is where it does not hold: an error blocks, a warning is shown."),
  reason: z
    .string()
    .max(1024)
    .regex(/^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$/, "must be one word")
    .describe("Why, as one word for programs."),
  message: z.string().max(32_768).describe("Why, for a person."),
  remedy: line.optional().describe("What to do about it."),
  observedGeneration: z.int().min(0).optional().describe("The generation of the object that was looked at."),
  lastTransitionTime: timestamp.describe("When the status changed last."),
});
export type Condition = z.output<typeof condition>;

/** What every status has. */
export const statusFields = {
  observedGeneration: z
    .int()
    .min(0)
    .optional()
    .describe("The generation of the object that this status is about."),
  conditions: z.array(condition).max(100).optional().describe("What is known of it, by type."),
};
