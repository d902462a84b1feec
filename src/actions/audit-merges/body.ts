import { type Audit, auditMerges } from "../../changes/audit-merges.ts";
import { writeReportFiles } from "../../commands/accounts/report-files.ts";
import type { CommandContext } from "../../commands/context.ts";
import { openCheckout, requireHostApi } from "../../commands/places/change.ts";
import type { CommandResult } from "../../commands/result.ts";
import { IdentikitError } from "../../fault/error.ts";
import { verdictOf } from "../../fault/finding.ts";
import type { HostApi } from "../../host/api.ts";
import { forgeOf } from "../../host/forge.ts";
import { keepIssue } from "../../host/kept-issue.ts";
import { makeReport } from "../../report/make-report.ts";
import { reportMarkdown } from "../../report/markdown.ts";
import type { Report } from "../../report/report.ts";
import type { AuditMergesOptions } from "../audit-merges.ts";

const dayMs = 24 * 60 * 60 * 1000;

export async function run(context: CommandContext, options: AuditMergesOptions): Promise<CommandResult> {
  const now = context.clock.now();
  const api = await requireHostApi(context);
  const git = openCheckout(context, options.root ?? ".");
  if (!git || !(await git.has())) throw noHistory();
  const host = forgeOf(api);
  const branch = options.branch ?? branchOf(context);
  const tip = await host.tip(branch);
  if (!(await git.has(tip))) throw noHistory();
  const since = new Date(now.getTime() - Number(options.days) * dayMs);
  const audit = await auditMerges({ git, host, branch, tip, since, now });
  const report = reportOf(
    audit,
    `${branch} of ${api.owner}/${api.repo} since ${since.toISOString().slice(0, 10)}`,
  );
  const files = await writeReportFiles(context, report, options);
  if (options.issue) await tell(context, api, report);
  return { outputs: { merges: audit.merges, ...files }, account: [], report };
}

function reportOf({ merges, direct, findings }: Audit, subject: string): Report {
  return makeReport({
    check: "audit-merges",
    verdict: verdictOf(findings),
    subject,
    facts: [
      { label: "pull requests", value: String(merges) },
      { label: "commits without one", value: String(direct) },
    ],
    anchor: "identikit.yaml",
    findings,
  });
}

async function tell({ log }: CommandContext, api: HostApi, report: Report): Promise<void> {
  const outcome = await keepIssue(api, {
    purpose: "audit-merges",
    title: "Merges that went around the rules",
    body: reportMarkdown(report),
    open: report.verdict !== "clean",
  });
  if (outcome.kind === "denied") log.warn(`the issue was not written: ${outcome.reason}`);
  else log.info(`the issue is ${outcome.kind}`);
}

function branchOf({ env }: CommandContext): string {
  const { GITHUB_REF: ref = "" } = env;
  if (ref.startsWith("refs/heads/")) return ref.slice("refs/heads/".length);
  throw new IdentikitError("USAGE", "the run is on no branch", { remedy: "Name one in the input branch." });
}

function noHistory(): IdentikitError {
  return new IdentikitError("CHANGE_UNKNOWN", "the checkout does not have the branch with its history", {
    remedy: "Check out the branch with fetch-depth: 0.",
  });
}
