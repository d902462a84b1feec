import { commitId, forgeTarget, repositoryName } from "../kinds/fields.ts";
import type { EventFacts } from "./event-facts.ts";
import type { ForgePayload } from "./payload.ts";
import { bounded, defined, fits } from "./payload-text.ts";
import { readRef } from "./ref-names.ts";

const zeros = /^0+$/;

/** Where an event happened. */
export interface EventPlace {
  readonly ref?: string;
  readonly branch?: string;
  readonly tag?: string;
}

/** Where it happened. Of a pull request the ref is the target's: the head's name is of the fork's choosing. */
export function eventPlaceOf(payload: ForgePayload): EventPlace {
  const { pull_request: request } = payload;
  if (request?.head?.ref) readRef(withHeads(request.head.ref));
  if (request?.base?.ref) return readRef(withHeads(request.base.ref));
  const branch = payload.workflow_run?.head_branch ?? payload.workflow_job?.head_branch;
  const checked = branch ?? payload.check_run?.check_suite?.head_branch;
  if (checked) return readRef(withHeads(checked));
  return payload.ref ? readRef(payload.ref_type === "tag" ? `refs/tags/${payload.ref}` : payload.ref) : {};
}

function withHeads(branch: string): string {
  return branch.startsWith("refs/") ? branch : `refs/heads/${branch}`;
}

/** The commits, refs and numbers that it is about. */
export function refsOf(payload: ForgePayload, place: EventPlace): EventFacts["refs"] {
  const { pull_request: request, repository, issue } = payload;
  const head = request?.head?.sha ?? runOf(payload)?.head_sha ?? payload.after ?? payload.comment?.commit_id;
  const base = request?.base?.sha ?? payload.before;
  const run = payload.workflow_run?.id ?? payload.workflow_job?.run_id;
  const isRequest = request !== null && request !== undefined;
  const isIssueOfRequest = issue?.pull_request !== null && issue?.pull_request !== undefined;
  const headRepository = request?.head?.repo?.full_name ?? payload.workflow_run?.head_repository?.full_name;
  return defined({
    ref: place.ref,
    head: commitOf("head", head),
    base: commitOf("base", base),
    defaultBranch: repository?.default_branch
      ? readRef(withHeads(repository.default_branch)).branch
      : undefined,
    headRepository:
      claimsFork(payload) && headRepository
        ? fits("head repository", repositoryName, headRepository)
        : undefined,
    pullRequest: isRequest ? request.number : isIssueOfRequest ? issue?.number : runNumber(payload),
    issue: issue && !isIssueOfRequest ? issue.number : undefined,
    path: payload.comment?.path ? bounded("path", payload.comment.path, 1000) : undefined,
    workflowRun: run === null || run === undefined ? undefined : bounded("workflow run", String(run), 100),
    job: payload.workflow_job?.name ? bounded("job", payload.workflow_job.name, 300) : undefined,
  });
}

/** The object of the forge that it is about. */
export function targetOf(
  payload: ForgePayload,
  place: EventPlace,
  url: string | undefined,
): EventFacts["target"] {
  const { pull_request: request, issue, repository } = payload;
  const named = (kind: NonNullable<EventFacts["target"]>["kind"], id: string) =>
    forgeTarget.parse({ kind, id, ...(url === undefined ? {} : { url }) });
  if (request) return named("pull_request", String(request.number));
  if (issue) return named(issue.pull_request ? "pull_request" : "issue", String(issue.number));
  if (payload.comment?.commit_id) return named("commit", fits("commit", commitId, payload.comment.commit_id));
  if (payload.workflow_job?.name) return named("job", bounded("job", payload.workflow_job.name, 400));
  if (payload.check_run?.name) return named("check", bounded("check", payload.check_run.name, 400));
  if (place.tag !== undefined) return named("tag", place.tag);
  if (place.branch !== undefined) return named("branch", place.branch);
  return repository
    ? named("repository", fits("repository", repositoryName, repository.full_name))
    : undefined;
}

/** The run, job or check that it is about. */
export function runOf({ workflow_run, workflow_job, check_run }: ForgePayload) {
  return workflow_run ?? workflow_job ?? check_run;
}

/** A run of one pull request is about it. For a fork GitHub's list is empty; Gitea has no list, and the ref behind the file's name. */
export function runNumber({ workflow_run: run }: ForgePayload): number | undefined {
  const [, inPath] = /@refs\/pull\/([1-9]\d{0,8})\//.exec(run?.path ?? "") ?? [];
  if (inPath !== undefined) return Number(inPath);
  const [first, ...more] = run?.pull_requests ?? [];
  return more.length === 0 && first && first.number > 0 ? first.number : undefined;
}

/** A head without a repository is one whose fork was deleted. */
export function claimsFork({ pull_request: request, workflow_run: run, repository }: ForgePayload): boolean {
  const own = (request?.base?.repo?.full_name ?? repository?.full_name)?.toLowerCase();
  if (request?.head) return request.head.repo?.full_name.toLowerCase() !== own;
  return run?.head_repository ? run.head_repository.full_name.toLowerCase() !== own : false;
}

function commitOf(what: string, commit: string | null | undefined): string | undefined {
  return commit && !zeros.test(commit) ? fits(what, commitId, commit) : undefined;
}

/** An address that a person can open. */
export function addressForPeople(url: string | null | undefined): string | undefined {
  return url && forgeTarget.shape.url.safeParse(url).success ? url : undefined;
}
