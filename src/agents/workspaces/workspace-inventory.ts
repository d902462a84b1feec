import { agentApproval } from "../kinds/record/agent-approval.ts";
import { agentWorkspace } from "../kinds/record/agent-workspace.ts";
import type { ResourceReader } from "../resource/resource-store.ts";
import { parseFieldSelector } from "../resource/selector.ts";
import type { Workspace } from "./workspace-conditions.ts";

/** Why somebody should look at a workspace, the weightiest first. */
export const attentionReasons = ["missing", "dirty", "conflicted", "approval-blocked", "archived"] as const;
export type AttentionReason = (typeof attentionReasons)[number];

/** A workspace, and why somebody should look at it. */
export interface InventoryEntry {
  readonly workspace: Workspace;
  readonly attention: readonly AttentionReason[];
}

/** All workspaces of an organisation: first those that somebody should look at, then those that were used last. */
export async function workspaceInventory(
  reader: ResourceReader,
  namespace: string,
): Promise<InventoryEntry[]> {
  const blocked = new Set<string>();
  const fields = parseFieldSelector("status.phase=Pending");
  for await (const { spec } of reader.each(agentApproval, { namespace, fields })) blocked.add(spec.run);
  const entries: InventoryEntry[] = [];
  for await (const workspace of reader.each(agentWorkspace, { namespace }))
    entries.push({ workspace, attention: attentionOf(workspace, blocked) });
  return entries.toSorted((a, b) => rank(a) - rank(b) || (usedAt(a) > usedAt(b) ? -1 : 1));
}

/** @param blocked the runs that wait for an approval */
export function attentionOf({ status }: Workspace, blocked: ReadonlySet<string>): AttentionReason[] {
  const { git, runs = [], lastRun } = status;
  const isBlocked = [...runs, ...(lastRun === undefined ? [] : [lastRun])].some((run) => blocked.has(run));
  const holds: Readonly<Record<AttentionReason, boolean>> = {
    missing: status.phase === "Missing" || (git?.missing === true && status.phase !== "Archived"),
    dirty: git?.dirty === true,
    conflicted: (git?.conflicts ?? []).length > 0 || git?.rebase === "conflicts",
    "approval-blocked": isBlocked,
    archived: status.phase === "Archived",
  };
  return attentionReasons.filter((reason) => holds[reason]);
}

function rank({ attention: [first] }: InventoryEntry): number {
  return first === undefined ? attentionReasons.length : attentionReasons.indexOf(first);
}

function usedAt({ workspace: { metadata, status } }: InventoryEntry): string {
  return status.lastUsedAt ?? metadata.creationTimestamp;
}
