import { agentRunnerPool } from "../../../agents/kinds/config/agent-runner-pool.ts";
import { agentServiceAccount } from "../../../agents/kinds/config/agent-service-account.ts";
import { agentStack } from "../../../agents/kinds/config/agent-stack.ts";
import { addressOf } from "../../page/address.ts";
import { listAddress } from "../../page/object-address.ts";
import type { ActionOffer } from "../../page/page.ts";
import type { LoadedPage, PageAsk } from "../../page/page-ask.ts";
import type { ShownFilter, ShownTable } from "../../page/shown.ts";
import { ListFilters } from "../shown/filter.ts";
import { objectLink, phaseShown } from "../shown/values.ts";

/** The agents that can be dispatched. */
export interface StackListModel {
  readonly filter: ShownFilter;
  readonly create: ActionOffer;
  readonly table: ShownTable;
}

const pageSize = 100;

export async function loadStackList({
  organization,
  objects,
  query,
}: PageAsk): Promise<LoadedPage<"stack-list">> {
  const filters = new ListFilters(listAddress(organization, agentStack), query, [
    {
      ...{ name: "phase", label: "Status", field: "status.phase" },
      options: Object.keys(agentStack.phases ?? {}),
    },
    { name: "client", label: "Client", field: "spec.baseAgent" },
    { name: "pool", label: "Runner pool", field: "spec.runnerPool" },
  ]);
  const page = await objects.list(agentStack, {
    fields: filters.selector,
    ...{ limit: pageSize, continue: filters.place },
  });
  return {
    model: {
      filter: filters.form,
      create: objects.rights.offer(
        { word: "New stack", href: addressOf(organization, "objects", agentStack.plural, "new") },
        objects.rights.may("create", agentStack),
      ),
      table: {
        columns: [
          "Stack",
          "Status",
          "Why",
          "Client",
          "Model",
          "Account",
          "Runner pool",
          "Servers",
          "Skills",
          "Writes back",
        ],
        rows: page.items.map(({ metadata: { name }, spec, status }) => ({
          key: name,
          cells: [
            objectLink(organization, agentStack, name),
            phaseShown(agentStack, status.phase ?? "Pending"),
            status.conditions?.find((one) => one.status === "False")?.message ?? null,
            `${spec.baseAgent}${spec.adapter.version === undefined ? "" : ` ${spec.adapter.version}`}`,
            spec.model ?? null,
            objectLink(organization, agentServiceAccount, spec.runtimeIdentity),
            objectLink(organization, agentRunnerPool, spec.runnerPool),
            spec.mcpServers?.length ?? 0,
            spec.skills?.length ?? 0,
            (spec.writeBack ?? []).map(({ action }) => action.replaceAll("_", " ")).join(", ") || "nothing",
          ],
        })),
        empty: "There is no such stack.",
        next: filters.next(page.continue),
      },
    },
  };
}
