import { agentStack } from "../../../agents/kinds/config/agent-stack.ts";
import { agentTriggerRule } from "../../../agents/kinds/config/agent-trigger-rule.ts";
import { addressOf } from "../../page/address.ts";
import { listAddress } from "../../page/object-address.ts";
import type { ActionOffer } from "../../page/page.ts";
import type { LoadedPage, PageAsk } from "../../page/page-ask.ts";
import type { ShownFilter, ShownTable } from "../../page/shown.ts";
import { ListFilters } from "../shown/filter.ts";
import { objectLink, phaseShown, timeShown } from "../shown/values.ts";

/** Which events start which stacks. */
export interface RuleListModel {
  readonly filter: ShownFilter;
  readonly create: ActionOffer;
  readonly table: ShownTable;
}

const pageSize = 100;

export async function loadRuleList({
  organization,
  objects,
  query,
}: PageAsk): Promise<LoadedPage<"rule-list">> {
  const filters = new ListFilters(listAddress(organization, agentTriggerRule), query, [
    {
      ...{ name: "phase", label: "Status", field: "status.phase" },
      options: Object.keys(agentTriggerRule.phases ?? {}),
    },
    { name: "stack", label: "Stack", field: "spec.agentStack" },
  ]);
  const page = await objects.list(agentTriggerRule, {
    fields: filters.selector,
    ...{ limit: pageSize, continue: filters.place },
  });
  return {
    model: {
      filter: filters.form,
      create: objects.rights.offer(
        { word: "New rule", href: addressOf(organization, "objects", agentTriggerRule.plural, "new") },
        objects.rights.may("create", agentTriggerRule),
      ),
      table: {
        columns: [
          "Rule",
          "Status",
          "Events",
          "Stack",
          "Task",
          "Created",
          "Coalesced",
          "Rejected",
          "Waiting",
          "Last",
        ],
        rows: page.items.map(({ metadata: { name }, spec, status }) => ({
          key: name,
          cells: [
            objectLink(organization, agentTriggerRule, name),
            phaseShown(agentTriggerRule, status.phase ?? spec.lifecycle),
            spec.sources.join(", ").replaceAll("_", " "),
            objectLink(organization, agentStack, spec.agentStack),
            spec.taskKind,
            status.executions?.created ?? 0,
            status.executions?.coalesced ?? 0,
            status.executions?.rejected ?? 0,
            status.executions?.waiting ?? 0,
            timeShown(status.lastExecutionTime),
          ],
        })),
        empty: "There is no such rule. Without rules runs are started by hand only.",
        next: filters.next(page.continue),
      },
    },
  };
}
