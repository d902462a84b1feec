import type Docker from "dockerode";
import { engineFault } from "../../image/engine/connection.ts";

/** The label that names the agent which a container runs. */
export const agentLabel = "identikit.agent";
/** What a container is called while its successor is tried. */
export const setAsideSuffix = ".identikit-old";

export type Inspected = Docker.ContainerInspectInfo;

/**
 * Every container that runs an agent, stopped ones too, in the order of their names.
 * @throws {IdentikitError} `ENGINE_UNREACHABLE`, `ENGINE_FAILED`
 */
export async function listAgentContainers(engine: Docker, signal?: AbortSignal): Promise<Inspected[]> {
  const found = await asked("list containers", () =>
    engine.listContainers({
      all: true,
      filters: { label: [agentLabel] },
      ...(signal ? { abortSignal: signal } : {}),
    }),
  );
  const inspected: Inspected[] = [];
  for (const { Id } of found) {
    const container = await inspectIfThere(engine, Id);
    if (container) inspected.push(container);
  }
  return inspected.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

/** A container's own account of itself; `undefined` for one that was removed meanwhile. */
export async function inspectIfThere(engine: Docker, name: string): Promise<Inspected | undefined> {
  try {
    return await engine.getContainer(name).inspect();
  } catch (cause) {
    if ((cause as { statusCode?: number }).statusCode === 404) return undefined;
    throw engineFault(`inspect container ${name}`, cause);
  }
}

/** The agent that a container runs. */
export function agentOf(container: Inspected): string {
  return container.Config.Labels?.[agentLabel] ?? "";
}

/** A container's name without the slash that the engine puts before it. */
export function nameOf(container: Inspected): string {
  return container.Name.replace(/^\//, "");
}

/** Asks the engine something; its failure becomes one clear line. */
export async function asked<Answer>(what: string, ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (cause) {
    throw engineFault(what, cause);
  }
}
