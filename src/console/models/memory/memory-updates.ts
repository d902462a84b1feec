import { agentApproval } from "../../../agents/kinds/record/agent-approval.ts";
import { agentDispatchRun } from "../../../agents/kinds/record/agent-dispatch-run.ts";
import { agentMemoryUpdate } from "../../../agents/kinds/record/agent-memory.ts";
import { addressOf, withQuery } from "../../page/address.ts";
import type { LoadedPage, PageAsk } from "../../page/page-ask.ts";
import type { Shown, ShownFilter, ShownTable } from "../../page/shown.ts";
import { ListFilters } from "../shown/filter.ts";
import { objectLink, phaseShown, timeShown } from "../shown/values.ts";

/** Changes of the memory that runs propose: what is wrong with each, who looks at it, and what became of it. */
export interface MemoryUpdatesModel {
  readonly filter: ShownFilter;
  readonly table: ShownTable;
  readonly tabs: readonly { readonly word: string; readonly href: string }[];
}

const [pageSize, lookAtMost] = [50, 1000];

export async function loadMemoryUpdates(ask: PageAsk): Promise<LoadedPage<"memory-updates">> {
  const { organization, objects, query } = ask;
  const address = (...parts: readonly string[]) => addressOf(organization, "agents", "memory", ...parts);
  const filters = new ListFilters(address("updates"), query, [
    {
      ...{ name: "phase", label: "Status", field: "status.phase" },
      options: Object.keys(agentMemoryUpdate.phases ?? {}),
    },
    { name: "run", label: "Run", field: "spec.run" },
  ]);
  const page = await objects.list(agentMemoryUpdate, {
    fields: filters.selector,
    ...{ newestFirst: true, limit: pageSize, lookAtMost, continue: filters.place },
  });
  const approvalOf = async (run: string | undefined, digest: string): Promise<Shown> => {
    if (run === undefined) return null;
    const found = await objects.listed(agentApproval, {
      fields: [{ field: "spec.run", equals: true, value: run }],
      limit: 100,
    });
    const own = found?.items.find(({ spec }) => spec.artifactDigest === digest);
    return own
      ? {
          several: [
            { link: addressOf(organization, "agents", "approvals", own.metadata.name), text: "Approval" },
            phaseShown(agentApproval, own.status.phase ?? "Pending"),
          ],
        }
      : null;
  };
  const rows = [];
  for (const { metadata, spec, status } of page.items)
    rows.push({
      key: metadata.name,
      cells: [
        {
          link: addressOf(organization, "objects", agentMemoryUpdate.plural, metadata.name),
          text: spec.title ?? metadata.name,
        },
        phaseShown(agentMemoryUpdate, status.phase ?? "Proposed"),
        objectLink(organization, agentDispatchRun, spec.run),
        { several: (spec.paths ?? []).slice(0, 10).map((code) => ({ code })) },
        status.validation === undefined
          ? "not looked at yet"
          : status.validation.length === 0
            ? "nothing wrong"
            : { several: status.validation.slice(0, 10) },
        (spec.reviewers ?? []).join(", "),
        status.pullRequest === undefined ? null : { outside: status.pullRequest, text: "Pull request" },
        await approvalOf(spec.run, spec.artifactDigest),
        { digest: spec.artifactDigest },
        timeShown(metadata.creationTimestamp),
      ] as const,
    });
  const at = query.get("at") ?? undefined;
  return {
    model: {
      filter: filters.form,
      table: {
        columns: [
          "Update",
          "Status",
          "Run",
          "Files",
          "Validation",
          "Reviewers",
          "Pull request",
          "Decision",
          "Digest",
          "Proposed",
        ],
        rows,
        empty: "No change of the memory was proposed.",
        next: filters.next(page.continue),
      },
      tabs: [
        { word: "Health", href: withQuery(address(), { at }) },
        { word: "Graph", href: withQuery(address("graph"), { at }) },
        { word: "Search", href: withQuery(address("search"), { at }) },
        { word: "Updates", href: address("updates") },
      ],
    },
  };
}
