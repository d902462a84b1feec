import { agentStack } from "../../../agents/kinds/config/agent-stack.ts";
import { agentApproval } from "../../../agents/kinds/record/agent-approval.ts";
import type { agentDispatchAttempt } from "../../../agents/kinds/record/agent-dispatch-attempt.ts";
import { agentReviewArtifact } from "../../../agents/kinds/record/agent-review-artifact.ts";
import type { Resource } from "../../../agents/resource/resource.ts";
import { objectAddress } from "../../page/object-address.ts";
import type { ShownState } from "../../page/shown.ts";
import { workspaceNotices } from "../workspaces/workspace-notices.ts";
import type { RunScene } from "./run-offers.ts";

export interface RunNoticeFacts extends RunScene {
  readonly organization: string;
  readonly attempt: Resource<typeof agentDispatchAttempt> | undefined;
  readonly approvals: readonly Resource<typeof agentApproval>[];
  /** The old address that led here. */
  readonly from: string | undefined;
}

/** The states of a run that a person has to know of. */
export function runNotices(facts: RunNoticeFacts): ShownState[] {
  return [
    ...oldAddress(facts),
    ...unbound(facts),
    ...blocked(facts),
    ...drift(facts),
    ...changesRequested(facts),
    ...(facts.workspace ? workspaceNotices(facts.organization, facts.workspace) : []),
  ];
}

function oldAddress({ from, run }: RunNoticeFacts): ShownState[] {
  if (from === undefined) return [];
  return [
    {
      state: "LegacyRunRedirect",
      happened: `You came by an address of before: ${from}.`,
      holds: `It stands for the run ${run.metadata.name}, with the same repository, source and session.`,
      remedy: "Use the address of this page from now on; the old one goes on leading here.",
      links: [],
    },
  ];
}

function unbound({ attempt, run }: RunNoticeFacts): ShownState[] {
  if (attempt?.status.phase !== "Running" || attempt.status.clientSessionId !== undefined) return [];
  return [
    {
      state: "SessionBindingPending",
      happened: `The attempt ${attempt.metadata.name} is under way, and its client has given the conversation no name yet.`,
      holds: `The run goes on${attempt.status.heartbeat === undefined ? "" : `; its runner reported last at ${attempt.status.heartbeat}`}. Its events are stored.`,
      remedy: `Wait, or cancel ${run.metadata.name} and retry it: without a name the conversation cannot be resumed later.`,
      links: [],
    },
  ];
}

function blocked({ organization, approvals, run }: RunNoticeFacts): ShownState[] {
  const pending = approvals.filter(({ status }) => (status.phase ?? "Pending") === "Pending");
  const waits = run.status.conditions?.find(
    ({ type, status }) => type === "ApprovalBlocked" && status === "True",
  );
  if (pending.length === 0 && !waits) return [];
  const asked = [...new Set(pending.map(({ spec }) => spec.action.replaceAll("_", " ")))].join(", ");
  return [
    {
      state: "ApprovalBlocked",
      happened: waits?.message ?? `A person has to decide about this: ${asked}.`,
      holds:
        run.status.phase === "Waiting"
          ? "Nothing goes on before that; what was done so far is kept."
          : "The run itself is not held up; nothing of it is written back before that.",
      remedy: "Decide:",
      links: pending.slice(0, 10).map(({ metadata: { name }, spec }) => ({
        link: objectAddress(organization, agentApproval, name),
        text: spec.title ?? name,
      })),
    },
  ];
}

function drift({ organization, run }: RunNoticeFacts): ShownState[] {
  const current = run.status.conditions?.find(({ type }) => type === "ContextCurrent");
  if (current?.status !== "False") return [];
  return [
    {
      state: "ContextLabelDrift",
      happened: `Context labels have changed since the run was dispatched: ${current.message}.`,
      holds: "The run was told what its context shows below; that stays as it is, also for a retry.",
      remedy: current.remedy ?? "Dispatch it again for the labels of now.",
      links: [
        {
          link: objectAddress(organization, agentStack, run.spec.agentStack),
          text: `The stack ${run.spec.agentStack}`,
        },
      ],
    },
  ];
}

function changesRequested({ organization, reviews }: RunNoticeFacts): ShownState[] {
  return reviews
    .filter(({ status }) => status.phase === "ChangesRequested")
    .map(({ metadata: { name }, status }) => ({
      state: "ReviewChangesRequested",
      happened: `${status.decidedBy?.name ?? "Somebody"} wants changes of the review ${name}${status.comment === undefined ? "" : `: ${status.comment}`}.`,
      holds: "Nothing of this run is written back until that is settled. Its artifacts are kept.",
      remedy: "Continue the run with what was asked for, or resolve the review.",
      links: [{ link: objectAddress(organization, agentReviewArtifact, name), text: `The review ${name}` }],
    }));
}
