import { workspaceAction } from "../../../agents/kinds/record/agent-action.ts";
import { agentWorkspace } from "../../../agents/kinds/record/agent-workspace.ts";
import type { Resource } from "../../../agents/resource/resource.ts";
import type { ActionOffer } from "../../page/page.ts";
import { reviewAddress } from "../../page/review-address.ts";
import type { ViewerRights } from "../../page/viewer-rights.ts";

type Workspace = Resource<typeof agentWorkspace>;
type Name = (typeof workspaceAction.options)[number];
type Obstacle = Required<Pick<ActionOffer, "reason" | "remedy">>;

const labels: Readonly<Record<Name, string>> = {
  provision: "Provision",
  link: "Link",
  pin: "Pin",
  unpin: "Unpin",
  archive: "Archive",
  cleanup: "Clean up",
  recover: "Recover",
  "notes-save": "Edit notes",
  "rebase-start": "Start a rebase",
  "rebase-auto-resolve": "Resolve automatically",
  "rebase-open-in-editor": "Open in an editor",
  "rebase-mark-resolved": "Mark as resolved",
  "rebase-abort": "Abort the rebase",
};
const grave = new Set<Name>(["archive", "cleanup", "rebase-abort"]);

/** The thirteen actions on a workspace; each that cannot be done now with the reason, of rights first. */
export function workspaceOffers(rights: ViewerRights, workspace: Workspace): ActionOffer[] {
  const { name } = workspace.metadata;
  const { repository } = workspace.spec;
  const offers = workspaceAction.options.map((action) =>
    rights.offer(
      {
        word: labels[action],
        href: reviewAddress(rights.organization, action, { kind: agentWorkspace.plural, name }),
        ...(grave.has(action) ? { weight: "danger" } : {}),
      },
      rights.mayDo(action, { name, repository }),
      obstacleOf(action, workspace),
    ),
  );
  // What can be done now stands first.
  return offers.toSorted((a, b) => Number(a.reason !== undefined) - Number(b.reason !== undefined));
}

function obstacleOf(action: Name, workspace: Workspace): Obstacle | undefined {
  const { spec } = workspace;
  switch (action) {
    case "notes-save":
      return undefined;
    case "pin":
      return spec.pinned ? { reason: "It is pinned already.", remedy: "Unpin it to let it go." } : undefined;
    case "unpin":
      return spec.pinned
        ? undefined
        : { reason: "It is not pinned.", remedy: "Its policy decides how long it stays." };
    case "provision":
    case "link":
    case "recover":
      return makingObstacle(action, workspace);
    case "archive":
    case "cleanup":
      return removalObstacle(workspace);
    default:
      return rebaseObstacle(action, workspace);
  }
}

function makingObstacle(
  action: "provision" | "link" | "recover",
  workspace: Workspace,
): Obstacle | undefined {
  if (!hasFiles(workspace)) return undefined;
  return {
    reason: `Its files are there: it is ${workspace.status.phase ?? "Provisioning"}.`,
    remedy:
      action === "recover" ? "There is nothing to recover." : "Archive it first, and provision it again.",
  };
}

function removalObstacle(workspace: Workspace): Obstacle | undefined {
  const { spec, status } = workspace;
  const [run] = status.runs ?? [];
  if (run !== undefined)
    return { reason: `The run ${run} is under way in it.`, remedy: "Wait for its end, or cancel it." };
  if (status.phase === "Archived")
    return { reason: "Its files are gone already.", remedy: "Provision it to have them again." };
  if (spec.pinned) return { reason: "It is pinned.", remedy: "Unpin it first." };
  const conflicts = status.git?.conflicts ?? [];
  if (conflicts.length > 0)
    return {
      reason: `It has conflicts in ${conflicts.slice(0, 5).join(", ")}.`,
      remedy: "Resolve them, or abort the rebase.",
    };
  const dirty = status.conditions?.some((one) => one.type === "Dirty" && one.status === "True");
  if (dirty)
    return {
      reason: `It has ${status.git?.uncommitted ?? "some"} changes that were not harvested.`,
      remedy: "Look at them first: harvest them, or throw them away.",
    };
  return undefined;
}

function rebaseObstacle(action: Name, workspace: Workspace): Obstacle | undefined {
  const { git = {} } = workspace.status;
  const { rebase = "none", conflicts = [], editorLink } = git;
  if (!hasFiles(workspace))
    return { reason: "Its files are not there.", remedy: "Provision or recover it first." };
  const isUnderWay = rebase === "conflicts" || rebase === "running" || conflicts.length > 0;
  if (action === "rebase-start") {
    const [run] = workspace.status.runs ?? [];
    if (run !== undefined)
      return { reason: `The run ${run} is under way in it.`, remedy: "Wait for its end, or cancel it." };
    return isUnderWay
      ? { reason: `A rebase is under way: ${rebase}.`, remedy: "Finish or abort that one." }
      : undefined;
  }
  if (!isUnderWay)
    return { reason: "No rebase is under way.", remedy: "Start one where its target has moved." };
  if (
    action === "rebase-open-in-editor" &&
    editorLink === undefined &&
    workspace.spec.workspacePath === undefined
  )
    return { reason: "Its path is not on a machine of yours.", remedy: "Open it where it is held." };
  return undefined;
}

function hasFiles({ status }: Workspace): boolean {
  const { phase = "Provisioning", git } = status;
  return (phase === "Active" || phase === "Idle") && git?.missing !== true;
}
