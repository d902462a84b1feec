import { isRecord } from "../../fault/thrown.ts";
import { shortened } from "../../fault/visible.ts";
import { login, repositoryName } from "../kinds/fields.ts";
import { marksOfEvent } from "./event-cause.ts";
import type { EventFacts, EventSource } from "./event-facts.ts";
import {
  addressForPeople,
  claimsFork,
  eventPlaceOf,
  refsOf,
  runNumber,
  runOf,
  targetOf,
} from "./event-place.ts";
import { type ForgePayload, forgePayload } from "./payload.ts";
import { bounded, defined, fits, wrong } from "./payload-text.ts";

/** What kind of event the hosts' names stand for; `pull_request_approved` and its like are Gitea's. */
const kinds: Readonly<Record<string, EventSource | undefined>> = {
  push: "push",
  pull_request: "pull_request",
  issue_comment: "comment",
  commit_comment: "comment",
  pull_request_review_comment: "comment",
  pull_request_review: "review",
  pull_request_approved: "review",
  pull_request_rejected: "review",
  pull_request_comment: "review",
  issues: "issue",
  schedule: "schedule",
  workflow_dispatch: "manual",
  workflow_run: "workflow_run",
};
const labelActions = new Set(["labeled", "unlabeled", "label_updated", "label_cleared"]);
const zeros = /^0+$/;

/**
 * An event of GitHub's or Gitea's in one form. Nothing in the payload is taken for an instruction, and what it says of forks and bots
 * counts against an event only.
 * @param event the host's name for it, such as `pull_request`
 * @throws {IdentikitError} `EVENT_INVALID` where a part of the payload has another form than the hosts give it, `REF_UNSAFE`
 */
export function readForgeEvent(event: string, value: unknown): EventFacts {
  const payload = checked(event, value);
  const { action, sender } = payload;
  const type = typeOf(event, payload);
  const marks = marksOfEvent(event, payload);
  return {
    event: bounded("event", event, 100),
    ...namesOf(payload),
    ...contentOf(payload),
    ...defined({ type, paths: event === "push" ? pathsOf(payload) : undefined }),
    refs: refsOf(payload, eventPlaceOf(payload)),
    labels: (payload.pull_request?.labels ?? payload.issue?.labels ?? []).map(({ name }) => name),
    isEdited: (type === "comment" || type === "review") && action === "edited",
    isDraft: payload.pull_request?.draft === true,
    claimsFork: claimsFork(payload),
    claimsBot: sender?.type === "Bot" || sender?.login.endsWith("[bot]") === true,
    isDeleted: isDeleted(event, type, payload),
    ...(marks.length > 0 ? { marks } : {}),
  };
}

/** Who did what, where. */
function namesOf(payload: ForgePayload) {
  const { action, repository, sender } = payload;
  const place = eventPlaceOf(payload);
  const url = addressForPeople(addressOf(payload));
  return defined({
    action: action ? bounded("action", action, 100) : undefined,
    repository: repository ? fits("repository", repositoryName, repository.full_name) : undefined,
    actor: sender ? fits("sender.login", login, sender.login) : undefined,
    target: targetOf(payload, place, url),
    branch: place.branch,
    tag: place.tag,
    url,
  });
}

/** What it is about, in words and names. */
function contentOf(payload: ForgePayload) {
  const { pull_request: request, issue, comment, review, label, action } = payload;
  const title = request?.title ?? issue?.title ?? payload.workflow_run?.display_title;
  return defined({
    number: request?.number ?? issue?.number ?? runNumber(payload),
    title: title ? shortened(title, 300) : undefined,
    label: action === "labeled" ? label?.name : undefined,
    comment: comment?.body ?? review?.body ?? review?.content,
    workflow: workflowOf(payload),
    job: payload.workflow_job?.name,
    check: payload.check_run?.name,
    conclusion: runOf(payload)?.conclusion,
    schedule: payload.schedule,
    inputs: inputsOf(payload),
  });
}

function addressOf(payload: ForgePayload): string | null | undefined {
  const { comment, review, pull_request: request, issue } = payload;
  const object = request?.html_url ?? issue?.html_url ?? runOf(payload)?.html_url;
  return comment?.html_url ?? review?.html_url ?? object;
}

function isDeleted(
  event: string,
  type: EventSource | undefined,
  { action, after, deleted }: ForgePayload,
): boolean {
  const isComment = type === "comment" && action === "deleted";
  return deleted === true || event === "delete" || isComment || zeros.test(after ?? "1");
}

function checked(event: string, value: unknown): ForgePayload {
  if (!isRecord(value) || Array.isArray(value)) throw wrong(event, "the payload is not an object");
  const result = forgePayload.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw wrong(event, `${(issue?.path ?? []).map(String).join(".")}: ${issue?.message}`);
}

function typeOf(event: string, payload: ForgePayload): EventSource | undefined {
  if (event === "ping") return undefined;
  if (event === "push" && payload.ref?.startsWith("refs/tags/")) return "tag";
  const isLabel = (event === "issues" || event === "pull_request") && labelActions.has(payload.action ?? "");
  if (isLabel) return "label";
  return Object.hasOwn(kinds, event) ? kinds[event] : "webhook";
}

function workflowOf({ workflow_run: run, workflow_job: job, workflow }: ForgePayload): string | undefined {
  const name = run?.name ?? job?.workflow_name ?? (typeof workflow === "string" ? workflow : workflow?.name);
  return name ?? undefined;
}

/** GitHub gives a push's commits, twenty at most to workflows; a new or forced branch differs by more than they say. */
function pathsOf(payload: ForgePayload): readonly string[] | undefined {
  const { commits, created, forced, before, total_commits: total } = payload;
  const isNew = created === true || !before || zeros.test(before);
  if (!commits || commits.length === 0 || commits.length >= 20 || isNew || forced) return undefined;
  if (total !== null && total !== undefined && total > commits.length) return undefined;
  if (!commits.every(({ added, removed, modified }) => added && removed && modified)) return undefined;
  return [
    ...new Set(
      commits.flatMap(({ added, removed, modified }) => [
        ...(added ?? []),
        ...(removed ?? []),
        ...(modified ?? []),
      ]),
    ),
  ];
}

function inputsOf({ inputs }: ForgePayload): Readonly<Record<string, string>> | undefined {
  return inputs
    ? Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, String(value ?? "")]))
    : undefined;
}
