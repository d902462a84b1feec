import { rightsFor } from "../../agents/admission/rbac/action-rights.ts";
import { workItem } from "../../agents/kinds/record/work-item.ts";
import { fieldsOf } from "../../fault/thrown.ts";
import { type ReviewedAction, type ReviewScene, textField } from "./reviewed-action.ts";

/** The runs of a work item, the newest first. */
function runsOf({ object }: Pick<ReviewScene, "object">): readonly string[] {
  const { runs } = fieldsOf(object?.spec);
  return Array.isArray(runs) ? runs.map(String).toReversed() : [];
}

/** What people do on a board. */
export const workItemReviews: readonly ReviewedAction[] = [
  {
    action: "move",
    label: "Move",
    does: "Asks for the label of another column to be set on the forge, and the one of this column to be taken off, as a write-back of a run that works on it. The card moves when the forge has it.",
    kinds: [workItem],
    rights: ({ organization, repository, ...scene }) =>
      rightsFor("write-back", { namespace: organization, name: runsOf(scene)[0], repository }),
    obstacle: (scene) =>
      runsOf(scene).length > 0
        ? undefined
        : {
            reason: "No run has worked on it.",
            remedy: "Dispatch an agent on it, or set the label on the forge.",
          },
    fields: (scene) => {
      const { state } = fieldsOf(scene.object?.spec);
      const runs = runsOf(scene);
      return [
        textField(scene, {
          ...{ name: "to", label: "To", type: "line", isRequired: true },
          description: "The label of the column, as the forge has it.",
        }),
        textField(
          scene,
          { name: "from", label: "From", type: "line", description: "The label that is taken off." },
          typeof state === "string" ? state : "",
        ),
        textField(
          scene,
          {
            ...{ name: "run", label: "Run", type: "choice", isRequired: true },
            options: runs.map((run) => ({ value: run, label: run })),
            description: "The policy of its rule and its stack says which labels may be set.",
          },
          runs[0],
        ),
      ];
    },
    call: (_, values) => {
      const from = values.one("from") ?? "";
      return {
        method: "POST",
        path: `/api/agents/runs/${encodeURIComponent(values.one("run") ?? "")}/write-back`,
        body: { type: "label", add: [values.one("to") ?? ""], ...(from === "" ? {} : { remove: [from] }) },
      };
    },
  },
];
