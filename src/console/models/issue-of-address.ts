import type { agentDispatchRun } from "../../agents/kinds/record/agent-dispatch-run.ts";
import type { agentWorkspace } from "../../agents/kinds/record/agent-workspace.ts";
import type { workItem } from "../../agents/kinds/record/work-item.ts";
import type { Resource } from "../../agents/resource/resource.ts";
import { PageRefused } from "../page/page-refused.ts";

/** The issue that a page of a repository is about; nothing for a page that is about all. @throws {PageRefused} 404 for what is no number */
export function issueOfAddress(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  if (/^[1-9]\d{0,8}$/.test(given)) return Number(given);
  throw new PageRefused(404, "issue with this number");
}

/** Whether a run works on an issue. */
export function isRunOn(issue: number | undefined, { spec }: Resource<typeof agentDispatchRun>): boolean {
  return issue === undefined || spec.sourceRefs.issue === issue || isIssue(issue, spec.target);
}

/** Whether a workspace was made for an issue. */
export function isWorkspaceOf(issue: number | undefined, { spec }: Resource<typeof agentWorkspace>): boolean {
  return issue === undefined || isIssue(issue, spec.ownerRef);
}

/** Whether a work item is an issue. */
export function isItemOf(issue: number | undefined, { spec }: Resource<typeof workItem>): boolean {
  return issue === undefined || isIssue(issue, spec.target);
}

function isIssue(issue: number, target: { readonly kind: string; readonly id: string } | undefined): boolean {
  return target?.kind === "issue" && target.id === String(issue);
}
