import { agentDispatchRun } from "../../../agents/kinds/record/agent-dispatch-run.ts";
import { agentSession } from "../../../agents/kinds/record/agent-session.ts";
import { agentWorkspace } from "../../../agents/kinds/record/agent-workspace.ts";
import { listAddress } from "../../page/object-address.ts";
import type { LoadedPage, PageAsk } from "../../page/page-ask.ts";
import type { ShownFilter, ShownTable } from "../../page/shown.ts";
import { ListFilters } from "../shown/filter.ts";
import { objectLink, phaseShown, timeShown } from "../shown/values.ts";

/** The conversations of runs. */
export interface SessionListModel {
  readonly filter: ShownFilter;
  readonly table: ShownTable;
}

const [pageSize, lookAtMost] = [50, 1000];

export async function loadSessionList({
  organization,
  objects,
  query,
}: PageAsk): Promise<LoadedPage<"session-list">> {
  const filters = new ListFilters(listAddress(organization, agentSession), query, [
    {
      ...{ name: "phase", label: "Status", field: "status.phase" },
      options: Object.keys(agentSession.phases ?? {}),
    },
    { name: "run", label: "Run", field: "spec.run" },
  ]);
  const page = await objects.list(agentSession, {
    fields: filters.selector,
    ...{ newestFirst: true, limit: pageSize, lookAtMost, continue: filters.place },
  });
  return {
    model: {
      filter: filters.form,
      table: {
        columns: [
          "Session",
          "Status",
          "Run",
          "Workspace",
          "Client",
          "Its own name",
          "Messages",
          "Can be resumed",
          "Last said",
        ],
        rows: page.items.map(({ metadata: { name }, spec, status }) => ({
          key: name,
          cells: [
            objectLink(organization, agentSession, name),
            phaseShown(agentSession, status.phase ?? "Pending"),
            objectLink(organization, agentDispatchRun, spec.run),
            objectLink(organization, agentWorkspace, status.workspaceRef),
            status.adapter ?? null,
            status.clientSessionId === undefined ? null : { code: status.clientSessionId },
            status.messages ?? null,
            status.resumable === undefined ? null : status.resumable ? "yes" : "no",
            timeShown(status.lastEventAt),
          ],
        })),
        empty: "There is no such conversation.",
        next: filters.next(page.continue),
      },
    },
  };
}
