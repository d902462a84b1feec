import { type ClientCapability, clientCapabilities } from "../agents/readiness/client-capabilities.ts";
import { demandsOf } from "../agents/readiness/client-demands.ts";
import { IdentikitError } from "../fault/error.ts";
import type { Launch } from "./launch.ts";
import type { LaunchParts } from "./launch-parts.ts";
import { checkSession } from "./sessions/session-id.ts";

/** The fault for a client that cannot do what a launch asks, or cannot be held to what it says. */
export function incapable(client: string, problem: string, remedy: string): IdentikitError {
  return new IdentikitError("CLIENT_INCAPABLE", `${client} ${problem}`, { remedy });
}

/**
 * Asks for everything that a launch needs of its client: what readiness asked of the stack, here of the client that is there and in the
 * isolation that the agent really runs in.
 * @throws {IdentikitError} `CLIENT_INCAPABLE`, `SESSION_INVALID`
 */
export function checkCapable(client: string, parts: LaunchParts, launch: Launch): void {
  const { isolation, capabilities, session, budget } = launch;
  checkSession(session);
  const profiles = [parts.toolProfile, ...parts.subagents.map(({ toolProfile }) => toolProfile)];
  const demands = demandsOf({
    stack: parts.stack,
    model: parts.model,
    approvalMode: parts.approvalMode,
    cost: budget.cost,
    hasServers: Object.keys(launch.mcpServers).length > 0,
    hasSubagents: parts.subagents.length > 0,
    toolProfiles: new Map(profiles.flatMap((one) => (one ? [[one.name, { ...one, isolation }]] : []))),
  });
  for (const { capability, because, standIn } of demands)
    if (standIn === undefined || capability === session.kind) need(client, capabilities, capability, because);
}

function need(
  client: string,
  capabilities: readonly ClientCapability[],
  capability: ClientCapability,
  because: string,
): void {
  if (capabilities.includes(capability)) return;
  throw incapable(
    client,
    `lacks ${capability} (a client with it ${clientCapabilities[capability]}) for ${because}`,
    `Use a version or a client that can, or take this out of the stack: ${because}.`,
  );
}
