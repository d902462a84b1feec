import { objectNamed } from "../../admission/grants/grant-world.ts";
import { spanMs } from "../../triggers/span.ts";
import { missingReference, type ReadinessFinding, readinessFinding } from "../readiness-finding.ts";
import type { ReadinessReason } from "../readiness-reasons.ts";
import type { ServerRow, StackFacts } from "../stack-facts.ts";
import { ageOf, namesUsed, type StackView } from "../stack-parts.ts";

type Server = StackFacts["mcpServers"][number];

const usualInterval = "1h";

/** How often a server is asked, in milliseconds; what it answered counts for twice as long. */
export function probeIntervalOf({ spec: { health } }: Pick<Server, "spec">): number {
  return spanMs(health?.interval ?? usualInterval);
}

/** Transports that are spoken here; of others nothing is ever known. */
export function isAsked({ spec: { transport } }: Pick<Server, "spec">): boolean {
  return transport !== "sse";
}

/** Whether each MCP server is there, may be used, and answered as the protocol asks. */
export function serverFindings(view: StackView): ReadinessFinding[] {
  const names = namesUsed(view, "mcpServers");
  if (names.length === 0) return [finding("NothingToCheck", "it uses no MCP server")];
  return names.flatMap((name) => {
    const server = objectNamed(view.facts.mcpServers, name);
    const users = view.users.filter(({ mcpServers }) => mcpServers.includes(name));
    if (!server)
      return users.map(({ object }) => missingReference("McpHealthy", `agentmcpservers/${name}`, object));
    const declared = declaredFindings(server, view);
    return declared.length > 0 ? declared : [...healthFindings(server, view), ...toolsOffered(server)];
  });
}

function finding(reason: ReadinessReason, message: string, remedy?: string): ReadinessFinding {
  return readinessFinding("McpHealthy", reason, message, remedy);
}

/** What is wrong with a server before it is asked. */
function declaredFindings(server: Server, { stack, facts }: StackView): ReadinessFinding[] {
  const { name } = server.metadata;
  const object = `agentmcpservers/${name}`;
  const { scope, transport, needs, row: rowName = name } = server.spec;
  const row = facts.serverRows.get(name);
  if (scope.stacks && !scope.stacks.includes(stack.metadata.name))
    return [
      finding(
        "McpOutOfScope",
        `the stack names ${object}, which is for other stacks`,
        `Add ${stack.metadata.name} to scope.stacks of ${object}, or take it out of the stack.`,
      ),
    ];
  if (!row)
    return [
      finding(
        "McpRowMissing",
        `no config row has the MCP server ${rowName}${stack.spec.agent === undefined ? "" : ` for the agent ${stack.spec.agent}`}`,
        `Add it to config/mcp-builtin.json and run identikit config sync, or set it: identikit config set mcp_server ${rowName} --scope global --file FILE.`,
      ),
    ];
  if (transportOf(row) !== transport)
    return [
      finding(
        "TransportDiffers",
        `${object} has transport: ${transport}, and its config row has type: ${row.type}`,
        `Set transport: ${transportOf(row) ?? "http"} in ${object}, or change the row.`,
      ),
    ];
  const undeclared = row.secrets.filter((secret) => !(needs?.secrets ?? []).includes(secret));
  return undeclared.map((secret) =>
    finding(
      "McpNeedUndeclared",
      `the config row of ${object} uses the secret ${secret}, which ${object} does not declare`,
      `Add ${secret} to needs.secrets of ${object}, and declare a grant.`,
    ),
  );
}

/** Rows have the words of the client. */
function transportOf({ type }: ServerRow): Server["spec"]["transport"] | undefined {
  if (type === "streamable-http" || type === "http") return "http";
  return type === "stdio" || type === "sse" ? type : undefined;
}

function healthFindings(server: Server, view: StackView): ReadinessFinding[] {
  const { status = {}, metadata } = server;
  const object = `agentmcpservers/${metadata.name}`;
  if (!isAsked(server))
    return [
      finding(
        "McpTransportUnasked",
        `${object} has the deprecated transport sse, which is not asked`,
        `Move it to transport: http.`,
      ),
    ];
  const row = view.facts.serverRows.get(metadata.name);
  const { probedAt, contentDigest } = status;
  const health = status.conditions?.find(({ type }) => type === "Healthy");
  const remedy = health?.remedy ?? `Run identikit controller --once where ${object} can be reached.`;
  if (probedAt === undefined || status.phase === undefined || status.phase === "Unknown")
    return [
      finding(
        health?.reason === "McpNeedsUnmet" ? "McpNeedsUnmet" : "McpNotProbed",
        `${object} has not been asked${health ? `: ${health.message}` : ""}`,
        remedy,
      ),
    ];
  if (row?.digest !== contentDigest)
    return [
      finding(
        "McpRowDiffers",
        `the config row of ${object} that this stack has is not the one that was asked`,
        `Give the other row a key of its own and an AgentMcpServer that names it in spec.row, or wait for the next probe.`,
      ),
    ];
  if (status.phase === "Unhealthy")
    return [
      finding("McpUnhealthy", `${object} is not healthy: ${health?.message ?? "it did not answer"}`, remedy),
    ];
  if (ageOf(probedAt, view.snapshot) > 2 * probeIntervalOf(server))
    return [finding("McpFactsOld", `${object} was asked last at ${probedAt}`, remedy)];
  return [finding("Verified", `${object} answered with ${(status.tools ?? []).length} tools`)];
}

function toolsOffered({ metadata, spec, status = {} }: Server): ReadinessFinding[] {
  if (status.phase !== "Healthy") return [];
  const offered = new Set((status.tools ?? []).map(({ name }) => name));
  const lacking = (spec.scope.tools ?? []).filter((tool) => !offered.has(tool)).sort();
  if (lacking.length === 0) return [];
  const object = `agentmcpservers/${metadata.name}`;
  return [
    finding(
      "ToolNotOffered",
      `${object} does not offer ${lacking.join(", ")}`,
      `Correct scope.tools of ${object}; identikit get agentmcpserver ${metadata.name} -o json lists what it offers.`,
    ),
  ];
}
