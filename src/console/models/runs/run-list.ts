import { agentDispatchRun } from "../../../agents/kinds/record/agent-dispatch-run.ts";
import { addressOf } from "../../page/address.ts";
import { listAddress } from "../../page/object-address.ts";
import type { ActionOffer } from "../../page/page.ts";
import type { LoadedPage, PageAsk } from "../../page/page-ask.ts";
import type { ShownFilter, ShownPlot } from "../../page/shown.ts";
import { durationPlot } from "../plots/duration-plot.ts";
import { ListFilters } from "../shown/filter.ts";
import { type RunEntry, runEntries } from "./run-rows.ts";

/** The runs of an organisation, the newest first. */
export interface RunListModel {
  readonly filter: ShownFilter;
  readonly runs: readonly RunEntry[];
  readonly empty: string;
  /** How long they took; nothing where too few have ended. */
  readonly durations?: ShownPlot | undefined;
  readonly next?: string | undefined;
  readonly dispatch: ActionOffer;
}

const pageSize = 50;
/** Runs that are looked at for a page where no index leads to them: more would make a rare filter slow. */
const lookAtMost = 1000;

export async function loadRunList(ask: PageAsk): Promise<LoadedPage<"run-list">> {
  const { organization, objects, query } = ask;
  const address = listAddress(organization, agentDispatchRun);
  const filters = new ListFilters(address, query, [
    {
      ...{ name: "phase", label: "Status", field: "status.phase" },
      options: Object.keys(agentDispatchRun.phases ?? {}),
    },
    { name: "stack", label: "Stack", field: "spec.agentStack" },
    { name: "repository", label: "Repository", field: "spec.repository" },
    { name: "rule", label: "Rule", field: "spec.triggerRule" },
    { name: "requester", label: "Requested by", field: "spec.requestedBy.name" },
  ]);
  const page = await objects.list(agentDispatchRun, {
    fields: filters.selector,
    ...{ newestFirst: true, limit: pageSize, lookAtMost, continue: filters.place },
  });
  const empty =
    page.continue === undefined
      ? "There is no such run."
      : "There is no such run among those that were looked at; the next page goes on with older ones.";
  return {
    model: {
      filter: filters.form,
      runs: runEntries(organization, page.items),
      ...{ empty, durations: durationPlot(page.items) },
      next: filters.next(page.continue),
      dispatch: objects.rights.offer(
        { word: "Dispatch a run", href: addressOf(organization, "agents", "dispatch", "new") },
        objects.rights.mayDo("dispatch", {}),
      ),
    },
  };
}
