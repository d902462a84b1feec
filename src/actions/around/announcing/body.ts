import type { Output } from "../../../commands/result.ts";
import type { IdentikitError } from "../../../fault/error.ts";
import { announce } from "../../../host/announce.ts";
import { hostOf } from "../../../host/host.ts";
import { makeReport } from "../../../report/make-report.ts";
import type { Check, Report } from "../../../report/report.ts";
import type { Context } from "../../../runtime/context.ts";
import type { Outcome } from "../../frame/action.ts";
import { eventOf } from "../event-of.ts";
import type { AnnouncingInputs } from "./announcing.ts";

/** Announces what a check came to, where the workflow asked for it. */
export async function announceOutcome(
  { env, log, signal }: Context,
  { status, comment, token = "", commit }: AnnouncingInputs,
  of: { readonly action: string; readonly check: Check; readonly outcome: Outcome },
): Promise<Record<string, Output>> {
  const { action, check, outcome } = of;
  const report = outcome.kind === "result" ? outcome.result.report : unverified(check, outcome.fault);
  const more: Record<string, Output> = outcome.kind === "fault" ? { result: "unverified" } : {};
  if (!report || (!status && !comment)) return more;
  await announce({
    host: hostOf(env),
    event: eventOf(env, commit),
    env,
    token,
    report: withFaults(report, outcome),
    action,
    status,
    comment,
    log,
    signal,
  });
  return more;
}

/** A check of which a part failed verified less than all: its verdict cannot be clean. */
function withFaults(report: Report, outcome: Outcome): Report {
  const faults = outcome.kind === "result" ? (outcome.result.faults ?? []) : [];
  if (faults.length === 0) return report;
  const findings = [...report.findings, ...faults.map(findingOf)];
  return { ...report, verdict: "unverified", findings };
}

function unverified(check: Check, fault: IdentikitError): Report {
  const subject = "the check did not come to its end";
  return makeReport({ check, verdict: "unverified", subject, facts: [], findings: [findingOf(fault)] });
}

function findingOf(fault: IdentikitError): Report["findings"][number] {
  const { code, message, remedy, location } = fault;
  const place = location ? { location } : {};
  return {
    code,
    severity: "unverified",
    path: "the check",
    expected: null,
    actual: message,
    remedy,
    ...place,
  };
}
