import type { DryRun } from "../../../agents/context/dry-run.ts";
import { agentContextLabel } from "../../../agents/kinds/config/agent-context-label.ts";
import { agentStack } from "../../../agents/kinds/config/agent-stack.ts";
import { agentTriggerRule } from "../../../agents/kinds/config/agent-trigger-rule.ts";
import { agentTriggerExecution } from "../../../agents/kinds/record/agent-trigger-execution.ts";
import { webhookDelivery } from "../../../agents/kinds/record/webhook-delivery.ts";
import type { Resource } from "../../../agents/resource/resource.ts";
import { IdentikitError } from "../../../fault/error.ts";
import { listAddress, objectAddress } from "../../page/object-address.ts";
import type { ActionOffer } from "../../page/page.ts";
import type { LoadedPage, PageAsk } from "../../page/page-ask.ts";
import type { Shown, ShownSection, ShownState, ShownTable } from "../../page/shown.ts";
import { ListFilters } from "../shown/filter.ts";
import { knownFacts, objectLink, objectLinks, phaseShown, timeShown } from "../shown/values.ts";
import { type DryRunModel, dryRunModel } from "./rule-dry-run.ts";
import { executionStates, executionTable } from "./rule-executions.ts";
import { ruleOffers } from "./rule-offers.ts";

/** A rule: what it asks of an event, what came of its events, and what would come of one. */
export interface RuleModel {
  readonly status: Shown;
  readonly states: readonly ShownState[];
  readonly offers: readonly ActionOffer[];
  readonly sections: readonly ShownSection[];
  readonly executions: ShownTable;
  readonly dryRun: DryRunForm;
}

/** Which stored delivery is tried, and what would come of it. */
export interface DryRunForm {
  readonly action: string;
  readonly delivery: string;
  /** The newest deliveries, to choose from. */
  readonly deliveries: readonly { readonly name: string; readonly words: string }[];
  readonly offer: ActionOffer;
  readonly result?: DryRunModel | undefined;
  readonly problem?: string | undefined;
}

const [pageSize, lookAtMost, mostDeliveries] = [25, 2000, 50];

export async function loadRule(ask: PageAsk): Promise<LoadedPage<"rule">> {
  const { organization, objects, params, query, sources } = ask;
  const rule = await objects.get(agentTriggerRule, params.name ?? "");
  const { metadata, spec, status } = rule;
  const { name } = metadata;
  const address = objectAddress(organization, agentTriggerRule, name);
  const place = new ListFilters(address, query, []);
  const executions = await objects.listed(agentTriggerExecution, {
    fields: [{ field: "spec.triggerRule", equals: true, value: name }],
    ...{ newestFirst: true, limit: pageSize, lookAtMost, continue: place.place },
  });
  const found = executions?.items ?? [];
  const delivery = (query.get("delivery") ?? "").trim();
  const offer = objects.rights.offer(
    { word: "Dry run", href: address },
    objects.rights.mayDo("dry-run", { stack: spec.agentStack }),
  );
  const model: RuleModel = {
    status: phaseShown(agentTriggerRule, status.phase ?? spec.lifecycle),
    states: place.place === undefined ? executionStates(organization, found) : [],
    offers: ruleOffers(objects, rule, found[0]?.spec.delivery),
    sections: [
      specSection(organization, rule),
      matchSection(rule),
      policySection(rule),
      {
        ...{ id: "conditions", title: "Conditions", folded: (status.conditions ?? []).length === 0 },
        conditions: status.conditions,
      },
    ],
    executions: executionTable(organization, found, place.next(executions?.continue)),
    dryRun: {
      ...{ action: address, delivery, offer },
      deliveries: await newestDeliveries(ask),
    },
  };
  const isTried = delivery !== "" && offer.reason === undefined;
  return {
    title: spec.title ?? name,
    crumbs: [{ word: "Rules", href: listAddress(organization, agentTriggerRule) }],
    model,
    ...(isTried
      ? { finish: async () => ({ ...model, dryRun: { ...model.dryRun, ...(await tried(name, delivery)) } }) }
      : {}),
  };

  async function tried(ruleName: string, of: string): Promise<Pick<DryRunForm, "result" | "problem">> {
    try {
      const result: DryRun = await sources.dryRun(ruleName, of);
      return { result: dryRunModel(organization, result) };
    } catch (caught) {
      if (caught instanceof IdentikitError) return { problem: `${caught.message}. ${caught.remedy}` };
      throw caught;
    }
  }
}

