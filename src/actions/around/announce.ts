import { z } from "zod";
import { flag, option, text } from "../../commands/options/option.ts";
import type { IdentikitError } from "../../fault/error.ts";
import type { CiEvent } from "../../host/event.ts";
import { hostOf } from "../../host/host.ts";
import type { Check, Report } from "../../report/report.ts";
import type { Context } from "../../runtime/context.ts";
import { type Around, defineAround, type Outcome } from "../frame/action.ts";

/** The token of the job, for actions that write to the host. */
export const tokenInput = option(z.string().optional(), {
  kind: "text",
  description: "The token that writes to the CI host; the job's own suffices.",
  expression: "${{ github.token }}",
});

/** Which commit a status belongs on. */
export const commitInput = text(
  "SHA",
  "The commit that the status belongs on; the head of the pull request or push if left out.",
);

const inputs = z.object({
  status: flag("Set a commit status with the verdict."),
  comment: flag("Keep one comment with the findings up to date on the pull request."),
  token: tokenInput,
  commit: commitInput,
});

/**
 * Tells what a check came to as the status `identikit/<action>` and as one comment. A command that ended with a fault
 * verified nothing, and its status says so.
 */
export function announcing(action: string, check: Check): Around {
  return defineAround({
    inputs,
    after: async (context, given, outcome) => {
      const report =
        outcome.kind === "result" ? outcome.result.report : await unverified(check, outcome.fault);
      const more = outcome.kind === "fault" ? { result: "unverified" } : {};
      if (!report || (!given.status && !given.comment)) return more;
      const { env, log, signal } = context;
      const { announce } = await import("../../host/announce.ts");
      await announce({
        host: hostOf(env),
        event: await eventOf(context, given.commit),
        env,
        token: given.token ?? "",
        report: withFaults(report, outcome),
        action,
        status: given.status,
        comment: given.comment,
        log,
        signal,
      });
      return more;
    },
  }) as Around;
}

/** The event of this job; with a commit that the workflow names, that one is meant. */
export async function eventOf({ env }: Context, commit: string | undefined): Promise<CiEvent> {
  const { readEvent } = await import("../../host/event.ts");
  return commit === undefined ? readEvent(env) : { ...readEvent({ ...env, GITHUB_SHA: commit }), commit };
}

/** A check of which a part failed verified less than all: its verdict cannot be clean. */
function withFaults(report: Report, outcome: Outcome): Report {
  const faults = outcome.kind === "result" ? (outcome.result.faults ?? []) : [];
  if (faults.length === 0) return report;
  const findings = [...report.findings, ...faults.map(findingOf)];
  return { ...report, verdict: "unverified", findings };
}

async function unverified(check: Check, fault: IdentikitError): Promise<Report> {
  const { makeReport } = await import("../../report/make-report.ts");
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
