import { z } from "zod";
import { runBudget } from "../budget-fields.ts";
import { statusFields } from "../condition.ts";
import { line, longText, names, objectName, referenceTo } from "../fields.ts";
import { defineKind } from "../kind.ts";

/** A helper that an agent can call. */
export const agentSubagent = defineKind({
  kind: "AgentSubagent",
  plural: "agentsubagents",
  storage: "config",
  summary: "A helper that an agent can call for some kinds of task, with a prompt and tools of its own.",
  spec: z.strictObject({
    title: line.optional().describe("What people call it."),
    rolePrompt: longText.describe("What it is told about its role."),
    taskKinds: z.array(objectName).min(1).max(100).describe("The kinds of task that it takes."),
    toolProfile: referenceTo("Its tool profile; the stack's if left out").optional(),
    mcpServers: names("The MCP servers that it may use"),
    skills: names("Its skills"),
    subagents: names("Subagents that it may call in turn"),
    model: z.string().min(1).max(200).optional().describe("Its model; the stack's if left out."),
    limits: runBudget.optional().describe("What one call may use."),
  }),
  status: z.strictObject(statusFields),
  conditions: { Valid: "What it names exists, and no chain of subagents leads back to it." },
  columns: [{ name: "Tasks", path: ".spec.taskKinds" }],
  example: {
    name: "log-reader",
    spec: { rolePrompt: "Read the log of a failed job and name the first cause.", taskKinds: ["diagnose"] },
  },
});
