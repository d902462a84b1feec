import type { z } from "zod";
import { amountOf, micros } from "../admission/decision/brakes.ts";
import { type RunCondition, withCondition } from "../dispatch/run-conditions.ts";
import { agentBudget } from "../kinds/config/agent-budget.ts";
import { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import type { Resource, ResourceKey } from "../resource/resource.ts";
import type { ResourceReader, ResourceStore } from "../resource/resource-store.ts";
import { isCounted } from "../snapshot/runs-of-day.ts";

type Budget = Resource<typeof agentBudget>;
type BudgetStatus = z.output<typeof agentBudget.status>;

/** The budgets of an organisation that a run counts in. */
export async function budgetsOfRun(
  reader: ResourceReader,
  namespace: string,
  rule: string | undefined,
): Promise<readonly Budget[]> {
  const all = await Array.fromAsync(reader.each(agentBudget, { namespace }));
  return all.filter(({ spec }) => counts(spec.target, rule));
}

/**
 * Counts what the runs of this day (UTC) have used, from the runs themselves: so nothing counts twice, and a count that was wrong becomes
 * right. A run counts on the day on which it was made, with all that its attempts use.
 */
export async function countBudget(store: ResourceStore, key: ResourceKey, now: Date): Promise<void> {
  const counted = await store.read(async (reader) => {
    const budget = await reader.get(agentBudget, key);
    return budget && { budget, status: await budgetStatus(reader, budget, now) };
  });
  if (!counted) return;
  const { budget, status } = counted;
  const { resourceVersion } = budget.metadata;
  await store.write((writer) => writer.setStatus(agentBudget, budget.metadata, status, { resourceVersion }));
}

/** Milliseconds until another day is counted. */
export function untilTomorrow(now: Date): number {
  const dayMs = 24 * 60 * 60 * 1000;
  return dayMs - (now.getTime() % dayMs);
}

async function budgetStatus(
  reader: ResourceReader,
  { metadata, spec, status }: Budget,
  now: Date,
): Promise<BudgetStatus> {
  const day = now.toISOString().slice(0, 10);
  let [runs, tokens, cost] = [0, 0, 0n];
  const newest = { namespace: metadata.namespace, newestFirst: true };
  for await (const run of reader.each(agentDispatchRun, newest)) {
    const made = run.metadata.creationTimestamp.slice(0, 10);
    if (made < day) break;
    if (made !== day || !isCounted(countedStatus(run)) || !counts(spec.target, run.spec.triggerRule))
      continue;
    runs++;
    tokens += run.status.tokens ?? 0;
    cost += micros(run.status.cost ?? "0");
  }
  const used = { runs, tokens, cost: amountOf(cost) };
  const condition = withinCondition(spec, used);
  return {
    ...status,
    ...used,
    day,
    observedGeneration: metadata.generation,
    conditions: withCondition(status.conditions, condition, now.toISOString()),
  };
}

function countedStatus({ status: { phase, attempts, admission } }: Resource<typeof agentDispatchRun>) {
  return { phase, attempts, verdict: admission?.verdict };
}

function counts({ kind, name }: Budget["spec"]["target"], rule: string | undefined): boolean {
  return kind === "Organization" || (rule !== undefined && name === rule);
}

function withinCondition(
  { runsPerDay, tokensPerDay, costPerDay }: Budget["spec"],
  { runs, tokens, cost }: { readonly runs: number; readonly tokens: number; readonly cost: string },
): RunCondition {
  const spent = [
    runsPerDay !== undefined && runs >= runsPerDay ? [`${runs} of ${runsPerDay} runs`] : [],
    tokensPerDay !== undefined && tokens >= tokensPerDay ? [`${tokens} of ${tokensPerDay} tokens`] : [],
    costPerDay !== undefined && micros(cost) >= micros(costPerDay) ? [`$${cost} of $${costPerDay}`] : [],
  ].flat();
  const common = { type: "Within" };
  if (spent.length === 0)
    return {
      ...common,
      status: "True",
      reason: "SomethingLeft",
      message: "There is something left of each.",
    };
  return {
    ...common,
    status: "False",
    severity: "error",
    reason: "BudgetSpent",
    message: `Used up for today: ${spent.join(", ")}.`,
    remedy: "Wait until tomorrow (UTC), or raise the budget.",
  };
}
