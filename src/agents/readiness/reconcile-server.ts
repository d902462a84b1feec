import type { z } from "zod";
import { objectNamed } from "../admission/grants/grant-world.ts";
import type { ControlResult } from "../control/controller.ts";
import { agentMcpServer } from "../kinds/config/agent-mcp-server.ts";
import type { Resource } from "../resource/resource.ts";
import { spanMs } from "../triggers/span.ts";
import { type CarrierUse, needsMet, secretsForProbe, stamped, usesOf } from "./carrier-needs.ts";
import { isAsked, probeIntervalOf } from "./checks/server-findings.ts";
import type { ServerAnswer, ServerSource } from "./probe-ports.ts";
import type { StackControllerPorts } from "./stack-controller-ports.ts";
import type { Unseen } from "./stack-facts.ts";
import type { ServerContent } from "./stack-rows.ts";
import type { StackWorld } from "./stack-world.ts";

type Server = Resource<typeof agentMcpServer>;
type Status = z.output<typeof agentMcpServer.status>;
type Answered = Awaited<ReturnType<ServerSource["ask"]>>;

const usualTimeout = "30s";
/** A server that does not do well is asked again sooner. */
const sickAgainMs = 300_000;
/** The words of a tool that a status keeps: pages show them, and nobody acts on them. */
const keptDescription = 200;

/** Asks an MCP server when its time has come, and says so in its status. */
export async function reconcileServer(
  name: string,
  world: StackWorld,
  { store, servers, ages }: Pick<StackControllerPorts, "store" | "servers" | "ages">,
  signal: AbortSignal,
): Promise<ControlResult> {
  const server = objectNamed(world.objects.mcpServers, name);
  if (!server) return {};
  const { stacks } = server.spec.scope;
  const uses = usesOf({ kind: "AgentMcpServer", name }, world).filter(
    ({ stack }) => stacks?.includes(stack.metadata.name) ?? true,
  );
  const row = await rowOf(server, uses, world);
  const { now } = world.snapshot;
  const waitMs = waitOf(server, row, now);
  const asked = waitMs > 0 ? undefined : await ask(server, row, uses, servers, signal);
  const status = statusAfter(server, { row, asked, uses, now });
  const { namespace, resourceVersion } = server.metadata;
  await store.write((objects) =>
    objects.setStatus(agentMcpServer, { namespace, name }, status, { resourceVersion }),
  );
  if (!isAsked(server)) return {};
  if (waitMs > 0) return { againMs: waitMs };
  return { againMs: asked && "unseen" in asked ? ages.recheck : intervalAfter(server, status) };
}

async function rowOf(
  { metadata, spec }: Server,
  uses: readonly CarrierUse[],
  world: StackWorld,
): Promise<ServerContent | undefined> {
  // One row is asked; a stack whose agent has another one says so.
  const agent = uses.find(({ stack }) => stack.spec.agent !== undefined)?.stack.spec.agent;
  const rows = await world.rows(agent);
  return await rows.server(spec.row ?? metadata.name);
}

/** Milliseconds until it is to be asked again. */
function waitOf(server: Server, row: ServerContent | undefined, now: string): number {
  const { status, metadata } = server;
  const isOther = status.contentDigest !== row?.digest || status.observedGeneration !== metadata.generation;
  if (isOther || status.probedAt === undefined || status.phase === "Unknown") return 0;
  return Math.max(0, Date.parse(status.probedAt) + intervalAfter(server, status) - Date.parse(now));
}

function intervalAfter(server: Server, { phase }: Status): number {
  const interval = probeIntervalOf(server);
  return phase === "Healthy" ? interval : Math.min(interval, sickAgainMs);
}

async function ask(
  server: Server,
  row: ServerContent | undefined,
  uses: readonly CarrierUse[],
  servers: ServerSource,
  signal: AbortSignal,
): Promise<Answered | { readonly unmet: Unseen }> {
  const { name } = server.metadata;
  if (!isAsked(server))
    return {
      unseen: {
        message: "servers of the transport sse are not asked",
        remedy: "Move it to transport: http.",
      },
    };
  if (!row)
    return {
      unseen: {
        message: `there is no config row ${server.spec.row ?? name}`,
        remedy: "Add it to config/mcp-builtin.json and run identikit config sync.",
      },
    };
  const secrets = secretsForProbe(uses);
  const unmet = row.secrets.filter((secret) => !secrets.includes(secret));
  if (unmet.length > 0)
    return {
      unmet: {
        message: `no stack that uses it is given ${unmet.join(", ")}`,
        remedy: `Declare the grants that identikit get agentcapabilityrequirements shows as missing.`,
      },
    };
  const { health, transport } = server.spec;
  const timeoutMs = spanMs(health?.timeout ?? usualTimeout);
  return await servers.ask({ name, transport, content: row.content, secrets, timeoutMs }, signal);
}

interface Outcome {
  readonly row: ServerContent | undefined;
  readonly asked: Answered | { readonly unmet: Unseen } | undefined;
  readonly uses: readonly CarrierUse[];
  readonly now: string;
}

function statusAfter({ metadata, status }: Server, { row, asked, uses, now }: Outcome): Status {
  const { generation } = metadata;
  const stamp = { now, generation, before: status.conditions ?? [] };
  const then = stamp.before.find(({ type }) => type === "Healthy");
  const met = needsMet(uses, stamp);
  // Nothing was asked, or could be: what was seen of this row stays, with its time.
  const kept = status.contentDigest === row?.digest && status.probedAt !== undefined && then !== undefined;
  const cannot = asked && ("unseen" in asked ? asked.unseen : "unmet" in asked ? asked.unmet : undefined);
  if (!asked || (cannot && kept))
    return {
      ...status,
      observedGeneration: generation,
      conditions: [
        ...(then ? [{ ...then, ...(cannot ? { remedy: clipped(cannot.remedy) } : {}) }] : []),
        met,
      ],
    };
  const said = (
    is: "True" | "False" | "Unknown",
    reason: string,
    { message, remedy }: { readonly message: string; readonly remedy?: string },
  ) =>
    stamped(
      {
        type: "Healthy",
        status: is,
        severity: is === "True" ? "info" : "error",
        reason,
        message: message.slice(0, 4000),
        ...(remedy === undefined ? {} : { remedy: clipped(remedy) }),
      },
      stamp,
    );
  const common = { observedGeneration: generation, ...(row ? { contentDigest: row.digest } : {}) };
  if (cannot) {
    const reason = "unmet" in asked ? "McpNeedsUnmet" : "NotAsked";
    return { phase: "Unknown", ...common, conditions: [said("Unknown", reason, cannot), met] };
  }
  if ("unhealthy" in asked)
    return {
      phase: "Unhealthy",
      ...common,
      probedAt: now,
      conditions: [said("False", "NoGoodAnswer", asked.unhealthy), met],
    };
  if (!("fact" in asked)) return status;
  const healthy = said("True", "Answered", { message: `it answered with ${asked.fact.tools.length} tools` });
  return { phase: "Healthy", ...common, probedAt: now, ...told(asked.fact), conditions: [healthy, met] };
}

function told({
  serverName,
  serverVersion,
  protocolVersion,
  tools,
  toolsDigest,
}: ServerAnswer): Partial<Status> {
  return {
    serverName,
    serverVersion,
    protocolVersion,
    toolsDigest,
    tools: tools.map(({ name, description }) => ({
      name,
      ...(description === undefined ? {} : { description: description.slice(0, keptDescription) }),
    })),
  };
}

function clipped(text: string): string {
  return text.slice(0, 1000);
}
