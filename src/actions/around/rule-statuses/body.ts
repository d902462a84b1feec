import { ruleNames } from "../../../changes/rule.ts";
import type { CommandContext } from "../../../commands/context.ts";
import { openHostApi } from "../../../commands/places/change.ts";
import type { CommandResult } from "../../../commands/result.ts";
import { type Finding, verdictOf } from "../../../fault/finding.ts";
import { isRecord } from "../../../fault/thrown.ts";
import type { HostApi } from "../../../host/api.ts";
import { readChangeEvent } from "../../../host/change-event.ts";
import { hostOf, runUrlOf } from "../../../host/host.ts";
import { type CommitState, setCommitStatus, stateOf } from "../../../host/status.ts";
import { tally } from "../../../report/report.ts";
import type { Outcome } from "../../frame/action.ts";
import type { RuleStatusInputs } from "./rule-statuses.ts";

/** What one rule's status says. */
interface RuleStatus {
  readonly rule: string;
  readonly state: CommitState;
  readonly description: string;
}

/** Sets the statuses of an outcome; gives the outcome as the job tells it. */
export async function tellRules(
  context: CommandContext,
  { status }: RuleStatusInputs,
  outcome: Outcome,
): Promise<Outcome> {
  if (!status) return outcome;
  const commit = commitOf(context, outcome);
  const api = commit === undefined ? undefined : await openHostApi(context, undefined);
  if (commit === undefined || api === undefined) {
    context.log.warn(
      "no token or no commit is known, so no status is written; the job's own result is the gate",
    );
    return outcome;
  }
  const written = await setAll(context, api, commit, statusesOf(outcome));
  return written && outcome.kind === "result"
    ? { kind: "result", result: withoutPending(outcome.result) }
    : outcome;
}

function commitOf({ env }: CommandContext, outcome: Outcome): string | undefined {
  if (outcome.kind === "fault") return readChangeEvent(env).head;
  const { head } = outcome.result.outputs;
  return typeof head === "string" ? head : undefined;
}

/** True where every status was written. */
async function setAll(
  { env, log }: CommandContext,
  api: HostApi,
  commit: string,
  statuses: readonly RuleStatus[],
): Promise<boolean> {
  const targetUrl = runUrlOf(hostOf(env), env);
  let written = true;
  for (const { rule, state, description } of statuses) {
    const context = `identikit/change/${rule}`;
    const place = targetUrl === undefined ? {} : { targetUrl };
    const outcome = await setCommitStatus(api, { commit, context, state, description, ...place });
    if (outcome.kind === "denied") {
      log.warn(`status ${context} not written (${outcome.reason}); the job's own result is the gate`);
      written = false;
    } else log.info(`status ${context} is ${state}`);
  }
  return written;
}

/** Where the rules could not even be read, each may be one that is required: none keeps an older verdict. */
function statusesOf(outcome: Outcome): RuleStatus[] {
  if (outcome.kind === "fault") {
    const description = `could not be verified: ${outcome.fault.message}`;
    return ruleNames.map((rule) => ({ rule, state: "error" as const, description }));
  }
  const { outputs, report } = outcome.result;
  const findings = report?.findings ?? [];
  return Object.entries(isRecord(outputs.rules) ? outputs.rules : {}).map(([rule, word]) =>
    statusOf(
      rule,
      word === "pending",
      findings.filter(({ subject }) => subject === rule),
    ),
  );
}

function statusOf(rule: string, pending: boolean, findings: readonly Finding[]): RuleStatus {
  if (pending) return { rule, state: "pending", description: waitsFor(findings) };
  const verdict = verdictOf(findings);
  const said = { clean: "holds", drift: "does not hold", unverified: "could not be verified" }[verdict];
  const counted = findings.length === 0 ? said : `${said}: ${tally(findings)}`;
  return { rule, state: stateOf(verdict), description: counted };
}

function waitsFor(findings: readonly Finding[]): string {
  return `waits for ${findings.flatMap(({ code, path }) => (code === "CHECK_PENDING" ? [path] : [])).join(", ")}`;
}

/** The pending status tells it; a job that failed for it would have to be run again by hand. */
function withoutPending(result: CommandResult): CommandResult {
  const { report } = result;
  const findings = (report?.findings ?? []).filter(({ code }) => code !== "CHECK_PENDING");
  if (!report || findings.length === report.findings.length) return result;
  return { ...result, report: { ...report, verdict: verdictOf(findings), findings } };
}
