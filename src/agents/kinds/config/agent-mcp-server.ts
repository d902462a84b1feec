import { z } from "zod";
import { statusFields } from "../condition.ts";
import { line, names, objectName, secretName, sha256, span, timestamp } from "../fields.ts";
import { defineKind } from "../kind.ts";

/** What a tool, server or skill has to be given. */
export const needs = z.strictObject({
  secrets: z.array(secretName).max(100).optional().describe("Sealed secrets, by name."),
  config: names("Configs"),
});

const tool = z.strictObject({
  name: z.string().min(1).max(256).describe("Its name."),
  description: z.string().max(4000).optional().describe("What the server says of it."),
});

/** An MCP server that stacks may use. */
export const agentMcpServer = defineKind({
  kind: "AgentMcpServer",
  plural: "agentmcpservers",
  shortNames: ["mcp"],
  storage: "config",
  summary:
    "An MCP server that stacks may use. How it is started or reached is in the config row of its name.",
  spec: z.strictObject({
    title: line.optional().describe("What people call it."),
    transport: z.enum(["stdio", "http", "sse"]).describe("How the client talks to it."),
    scope: z
      .strictObject({
        stacks: names("The stacks that may use it; all of them if left out"),
        tools: z
          .array(z.string().min(1).max(256))
          .max(500)
          .optional()
          .describe("The tools that may be called; all that it offers if left out."),
      })
      .describe("Who may use what of it."),
    row: objectName.optional().describe("The config row of the server; the one of its own name if left out."),
    needs: needs.optional().describe("What it has to be given."),
    health: z
      .strictObject({
        interval: span.default("1h").describe("How often it is asked."),
        timeout: span.default("30s").describe("How long an answer may take."),
      })
      .optional()
      .describe("How it is probed: with initialize and tools/list."),
  }),
  status: z.strictObject({
    phase: z.enum(["Unknown", "Healthy", "Unhealthy"]).optional().describe("What the last probe came to."),
    ...statusFields,
    probedAt: timestamp.optional().describe("When it was asked last."),
    contentDigest: sha256.optional().describe("The digest of the config row that was asked."),
    serverName: z.string().max(256).optional().describe("What it calls itself."),
    serverVersion: z.string().max(256).optional().describe("Its version, as it says."),
    protocolVersion: z.string().max(64).optional().describe("The version of the protocol that was agreed."),
    tools: z.array(tool).max(1000).optional().describe("The tools that it offers."),
    toolsDigest: sha256.optional().describe("The digest of the list, so that a change of tools is seen."),
  }),
  phases: {
    Unknown: "It has not been asked yet.",
    Healthy: "It has answered initialize and tools/list.",
    Unhealthy: "It did not answer as the protocol asks.",
  },
  conditions: {
    Healthy: "It has answered initialize and tools/list.",
    NeedsMet: "What it needs exists and is granted.",
  },
  columns: [
    { name: "Status", path: ".status.phase" },
    { name: "Transport", path: ".spec.transport" },
    { name: "Probed", path: ".status.probedAt", type: "date" },
  ],
  example: {
    name: "forge",
    spec: { transport: "http", scope: { stacks: ["fixer"] }, needs: { secrets: ["FORGE_TOKEN"] } },
  },
});
