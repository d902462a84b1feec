import type { Execution } from "../../agents/dispatch/plan-stored-delivery.ts";
import type { DispatchRun } from "../../agents/dispatch/run-status.ts";
import type { Decision } from "../../agents/kinds/actor.ts";
import { IdentikitError } from "../../fault/error.ts";
import { markdownCode, markdownProse } from "../../report/markdown-text.ts";
import { type CommandResult, outputMembers } from "../result.ts";
import type { Decided } from "./dispatch-modes.ts";
import type { LaunchOutcome, TicketFiles } from "./launch-runs.ts";

/** What rejects an event because something could not be found out: no answer, and so no refusal. */
const unknown = new Set(["HOST_FACTS_MISSING", "PATHS_UNKNOWN"]);
/** What rejects an event as the rule's authors want it. */
const wanted = new Set(["RULE_DRAFT", "RULE_PAUSED", "CONCURRENCY_REJECTED"]);

/** What a dispatch came to, for people and for later steps: who, what, why it may start or not, and what is waited for. */
export function dispatchAccount(decided: Decided, { outcomes, file }: TicketFiles): CommandResult {
  const executions = decided.planned?.executions ?? [];
  const rejected = executions.filter(({ spec }) => spec.decision === "Rejected");
  const refusals = rejected.filter(({ spec: { code = "" } }) => !unknown.has(code) && !wanted.has(code));
  const faults = [
    ...rejected.filter(({ spec: { code = "" } }) => unknown.has(code)).map(unknownFault),
    ...outcomes.flatMap((one) =>
      "fault" in one && one.fault.code !== "DISPATCH_REFUSED" ? [one.fault] : [],
    ),
  ];
  const isRefused =
    refusals.length > 0 ||
    outcomes.some((one) => ("fault" in one && one.fault.code === "DISPATCH_REFUSED") || isOver(one.run));
  const launched = outcomes.flatMap((one) => ("launched" in one ? [one] : []));
  const waiting = outcomes.flatMap((one) => ("waits" in one && !isOver(one.run) ? [one] : []));
  const lines = [
    ...executions.filter((one) => !hasOutcome(one, outcomes)).map(executionLine),
    ...outcomes.map(outcomeLine),
  ];
  return {
    outputs: {
      decision: decisionOf(decided, outcomes),
      delivery: decided.planned?.delivery.metadata.name,
      isNew: decided.isNew,
      run: outcomes[0]?.run.metadata.name,
      runs: outcomes.map(({ run }) => run.metadata.name),
      ticket: launched[0]?.ticket,
      ticketFile: file,
      tickets: launched.map(({ ticket }) => ticket),
      pool: launched[0]?.launched.claims.aud,
      launched: launched.map((one) => ({
        run: one.run.metadata.name,
        pool: one.launched.claims.aud,
        labels: [...one.labels],
      })),
      waitingFor:
        waiting.length === 0
          ? undefined
          : waiting.map((one) => `${one.run.metadata.name}: ${one.waits}`).join("; "),
      executions: executions.map(({ metadata, spec }) =>
        outputMembers({
          name: metadata.name,
          rule: spec.triggerRule,
          decision: spec.decision,
          code: spec.code,
          run: spec.run,
          reason: spec.reason,
        }),
      ),
    },
    changed: launched.length > 0 || decided.isNew === true,
    details: lines,
    account: [accountLine(decided, outcomes)],
    summary: [
      `### ${markdownProse(accountLine(decided, outcomes))}`,
      "",
      ...lines.map((line) => `- ${markdownProse(line)}`),
      "",
      ...outcomes.flatMap(({ run }) => whyTable(run)),
    ].join("\n"),
    ...(isRefused ? { holds: false } : {}),
    ...(faults.length > 0 ? { faults } : {}),
  };
}

