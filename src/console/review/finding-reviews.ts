import { rightsFor } from "../../agents/admission/rbac/action-rights.ts";
import { agentReviewArtifact } from "../../agents/kinds/record/agent-review-artifact.ts";
import { fieldsOf } from "../../fault/thrown.ts";
import { type ReviewedAction, textField } from "./reviewed-action.ts";

function verdict(
  action: "resolve" | "request-changes",
  { label, does, after }: { readonly label: string; readonly does: string; readonly after: string },
): ReviewedAction {
  return {
    ...{ action, label, does, kinds: [agentReviewArtifact] },
    rights: ({ organization, name, repository }) =>
      rightsFor(action, { namespace: organization, name, repository }),
    obstacle: ({ object }) => {
      const { phase = "Open" } = fieldsOf(object?.status);
      return phase === after
        ? { reason: `It is ${after} already.`, remedy: "There is nothing to do." }
        : undefined;
    },
    fields: (scene) => [
      textField(scene, {
        name: "comment",
        label: "Comment",
        type: "text",
        description: "Why; it goes on record.",
      }),
    ],
    call: ({ name }, values) => ({
      method: "POST",
      path: `/api/agents/reviews/${encodeURIComponent(name)}/decision`,
      body: { verdict: action, ...(values.one("comment") ? { comment: values.one("comment") } : {}) },
    }),
  };
}

/** What people decide about the findings of a run. */
export const findingReviews: readonly ReviewedAction[] = [
  verdict("resolve", {
    label: "Resolve",
    does: "Says that its findings keep nothing from being written back any more.",
    after: "Resolved",
  }),
  verdict("request-changes", {
    label: "Request changes",
    does: "Keeps everything of the run from being written back until somebody resolves it.",
    after: "ChangesRequested",
  }),
];
