import { rightsFor } from "../../agents/admission/rbac/action-rights.ts";
import { workspaceAction } from "../../agents/kinds/record/agent-action.ts";
import { agentWorkspace } from "../../agents/kinds/record/agent-workspace.ts";
import { fieldsOf } from "../../fault/thrown.ts";
import { type ReviewedAction, textField } from "./reviewed-action.ts";

type Name = (typeof workspaceAction.options)[number];

const words: Readonly<Record<Name, readonly [label: string, does: string, isGrave?: true]>> = {
  provision: ["Provision", "Makes the workspace on a machine: clone, base commit, patch."],
  link: ["Link", "Takes the folder that is there as this workspace, without changing a file."],
  pin: ["Pin", "Keeps the workspace whatever the retention policy says."],
  unpin: ["Unpin", "Leaves the workspace to the retention policy again."],
  archive: ["Archive", "Removes its files on purpose; from commit and patch it can be made again.", true],
  cleanup: ["Clean up", "Removes its files. What is dirty, in conflict or in use is kept, and said.", true],
  recover: ["Recover", "Makes a workspace whose folder is gone again, from commit and patch."],
  "notes-save": ["Save notes", "Replaces what people wrote about the workspace."],
  "rebase-start": ["Start a rebase", "Puts its changes on the newest commit of its target."],
  "rebase-auto-resolve": [
    "Resolve conflicts",
    "Resolves what git can resolve by itself; the rest stays for a person.",
  ],
  "rebase-open-in-editor": [
    "Open in an editor",
    "Asks the machine that holds it for a link to the conflicts.",
  ],
  "rebase-mark-resolved": ["Mark as resolved", "Says that the conflicts are resolved; the rebase goes on."],
  "rebase-abort": ["Abort the rebase", "Takes the rebase back; the workspace is as it was before.", true],
};

/** What people do with workspaces. */
export const workspaceReviews: readonly ReviewedAction[] = workspaceAction.options.map((action) => {
  const [label, does, isGrave = false] = words[action];
  return {
    ...{ action, label, does, isGrave, kinds: [agentWorkspace] },
    rights: ({ organization, name, repository }) =>
      rightsFor(action, { namespace: organization, name, repository }),
    obstacle: ({ object }) => {
      const { pinned } = fieldsOf(object?.spec);
      if (action === "pin" && pinned === true) return { reason: "It is pinned already." };
      if (action === "unpin" && pinned !== true) return { reason: "It is not pinned." };
      return undefined;
    },
    ...(action === "notes-save"
      ? {
          fields: (scene) => [
            textField(
              scene,
              { name: "notes", label: "Notes", type: "text", facts: ["at most 20000 characters"] },
              String(fieldsOf(scene.object?.spec).notes ?? ""),
            ),
          ],
        }
      : {}),
    ...(action === "recover"
      ? {
          fields: (scene) => [
            textField(scene, {
              ...{ name: "host", label: "Machine", type: "line" },
              facts: ["the one that held it, where nothing is written here"],
            }),
          ],
        }
      : {}),
    call: ({ name }, values) => {
      const host = action === "recover" ? values.one("host") : undefined;
      return {
        method: "POST",
        path: `/api/agents/workspaces/${encodeURIComponent(name)}/action`,
        body: {
          action,
          ...(action === "notes-save" ? { notes: values.one("notes") ?? "" } : {}),
          ...(host === undefined || host === "" ? {} : { host }),
        },
      };
    },
  } satisfies ReviewedAction;
});
