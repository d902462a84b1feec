import { rightText } from "../admission/decision/access-findings.ts";
import { whoIs } from "../admission/decision/actor-findings.ts";
import { foldedName } from "../admission/folded-name.ts";
import type { AccessState } from "../admission/rbac/access-state.ts";
import { rightsFor } from "../admission/rbac/action-rights.ts";
import { permissionFor } from "../admission/rbac/rights.ts";
import { canWrite } from "../admission/trust/trust-tier.ts";
import { workTerms } from "../admission/trust/work-terms.ts";
import type { Actor, HostFacts } from "../kinds/actor.ts";
import type { agentStack } from "../kinds/config/agent-stack.ts";
import type { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import { apiGroup, type Resource } from "../resource/resource.ts";
import type { Approval } from "./approval-state.ts";

/** Somebody who wants to decide. */
export interface Approver {
  readonly by: Actor;
  /** What the host says of them now; left out where it was not asked. */
  readonly host?: Pick<HostFacts, "permission" | "teams"> | undefined;
}

export interface ApprovalScene {
  readonly approval: Approval;
  readonly run: Resource<typeof agentDispatchRun>;
  readonly stack: Resource<typeof agentStack> | undefined;
  readonly access: AccessState;
}

/**
 * Why somebody may not decide an approval; nothing where they may. Approving a dispatch takes the right to start the run, as who approves
 * answers for it; approving a missing grant takes the right to give it, and what steers agents or CI the right to escalate. Content of a fork is approved by who can write to the repository.
 * Nobody approves what they asked for, unless the stack says so and the work is trusted. Everybody who may decide may refuse.
 */
export function decisionRefusal(
  { by, host }: Approver,
  verdict: "approve" | "reject",
  { approval, run, stack, access }: ApprovalScene,
): string | undefined {
  const { namespace } = approval.metadata;
  const { repository } = run.spec;
  const { who } = whoIs(by, namespace, host, repository);
  if (by.kind !== "User" || !who) return "only a person can decide";
  const { approvers } = approval.spec;
  if (approvers && !approvers.some((one) => [who.name, ...who.groups].includes(foldedName(one))))
    return `it is for ${approvers.join(", ")} to decide`;
  const asked = [
    ...rightsFor("approve", { namespace, repository, name: approval.metadata.name }),
    ...(verdict === "approve" ? furtherRights(approval, run) : []),
  ];
  const missing = asked.find((right) => !permissionFor(access, who, right));
  if (missing) return `they may not ${rightText(missing)}`;
  if (verdict === "reject") return undefined;
  const isUntrusted = run.spec.host?.isFork === true || run.status.trustTier === "untrusted";
  if (isUntrusted && !(host && canWrite(host.permission)))
    return `what comes from a fork takes write permission on ${repository}, and ${host ? `they have ${host.permission}` : "the host was not asked"}`;
  const isOwn = [run.spec.requestedBy, approval.spec.requestedBy].some(
    (actor) => actor?.kind === "User" && foldedName(actor.name) === who.name,
  );
  const mayOwn =
    stack?.spec.approvers === "anyone" && workTerms(run.status.trustTier ?? "untrusted").selfApproval;
  return isOwn && !mayOwn ? "nobody approves what they asked for" : undefined;
}

function furtherRights(
  { metadata: { namespace, name }, spec: { action } }: Approval,
  run: ApprovalScene["run"],
) {
  const { repository, agentStack } = run.spec;
  if (action === "dispatch") return rightsFor("dispatch", { namespace, repository, stack: agentStack });
  if (action === "grant") return rightsFor("grant", { namespace, repository });
  const right = { verb: "update", resource: "agentapprovals", subresource: "escalation" };
  return action === "escalation" ? [{ ...right, namespace, apiGroup, repository, name }] : [];
}
