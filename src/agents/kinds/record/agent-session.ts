import { z } from "zod";
import { statusFields } from "../condition.ts";
import { objectName, referenceTo, timestamp } from "../fields.ts";
import { defineKind } from "../kind.ts";

/** The conversation of a run. */
export const agentSession = defineKind({
  kind: "AgentSession",
  plural: "agentsessions",
  storage: "record",
  summary: "The conversation of a run, which attempts resume, continue or fork.",
  spec: z.strictObject({
    run: referenceTo("The run"),
    attempt: referenceTo("The attempt that began it").optional(),
    forkedFrom: referenceTo("The session that it was forked from").optional(),
  }),
  status: z.strictObject({
    phase: z.enum(["Pending", "Live", "Stale", "Ended"]).optional().describe("How it is."),
    ...statusFields,
    clientSessionId: z.string().max(200).optional().describe("The client's own name for it."),
    adapter: z.string().max(100).optional().describe("The adapter that runs it."),
    workspaceRef: objectName.optional().describe("The workspace that it is attached to."),
    resumable: z.boolean().optional().describe("Whether the client can go on with it."),
    lastEventAt: timestamp.optional().describe("When something was said last."),
    messages: z.int().min(0).optional().describe("How many messages it has."),
  }),
  phases: {
    Pending: "The client has not given it a name yet.",
    Live: "An agent is at work in it.",
    Stale: "Nothing has been heard of it for a while.",
    Ended: "It is over; it can be resumed where the client can do that.",
  },
  conditions: {
    Bound: "The client has given it a name.",
    Heard: "The runner of its attempt reports, at least every minute.",
  },
  columns: [
    { name: "Status", path: ".status.phase" },
    { name: "Run", path: ".spec.run" },
  ],
  immutable: [".spec"],
  example: { name: "run-0f3a", spec: { run: "run-0f3a" } },
});
