import { z } from "zod";
import { statusFields } from "../condition.ts";
import { toolEventType } from "../event-type.ts";
import { referenceTo, timestamp } from "../fields.ts";
import { defineKind } from "../kind.ts";

/** One thing that happened in an attempt. */
export const agentToolEvent = defineKind({
  kind: "AgentToolEvent",
  plural: "agenttoolevents",
  storage: "record",
  summary:
    "One thing that happened in an attempt, numbered, with credentials taken out. Events are appended and never change.",
  spec: z.strictObject({
    run: referenceTo("The run"),
    attempt: referenceTo("The attempt").optional(),
    seq: z.int().min(1).describe("Its number in the attempt."),
    type: toolEventType.describe("What it is."),
    time: timestamp.optional().describe("When it happened, by the runner's clock."),
    lane: z
      .string()
      .max(200)
      .optional()
      .describe("The subagent that it belongs to; the agent itself if left out."),
    tool: z.string().max(256).optional().describe("The tool."),
    status: z.enum(["started", "completed", "failed", "denied"]).optional().describe("How far it is."),
    text: z.string().max(100_000).optional().describe("What was said or done."),
    truncated: z.boolean().optional().describe("Whether its end was cut off."),
    data: z.record(z.string(), z.json()).optional().describe("Further facts, such as tokens or a path."),
  }),
  status: z.strictObject(statusFields),
  columns: [
    { name: "Run", path: ".spec.run" },
    { name: "Seq", path: ".spec.seq", type: "integer" },
    { name: "Type", path: ".spec.type" },
  ],
  immutable: [".spec"],
  example: {
    name: "run-0f3a-1-1",
    spec: { run: "run-0f3a", attempt: "run-0f3a-1", seq: 1, type: "message" },
  },
});
