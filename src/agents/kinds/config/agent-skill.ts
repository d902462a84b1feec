import { z } from "zod";
import { statusFields } from "../condition.ts";
import { line, objectName, sha256 } from "../fields.ts";
import { defineKind } from "../kind.ts";
import { needs } from "./agent-mcp-server.ts";

/** A skill or runbook that stacks may use. */
export const agentSkill = defineKind({
  kind: "AgentSkill",
  plural: "agentskills",
  storage: "config",
  summary:
    "A skill or runbook that stacks may use. Its files are in the config row of its name, or in a template.",
  spec: z.strictObject({
    title: line.optional().describe("What people call it."),
    format: z.enum(["skill", "runbook"]).describe("A folder with SKILL.md, or one Markdown file."),
    sourceRef: z
      .strictObject({
        template: z
          .string()
          .min(1)
          .max(200)
          .optional()
          .describe("The template that has it; the config row if left out."),
        row: objectName
          .optional()
          .describe("The config row of the skill; the one of its own name if left out."),
      })
      .describe("Where its files are."),
    needs: needs.optional().describe("What it has to be given."),
    compatibility: z
      .strictObject({
        baseAgents: z
          .array(z.string().min(1).max(100))
          .max(50)
          .optional()
          .describe("Clients that can use it; all if left out."),
        tools: z.array(z.string().min(1).max(256)).max(200).optional().describe("Tools that it calls."),
      })
      .optional()
      .describe("What it works with."),
  }),
  status: z.strictObject({
    ...statusFields,
    digest: sha256.optional().describe("The digest of its files."),
    description: z.string().max(4000).optional().describe("What its frontmatter says of it."),
  }),
  conditions: {
    Validated: "Its files have been read and are well formed.",
    NeedsMet: "What it needs exists and is granted.",
  },
  columns: [
    { name: "Format", path: ".spec.format" },
    { name: "Template", path: ".spec.sourceRef.template" },
  ],
  example: { name: "triage", spec: { format: "skill", sourceRef: { template: "platform-agent" } } },
});
