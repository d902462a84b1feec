import { z } from "zod";
import { statusFields } from "../condition.ts";
import { line, pathPattern } from "../fields.ts";
import { defineKind } from "../kind.ts";
import { needs } from "./agent-mcp-server.ts";

const commandPattern = z
  .string()
  .min(1)
  .max(400)
  .describe("A command and its first words, such as `git push`; * stands for any one word.");

const filesystemPolicy = z.strictObject({
  mode: z
    .enum(["read_only", "workspace_write", "full"])
    .describe("What the agent may write: nothing, its workspace, or everything that its isolation shows."),
  denied: z
    .array(pathPattern)
    .max(200)
    .optional()
    .describe("Paths of the workspace that it may neither read nor write."),
  readOnly: z
    .array(pathPattern)
    .max(200)
    .optional()
    .describe("Paths of the workspace that it may read and not write."),
});

const host = z
  .string()
  .max(253)
  .regex(/^(\*\.)?[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:[0-9]{1,5})?$/, "must be a host, *.host or host:port");

const networkPolicy = z.strictObject({
  mode: z
    .enum(["none", "proxy", "open"])
    .describe("No network, the hosts of a list through a proxy, or everything."),
  hosts: z.array(host).max(500).optional().describe("For proxy: the hosts that may be reached."),
});

/** What an agent may do with files, commands and the network. */
export const agentToolProfile = defineKind({
  kind: "AgentToolProfile",
  plural: "agenttoolprofiles",
  storage: "config",
  summary: "What an agent may do with files, commands and the network, and what it has to ask for.",
  spec: z.strictObject({
    title: line.optional().describe("What people call it."),
    filesystemPolicy: filesystemPolicy.describe("What it may read and write."),
    approvalPolicyByTool: z
      .record(z.string().min(1).max(200), z.enum(["allow", "ask", "deny"]))
      .describe(
        "By name of a tool, or * for the others: whether it is used freely, after a person's approval, or never.",
      ),
    commandsAllowed: z.array(commandPattern).max(500).optional().describe("Commands that need no approval."),
    commandsDenied: z
      .array(commandPattern)
      .max(500)
      .optional()
      .describe("Commands that are never run; this list wins."),
    networkPolicy: networkPolicy.default({ mode: "none" }).describe("What it may reach."),
    isolation: z
      .enum(["container", "bubblewrap", "user"])
      .default("user")
      .describe("The weakest isolation that will do; a runner uses the strongest that it has."),
    needs: needs.optional().describe("What its tools and commands have to be given."),
  }),
  status: z.strictObject(statusFields),
  conditions: { Enforceable: "The clients of the stacks that use it can be held to it." },
  columns: [
    { name: "Files", path: ".spec.filesystemPolicy.mode" },
    { name: "Network", path: ".spec.networkPolicy.mode" },
    { name: "Isolation", path: ".spec.isolation" },
  ],
  example: {
    name: "careful",
    spec: {
      filesystemPolicy: { mode: "workspace_write" },
      approvalPolicyByTool: { Bash: "ask", "*": "allow" },
      commandsDenied: ["git push"],
      networkPolicy: { mode: "none" },
    },
  },
});
