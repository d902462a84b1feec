import { visible } from "../../fault/visible.ts";
import { decideRule } from "./decide-rule.ts";
import type { DeliveryInput, DeliveryPlan, PlannedExecution, StoredRule } from "./delivery-plan.ts";
import { derivedName } from "./derived-name.ts";
import { isForkEvent, matchChecks } from "./match-rule.ts";
import { KnownRuns } from "./open-run.ts";
import { concurrencyKey, dedupeKey } from "./rule-keys.ts";

/**
 * What comes of a delivery: for each rule that matches one execution. The same input gives the same plan, names included, so a plan
 * that was stored in part can be made again. Rules are taken in the order of their names; a run that one of them makes counts for
 * those after it. Reads no clock and asks nobody.
 */
export function planDelivery(input: DeliveryInput): DeliveryPlan {
  const runs = new KnownRuns(input.runs);
  const executions: PlannedExecution[] = [];
  const unmatched: DeliveryPlan["unmatched"][number][] = [];
  for (const rule of input.rules.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (rule.spec.lifecycle === "Disabled" || rule.spec.lifecycle === "Archived") continue;
    const failed = matchChecks({ ...input, rule: rule.name, spec: rule.spec }).filter(({ holds }) => !holds);
    const [check] = failed;
    // Paths that nobody knows are no reason to keep still: what would have matched is refused with the reason.
    const isPathsOnly =
      failed.length === 1 && check?.member === "match.paths" && input.facts.paths === undefined;
    if (check && !isPathsOnly) unmatched.push({ rule: rule.name, check });
    else executions.push(planExecution(input, rule, isPathsOnly, runs));
  }
  return { phase: executions.length > 0 ? "Matched" : "Ignored", executions, unmatched };
}

function planExecution(
  input: DeliveryInput,
  rule: StoredRule,
  arePathsUnknown: boolean,
  runs: KnownRuns,
): PlannedExecution {
  const { facts, host, now: at } = input;
  const keyed = { rule: rule.name, spec: rule.spec, facts, isFork: isForkEvent(facts, host), at };
  const key = dedupeKey(keyed);
  const group = concurrencyKey(keyed);
  const {
    decision,
    code,
    reason,
    joins,
    makes,
    isHeld = false,
    cancel = [],
    admission,
  } = decideRule({ ...input, arePathsUnknown }, rule, { key, group }, runs);
  const made = makes && {
    name: derivedName("run", input.delivery, rule.name),
    spec: makes,
    dedupeKey: key,
    ...(group === undefined ? {} : { concurrencyKey: group }),
  };
  for (const run of cancel) if (group !== undefined) runs.end(run, group);
  if (made)
    runs.add({ name: made.name, dedupeKey: key, concurrencyKey: group, isOver: false, queuedAt: input.now });
  const actor = input.host?.actor ?? input.facts.actor;
  const run = made?.name ?? joins;
  return {
    name: derivedName("x", input.delivery, rule.name),
    isHeld,
    cancel: cancel.map(({ name }) => name),
    ...(made ? { run: made, ...workItemOf(input, rule, made.name) } : {}),
    spec: {
      triggerRule: rule.name,
      delivery: input.delivery,
      decision,
      dedupeKey: key,
      ...(group === undefined ? {} : { concurrencyKey: group }),
      ...(run === undefined ? {} : { run }),
      ...(reason === undefined ? {} : { reason: reason.slice(0, 4000) }),
      ...(code === undefined ? {} : { code }),
      ...(admission === undefined ? {} : { admission }),
      ...(actor === undefined ? {} : { actor }),
      ruleGeneration: rule.generation,
      time: input.now,
    },
  };
}

/** The work item of a rule that wants one, of events that are about an issue or pull request. One object of the forge is one work item. */
function workItemOf(
  { facts }: DeliveryInput,
  { spec }: StoredRule,
  run: string,
): Pick<PlannedExecution, "workItem"> {
  const { repository, target, title } = facts;
  const isItem = target?.kind === "issue" || target?.kind === "pull_request";
  if (!spec.workItem || repository === undefined || !isItem) return {};
  const { mode, state } = spec.workItem;
  const { kind, id } = target;
  const shown = title === undefined ? {} : { title: visible(title).slice(0, 300) };
  const item = { repository, target, ...shown, ...(state === undefined ? {} : { state }), runs: [run] };
  return {
    workItem: { mode, name: derivedName("w", repository.toLowerCase(), `${kind} ${id}`), spec: item },
  };
}
