import { agentWorkspacePolicy } from "../../../agents/kinds/config/agent-workspace-policy.ts";
import { agentDispatchRun } from "../../../agents/kinds/record/agent-dispatch-run.ts";
import { agentWorkspace } from "../../../agents/kinds/record/agent-workspace.ts";
import { addressOf } from "../../page/address.ts";
import { listAddress } from "../../page/object-address.ts";
import type { ActionOffer } from "../../page/page.ts";
import type { LoadedPage, PageAsk } from "../../page/page-ask.ts";

/** What a new workspace is made of. The form leads to the form of its kind, filled in, where it is looked at before anything is made. */
export interface WorkspaceNewModel {
  readonly action: string;
  readonly offer: ActionOffer;
  readonly name: string;
  readonly repositories: readonly string[];
  readonly policies: readonly string[];
  readonly owners: readonly string[];
  readonly tiers: readonly string[];
  /** What the address asks for already, such as from an issue's page; by the names of the fields. */
  readonly given: Readonly<Record<string, string>>;
}

const names = [
  "spec.repository",
  "spec.refs.ref",
  "spec.policy",
  "spec.ownership",
  "spec.ownerRef.kind",
  "spec.ownerRef.id",
];
const mostLooked = 200;

export async function loadWorkspaceNew(ask: PageAsk): Promise<LoadedPage<"workspace-new">> {
  const { organization, objects, query, now } = ask;
  const policies = (await objects.listed(agentWorkspacePolicy, { limit: mostLooked }))?.items ?? [];
  const runs =
    (await objects.listed(agentDispatchRun, { newestFirst: true, limit: mostLooked }))?.items ?? [];
  const action = addressOf(organization, "objects", agentWorkspace.plural, "new");
  return {
    crumbs: [{ word: "Workspaces", href: listAddress(organization, agentWorkspace) }],
    model: {
      action,
      offer: objects.rights.offer(
        { word: "New workspace", href: action },
        objects.rights.may("create", agentWorkspace),
      ),
      name: `workspace-${now.getTime().toString(36)}`,
      repositories: [...new Set(runs.map(({ spec }) => spec.repository))].toSorted(),
      policies: policies.map(({ metadata }) => metadata.name),
      owners: agentWorkspace.spec.shape.ownership.options,
      tiers: agentWorkspace.spec.shape.trustTier.options,
      given: Object.fromEntries(names.map((name) => [name, (query.get(name) ?? "").slice(0, 400)])),
    },
  };
}
