import { z } from "zod";
import { eventSource, objectName, refPattern, repositoryPattern, timestamp } from "../fields.ts";

/** Who a grant is for, from the widest to the narrowest. */
export const grantSubject = z.strictObject({
  kind: z
    .enum([
      "Organization",
      "Group",
      "User",
      "AgentRunnerPool",
      "AgentServiceAccount",
      "AgentStack",
      "AgentMcpServer",
      "AgentSkill",
      "AgentToolProfile",
      "AgentSubagent",
    ])
    .describe("What gets it."),
  name: z.string().min(1).max(253).describe("Its name; for an organisation its own."),
});
export type GrantSubject = z.output<typeof grantSubject>;

/** What secret grants and config grants have in common. */
export const grantFields = {
  subject: grantSubject.describe("Who may have it."),
  purpose: z
    .enum(["model", "tool", "mcp", "skill", "runner", "write_back", "any"])
    .describe("What it may be used for."),
  effect: z
    .enum(["allow", "deny"])
    .default("allow")
    .describe("Whether it is given or refused; a refusal wins over every permission."),
  allowedRepositories: z
    .array(repositoryPattern)
    .max(200)
    .optional()
    .describe("For runs of these repositories; all if left out."),
  allowedRefs: z.array(refPattern).max(200).optional().describe("For runs on these refs; all if left out."),
  allowedTriggerSources: z
    .array(eventSource)
    .max(20)
    .optional()
    .describe("For runs that these events started; all if left out."),
  expires: timestamp.optional().describe("When it ends; never if left out."),
  run: objectName.optional().describe("For this one run only, as an approval of a missing grant makes it."),
  mountPolicy: z
    .enum(["env", "file", "proxy"])
    .default("env")
    .describe(
      "How the agent gets it: as a variable, as a file, or never: a proxy adds it to requests to one host.",
    ),
  proxyHost: z.string().max(253).optional().describe("For proxy: the host whose requests get it."),
  reason: z.string().max(1000).optional().describe("Why it was given or refused."),
};
