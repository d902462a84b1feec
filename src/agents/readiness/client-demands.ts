import type { z } from "zod";
import type { agentStack } from "../kinds/config/agent-stack.ts";
import type { agentToolProfile } from "../kinds/config/agent-tool-profile.ts";
import type { ClientCapability } from "./client-capabilities.ts";
import type { StackView } from "./stack-parts.ts";

/** Something that a stack asks of its client. */
export interface ClientDemand {
  readonly capability: ClientCapability;
  /** What asks for it, with its kind: `AgentToolProfile`. */
  readonly requiredBy: { readonly kind: string; readonly name: string };
  /** The part of the stack, in words. */
  readonly because: string;
  /** A client without it is used all the same, and something stands in for it. */
  readonly standIn?: string;
}

/** What of a stack asks something of its client: the same when it is saved and when it is launched. */
export interface DemandingParts {
  readonly stack: string;
  readonly model: string | undefined;
  readonly approvalMode: z.output<typeof agentStack.spec>["approvalMode"];
  /** The budget of money of its runs. */
  readonly cost: string | undefined;
  /** Whether it or one of its subagents uses MCP servers. */
  readonly hasServers: boolean;
  readonly hasSubagents: boolean;
  /** The tool profiles of it and of its subagents, by name. */
  readonly toolProfiles: ReadonlyMap<string, ProfileRules>;
}

type ProfileRules = Pick<
  z.output<typeof agentToolProfile.spec>,
  "filesystemPolicy" | "approvalPolicyByTool" | "commandsAllowed" | "commandsDenied" | "isolation"
>;

/** Everything that a stack asks of its client, each capability once for each object that asks for it. */
export function clientDemands({ stack, users }: StackView): ClientDemand[] {
  const { spec, metadata } = stack;
  return demandsOf({
    stack: metadata.name,
    model: spec.model,
    approvalMode: spec.approvalMode,
    cost: spec.budget?.cost,
    hasServers: users.some(({ mcpServers }) => mcpServers.length > 0),
    hasSubagents: (spec.subagents ?? []).length > 0,
    toolProfiles: new Map(
      users.flatMap(({ toolProfile }) =>
        toolProfile ? [[toolProfile.metadata.name, toolProfile.spec]] : [],
      ),
    ),
  });
}

/** {@link clientDemands} of the parts of a stack, wherever they come from. */
export function demandsOf(parts: DemandingParts): ClientDemand[] {
  const { model, approvalMode } = parts;
  const requiredBy = { kind: "AgentStack", name: parts.stack };
  const of = (capability: ClientCapability, because: string, standIn?: string): ClientDemand => ({
    capability,
    requiredBy,
    because,
    ...(standIn === undefined ? {} : { standIn }),
  });
  return [
    of("headless", "every run"),
    of("events", "every run"),
    of("resume", "an attempt that goes on", "a new attempt starts with the transcript as context"),
    of("fork", "a fork of an attempt", "a new attempt starts with the transcript as context"),
    ...(model === undefined ? [] : [of("model", `model: ${model}`)]),
    ...(parts.cost === undefined ? [] : [of("costs", `a budget of $${parts.cost}`)]),
    ...(parts.hasServers ? [of("mcp_servers", "its MCP servers")] : []),
    ...(parts.hasSubagents ? [of("subagents", "its subagents")] : []),
    ...(approvalMode === "always" || approvalMode === "on_request"
      ? [of("ask", `approvalMode: ${approvalMode}`)]
      : []),
    ...[...parts.toolProfiles].flatMap(([name, profile]) => profileDemands(name, profile)),
  ];
}

/** What has to be true of a client for it to be held to a tool profile. */
function profileDemands(name: string, profile: ProfileRules): ClientDemand[] {
  const { filesystemPolicy, approvalPolicyByTool, commandsAllowed, commandsDenied, isolation } = profile;
  const of = (capability: ClientCapability, because: string): ClientDemand => ({
    capability,
    requiredBy: { kind: "AgentToolProfile", name },
    because,
  });
  const answers = Object.entries(approvalPolicyByTool);
  // Where the agent lives in a place of its own, what it must not touch is not put there, or cannot be written.
  const isApart = isolation !== "user";
  const hasPaths = [filesystemPolicy.denied, filesystemPolicy.readOnly].some(
    (paths) => (paths ?? []).length > 0,
  );
  return [
    ...(answers.some(([, answer]) => answer === "ask") ? [of("ask", "tools that need an approval")] : []),
    ...(answers.some(([tool, answer]) => tool !== "*" || answer === "deny") || (hasPaths && !isApart)
      ? [of("tool_rules", "its rules for tools and paths")]
      : []),
    ...((commandsAllowed ?? []).length + (commandsDenied ?? []).length > 0
      ? [of("command_rules", "its rules for commands")]
      : []),
    ...(filesystemPolicy.mode === "read_only" && !isApart
      ? [of("read_only", "filesystemPolicy: read_only")]
      : []),
    ...(filesystemPolicy.mode === "workspace_write" && !isApart
      ? [of("workspace_write", "filesystemPolicy: workspace_write")]
      : []),
  ];
}
