import { realpathSync } from "node:fs";
import { join } from "node:path";
import type Docker from "dockerode";
import type { Finding } from "../../fault/finding.ts";
import {
  agentOf,
  asked,
  type Inspected,
  listAgentContainers,
  nameOf,
  setAsideSuffix,
} from "./agent-container.ts";

export interface CompareContainersOptions {
  readonly engine: Docker;
  /** The names of the fleet's agents. */
  readonly agents: ReadonlySet<string>;
  readonly envRoot: string;
  /** The image that all of them should run; left out, the one that each container's own reference names now. */
  readonly image?: string;
  readonly signal?: AbortSignal;
}

/**
 * What differs between the containers that run agents and what they should be: the image, the env directory, whether
 * they run. Nothing is changed.
 * @throws {IdentikitError} `ENGINE_UNREACHABLE`, `ENGINE_FAILED`
 */
export async function compareContainers(options: CompareContainersOptions): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const container of await listAgentContainers(options.engine, options.signal)) {
    const agent = agentOf(container);
    const found = options.agents.has(agent) ? await compareOne(container, options) : [orphan(container)];
    findings.push(...found.map((finding) => ({ ...finding, subject: agent })));
  }
  return findings;
}

async function compareOne(container: Inspected, options: CompareContainersOptions): Promise<Finding[]> {
  const path = nameOf(container);
  const rebuild = `Run containers rebuild ${agentOf(container)}.`;
  if (path.endsWith(setAsideSuffix)) {
    const what = { expected: null, actual: "a container that a rebuild set aside", remedy: rebuild };
    return [{ code: "CONTAINER_SET_ASIDE", severity: "error", path, ...what }];
  }
  const findings: Finding[] = [];
  const { State, Mounts, Image } = container;
  const wanted = await imageIdOf(container, options);
  if (wanted !== Image) {
    findings.push({
      code: "CONTAINER_IMAGE",
      severity: "error",
      path,
      expected: wanted,
      actual: Image,
      remedy: rebuild,
    });
  }
  const directory = realOr(join(options.envRoot, agentOf(container)));
  const sources = Mounts.filter(({ Type }) => Type === "bind").map(({ Source }) => realOr(Source));
  if (!sources.includes(directory)) {
    const actual = sources.length > 0 ? sources.join(", ") : null;
    const remedy = "Create the container with its agent's env directory mounted.";
    findings.push({ code: "CONTAINER_ENV", severity: "error", path, expected: directory, actual, remedy });
  }
  if (!State.Running || State.Health?.Status === "unhealthy") {
    const actual = State.Running ? "unhealthy" : `${State.Status}, exit code ${State.ExitCode}`;
    const remedy = "Look at its log, then start it or rebuild it.";
    findings.push({ code: "CONTAINER_DOWN", severity: "warning", path, expected: "running", actual, remedy });
  }
  return findings;
}

/** The image that a container should run; `null` where there is none under its reference any more. */
async function imageIdOf(
  container: Inspected,
  { engine, image }: CompareContainersOptions,
): Promise<string | null> {
  const reference = image ?? container.Config.Image;
  try {
    return (await asked(`image ${reference}`, () => engine.getImage(reference).inspect())).Id;
  } catch (caught) {
    if ((caught as { code?: string }).code === "IMAGE_MISSING") return null;
    throw caught;
  }
}

function orphan(container: Inspected): Finding {
  return {
    code: "CONTAINER_ORPHAN",
    severity: "warning",
    path: nameOf(container),
    expected: null,
    actual: `a container of agent ${JSON.stringify(agentOf(container))}`,
    remedy: "Remove it, or bring its agent back.",
  };
}

function realOr(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
