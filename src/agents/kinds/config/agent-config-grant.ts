import { z } from "zod";
import { statusFields } from "../condition.ts";
import { referenceTo } from "../fields.ts";
import { defineKind } from "../kind.ts";
import { grantFields } from "./grant-fields.ts";

/** Lets something have plain configuration. */
export const agentConfigGrant = defineKind({
  kind: "AgentConfigGrant",
  plural: "agentconfiggrants",
  storage: "config",
  summary:
    "Gives a config, or some of its keys, to an agent, tool, skill, MCP server or runner; or refuses it.",
  spec: z.strictObject({
    ...grantFields,
    configRef: z
      .strictObject({
        name: referenceTo("The config"),
        keys: z
          .array(z.string().min(1).max(253))
          .min(1)
          .max(200)
          .optional()
          .describe("Its keys; all of them if left out."),
      })
      .describe("What is given."),
  }),
  status: z.strictObject(statusFields),
  conditions: { Valid: "The config and the subject exist, and it has not expired." },
  columns: [
    { name: "Config", path: ".spec.configRef.name" },
    { name: "Subject", path: ".spec.subject.name" },
    { name: "Purpose", path: ".spec.purpose" },
    { name: "Effect", path: ".spec.effect" },
  ],
  example: {
    name: "endpoints-for-fixer",
    spec: {
      subject: { kind: "AgentStack", name: "fixer" },
      configRef: { name: "endpoints" },
      purpose: "tool",
    },
  },
});
