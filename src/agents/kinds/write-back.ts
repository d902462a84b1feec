import { z } from "zod";
import { pathPattern, writeBackAction } from "./fields.ts";

/** What may be written back. A run may do what its rule and its stack both allow. */
export const writeBackPolicy = z
  .array(
    z.strictObject({
      action: writeBackAction.describe("What may be done on the forge."),
      limit: z.int().min(1).max(1000).default(1).describe("How often in one run."),
      approval: z
        .enum(["required", "never"])
        .default("required")
        .describe(
          "Whether a person approves each; never holds for trusted work only, and is shown and audited as such.",
        ),
      paths: z
        .array(pathPattern)
        .max(100)
        .optional()
        .describe("For branches and pull requests: the paths that may change."),
      needed: z.int().min(1).max(10).optional().describe("How many people approve each; one if left out."),
      fourEyes: z
        .array(pathPattern)
        .max(100)
        .optional()
        .describe("Paths of which a change takes two people, whatever else is said."),
      otherTargets: z
        .boolean()
        .optional()
        .describe("Whether issues, pull requests and CI runs other than the run's own may be written to."),
      labels: z
        .array(z.string().min(1).max(100))
        .max(100)
        .optional()
        .describe("For labels: those that may be set."),
    }),
  )
  .max(20);
export type WriteBackPolicy = z.output<typeof writeBackPolicy>;
