import { about } from "../../changes/finding.ts";
import { known, unverifiedBy } from "../../changes/known.ts";
import { stuckStatuses } from "../../changes/stuck-statuses.ts";
import { writeReportFiles } from "../../commands/accounts/report-files.ts";
import { count } from "../../commands/accounts/wording.ts";
import type { CommandContext } from "../../commands/context.ts";
import { requireHostApi } from "../../commands/places/change.ts";
import type { CommandResult } from "../../commands/result.ts";
import { type Finding, verdictOf } from "../../fault/finding.ts";
import type { HostApi } from "../../host/api.ts";
import { forgeOf } from "../../host/forge.ts";
import { hostOf } from "../../host/host.ts";
import { readRunState } from "../../host/run-state.ts";
import { setCommitStatus } from "../../host/status.ts";
import { makeReport } from "../../report/make-report.ts";
import type { ReapStatusesOptions } from "../reap-statuses.ts";

/** What came of one commit. */
interface Reaped {
  readonly count: number;
  readonly findings: readonly Finding[];
}

export async function run(context: CommandContext, options: ReapStatusesOptions): Promise<CommandResult> {
  const api = await requireHostApi(context);
  const forge = forgeOf(api);
  const branch = options.branch ?? branchOf(context);
  const heads = (await forge.open()).map(({ head }) => head);
  const tips = branch === undefined ? [] : [await forge.tip(branch)];
  const commits = [...new Set([...heads, ...tips])];
  let reaped = 0;
  const findings: Finding[] = [];
  for (const commit of commits) {
    const done = await known(() => reap(context, api, commit, options));
    if ("fault" in done) findings.push(unverifiedBy(done.fault));
    else {
      reaped += done.value.count;
      findings.push(...done.value.findings);
    }
  }
  const report = makeReport({
    check: "reap-statuses",
    verdict: verdictOf(findings),
    subject: `statuses of ${count(commits.length, "commit")} of ${api.owner}/${api.repo}`,
    facts: [{ label: "ended", value: String(reaped) }],
    findings,
  });
  const files = await writeReportFiles(context, report, options);
  return { outputs: { reaped, ...files }, account: [], report };
}

async function reap(
  { env, clock, log }: CommandContext,
  api: HostApi,
  commit: string,
  { after, context: contexts, except }: ReapStatusesOptions,
): Promise<Reaped> {
  const limits = { now: clock.now(), afterMs: Number(after) * 60_000, contexts, except };
  const findings: Finding[] = [];
  let ended = 0;
  for (const stuck of stuckStatuses(await forgeOf(api).checks(commit), limits)) {
    if ((await readRunState(api, hostOf(env).serverUrl, stuck.url)) === "running") continue;
    const outcome = await setCommitStatus(api, {
      commit,
      context: stuck.name,
      state: "error",
      description: `pending for more than ${after} minutes, and its run is over; run it again`,
      ...(stuck.url === undefined ? {} : { targetUrl: stuck.url }),
    });
    if (outcome.kind === "denied") findings.push(left(stuck.name, commit, outcome.reason));
    else {
      ended++;
      log.info(`status ${stuck.name} of ${commit.slice(0, 12)} is an error now: its run is over`);
    }
  }
  return { count: ended, findings };
}

function left(name: string, commit: string, reason: string): Finding {
  return about(`${name} of ${commit.slice(0, 12)}`, {
    code: "STATUS_STUCK",
    problem: `the status is pending, its run is over, and the token may not end it: ${reason}`,
    remedy: "Give the job a token that may write statuses.",
  });
}

function branchOf({ env }: CommandContext): string | undefined {
  return env.GITHUB_REF?.startsWith("refs/heads/") ? env.GITHUB_REF.slice("refs/heads/".length) : undefined;
}
