import { z } from "zod";
import { statusFields } from "../condition.ts";
import { secretName } from "../fields.ts";
import { defineKind } from "../kind.ts";
import { grantFields } from "./grant-fields.ts";

/** Lets something have a sealed secret. */
export const agentSecretGrant = defineKind({
  kind: "AgentSecretGrant",
  plural: "agentsecretgrants",
  storage: "config",
  summary:
    "Gives a sealed secret to an agent, tool, skill, MCP server or runner, for a purpose and within bounds; or refuses it.",
  spec: z.strictObject({
    ...grantFields,
    secretRef: z
      .strictObject({ name: secretName.describe("Its name; a secret has one value, so there are no keys.") })
      .describe("The sealed secret of the config database."),
  }),
  status: z.strictObject(statusFields),
  conditions: { Valid: "The secret and the subject exist, and it has not expired." },
  columns: [
    { name: "Secret", path: ".spec.secretRef.name" },
    { name: "Subject", path: ".spec.subject.name" },
    { name: "Purpose", path: ".spec.purpose" },
    { name: "Effect", path: ".spec.effect" },
  ],
  example: {
    name: "forge-token-for-forge",
    spec: {
      subject: { kind: "AgentMcpServer", name: "forge" },
      secretRef: { name: "FORGE_TOKEN" },
      purpose: "mcp",
      mountPolicy: "proxy",
      proxyHost: "forge.example.test",
    },
  },
});
