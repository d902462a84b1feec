import { IdentikitError } from "../../fault/error.ts";
import type { DispatchRun } from "../dispatch/run-status.ts";
import type { ForgeTarget } from "../triggers/event-facts.ts";
import { safeRefName } from "../triggers/ref-names.ts";
import type { WriteRefusal } from "./write-back-codes.ts";
import type { WriteScene } from "./write-scene.ts";

/** Branches of agents are below this: nobody's rules for other branches are met by them by chance. */
const branchFolder = "identikit/";

/** That nothing can be written back for a request. */
export function writeRefused(code: WriteRefusal["code"], reason: string): WriteRefusal {
  return { code, reason };
}

/** The issue or pull request of the run, or another one where the policy allows that. */
export function numbered(
  number: number | undefined,
  { run: { spec }, policy }: WriteScene,
): ForgeTarget | WriteRefusal {
  const { pullRequest, issue } = spec.sourceRefs;
  const own = number ?? pullRequest ?? issue;
  if (own === undefined)
    return writeRefused("WRITE_BACK_TARGET", "the run is about no issue and no pull request");
  const isOwn = own === pullRequest || own === issue;
  const mayOthers = policy.some(({ otherTargets }) => otherTargets === true);
  if (!isOwn && !mayOthers)
    return writeRefused(
      "WRITE_BACK_TARGET",
      `the run is not about #${own}, and its policy allows no other target`,
    );
  return { kind: own === pullRequest ? "pull_request" : "issue", id: String(own) };
}

/** The branch of an attempt: below the folder of agents, and another one for each attempt. */
export function agentBranch(named: string | undefined, { run, attempt }: WriteScene): string | WriteRefusal {
  const { number } = attempt.spec;
  const plain = named?.startsWith(branchFolder) ? named.slice(branchFolder.length) : named;
  const name = `${branchFolder}${plain ?? run.metadata.name}${number > 1 ? `-${number}` : ""}`;
  return safeBranch(name);
}

/**
 * The branch of the repository that a run is about. A fork's branch is none, whatever its name is: strangers choose it; so what is about a fork is
 * about the branch that the repository starts with.
 */
export function ownBranch({ sourceRefs, host }: DispatchRun["spec"]): string | undefined {
  const { ref = "", headRepository, defaultBranch } = sourceRefs;
  const isFork = headRepository !== undefined || host?.isFork === true;
  const named = isFork ? undefined : /^refs\/heads\/(.+)$/.exec(ref)?.[1];
  return named ?? defaultBranch;
}

/** The branch that a pull request goes into: the one that the run is about, or another one where the policy allows that. */
export function intoBranch(
  named: string | undefined,
  { run: { spec }, policy }: WriteScene,
): string | WriteRefusal {
  const own = ownBranch(spec);
  const into = named ?? own;
  if (into === undefined)
    return writeRefused(
      "WRITE_BACK_TARGET",
      "it names no branch to be merged into, and the run is about none",
    );
  const mayOthers = policy.find(({ action }) => action === "pull_request")?.otherTargets === true;
  if (into !== own && !mayOthers)
    return writeRefused(
      "WRITE_BACK_TARGET",
      `the run is about ${own ?? "no branch"}, and its policy allows no other target than that`,
    );
  return safeBranch(into);
}

function safeBranch(name: string): string | WriteRefusal {
  try {
    return safeRefName(name);
  } catch (caught) {
    if (caught instanceof IdentikitError) return writeRefused("WRITE_BACK_REF", caught.message);
    throw caught;
  }
}
