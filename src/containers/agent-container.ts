import type Docker from "dockerode";
import { engineFault } from "../image/engine/connection.ts";
import { asked, engineStatus } from "./engine-call.ts";

/** The label that names the agent which a container runs. */
export const agentLabel = "identikit.agent";
/** The label of a container that is nothing but a lock: the agent whose containers are being rebuilt. */
export const lockLabel = "identikit.rebuild";
/** What a container is called while its successor is tried. */
export const setAsideSuffix = ".identikit-old";

export type Inspected = Docker.ContainerInspectInfo;

export interface ListOptions {
  /** Only this agent's; those of every agent if left out. */
  readonly agent?: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Every container that runs an agent, stopped ones too, in the order of their names.
 * @throws {IdentikitError} `ENGINE_UNREACHABLE`, `ENGINE_FAILED`
 */
export async function listAgentContainers(
  engine: Docker,
  { agent, signal }: ListOptions = {},
): Promise<Inspected[]> {
  const label = agent === undefined ? agentLabel : `${agentLabel}=${agent}`;
  const found = await asked("list containers", () =>
    engine.listContainers({
      all: true,
      filters: { label: [label] },
      ...(signal ? { abortSignal: signal } : {}),
    }),
  );
  const inspected: Inspected[] = [];
  for (const { Id, Labels } of found) {
    // A lock is made from an agent's image, whose labels it inherits.
    const container = lockLabel in Labels ? undefined : await inspectIfThere(engine, Id);
    if (container) inspected.push(container);
  }
  return inspected.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

/**
 * A container's own account of itself; `undefined` where there is none.
 * @param name its name or its id
 * @throws {IdentikitError} `ENGINE_UNREACHABLE`, `ENGINE_FAILED`
 */
export async function inspectIfThere(engine: Docker, name: string): Promise<Inspected | undefined> {
  try {
    return await engine.getContainer(name).inspect();
  } catch (cause) {
    if (engineStatus(cause) === 404) return undefined;
    throw engineFault(`inspect container ${name}`, cause);
  }
}

/** The agent that a container runs. */
export function agentOf(container: Inspected): string {
  return container.Config.Labels?.[agentLabel] ?? "";
}

/** A container's name without the slash that the engine puts before it. */
export function nameOf(container: Pick<Inspected, "Name">): string {
  return container.Name.replace(/^\//, "");
}

/** True for a container that a rebuild has set aside. */
export function isSetAside(container: Inspected): boolean {
  return nameOf(container).endsWith(setAsideSuffix);
}

/** What a container does: what a rebuild leaves it doing. */
export type Activity = "running" | "paused" | "stopped";

/** What a container does now; one that the engine is about to restart counts as running. */
export function activityOf({ State }: Inspected): Activity {
  if (State.Paused) return "paused";
  return State.Running || State.Restarting ? "running" : "stopped";
}
