import type Docker from "dockerode";
import type { ResolvedAgent } from "../env/agent.ts";
import { IdentikitError } from "../fault/error.ts";
import { type Inspected, inspectIfThere, nameOf } from "./agent-container.ts";
import { asked } from "./engine-call.ts";
import { envMountFinding } from "./env-mount.ts";
import { unknownFields } from "./inspection-fields.ts";

export interface RefusalOptions {
  readonly engine: Docker;
  /** What may be lost: fields of an inspection, names of containers. */
  readonly accept: readonly string[];
}

/**
 * Throws where a container must not be rebuilt: it could not come back, it would be rebuilt onto files that are not its
 * own, or something or somebody would lose what it has. Nothing is touched.
 * @throws {IdentikitError} `CONTAINER_ENV`, `CONTAINER_REFUSED`, `CONTAINER_FAILED`, `ENGINE_UNREACHABLE`, `ENGINE_FAILED`
 */
export async function refuseRebuild(
  agent: ResolvedAgent,
  container: Inspected,
  { engine, accept }: RefusalOptions,
): Promise<void> {
  refuseRemovedOnes(container);
  await refuseOtherEnv(agent, container, engine);
  const unknown = unknownFields(container).filter((field) => !accept.includes(field));
  if (unknown.length > 0)
    throw unacceptedFault(container, `has ${unknown.join(", ")}, which is not known here`, unknown);
  await refuseDeadNeighbours(container, engine);
  await refuseGuests(container, engine, accept);
}

function refuseRemovedOnes(container: Inspected): void {
  const name = nameOf(container);
  if (container.HostConfig.AutoRemove) {
    const message = `container ${name} is removed when it stops (--rm), and could not come back`;
    throw new IdentikitError("CONTAINER_FAILED", message, { remedy: "Start it without --rm." });
  }
  if (container.State.Dead || container.State.Status === "removing") {
    const message = `container ${name} is being removed`;
    throw new IdentikitError("CONTAINER_FAILED", message, { remedy: "Wait until it is gone." });
  }
}

async function refuseOtherEnv(agent: ResolvedAgent, container: Inspected, engine: Docker): Promise<void> {
  const finding = await envMountFinding(engine, container, agent.envRoot);
  if (!finding) return;
  const mounted = finding.actual === null ? "mounts no directory" : `mounts ${finding.actual}`;
  const message = `container ${nameOf(container)} ${mounted}, not the env directory ${finding.expected}`;
  throw new IdentikitError("CONTAINER_ENV", message, { remedy: finding.remedy });
}

/** Without the container whose namespace it shares, neither the successor nor the old one would start. */
async function refuseDeadNeighbours(container: Inspected, engine: Docker): Promise<void> {
  const { NetworkMode, IpcMode, PidMode } = container.HostConfig;
  for (const [field, mode] of Object.entries({ NetworkMode, IpcMode, PidMode })) {
    const [kind, id] = mode?.split(":") ?? [];
    if (kind !== "container" || id === undefined) continue;
    if ((await inspectIfThere(engine, id))?.State.Running || !container.State.Running) continue;
    const message = `container ${nameOf(container)} shares a namespace (HostConfig.${field}) with ${id.slice(0, 12)}, which does not run`;
    throw new IdentikitError("CONTAINER_REFUSED", message, { remedy: "Start that one first." });
  }
}

/** Another container that uses this one's network would be cut off when it is removed. */
async function refuseGuests(container: Inspected, engine: Docker, accept: readonly string[]): Promise<void> {
  const all = await asked("list containers", () => engine.listContainers({ all: true }));
  const guests = all
    .filter(({ HostConfig }) => HostConfig.NetworkMode === `container:${container.Id}`)
    .map(({ Names, Id }) => Names[0]?.replace(/^\//, "") ?? Id);
  const refusing = guests.filter((name) => !accept.includes(name));
  if (refusing.length > 0)
    throw unacceptedFault(
      container,
      `lends its network to ${refusing.join(", ")}, which would lose it`,
      refusing,
    );
}

/** The refusal of what can be accepted by its name. */
export function unacceptedFault(
  container: Inspected,
  what: string,
  fields: readonly string[],
): IdentikitError {
  const accept = fields.map((field) => `--accept ${field}`).join(" ");
  return new IdentikitError("CONTAINER_REFUSED", `container ${nameOf(container)} ${what}`, {
    remedy: `Create the container again by hand, or accept it: ${accept}.`,
  });
}
