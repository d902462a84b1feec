import { z } from "zod";
import { statusFields } from "../condition.ts";
import { objectReference, referenceTo } from "../fields.ts";
import { defineKind } from "../kind.ts";

/** One thing that a stack needs. */
export const agentCapabilityRequirement = defineKind({
  kind: "AgentCapabilityRequirement",
  plural: "agentcapabilityrequirements",
  storage: "record",
  summary:
    "One thing that a stack needs because of its client, tools, servers, skills or model, and whether it is given.",
  spec: z.strictObject({
    stack: referenceTo("The stack"),
    requiredBy: objectReference.describe("What needs it."),
    subagent: referenceTo("The subagent for which it is needed; the stack itself if left out").optional(),
    need: z.enum(["secret", "config", "capability", "role"]).describe("What kind of thing it is."),
    name: z.string().min(1).max(253).describe("Which."),
    purpose: z.string().max(100).optional().describe("What for."),
  }),
  status: z.strictObject({
    phase: z.enum(["Met", "Missing", "Denied", "Expired"]).optional().describe("Whether it is given."),
    ...statusFields,
    grant: z.string().max(253).optional().describe("The grant that gives or refuses it."),
    remedy: z.string().max(4000).optional().describe("What to do about it."),
  }),
  phases: {
    Met: "It is given.",
    Missing: "Nothing gives it.",
    Denied: "A grant refuses it.",
    Expired: "The grant that gave it has ended.",
  },
  columns: [
    { name: "Status", path: ".status.phase" },
    { name: "Stack", path: ".spec.stack" },
    { name: "Need", path: ".spec.name" },
  ],
  immutable: [".spec"],
  example: {
    name: "fixer-forge-token",
    spec: {
      stack: "fixer",
      requiredBy: { kind: "AgentMcpServer", name: "forge" },
      need: "secret",
      name: "FORGE_TOKEN",
    },
  },
});
