import { agentRunnerPool } from "../../../agents/kinds/config/agent-runner-pool.ts";
import { agentServiceAccount } from "../../../agents/kinds/config/agent-service-account.ts";
import { agentWorkspacePolicy } from "../../../agents/kinds/config/agent-workspace-policy.ts";
import { agentAction } from "../../../agents/kinds/record/agent-action.ts";
import { agentArtifact } from "../../../agents/kinds/record/agent-artifact.ts";
import { agentDispatchRun } from "../../../agents/kinds/record/agent-dispatch-run.ts";
import { agentReviewArtifact } from "../../../agents/kinds/record/agent-review-artifact.ts";
import { agentSession } from "../../../agents/kinds/record/agent-session.ts";
import { agentWorkspace } from "../../../agents/kinds/record/agent-workspace.ts";
import {
  workItem,
  workItemSessionLink,
  workItemWorkspaceLink,
} from "../../../agents/kinds/record/work-item.ts";
import type { Resource } from "../../../agents/resource/resource.ts";
import { addressOf } from "../../page/address.ts";
import { listAddress } from "../../page/object-address.ts";
import type { ActionOffer } from "../../page/page.ts";
import type { LoadedPage, PageAsk } from "../../page/page-ask.ts";
import type { ShownSection, ShownState } from "../../page/shown.ts";
import type { ViewerObjects } from "../../page/viewer-objects.ts";
import type { ShownObject } from "../../ui/components/data/shown-object.ts";
import { type RunEntry, runEntries } from "../runs/run-rows.ts";
import {
  digestShown,
  knownFacts,
  objectLink,
  objectLinks,
  phaseShown,
  repositoryLink,
  timeShown,
} from "../shown/values.ts";
import { workspaceNotices } from "./workspace-notices.ts";
import { workspaceOffers } from "./workspace-offers.ts";

/** A workspace: its git state, what runs in it, what it is linked with, and what can be done with it. */
export interface WorkspaceModel {
  readonly workspace: ShownObject<typeof agentWorkspace>;
  readonly states: readonly ShownState[];
  readonly offers: readonly ActionOffer[];
  /** What keeps what is in it from being written back; nothing where nothing does. */
  readonly blocked?: string | undefined;
  readonly runs: readonly RunEntry[];
  readonly sections: readonly ShownSection[];
}

const [most, lookAtMost] = [50, 1000];

export async function loadWorkspace(ask: PageAsk): Promise<LoadedPage<"workspace">> {
  const { organization, objects, params } = ask;
  const workspace = await objects.get(agentWorkspace, params.name ?? "");
  const { metadata, spec, status } = workspace;
  const { name } = metadata;
  const runs = await runsOf(objects, workspace);
  return {
    title: name,
    crumbs: [
      { word: "Workspaces", href: listAddress(organization, agentWorkspace) },
      {
        ...{ word: spec.repository, what: "Repository" },
        href: addressOf(organization, "repositories", spec.repository, "workspaces"),
      },
      ...(spec.ownerRef?.url === undefined
        ? []
        : [
            {
              word: `${spec.ownerRef.kind.replaceAll("_", " ")} ${spec.ownerRef.id}`,
              href: spec.ownerRef.url,
              what: "Source",
            },
          ]),
    ],
    model: {
      workspace: { metadata: { name }, spec, status },
      states: workspaceNotices(organization, workspace),
      offers: workspaceOffers(objects.rights, workspace),
      blocked: blockedBy(workspace),
      runs: runEntries(organization, runs),
      sections: [factsSection(organization, workspace), ...(await linkSections(objects, workspace, runs))],
    },
  };
}

/** Why nothing of it should be written back now. */
function blockedBy({ status }: Resource<typeof agentWorkspace>): string | undefined {
  const { git, phase } = status;
  if (phase === "Missing" || git?.missing) return "Nothing is written back from it: its path is gone.";
  if ((git?.conflicts ?? []).length > 0 || git?.rebase === "conflicts")
    return "No branch and no pull request is written from it: it has conflicts.";
  const dirty = status.conditions?.some((one) => one.type === "Dirty" && one.status === "True");
  return dirty
    ? "Changes that were not harvested keep it from being removed, and what is written back does not have them."
    : undefined;
}

async function runsOf(objects: ViewerObjects, { metadata, spec, status }: Resource<typeof agentWorkspace>) {
  const named = [
    ...new Set([...(status.runs ?? []), ...(status.lastRun === undefined ? [] : [status.lastRun])]),
  ];
  const found = [];
  for (const name of named.slice(0, most)) found.push(await objects.seen(agentDispatchRun, name));
  // Earlier ones say it themselves.
  const earlier = await objects.listed(agentDispatchRun, {
    fields: [
      { field: "spec.repository", equals: true, value: spec.repository },
      { field: "status.workspace", equals: true, value: metadata.name },
    ],
    ...{ newestFirst: true, limit: most, lookAtMost },
  });
  const all = [...found, ...(earlier?.items ?? [])].flatMap((run) => (run ? [run] : []));
  return [...new Map(all.map((run) => [run.metadata.name, run])).values()];
}

