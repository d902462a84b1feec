import { agentWorkspace } from "../../../agents/kinds/record/agent-workspace.ts";
import type { Resource } from "../../../agents/resource/resource.ts";
import { objectAddress } from "../../page/object-address.ts";
import type { ShownState } from "../../page/shown.ts";

type Workspace = Resource<typeof agentWorkspace>;

/** The states of a workspace that a person has to know of. */
export function workspaceNotices(organization: string, workspace: Workspace): ShownState[] {
  const { name } = workspace.metadata;
  const { git, phase } = workspace.status;
  const conflicts = git?.conflicts ?? [];
  const links = [{ link: objectAddress(organization, agentWorkspace, name), text: `The workspace ${name}` }];
  const found: ShownState[] = [];
  if (phase === "Missing" || git?.missing === true)
    found.push({
      state: "WorkspaceMissing",
      happened: `The path of the workspace ${name} is gone${workspace.spec.host === undefined ? "" : ` on ${workspace.spec.host}`}.`,
      holds:
        "Its record, its notes and its links stay, and so do harvested patches. Nothing is written back from it.",
      remedy: "Recover it from repository, commit and patch, link another path, archive it, or clean it up.",
      links,
    });
  if (git?.rebase === "conflicts" || conflicts.length > 0)
    found.push({
      state: "WorkspaceRebaseConflicts",
      happened: `Changes of the workspace ${name} and those of its target contradict each other in ${conflicts.slice(0, 20).join(", ") || "some files"}.`,
      holds: "Both sides are kept. No branch and no pull request is written from it until that is resolved.",
      remedy:
        "Try to resolve them automatically, open an editor and mark the rebase as resolved, or abort it.",
      links,
    });
  else if (git?.rebase === "needed")
    found.push({
      state: "WorkspaceRebaseNeeded",
      happened: `The target of the workspace ${name} has moved${git.behind === undefined ? "" : `: it is ${git.behind} commits behind`}.`,
      holds: "Its changes are as they were, on the commit that they were made on.",
      remedy: "Start a rebase before its changes are written back.",
      links,
    });
  return found;
}
