import type { agentStack } from "../kinds/config/agent-stack.ts";
import type { Resource } from "../resource/resource.ts";
import { clientDigest } from "./checks/client-findings.ts";
import { skillFacts } from "./reconcile-skill.ts";
import type { StackControllerPorts } from "./stack-controller-ports.ts";
import type { ServerRow, StackFacts } from "./stack-facts.ts";
import { namesUsed, stackUsers } from "./stack-parts.ts";
import type { StackWorld } from "./stack-world.ts";

type StackResource = Resource<typeof agentStack>;
type GatherPorts = Pick<StackControllerPorts, "clients" | "skills" | "images" | "ages">;

/** What is known of a stack, with what has to be asked outside: only what is not known yet, or for too long. */
export async function gatherStackFacts(
  stack: StackResource,
  world: StackWorld,
  ports: GatherPorts,
  signal: AbortSignal,
): Promise<StackFacts> {
  const { snapshot, objects } = world;
  const { agent } = stack.spec;
  const rows = await world.rows(agent);
  const users = stackUsers(stack, snapshot.grants);
  const serverRows = new Map<string, ServerRow>();
  for (const name of namesUsed({ users }, "mcpServers")) {
    const server = objects.mcpServers.find(({ metadata }) => metadata.name === name);
    const row = await rows.server(server?.spec.row ?? name);
    if (row) serverRows.set(name, { digest: row.digest, type: row.type, secrets: row.secrets });
  }
  const skills = new Map<string, Awaited<ReturnType<typeof skillFacts>>>();
  for (const name of namesUsed({ users }, "skills")) {
    const skill = snapshot.grants.skills.find(({ metadata }) => metadata.name === name);
    if (skill) skills.set(name, await skillFacts(skill, rows, ports.skills));
  }
  return {
    ages: ports.ages,
    ...objects,
    ...(await clientFacts(stack, world, ports, signal)),
    ...(await imageFacts(stack, world, ports, signal)),
    ...(rows.runtime === undefined
      ? {}
      : { agent: { runtime: rows.runtime, adapter: ports.clients.adapterOf(rows.runtime) } }),
    serverRows,
    skills,
  };
}

async function clientFacts(
  stack: StackResource,
  { snapshot: { now }, objects }: StackWorld,
  { clients, ages }: GatherPorts,
  signal: AbortSignal,
): Promise<Pick<StackFacts, "clients" | "clientUnseen">> {
  const { adapter } = stack.spec;
  const seen = objects.stacks.flatMap(({ status }) => status.client ?? []);
  const of = clientDigest(adapter);
  // A version that Identikit knows counts where it is pinned; which one a runner has else is not known.
  const known = adapter.version === undefined ? [] : clients.known;
  const all = [...seen, ...known];
  const counts = all.filter(
    (one) =>
      one.of === of &&
      (adapter.version === undefined
        ? Date.parse(now) - Date.parse(one.seenAt) <= ages.client
        : one.version === adapter.version),
  );
  if (counts.length > 0) return { clients: all };
  if (adapter.name === "command" && adapter.command === undefined) return { clients: all };
  const sighting = await clients.look(adapter, signal);
  if ("unseen" in sighting) {
    const { message, remedy } = sighting.unseen;
    const versions = clients.known.filter((one) => one.of === of).map(({ version }) => version);
    const pin = `Set adapter.version to one that Identikit knows: ${versions.join(", ")}.`;
    const isPinned = adapter.version !== undefined || versions.length === 0;
    return { clients: all, clientUnseen: { message, remedy: isPinned ? remedy : `${remedy} Or: ${pin}` } };
  }
  const fact = { of, seenAt: now, ...sighting.fact };
  if (adapter.version === undefined || fact.version === adapter.version) return { clients: [...all, fact] };
  const clientUnseen = {
    message: `here is ${fact.version}`,
    remedy: `Run identikit controller --once in a job that has ${adapter.version}.`,
  };
  return { clients: [...all, fact], clientUnseen };
}

async function imageFacts(
  { spec, status }: StackResource,
  { snapshot: { now } }: StackWorld,
  { images, ages }: GatherPorts,
  signal: AbortSignal,
): Promise<Pick<StackFacts, "image" | "imageUnseen" | "treeDigest">> {
  const { image } = spec;
  if (image === undefined) return {};
  const treeDigest = await images.treeDigest(signal);
  const before = status.identity?.image === image ? status.identity : undefined;
  const isFresh =
    before !== undefined &&
    before.verdict !== "unverified" &&
    Date.parse(now) - Date.parse(before.seenAt) <= ages.image &&
    (treeDigest === undefined || treeDigest === before.treeDigest);
  if (isFresh) return { image: before, treeDigest };
  const sighting = await images.prove(image, signal);
  if ("unseen" in sighting) return { image: before, imageUnseen: sighting.unseen, treeDigest };
  // What was proven once stays until something else is: that it cannot be looked at now is told beside it.
  if (sighting.fact.verdict === "unverified" && before && before.verdict !== "unverified") {
    const message = sighting.fact.message ?? "the image could not be read";
    const remedy = `Run identikit gate --image docker://${image}.`;
    return { image: before, imageUnseen: { message, remedy }, treeDigest };
  }
  const { verdict, message, treeDigest: compared } = sighting.fact;
  // An image that could not be read again is no news.
  if (before && verdict === "unverified" && before.message === message && before.treeDigest === compared)
    return { image: before, treeDigest };
  return { image: { image, seenAt: now, ...sighting.fact }, treeDigest: compared };
}
