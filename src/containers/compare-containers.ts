import type Docker from "dockerode";
import { asFault } from "../fault/error.ts";
import type { Finding } from "../fault/finding.ts";
import { agentOf, type Inspected, isSetAside, listAgentContainers, nameOf } from "./agent-container.ts";
import { asked } from "./engine-call.ts";
import { envMountFinding } from "./env-mount.ts";

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
  for (const container of await listAgentContainers(options.engine, options)) {
    const agent = agentOf(container);
    const found = options.agents.has(agent) ? await compareOne(container, options) : [orphan(container)];
    findings.push(...found.map((finding) => ({ ...finding, subject: agent })));
  }
  return findings;
}

async function compareOne(container: Inspected, options: CompareContainersOptions): Promise<Finding[]> {
  const { engine, envRoot, image } = options;
  const path = nameOf(container);
  const rebuild = `Run containers rebuild ${agentOf(container)}.`;
  if (isSetAside(container)) {
    const what = { expected: null, actual: "a container that a rebuild set aside", remedy: rebuild };
    return [{ code: "CONTAINER_SET_ASIDE", severity: "error", path, ...what }];
  }
  const findings: Finding[] = [];
  const { State, Image } = container;
  const wanted = await wantedImage(engine, container, image);
  if (wanted !== Image) {
    const what = { expected: wanted, actual: Image, remedy: rebuild };
    findings.push({ code: "CONTAINER_IMAGE", severity: "error", path, ...what });
  }
  const env = await envMountFinding(engine, container, envRoot);
  if (env) findings.push(env);
  if (!State.Running || State.Health?.Status === "unhealthy") {
    const actual = State.Running ? "unhealthy" : `${State.Status}, exit code ${State.ExitCode}`;
    const remedy = "Look at its log, then start it or rebuild it.";
    findings.push({ code: "CONTAINER_DOWN", severity: "warning", path, expected: "running", actual, remedy });
  }
  return findings;
}

/**
 * The id of the image that a container should run; `null` where there is none under its reference any more.
 * @throws {IdentikitError} `ENGINE_UNREACHABLE`, `ENGINE_FAILED`
 */
export async function wantedImage(
  engine: Docker,
  container: Inspected,
  reference: string = container.Config.Image,
): Promise<string | null> {
  try {
    return (await asked(`image ${reference}`, () => engine.getImage(reference).inspect())).Id;
  } catch (caught) {
    if (asFault(caught).code === "IMAGE_MISSING") return null;
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
