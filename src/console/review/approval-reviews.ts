import { rightsFor } from "../../agents/admission/rbac/action-rights.ts";
import { agentApproval } from "../../agents/kinds/record/agent-approval.ts";
import { fieldsOf } from "../../fault/thrown.ts";
import { type ReviewedAction, type ReviewScene, textField } from "./reviewed-action.ts";

function decision(verdict: "approve" | "reject", label: string, does: string): ReviewedAction {
  return {
    ...{ action: verdict, label, does, kinds: [agentApproval], isGrave: verdict === "reject" },
    rights: ({ organization, name, repository }) =>
      rightsFor(verdict, { namespace: organization, name, repository }),
    obstacle: ({ object }) => {
      const { phase = "Pending" } = fieldsOf(object?.status);
      if (phase === "Pending") return undefined;
      return {
        reason: `It is ${String(phase)}.`,
        remedy: "What was decided stays; the run asks again where it needs to.",
      };
    },
    fields: (scene) => [
      textField(
        scene,
        {
          ...{ name: "digest", label: "Digest", type: "line", isRequired: true },
          description:
            "Of exactly what you have looked at. If it changes meanwhile, the decision is refused.",
        },
        digestOf(scene),
      ),
      textField(scene, {
        name: "comment",
        label: "Comment",
        type: "text",
        description: "Why; it goes on record.",
      }),
    ],
    call: ({ name }, values) => ({
      method: "POST",
      path: `/api/agents/approvals/${encodeURIComponent(name)}/decision`,
      body: {
        verdict,
        digest: values.one("digest") ?? "",
        ...(values.one("comment") ? { comment: values.one("comment") } : {}),
      },
    }),
  };
}

function digestOf({ object }: ReviewScene): string {
  const { artifactDigest } = fieldsOf(object?.spec);
  return typeof artifactDigest === "string" ? artifactDigest : "";
}

/** What people decide. */
export const approvalReviews: readonly ReviewedAction[] = [
  decision(
    "approve",
    "Approve",
    "Says that exactly this may be done. It is done once enough people have approved.",
  ),
  decision("reject", "Reject", "Says that this is not done. One rejection is enough."),
];