async function newestDeliveries({ objects }: PageAsk): Promise<DryRunForm["deliveries"]> {
  const page = await objects.listed(webhookDelivery, { newestFirst: true, limit: mostDeliveries });
  return (page?.items ?? []).map(({ metadata: { name }, spec }) => ({
    name,
    words: [spec.event, spec.action, spec.repository, spec.target && `${spec.target.kind} ${spec.target.id}`]
      .filter((word) => word !== undefined)
      .join(" "),
  }));
}

function specSection(
  organization: string,
  { spec, status }: Resource<typeof agentTriggerRule>,
): ShownSection {
  return {
    ...{ id: "rule", title: "Rule" },
    facts: knownFacts({
      Lifecycle: spec.lifecycle,
      Events: spec.sources.join(", ").replaceAll("_", " "),
      Schedule: spec.schedule === undefined ? null : { code: spec.schedule },
      Starts: objectLink(organization, agentStack, spec.agentStack),
      Task: spec.taskKind,
      Prompt: spec.prompt,
      "Context labels": objectLinks(organization, agentContextLabel, spec.contextLabels),
      "Work item":
        spec.workItem && `${spec.workItem.mode}${spec.workItem.state ? ` in ${spec.workItem.state}` : ""}`,
      "Last execution": objectLink(organization, agentTriggerExecution, status.lastExecution),
      When: timeShown(status.lastExecutionTime),
      Created: status.executions?.created,
      Coalesced: status.executions?.coalesced,
      Rejected: status.executions?.rejected,
      Waiting: status.executions?.waiting,
    }),
  };
}

function matchSection({ spec }: Resource<typeof agentTriggerRule>): ShownSection {
  const { comment, forks = "never", drafts = false, bots = false, ...lists } = spec.match ?? {};
  const facts = Object.fromEntries(
    Object.entries(lists).flatMap(([name, values]) =>
      values === undefined ? [] : [[name, { several: values.map((code) => ({ code })) }]],
    ),
  );
  return {
    ...{ id: "match", title: "What an event has to be" },
    summary: "Everything has to hold; of a list, one entry has to.",
    facts: knownFacts({
      ...facts,
      command: comment && { code: comment.command },
      forks,
      drafts: drafts ? "count" : "do not count",
      bots: bots ? "count" : "do not count",
    }),
  };
}

function policySection({ spec }: Resource<typeof agentTriggerRule>): ShownSection {
  const { dedupePolicy, concurrencyPolicy, approval, writeBack = [] } = spec;
  return {
    ...{ id: "policy", title: "Policy" },
    facts: knownFacts({
      "Two events are one by": (dedupePolicy?.key ?? ["rule", "repository", "number", "head"]).join(", "),
      "As long as": dedupePolicy?.window ?? "the run is not over",
      "At the same time": concurrencyPolicy
        ? `${concurrencyPolicy.limit} by ${concurrencyPolicy.group.join(", ")}; then ${concurrencyPolicy.whenFull.replaceAll("_", " ")}`
        : "any number",
      "Approval of each dispatch": approval,
    }),
    table: {
      columns: ["May write back", "How often", "Approval", "Paths"],
      rows: writeBack.map(({ action, limit, approval: needed, paths = [] }) => ({
        key: action,
        cells: [
          action.replaceAll("_", " "),
          limit,
          needed,
          paths.length === 0 ? null : { several: [...paths] },
        ],
      })),
      empty: "Its runs write nothing back.",
    },
  };
}
