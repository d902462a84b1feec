import type Docker from "dockerode";
import { agentOf, type Inspected, listAgentContainers, nameOf } from "../../containers/agent-container.ts";
import { compareContainers } from "../../containers/compare-containers.ts";
import type { Finding } from "../../fault/finding.ts";
import type { Draft, Verified } from "../graph/draft.ts";

/** The engine that runs agents, and where their env directories are. */
export interface ContainerArea {
  readonly engine: Docker;
  readonly agents: ReadonlySet<string>;
  readonly envRoot: string;
  readonly signal: AbortSignal;
  /** Adds the image that a container runs; gives its node, or nothing where it could not be read. */
  addImage(reference: string): Promise<string | undefined>;
}

/** Findings about a container's image; the others are about its env directory. */
const ofImage = new Set(["CONTAINER_IMAGE", "CONTAINER_SET_ASIDE"]);

/**
 * Adds the containers that run agents, each with its image and the env directory that it should see.
 * @throws {IdentikitError} `ENGINE_UNREACHABLE`, `ENGINE_FAILED`
 */
export async function addContainers(draft: Draft, area: ContainerArea): Promise<void> {
  const { engine, signal, agents, envRoot } = area;
  const containers = await listAgentContainers(engine, { signal });
  if (containers.length === 0) return;
  const findings = await compareContainers({ engine, agents, envRoot, signal });
  for (const container of containers) {
    const agent = agentOf(container);
    const own = findings.filter(({ path, severity }) => path === nameOf(container) && severity !== "warning");
    const to = draft.node("container", nameOf(container), { agent, image: container.Config.Image }, [
      container.Id,
    ]);
    if (agents.has(agent)) addEnv(draft, area, { agent, to, own });
    await addRunning(draft, area, { container, to, own });
  }
}

function addEnv(
  draft: Draft,
  { envRoot }: ContainerArea,
  of: { readonly agent: string; readonly to: string; readonly own: readonly Finding[] },
): void {
  draft.claim({
    from: draft.node("env", `${envRoot}/${of.agent}`, { agent: of.agent }),
    to: of.to,
    says: "mounted in",
    restsOn: "the container's mounts",
    verifiedBy: "the engine was asked what the container sees",
    verify: () => verdictOf(of.own.filter(({ code }) => !ofImage.has(code))),
  });
}

async function addRunning(
  draft: Draft,
  area: ContainerArea,
  of: { readonly container: Inspected; readonly to: string; readonly own: readonly Finding[] },
): Promise<void> {
  // By its id: the name may stand for another image by now.
  const from = await area.addImage(`docker-daemon:${of.container.Image}`);
  if (from === undefined) return;
  draft.claim({
    from,
    to: of.to,
    says: "run by",
    restsOn: `the container's image ${of.container.Config.Image}`,
    verifiedBy: "the engine was asked what the image's name stands for",
    verify: () => verdictOf(of.own.filter(({ code }) => ofImage.has(code))),
  });
}

function verdictOf(findings: readonly Finding[]): Verified {
  const [first] = findings;
  if (!first) return { verdict: "holds", detail: "as it should be" };
  const { code, actual, expected, remedy } = first;
  return {
    verdict: "broken",
    code,
    detail: `${actual ?? "nothing"}, expected ${expected ?? "nothing"}`,
    remedy,
    findings,
  };
}
