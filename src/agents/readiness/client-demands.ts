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

/** Everything that a stack asks of its client, each capability once for each object that asks for it. */
export function clientDemands(view: StackView): ClientDemand[] {
  const { spec, metadata } = view.stack;
  const requiredBy = { kind: "AgentStack", name: metadata.name };
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
    ...(spec.model === undefined ? [] : [of("model", `model: ${spec.model}`)]),
    ...(view.users.some(({ mcpServers }) => mcpServers.length > 0)
      ? [of("mcp_servers", "its MCP servers")]
      : []),
    ...((spec.subagents ?? []).length > 0 ? [of("subagents", "its subagents")] : []),
    ...(spec.approvalMode === "always" || spec.approvalMode === "on_request"
      ? [of("ask", `approvalMode: ${spec.approvalMode}`)]
      : []),
    ...profileDemands(view),
  ];
}

/** What has to be true of a client for it to be held to the tool profiles of a stack. */
function profileDemands({ users }: StackView): ClientDemand[] {
  const profiles = new Map(
    users.flatMap(({ toolProfile }) => (toolProfile ? [[toolProfile.metadata.name, toolProfile.spec]] : [])),
  );
  return [...profiles].flatMap(([name, profile]) => {
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
  });
}
