import { z } from "zod";
import { statusFields } from "../condition.ts";
import { line, objectName, trustTier } from "../fields.ts";
import { defineKind } from "../kind.ts";

/** The identity that an agent or a runner acts as. */
export const agentServiceAccount = defineKind({
  kind: "AgentServiceAccount",
  plural: "agentserviceaccounts",
  shortNames: ["asa"],
  storage: "config",
  summary: "The identity that an agent or a runner acts as. Roles and grants are given to it.",
  spec: z.strictObject({
    title: line.optional().describe("What people call it."),
    serviceAccountName: objectName.describe(
      "The name that role bindings and grants use, and a cluster's service account has.",
    ),
    usedBy: z.enum(["agent", "runner"]).default("agent").describe("Whose identity it is."),
    trustTier: trustTier
      .default("trusted")
      .describe("The tier of the work that may use it; untrusted work needs one of its own."),
  }),
  status: z.strictObject(statusFields),
  conditions: { TokenReady: "What it signs in with is there and has not expired." },
  columns: [
    { name: "Account", path: ".spec.serviceAccountName" },
    { name: "Tier", path: ".spec.trustTier" },
  ],
  example: { name: "fixer", spec: { serviceAccountName: "fixer" } },
});
