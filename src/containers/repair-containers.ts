import type { AgentConfig } from "../config/schema/agent-config.ts";
import { asFault } from "../fault/error.ts";
import type { CodeOfFinding, Deed, Finding } from "../fault/finding.ts";
import { wantedImage } from "./compare-containers.ts";
import { type RebuildContainersOptions, rebuildContainers } from "./rebuild-containers.ts";
import type { RebuildOutcome } from "./rebuild-options.ts";
import type { Recovery } from "./recover-rebuild.ts";

export interface RepairContainersOptions
  extends Omit<RebuildContainersOptions, "agents" | "named" | "select" | "onlyIdle" | "onRecovery"> {
  /** What {@link compareContainers} found. */
  readonly findings: readonly Finding[];
  readonly resolve: (agent: string) => AgentConfig;
}

export interface ContainersRepair {
  /** What was found, and what became of it: what was repaired is a warning. */
  readonly findings: readonly Finding[];
  readonly outcomes: readonly RebuildOutcome[];
}

/** What a rebuild puts right. */
const repairable: ReadonlySet<CodeOfFinding> = new Set(["CONTAINER_IMAGE", "CONTAINER_SET_ASIDE"]);

/**
 * Rebuilds the containers of a fleet that have drifted from their image, and ends rebuilds that were found half done.
 * A container in which a task runs is left alone, and so is one whose env directory is another: both stay findings.
 * @throws {IdentikitError} as {@link rebuildContainers}
 */
export async function repairContainers(options: RepairContainersOptions): Promise<ContainersRepair> {
  const { findings, resolve, ...rebuild } = options;
  const outcomes: RebuildOutcome[] = [];
  const recovered: Recovery[] = [];
  const unresolved: Finding[] = [];
  const agents = new Set(
    findings.filter(({ code }) => repairable.has(code)).map(({ subject = "" }) => subject),
  );
  for (const agent of agents) {
    let config: AgentConfig;
    try {
      config = resolve(agent);
    } catch (caught) {
      unresolved.push(faultFinding(agent, agent, asFault(caught)));
      continue;
    }
    const done = await rebuildContainers({
      ...rebuild,
      agents: [config],
      onlyIdle: true,
      select: async (container) =>
        (await wantedImage(options.engine, container, options.image)) !== container.Image,
      onRecovery: (_, recovery) => recovered.push(recovery),
    });
    outcomes.push(...done);
  }
  const after = findings.map((finding) => afterRepair(finding, outcomes, recovered));
  return { findings: [...after, ...unresolved, ...outcomes.flatMap(failureFinding)], outcomes };
}

function afterRepair(
  finding: Finding,
  outcomes: readonly RebuildOutcome[],
  recovered: readonly Recovery[],
): Finding {
  if (!repairable.has(finding.code)) return finding;
  const outcome = outcomes.find((each) => each.agent === finding.subject && each.container === finding.path);
  const ended = recovered.some(({ container }) => finding.path.startsWith(`${container}.`));
  if (finding.code === "CONTAINER_SET_ASIDE") return ended ? repaired(finding, "recovered") : finding;
  if (outcome?.result === "rebuilt") return repaired(finding, "rebuilt");
  if (outcome?.result !== "busy") return finding;
  return { ...finding, remedy: `Run reconcile --repair again when its task has ended: ${outcome.task}.` };
}

function repaired(finding: Finding, done: Deed): Finding {
  return { ...finding, severity: "warning", done, remedy: "Nothing is left to do." };
}

/** Why a container was not rebuilt: what `CONTAINER_ENV` says, the comparison has said already. */
function failureFinding(outcome: RebuildOutcome): Finding[] {
  if (!("error" in outcome) || outcome.error.code === "CONTAINER_ENV") return [];
  return [faultFinding(outcome.agent, outcome.container, outcome.error)];
}

function faultFinding(
  agent: string,
  path: string,
  { code, message, remedy }: ReturnType<typeof asFault>,
): Finding {
  return { code, severity: "error", path, expected: null, actual: message, remedy, subject: agent };
}
