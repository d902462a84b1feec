import { trustTier } from "../../../agents/kinds/fields.ts";
import { agentWorkspace } from "../../../agents/kinds/record/agent-workspace.ts";
import type { Resource } from "../../../agents/resource/resource.ts";
import { addressOf, withQuery } from "../../page/address.ts";
import { listAddress } from "../../page/object-address.ts";
import type { ActionOffer } from "../../page/page.ts";
import type { LoadedPage, PageAsk } from "../../page/page-ask.ts";
import type { ShownFilter, ShownTable } from "../../page/shown.ts";
import { workspaceTrouble } from "../overview/attention.ts";
import { ListFilters } from "../shown/filter.ts";
import { objectLink, phaseShown, repositoryLink, targetShown, timeShown } from "../shown/values.ts";

/** The workspaces of an organisation, or those of them that need somebody. */
export interface WorkspaceListModel {
  readonly filter: ShownFilter;
  readonly create: ActionOffer;
  readonly modes: readonly { readonly word: string; readonly href: string }[];
  readonly mode: string;
  readonly table: ShownTable;
}

const [pageSize, lookAtMost, mostLooked] = [50, 1000, 500];
const owners = agentWorkspace.spec.shape.ownership.options;

export async function loadWorkspaceList(ask: PageAsk): Promise<LoadedPage<"workspace-list">> {
  const { organization, objects, query } = ask;
  const address = listAddress(organization, agentWorkspace);
  const isAttention = query.get("mode") === "attention";
  const filters = new ListFilters(address, query, [
    { name: "repository", label: "Repository", field: "spec.repository" },
    {
      ...{ name: "phase", label: "Status", field: "status.phase" },
      options: Object.keys(agentWorkspace.phases ?? {}),
    },
    { name: "owner", label: "Made for", field: "spec.ownership", options: owners },
    { name: "tier", label: "Tier", field: "spec.trustTier", options: trustTier.options },
    { ...{ name: "age", label: "Unused for", field: "" }, options: ["1 d", "7 d", "30 d"] },
  ]);
  const days = Number.parseInt(filters.valueOf("age"), 10);
  const before = Number.isNaN(days)
    ? undefined
    : new Date(ask.now.getTime() - days * 86_400_000).toISOString();
  const page = await objects.list(agentWorkspace, {
    fields: filters.selector,
    ...{ newestFirst: true, limit: isAttention || before ? mostLooked : pageSize },
    ...{ lookAtMost, continue: filters.place },
  });
  const shown = page.items.filter(
    (one) =>
      (!isAttention || workspaceTrouble(one) !== undefined) &&
      (before === undefined || (one.status.lastUsedAt ?? one.metadata.creationTimestamp) < before),
  );
  const attention = withQuery(address, { mode: "attention" });
  return {
    model: {
      filter: filters.form,
      create: objects.rights.offer(
        { word: "New workspace", href: addressOf(organization, "workspaces", "new") },
        objects.rights.may("create", agentWorkspace),
      ),
      modes: [
        { word: "All", href: address },
        { word: "Needs attention", href: attention },
      ],
      mode: isAttention ? attention : address,
      table: workspaceTable(
        organization,
        shown,
        isAttention ? "No workspace needs somebody." : "There is no such workspace.",
        filters.next(page.continue),
      ),
    },
  };
}

export function workspaceTable(
  organization: string,
  workspaces: readonly Resource<typeof agentWorkspace>[],
  empty: string,
  next?: string | undefined,
): ShownTable {
  return {
    columns: [
      "Workspace",
      "Status",
      "Repository",
      "Branch",
      "State",
      "Made for",
      "Tier",
      "Needs",
      "Last used",
      "Made",
    ],
    rows: workspaces.map((workspace) => {
      const { metadata, spec, status } = workspace;
      const { git = {} } = status;
      return {
        key: metadata.name,
        cells: [
          objectLink(organization, agentWorkspace, metadata.name),
          phaseShown(agentWorkspace, status.phase ?? "Provisioning"),
          repositoryLink(organization, spec.repository),
          git.branch ?? null,
          gitWords(git),
          {
            several: [
              spec.ownership.replaceAll("_", " "),
              ...(spec.ownerRef ? [targetShown(spec.ownerRef)] : []),
            ],
          },
          spec.trustTier,
          workspaceTrouble(workspace) ?? null,
          timeShown(status.lastUsedAt),
          { time: metadata.creationTimestamp },
        ],
      };
    }),
    ...{ empty, next },
  };
}

function gitWords(git: NonNullable<Resource<typeof agentWorkspace>["status"]["git"]>): string | null {
  const { dirty, ahead = 0, behind = 0, rebase = "none", conflicts = [], missing } = git;
  if (missing) return "missing";
  const words = [
    dirty === undefined ? "" : dirty ? "dirty" : "clean",
    ahead > 0 ? `${ahead} ahead` : "",
    behind > 0 ? `${behind} behind` : "",
    conflicts.length > 0 ? `${conflicts.length} conflicts` : "",
    rebase === "none" || rebase === "done" ? "" : `rebase ${rebase}`,
  ].filter((word) => word !== "");
  return words.length === 0 ? null : words.join(", ");
}
