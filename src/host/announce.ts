import { reportMarkdown } from "../report/markdown.ts";
import { markdownCode } from "../report/markdown-text.ts";
import { type Report, verdictSummary } from "../report/report.ts";
import type { Logger } from "../runtime/logger.ts";
import { HostApi } from "./api.ts";
import { keepComment } from "./comment.ts";
import type { CiEvent } from "./event.ts";
import { type Host, type JobEnv, runUrlOf } from "./host.ts";
import { setCommitStatus, stateOf, type WriteOutcome } from "./status.ts";

export interface AnnounceOptions {
  readonly host: Host;
  readonly event: CiEvent;
  readonly env: JobEnv;
  readonly token: string;
  readonly report: Report;
  /** The action that speaks, such as `drift-gate`: names the status and the comment. */
  readonly action: string;
  /** Whether to set a commit status, and whether to keep a comment on the pull request. */
  readonly status: boolean;
  readonly comment: boolean;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/**
 * Tells a verdict where people look: as the status `identikit/<action>` of the commit and as one comment on the pull
 * request. What a read-only token may not do is said in the log and left to the job's own result.
 * @throws {IdentikitError} `HOST_UNREACHABLE`, `HOST_DENIED` for a token that is not valid at all; both were tried
 */
export async function announce(options: AnnounceOptions): Promise<void> {
  const { event, token, log } = options;
  const wantsComment = options.comment && event.kind === "pull-request";
  if (!options.status && !wantsComment) return;
  if (token === "") {
    log.warn("no token was given, so no status or comment is written; the job's own result is the gate");
    return;
  }
  const tried = await Promise.allSettled([
    ...(options.status ? [announceStatus(options)] : []),
    ...(wantsComment ? [announceComment(options, event.number)] : []),
  ]);
  const failed = tried.find((write) => write.status === "rejected");
  if (failed) throw failed.reason;
}

async function announceStatus(options: AnnounceOptions): Promise<void> {
  const { host, event, env, report } = options;
  const context = `identikit/${options.action}`;
  const targetUrl = runUrlOf(host, env);
  const outcome = await setCommitStatus(await open(options), {
    commit: event.commit,
    context,
    state: stateOf(report.verdict),
    description: verdictSummary(report),
    ...(targetUrl === undefined ? {} : { targetUrl }),
  });
  explain(
    `status ${context}`,
    outcome,
    host.dialect === "gitea" ? "contents: write" : "statuses: write",
    options,
  );
}

async function announceComment(options: AnnounceOptions, issue: number): Promise<void> {
  const outcome = await keepComment(await open(options), {
    issue,
    purpose: options.action,
    body: `${reportMarkdown(options.report)}\n${originOf(options)}\n`,
    create: options.report.verdict !== "clean" || (options.report.pending ?? []).length > 0,
  });
  explain(`comment on #${issue}`, outcome, "pull-requests: write", options);
}

/** Which run says so, of which commit. */
function originOf({ host, env, event }: AnnounceOptions): string {
  const url = runUrlOf(host, env);
  const commit = markdownCode(event.commit.slice(0, 12));
  return url === undefined
    ? `Commit ${commit}.`
    : `Commit ${commit}, [this run](<${url.replace(/[<>\\]/g, "")}>).`;
}

function open({ host, env, token, log, signal }: AnnounceOptions): Promise<HostApi> {
  return HostApi.open({ host, repository: env.GITHUB_REPOSITORY ?? "", token, log, signal });
}

/** One line of the log on what came of a write; `permission` is what a token needs for it. */
function explain(
  what: string,
  outcome: WriteOutcome,
  permission: string,
  { event, log }: AnnounceOptions,
): void {
  if (outcome.kind !== "denied") {
    log.info(`${what} ${outcome.kind}`);
    return;
  }
  const fork = event.kind === "pull-request" && event.fork;
  const why = fork
    ? "pull requests from forks get a token that may only read"
    : `the token lacks \`${permission}\``;
  log.warn(`${what} not written (${outcome.reason}): ${why}; the job's own result is the gate`);
}