function factsSection(
  organization: string,
  { spec, status, metadata }: Resource<typeof agentWorkspace>,
): ShownSection {
  return {
    ...{ id: "facts", title: "What it belongs to" },
    facts: knownFacts({
      Repository: repositoryLink(organization, spec.repository),
      Policy: objectLink(organization, agentWorkspacePolicy, spec.policy),
      Account: objectLink(organization, agentServiceAccount, spec.serviceAccount),
      "Runner pool": objectLink(organization, agentRunnerPool, spec.runnerPool),
      Patch: digestShown(spec.patchDigest),
      Harvested: digestShown(status.harvested),
      "Last run": objectLink(organization, agentDispatchRun, status.lastRun),
      Sessions: objectLinks(organization, agentSession, status.sessions),
      Made: timeShown(metadata.creationTimestamp),
    }),
  };
}

async function linkSections(
  objects: ViewerObjects,
  { metadata: { name } }: Resource<typeof agentWorkspace>,
  runs: readonly Resource<typeof agentDispatchRun>[],
): Promise<ShownSection[]> {
  const { organization } = objects;
  const by = (field: string, value: string) => ({
    fields: [{ field, equals: true, value }],
    ...{ newestFirst: true, limit: most, lookAtMost },
  });
  const items = (await objects.listed(workItemWorkspaceLink, by("spec.workspace", name)))?.items ?? [];
  const artifacts = (await objects.listed(agentArtifact, by("spec.workspaceRef", name)))?.items ?? [];
  const actions = (await objects.listed(agentAction, by("spec.target.name", name)))?.items ?? [];
  const reviews = [];
  for (const run of runs.slice(0, 10))
    reviews.push(
      ...((await objects.listed(agentReviewArtifact, by("spec.run", run.metadata.name)))?.items ?? []),
    );
  const sessions: Resource<typeof workItemSessionLink>[] = [];
  for (const { spec } of items)
    sessions.push(
      ...((await objects.listed(workItemSessionLink, by("spec.workItem", String(spec.workItem))))?.items ??
        []),
    );
  return [
    {
      ...{ id: "work-items", title: "Work items" },
      table: {
        columns: ["Work item", "Relation", "Sessions"],
        rows: items.map(({ metadata, spec }) => ({
          key: metadata.name,
          cells: [
            objectLink(organization, workItem, spec.workItem),
            String(spec.relation),
            objectLinks(
              organization,
              agentSession,
              sessions
                .filter((one) => one.spec.workItem === spec.workItem)
                .map((one) => String(one.spec.session)),
            ),
          ],
        })),
        empty: "No issue and no pull request is linked with it.",
      },
    },
    {
      ...{ id: "artifacts", title: "Artifacts made in it" },
      table: {
        columns: ["Artifact", "Status", "Kind", "Run", "Digest"],
        rows: artifacts.map(({ metadata, spec, status }) => ({
          key: metadata.name,
          cells: [
            objectLink(organization, agentArtifact, metadata.name),
            phaseShown(agentArtifact, status.phase ?? "Pending"),
            spec.kind,
            objectLink(organization, agentDispatchRun, spec.run),
            { digest: spec.digest },
          ],
        })),
        empty: "Nothing that was made in it is on record.",
      },
    },
    {
      ...{ id: "reviews", title: "Reviews of its runs" },
      table: {
        columns: ["Review", "Status", "Run", "Came to"],
        rows: reviews.map(({ metadata, spec, status }) => ({
          key: metadata.name,
          cells: [
            objectLink(organization, agentReviewArtifact, metadata.name),
            phaseShown(agentReviewArtifact, status.phase ?? "Open"),
            objectLink(organization, agentDispatchRun, spec.run),
            spec.decision.replaceAll("_", " "),
          ],
        })),
        empty: "No agent has written a review in it.",
      },
    },
    {
      ...{ id: "actions", title: "What was asked of it" },
      summary: "Every action is on record, also one that was denied.",
      table: {
        columns: ["Action", "Status", "Who", "When", "Result"],
        rows: actions.map(({ metadata, spec, status }) => ({
          key: metadata.name,
          cells: [
            { link: objectLinkOf(organization, metadata.name), text: spec.action },
            phaseShown(agentAction, status.phase ?? "Admitted"),
            spec.actor.name,
            timeShown(spec.time),
            status.result ?? status.message ?? null,
          ],
        })),
        empty: "Nobody has asked for anything.",
      },
    },
  ];
}

function objectLinkOf(organization: string, name: string): string {
  return addressOf(organization, "objects", agentAction.plural, name);
}

/** What a workspace's page watches. */
export const workspaceWatches = [
  agentWorkspace,
  agentDispatchRun,
  agentArtifact,
  agentReviewArtifact,
  agentAction,
  workItemWorkspaceLink,
] as const;
