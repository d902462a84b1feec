import { z } from "zod";
import { agentStack } from "../agents/kinds/config/agent-stack.ts";
import { agentSubagent } from "../agents/kinds/config/agent-subagent.ts";
import { agentToolProfile } from "../agents/kinds/config/agent-tool-profile.ts";
import { objectName } from "../agents/kinds/fields.ts";
import type { LaunchProfile } from "../agents/readiness/launch-profile.ts";
import { IdentikitError } from "../fault/error.ts";

/** A tool profile as a launch profile holds it. */
const toolProfile = z.object({
  name: objectName,
  ...agentToolProfile.spec.omit({ title: true, needs: true }).shape,
});
export type ToolProfile = z.output<typeof toolProfile>;

const subagent = z.object({
  name: objectName,
  ...agentSubagent.spec.pick({
    rolePrompt: true,
    taskKinds: true,
    model: true,
    subagents: true,
    mcpServers: true,
    limits: true,
  }).shape,
  toolProfile: toolProfile.optional(),
});
export type SubagentPart = z.output<typeof subagent>;

const server = z.object({
  name: objectName,
  scope: z.object({ tools: z.array(z.string()).optional() }).optional(),
});
export type ServerPart = z.output<typeof server>;

/** What of a launch profile decides how a client is started; the other parts are used before and around it. */
const launchParts = z.object({
  stack: objectName,
  ...agentStack.spec.pick({ adapter: true, model: true, approvalMode: true }).shape,
  toolProfile: toolProfile.optional(),
  mcpServers: z.array(server).default([]),
  subagents: z.array(subagent).default([]),
});
export type LaunchParts = z.output<typeof launchParts>;

/**
 * The parts of a launch profile that an adapter uses.
 * @throws {IdentikitError} `TICKET_INVALID` where it has another shape than `launchProfile()` gives it
 */
export function readLaunchParts(profile: LaunchProfile): LaunchParts {
  const read = launchParts.safeParse(profile);
  if (read.success) return read.data;
  const place = read.error.issues[0]?.path.join(".") || "the profile";
  throw new IdentikitError("TICKET_INVALID", `the launch profile of the ticket cannot be read (${place})`, {
    remedy: "Run the version of Identikit that wrote the ticket, or start the run again.",
  });
}
