import { z } from "zod";
import { decision } from "../actor.ts";
import { statusFields } from "../condition.ts";
import { objectName, timestamp } from "../fields.ts";
import { defineKind } from "../kind.ts";

const outcome = z.enum(["Created", "Coalesced", "Rejected", "WaitingForApproval"]);

/** What came of one event for one rule. */
export const agentTriggerExecution = defineKind({
  kind: "AgentTriggerExecution",
  plural: "agenttriggerexecutions",
  storage: "record",
  summary: "What came of one event for one rule that matched it, and why.",
  spec: z.strictObject({
    triggerRule: objectName.describe("The rule."),
    delivery: objectName.describe("The delivery."),
    decision: outcome.describe("What came of it at first."),
    dedupeKey: z
      .string()
      .min(1)
      .max(1000)
      .optional()
      .describe("The key that made it one with others, or would have."),
    concurrencyKey: z.string().min(1).max(1000).optional().describe("The group in which runs are counted."),
    run: objectName.optional().describe("The run that it made or joined."),
    reason: z.string().max(4000).optional().describe("Why it was coalesced, rejected or has to wait."),
    code: z.string().max(100).optional().describe("The reason as a stable code."),
    admission: decision.optional().describe("What admission answered."),
    actor: z.string().max(253).optional().describe("Who caused the event."),
    ruleGeneration: z.int().min(1).optional().describe("The generation of the rule."),
    time: timestamp.describe("When it was decided."),
  }),
  status: z.strictObject({
    phase: outcome.optional().describe("What has come of it since."),
    ...statusFields,
  }),
  phases: {
    Created: "It made a run.",
    Coalesced: "It joined a run that was there.",
    Rejected: "It was refused.",
    WaitingForApproval: "A person has to approve it first.",
  },
  columns: [
    { name: "Decision", path: ".status.phase" },
    { name: "Rule", path: ".spec.triggerRule" },
    { name: "Run", path: ".spec.run" },
  ],
  immutable: [".spec"],
  example: {
    name: "x-0f3a",
    spec: {
      triggerRule: "fix-on-label",
      delivery: "d-0f3a",
      decision: "Created",
      time: "2026-01-02T03:04:05Z",
    },
  },
});
