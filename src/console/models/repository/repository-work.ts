import { agentApproval } from "../../../agents/kinds/record/agent-approval.ts";
import { agentSession } from "../../../agents/kinds/record/agent-session.ts";
import { agentWorkspace } from "../../../agents/kinds/record/agent-workspace.ts";
import { webhookDelivery } from "../../../agents/kinds/record/webhook-delivery.ts";
import type { Resource } from "../../../agents/resource/resource.ts";
import { objectAddress } from "../../page/object-address.ts";
import type { PageAsk } from "../../page/page-ask.ts";
import { isWorkspaceOf } from "../issue-of-address.ts";
import { workspaceTrouble } from "../overview/attention.ts";
import type { LinkedRecord, RepositoryQuery } from "./linked-record.ts";

/** Its workspaces, or those of one issue, the newest first. */
export async function linkedWorkspaces(
  { organization, objects }: PageAsk,
  own: RepositoryQuery,
  issue: number | undefined,
): Promise<LinkedRecord[]> {
  const found = (await objects.listed(agentWorkspace, own))?.items ?? [];
  const shown = found.filter((workspace) => isWorkspaceOf(issue, workspace));
  return shown.map((workspace) => ({
    name: workspace.metadata.name,
    href: objectAddress(organization, agentWorkspace, workspace.metadata.name),
    phase: workspace.status.phase ?? "Provisioning",
    text: workspaceText(workspace),
    since: workspace.metadata.creationTimestamp,
  }));
}

/** Its branch, whose it is, and what keeps work in it from being written back. */
function workspaceText(workspace: Resource<typeof agentWorkspace>): string {
  const { spec, status } = workspace;
  const owner = spec.ownerRef ? `${spec.ownership} ${spec.ownerRef.id}` : spec.ownership;
  const words = [status.git?.branch, owner, spec.trustTier].filter((word) => word !== undefined);
  const trouble = workspaceTrouble(workspace);
  return `${words.join(", ")}${trouble === undefined ? "" : `. ${trouble}`}`;
}

/** The sessions of some of its runs. */
export async function linkedSessions(
  { organization, objects }: PageAsk,
  runs: ReadonlySet<string>,
): Promise<LinkedRecord[]> {
  const found = (await objects.listed(agentSession, { newestFirst: true, limit: 200 }))?.items ?? [];
  return found
    .filter(({ spec }) => runs.has(spec.run))
    .map(({ metadata, spec, status }) => ({
      name: metadata.name,
      href: objectAddress(organization, agentSession, metadata.name),
      phase: status.phase ?? "Pending",
      text: spec.run,
      since: metadata.creationTimestamp,
    }));
}

/** What is to be decided, or was, about some of its runs. */
export async function linkedApprovals(
  { organization, objects }: PageAsk,
  runs: ReadonlySet<string>,
): Promise<LinkedRecord[]> {
  const found = (await objects.listed(agentApproval, { newestFirst: true, limit: 200 }))?.items ?? [];
  return found
    .filter(({ spec }) => runs.has(spec.run))
    .map(({ metadata, spec, status }) => ({
      name: metadata.name,
      href: objectAddress(organization, agentApproval, metadata.name),
      phase: status.phase ?? "Pending",
      text: spec.title ?? spec.action,
      since: metadata.creationTimestamp,
    }));
}

/** What the forge has told of it. */
export async function linkedDeliveries(
  { organization, objects }: PageAsk,
  own: RepositoryQuery,
): Promise<LinkedRecord[]> {
  const found = (await objects.listed(webhookDelivery, own))?.items ?? [];
  return found.map(({ metadata, spec, status }) => ({
    name: metadata.name,
    href: objectAddress(organization, webhookDelivery, metadata.name),
    phase: status.phase ?? "Received",
    text: spec.action === undefined ? spec.event : `${spec.event} ${spec.action}`,
    since: metadata.creationTimestamp,
  }));
}
