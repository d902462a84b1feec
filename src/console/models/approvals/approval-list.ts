import { agentStack } from "../../../agents/kinds/config/agent-stack.ts";
import { agentApproval } from "../../../agents/kinds/record/agent-approval.ts";
import { agentDispatchRun } from "../../../agents/kinds/record/agent-dispatch-run.ts";
import type { Resource } from "../../../agents/resource/resource.ts";
import { listAddress, objectAddress } from "../../page/object-address.ts";
import type { ActionOffer } from "../../page/page.ts";
import type { LoadedPage, PageAsk } from "../../page/page-ask.ts";
import type { ShownFilter, ShownTable } from "../../page/shown.ts";
import type { ShownObject } from "../../ui/components/data/shown-object.ts";
import { approvalTable } from "../runs/run-sections.ts";
import { ListFilters } from "../shown/filter.ts";
import { decisionOffers } from "./decision-offers.ts";

/** What waits for a person first, then what was decided. */
export interface ApprovalListModel {
  readonly filter: ShownFilter;
  readonly waiting: ShownTable;
  /** Where some of one run can be chosen: the address of the form. */
  readonly choose?: { readonly action: string; readonly run: string } | undefined;
  /** Those that were chosen; each is decided on its own. */
  readonly chosen: readonly ChosenApproval[];
  readonly others: ShownTable;
}

/** An approval of those that were chosen. */
export interface ChosenApproval {
  readonly approval: ShownObject<typeof agentApproval>;
  readonly runHref: string;
  readonly offers: readonly ActionOffer[];
}

const [mostPending, pageSize, lookAtMost, mostChosen] = [200, 50, 1000, 20];

export async function loadApprovalList(ask: PageAsk): Promise<LoadedPage<"approval-list">> {
  const { organization, objects, query } = ask;
  const address = listAddress(organization, agentApproval);
  const filters = new ListFilters(address, query, [
    { name: "run", label: "Run", field: "spec.run" },
    // An approval does not name the repository; its run does.
    { name: "repository", label: "Repository", field: "" },
    {
      ...{ name: "phase", label: "Status", field: "status.phase" },
      options: Object.keys(agentApproval.phases ?? {}),
    },
  ]);
  const run = filters.valueOf("run");
  const repository = filters.valueOf("repository");
  const pending = { field: "status.phase", equals: true, value: "Pending" };
  const ofRun = run === "" ? [] : [{ field: "spec.run", equals: true, value: run }];
  const first = await objects.list(agentApproval, {
    ...{ fields: [pending, ...ofRun], newestFirst: true, limit: mostPending },
  });
  const page = await objects.list(agentApproval, {
    fields: [...filters.selector, { ...pending, equals: false }],
    ...{ newestFirst: true, limit: pageSize, lookAtMost, continue: filters.place },
  });
  const inRepository = async (found: readonly Resource<typeof agentApproval>[]) => {
    if (repository === "") return found;
    const kept = [];
    for (const approval of found) {
      const of = await objects.seen(agentDispatchRun, approval.spec.run);
      if (of?.spec.repository.toLowerCase() === repository.toLowerCase()) kept.push(approval);
    }
    return kept;
  };
  const phase = filters.valueOf("phase");
  const open = phase === "" || phase === "Pending" ? await inRepository(first.items) : [];
  const byRisk = open.toSorted((a, b) => riskOf(b) - riskOf(a));
  return {
    model: {
      filter: filters.form,
      waiting: approvalTable(organization, byRisk, "Nothing waits for a person."),
      choose: run === "" || open.length < 2 ? undefined : { action: address, run },
      chosen: await chosenOf(ask),
      others: approvalTable(
        organization,
        await inRepository(page.items),
        "Nothing was decided yet.",
        filters.next(page.continue),
      ),
    },
  };
}

async function chosenOf({ organization, objects, viewer, query, now }: PageAsk): Promise<ChosenApproval[]> {
  const found: ChosenApproval[] = [];
  for (const name of [...new Set(query.getAll("pick"))].slice(0, mostChosen)) {
    const approval = await objects.seen(agentApproval, name);
    if (!approval) continue;
    const run = await objects.seen(agentDispatchRun, approval.spec.run);
    const stack = await objects.seen(agentStack, run?.spec.agentStack);
    const { spec, status } = approval;
    found.push({
      approval: { metadata: { name }, spec, status },
      runHref: objectAddress(organization, agentDispatchRun, spec.run),
      offers: decisionOffers({ viewer, approval, run, stack, rights: objects.rights, now }).offers,
    });
  }
  return found;
}

function riskOf({ spec: { risk } }: Resource<typeof agentApproval>): number {
  return { low: 1, medium: 2, high: 3 }[risk ?? "low"];
}
