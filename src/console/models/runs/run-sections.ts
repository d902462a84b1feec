import { agentApproval } from "../../../agents/kinds/record/agent-approval.ts";
import { agentArtifact } from "../../../agents/kinds/record/agent-artifact.ts";
import { agentDispatchAttempt } from "../../../agents/kinds/record/agent-dispatch-attempt.ts";
import { agentReviewArtifact } from "../../../agents/kinds/record/agent-review-artifact.ts";
import { agentWorkspace } from "../../../agents/kinds/record/agent-workspace.ts";
import type { Resource } from "../../../agents/resource/resource.ts";
import { addressOf, withQuery } from "../../page/address.ts";
import type { ShownSection, ShownTable } from "../../page/shown.ts";
import { digestShown, knownFacts, objectLink, phaseShown, targetShown, timeShown } from "../shown/values.ts";

export function attemptTable(
  organization: string,
  run: string,
  attempts: readonly Resource<typeof agentDispatchAttempt>[],
): ShownTable {
  const events = (attempt: string) =>
    withQuery(addressOf(organization, "agents", "runs", run, "events"), { attempt, from: "1" });
  return {
    columns: ["Attempt", "Status", "Why", "Runner", "Duration", "Cost", "Turns", "Stack", "Events", "Reason"],
    rows: attempts.map(({ metadata: { name }, spec, status }) => ({
      key: name,
      cells: [
        objectLink(organization, agentDispatchAttempt, name),
        phaseShown(agentDispatchAttempt, status.phase ?? "Queued"),
        spec.reason,
        status.ciRun === undefined
          ? (status.runner ?? null)
          : { outside: status.ciRun, text: status.runner ?? "CI run" },
        status.startedAt === undefined ? null : { from: status.startedAt, to: status.finishedAt },
        status.cost === undefined ? null : `$${status.cost}`,
        status.turns ?? null,
        { digest: spec.stackSnapshot.digest },
        { link: events(name), text: `${status.lastEvent ?? 0}` },
        status.message ?? status.reason ?? null,
      ],
    })),
    empty: "It has had no attempt yet.",
  };
}

export function artifactSection(
  organization: string,
  run: string,
  artifacts: readonly Resource<typeof agentArtifact>[],
): ShownSection {
  const shown = (name: string) =>
    withQuery(addressOf(organization, "agents", "runs", run), { artifact: name });
  return {
    ...{ id: "artifacts", title: "Artifacts" },
    table: {
      columns: ["Artifact", "Status", "Kind", "Digest", "Bytes", "Files", "Workspace", "Looks like secrets"],
      rows: artifacts.map(({ metadata: { name }, spec, status }) => ({
        key: name,
        cells: [
          spec.kind === "patch"
            ? { link: `${shown(name)}#patch`, text: spec.title ?? name }
            : objectLink(organization, agentArtifact, name),
          phaseShown(agentArtifact, status.phase ?? "Pending"),
          spec.kind,
          { digest: spec.digest },
          spec.bytes ?? null,
          spec.files ?? null,
          objectLink(organization, agentWorkspace, spec.workspaceRef),
          spec.suspectedSecrets ?? 0,
        ],
      })),
      empty: "It has made nothing that is on record.",
    },
  };
}

export function reviewSection(
  organization: string,
  reviews: readonly Resource<typeof agentReviewArtifact>[],
): ShownSection[] {
  if (reviews.length === 0) return [];
  return [
    {
      ...{ id: "reviews", title: "Reviews" },
      table: {
        columns: ["Review", "Status", "Target", "Came to", "Findings", "Decided by", "Comment"],
        rows: reviews.map(({ metadata: { name }, spec, status }) => ({
          key: name,
          cells: [
            objectLink(organization, agentReviewArtifact, name),
            phaseShown(agentReviewArtifact, status.phase ?? "Open"),
            targetShown(spec.targetRef),
            spec.decision.replaceAll("_", " "),
            spec.findings?.length ?? 0,
            status.decidedBy?.name ?? null,
            status.comment ?? null,
          ],
        })),
        empty: "There is none.",
      },
    },
  ];
}

/** The approvals on the page of their run, where there is less room and the run is known. */
export function ownApprovalTable(
  organization: string,
  approvals: readonly Resource<typeof agentApproval>[],
): ShownTable {
  return {
    columns: ["Approval", "Status", "Target", "Risk", "Asked"],
    rows: approvals.map(({ metadata: { name, creationTimestamp }, spec, status }) => ({
      key: name,
      cells: [
        { link: addressOf(organization, "agents", "approvals", name), text: spec.title ?? name },
        phaseShown(agentApproval, status.phase ?? "Pending"),
        targetShown(spec.target),
        spec.risk ?? null,
        { time: creationTimestamp },
      ],
    })),
    empty: "Nobody was asked for anything.",
  };
}

/** Approvals in a list: each is looked at, and decided, on its own. */
export function approvalTable(
  organization: string,
  approvals: readonly Resource<typeof agentApproval>[],
  empty: string,
  next?: string | undefined,
): ShownTable {
  return {
    columns: ["Approval", "Status", "Action", "Target", "Risk", "Run", "Asked by", "Digest", "Asked", "Ends"],
    rows: approvals.map(({ metadata: { name, creationTimestamp }, spec, status }) => ({
      key: name,
      cells: [
        { link: addressOf(organization, "agents", "approvals", name), text: spec.title ?? name },
        phaseShown(agentApproval, status.phase ?? "Pending"),
        spec.action.replaceAll("_", " "),
        targetShown(spec.target),
        spec.risk ?? null,
        { link: addressOf(organization, "agents", "runs", spec.run), text: spec.run },
        spec.requestedBy.name,
        { digest: spec.artifactDigest },
        { time: creationTimestamp },
        timeShown(spec.expires),
      ],
    })),
    empty,
    next,
  };
}

/** The workspace of a run, as it is now. */
export function workspaceSection(
  organization: string,
  workspace: Resource<typeof agentWorkspace> | undefined,
): ShownSection[] {
  if (!workspace) return [];
  const { metadata, spec, status } = workspace;
  const { git = {}, runtime = [] } = status;
  return [
    {
      ...{ id: "workspace", title: "Workspace" },
      facts: knownFacts({
        Workspace: objectLink(organization, agentWorkspace, metadata.name),
        Status: phaseShown(agentWorkspace, status.phase ?? "Provisioning"),
        Branch: git.branch,
        Head: digestShown(git.head),
        Upstream: git.upstream,
        "Ahead and behind":
          git.ahead === undefined && git.behind === undefined
            ? null
            : `${git.ahead ?? 0} and ${git.behind ?? 0}`,
        Uncommitted: git.uncommitted,
        Conflicts: git.conflicts && git.conflicts.length > 0 ? { several: git.conflicts.slice(0, 20) } : null,
        Rebase: git.rebase,
        Harvested: digestShown(status.harvested),
        Tier: spec.trustTier,
        Runtime:
          runtime.length === 0
            ? null
            : {
                several: runtime.map(({ name, kind, url, health }) => ({
                  several: [
                    url === undefined ? name : { outside: url, text: name },
                    `${kind.replaceAll("_", " ")}: ${health}`,
                  ],
                })),
              },
      }),
    },
  ];
}
