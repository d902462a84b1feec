import { z } from "zod";
import { statusFields } from "../condition.ts";
import { line, money, objectName } from "../fields.ts";
import { defineKind } from "../kind.ts";

/** What an organisation, or a rule, may use in a day. */
export const agentBudget = defineKind({
  kind: "AgentBudget",
  plural: "agentbudgets",
  storage: "config",
  summary:
    "What the runs of an organisation, or of one rule, may use in a day (UTC), and how deep a chain of runs may go.",
  spec: z.strictObject({
    title: line.optional().describe("What people call it."),
    target: z
      .strictObject({
        kind: z.enum(["Organization", "AgentTriggerRule"]).describe("What it limits."),
        name: objectName.optional().describe("For a rule: its name."),
      })
      .describe("What it limits."),
    runsPerDay: z.int().min(0).max(1_000_000).optional().describe("Runs that may start in a day."),
    tokensPerDay: z.int().min(0).max(1_000_000_000_000).optional().describe("Tokens of all runs of a day."),
    costPerDay: money.optional().describe("US dollars of all runs of a day."),
    chainDepth: z
      .int()
      .min(0)
      .max(20)
      .optional()
      .describe("How many runs may follow from one another's write-backs; 3 if nothing says otherwise."),
  }),
  status: z.strictObject({
    ...statusFields,
    day: z.iso.date().optional().describe("The day that was counted."),
    runs: z.int().min(0).optional().describe("Runs of that day."),
    tokens: z.int().min(0).optional().describe("Tokens of that day."),
    cost: money.optional().describe("US dollars of that day."),
  }),
  conditions: { Within: "There is something left of each." },
  columns: [
    { name: "Target", path: ".spec.target.name" },
    { name: "Runs", path: ".status.runs", type: "integer" },
    { name: "Cost", path: ".status.cost" },
  ],
  example: {
    name: "organisation",
    spec: { target: { kind: "Organization" }, runsPerDay: 200, costPerDay: "100" },
  },
});