function decisionOf({ planned, runs }: Decided, outcomes: readonly LaunchOutcome[]): string {
  const order = ["Created", "WaitingForApproval", "Rejected", "Coalesced"];
  const found = (planned?.executions ?? []).map(({ spec }) => spec.decision);
  const first = order.find((one) => found.some((decision) => decision === one));
  if (first !== undefined) return first;
  if (planned) return planned.delivery.status.phase ?? "Received";
  const [run] = outcomes.map((one) => one.run);
  if (run?.status.phase === "Waiting") return "WaitingForApproval";
  return runs.length > 0 && (run === undefined || isOver(run)) ? "Rejected" : "Created";
}

function accountLine({ planned, isNew }: Decided, outcomes: readonly LaunchOutcome[]): string {
  const tickets = outcomes.filter((one) => "launched" in one).length;
  const waiting = outcomes.filter((one) => "waits" in one && !isOver(one.run)).length;
  const counts = `${tickets} ${tickets === 1 ? "ticket" : "tickets"} written, ${waiting} waiting`;
  if (!planned) return counts;
  const { metadata, status, spec } = planned.delivery;
  const known = isNew === false ? ", which came in before: nothing new is dispatched" : "";
  const why = status.phase === "Matched" || status.reason === undefined ? "" : ` (${status.reason})`;
  return `delivery ${metadata.name} (${spec.event}) is ${status.phase}${known}${why}; ${counts}`;
}

function executionLine({ spec: { triggerRule, decision, code, run, reason, actor } }: Execution): string {
  const joined = run === undefined ? "" : `, run ${run}`;
  const why = reason === undefined ? "" : `: ${code}: ${reason}`;
  return `rule ${triggerRule}, event of ${actor ?? "a schedule"}: ${decision}${joined}${why}`;
}

function hasOutcome({ spec: { decision, run } }: Execution, outcomes: readonly LaunchOutcome[]): boolean {
  return decision !== "Coalesced" && outcomes.some((one) => one.run.metadata.name === run);
}

function outcomeLine(outcome: LaunchOutcome): string {
  const { run } = outcome;
  const { requestedBy, repository, agentStack, taskKind, triggerRule } = run.spec;
  const rule = triggerRule === undefined ? "by hand" : `by rule ${triggerRule}`;
  const what = `run ${run.metadata.name}: ${requestedBy?.name ?? "nobody"} lets ${agentStack} ${taskKind} ${repository}, ${rule}`;
  const tier = run.status.trustTier === undefined ? "" : `, ${run.status.trustTier}`;
  if ("launched" in outcome)
    return `${what}${tier}; allowed, ticket ${outcome.ticket}${outcome.launched.isAgain ? " (the same as before)" : ""}`;
  if ("fault" in outcome) return `${what}${tier}; ${outcome.fault.code}: ${outcome.fault.message}`;
  return `${what}${tier}; ${run.status.phase}: ${outcome.waits}`;
}

/** Why a run may start, must wait, or is refused: what admission answered. */
function whyTable({ metadata, status: { admission } }: DispatchRun): string[] {
  if (!admission) return [];
  const rows = admission.reasons
    .slice(0, 50)
    .map(({ effect, code, message, remedy }) => row(effect, code, message, remedy));
  return [
    `Why ${markdownCode(metadata.name)} is ${verdicts[admission.verdict]} (tier ${admission.tier}):`,
    "",
    "| | reason | | what to do |",
    "| --- | --- | --- | --- |",
    ...rows,
    "",
  ];
}

const verdicts = { allowed: "allowed", requiresApproval: "waiting for a person", denied: "refused" } as const;

function row(
  effect: Decision["reasons"][number]["effect"],
  code: string,
  message: string,
  remedy = "",
): string {
  const cells = [effect, code, message, remedy.split("\n")[0] ?? ""];
  return `| ${cells.map((cell) => markdownProse(cell)).join(" | ")} |`;
}

function unknownFault({ spec: { triggerRule, code, reason } }: Execution): IdentikitError {
  return new IdentikitError("CHANGE_UNKNOWN", `rule ${triggerRule}: ${code}: ${reason}`, {
    remedy: "Give a token that may read what is asked for, and replay the delivery.",
  });
}

function isOver({ status: { phase } }: DispatchRun): boolean {
  return phase === "Failed" || phase === "Cancelled";
}
