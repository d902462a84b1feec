import { z } from "zod";
import { actor } from "../actor.ts";
import { statusFields } from "../condition.ts";
import { timestamp } from "../fields.ts";
import { defineKind } from "../kind.ts";

/** A brake: nothing starts, and what was allowed to start is taken back. */
export const agentPause = defineKind({
  kind: "AgentPause",
  plural: "agentpauses",
  shortNames: ["pause", "pauses"],
  storage: "record",
  summary:
    "Stops an organisation, a repository, a rule or a stack at once: nothing is dispatched, and open tickets and tokens no longer count.",
  spec: z.strictObject({
    target: z
      .strictObject({
        kind: z
          .enum(["Organization", "Repository", "AgentTriggerRule", "AgentStack"])
          .describe("What is stopped."),
        name: z.string().min(1).max(253).describe("Its name; OWNER/REPO for a repository."),
      })
      .describe("What is stopped."),
    reason: z.string().min(1).max(1000).describe("Why, as everybody reads it who is refused."),
    by: actor.optional().describe("Who stopped it; set by the server."),
    until: timestamp.optional().describe("When it ends by itself; when it is deleted if left out."),
    since: timestamp.optional().describe("When it began."),
  }),
  status: z.strictObject({
    phase: z.enum(["Active", "Ended"]).optional().describe("Whether it holds."),
    ...statusFields,
    revoked: z.int().min(0).optional().describe("How many tickets and tokens it took back."),
  }),
  phases: { Active: "Nothing starts.", Ended: "Its time is over." },
  columns: [
    { name: "Status", path: ".status.phase" },
    { name: "Target", path: ".spec.target.name" },
    { name: "Reason", path: ".spec.reason" },
  ],
  example: {
    name: "berths",
    spec: { target: { kind: "Repository", name: "tidewater/berths" }, reason: "A token leaked." },
  },
});
