import { objectNamed } from "../../admission/grants/grant-world.ts";
import { mayUse } from "../../admission/trust/trust-tier.ts";
import { workTerms } from "../../admission/trust/work-terms.ts";
import { missingReference, type ReadinessFinding, readinessFinding } from "../readiness-finding.ts";
import type { ReadinessReason } from "../readiness-reasons.ts";
import type { StackView } from "../stack-parts.ts";

/** Whether what a stack names of policies exists, and whether they fit together. */
export function policyFindings(view: StackView): ReadinessFinding[] {
  return [
    finding("Verified", "its policies fit together"),
    ...referenceFindings(view),
    ...tierFindings(view),
    ...approvalFindings(view),
    ...writeBackFindings(view),
  ];
}

function finding(reason: ReadinessReason, message: string, remedy?: string): ReadinessFinding {
  return readinessFinding("PolicyAdmitted", reason, message, remedy);
}

function referenceFindings({ stack, snapshot, facts }: StackView): ReadinessFinding[] {
  const { workspacePolicy, runnerPool, contextLabels = [], memory } = stack.spec;
  const from = `agentstacks/${stack.metadata.name}`;
  const source = objectNamed(facts.memorySources, memory?.source);
  const named = [
    { plural: "agentworkspacepolicies", name: workspacePolicy, among: facts.workspacePolicies, from },
    { plural: "agentrunnerpools", name: runnerPool, among: snapshot.runnerPools, from },
    { plural: "agentmemorysources", name: memory?.source, among: facts.memorySources, from },
    {
      plural: "agentmemoryrepositories",
      name: source?.spec.repository,
      among: facts.memoryRepositories,
      from: `agentmemorysources/${memory?.source}`,
    },
    ...contextLabels.map((name) => ({
      plural: "agentcontextlabels",
      name,
      among: facts.contextLabels,
      from,
    })),
  ];
  return named.flatMap(({ plural, name, among, from: names }) =>
    name === undefined || among.some(({ metadata }) => metadata.name === name)
      ? []
      : [missingReference("PolicyAdmitted", `${plural}/${name}`, names)],
  );
}

function tierFindings({ stack, snapshot }: StackView): ReadinessFinding[] {
  const { runtimeIdentity, runnerPool } = stack.spec;
  const account = objectNamed(snapshot.grants.serviceAccounts, runtimeIdentity);
  const pool = objectNamed(snapshot.runnerPools, runnerPool);
  if (!account || !pool) return [];
  const { trustTier } = account.spec;
  if (pool.spec.trustTiers.some((tier) => mayUse(tier, trustTier))) return [];
  return [
    finding(
      "TierMismatch",
      `agentserviceaccounts/${runtimeIdentity} is meant for ${trustTier} work, and agentrunnerpools/${runnerPool} takes ${pool.spec.trustTiers.join(" and ")} work only`,
      `Name another runner pool or account in the stack, or add ${trustTier} to trustTiers of agentrunnerpools/${runnerPool}.`,
    ),
  ];
}

function approvalFindings({ stack, users }: StackView): ReadinessFinding[] {
  if (stack.spec.approvalMode !== "never") return [];
  return users.flatMap(({ object, toolProfile }) => {
    if (!toolProfile) return [];
    const { filesystemPolicy, networkPolicy, isolation, approvalPolicyByTool } = toolProfile.spec;
    const profile = `agenttoolprofiles/${toolProfile.metadata.name}`;
    const asking = Object.entries(approvalPolicyByTool).flatMap(([tool, answer]) =>
      answer === "ask" ? [tool] : [],
    );
    const isOpen = filesystemPolicy.mode === "full" || networkPolicy.mode === "open";
    return [
      ...(isOpen && isolation === "user"
        ? [
            finding(
              "ApprovalModeUnsafe",
              `approvalMode is never, and ${profile} of ${object} opens ${filesystemPolicy.mode === "full" ? "all files" : "the network"} to an agent that is only another user`,
              `Set approvalMode: on_request, or isolation: container in ${profile}.`,
            ),
          ]
        : []),
      ...(asking.length > 0
        ? [
            finding(
              "ApprovalNeverAsked",
              `approvalMode is never, and ${profile} of ${object} wants an approval for ${asking.sort().join(", ")}: these are refused`,
              `Set approvalMode: on_request, or allow or deny them in ${profile}.`,
            ),
          ]
        : []),
    ];
  });
}

function writeBackFindings({ stack, snapshot }: StackView): ReadinessFinding[] {
  const account = objectNamed(snapshot.grants.serviceAccounts, stack.spec.runtimeIdentity);
  const free = (stack.spec.writeBack ?? []).filter(({ approval }) => approval === "never");
  if (!account || free.length === 0 || workTerms(account.spec.trustTier).unapprovedWriteBack) return [];
  const actions = free.map(({ action }) => action).sort();
  return [
    finding(
      "ApprovalStillAsked",
      `approval: never holds for trusted work only, and the account is for ${account.spec.trustTier} work: ${actions.join(", ")} ask for an approval all the same`,
      "Set approval: required, so that the stack says what happens.",
    ),
  ];
}
