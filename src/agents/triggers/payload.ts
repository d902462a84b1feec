import { z } from "zod";

const text = z.string().nullish();
const number = z.int().nullish();

const user = z.looseObject({ login: z.string(), type: text }).nullish();
const repository = z.looseObject({ full_name: z.string(), default_branch: text, html_url: text });
const labels = z.array(z.looseObject({ name: z.string() })).nullish();

const side = z.looseObject({ ref: text, sha: text, repo: repository.nullish() });

const pullRequest = z.looseObject({
  number: z.int().positive(),
  title: text,
  body: text,
  draft: z.boolean().nullish(),
  html_url: text,
  head: side.nullish(),
  base: side.nullish(),
  labels,
});

const issue = z.looseObject({
  number: z.int().positive(),
  title: text,
  body: text,
  html_url: text,
  labels,
  // GitHub says of an issue that is a pull request where that is; Gitea gives null for others.
  pull_request: z.looseObject({}).nullish(),
});

const comment = z.looseObject({
  id: z.union([z.int(), z.string()]).nullish(),
  body: text,
  html_url: text,
  path: text,
  commit_id: text,
});

// GitHub: body and state. Gitea: content and type.
const review = z.looseObject({
  id: number,
  body: text,
  content: text,
  state: text,
  type: text,
  html_url: text,
});

const workflowRun = z.looseObject({
  id: z.union([z.int(), z.string()]),
  name: text,
  display_title: text,
  path: text,
  head_sha: text,
  head_branch: text,
  conclusion: text,
  html_url: text,
  head_repository: repository.nullish(),
  head_commit: z.looseObject({ message: text }).nullish(),
  pull_requests: z.array(z.looseObject({ number: z.int() })).nullish(),
});

const workflowJob = z.looseObject({
  id: z.union([z.int(), z.string()]).nullish(),
  run_id: z.union([z.int(), z.string()]).nullish(),
  name: text,
  workflow_name: text,
  head_sha: text,
  head_branch: text,
  conclusion: text,
  html_url: text,
});

const checkRun = z.looseObject({
  name: text,
  head_sha: text,
  conclusion: text,
  html_url: text,
  check_suite: z.looseObject({ head_branch: text }).nullish(),
});

const commit = z.looseObject({
  added: z.array(z.string()).nullish(),
  removed: z.array(z.string()).nullish(),
  modified: z.array(z.string()).nullish(),
});

/**
 * What is read of a payload of GitHub's or Gitea's: https://docs.github.com/en/webhooks/webhook-events-and-payloads and, of Gitea,
 * modules/structs/hook.go. Each part may be missing; one of another type is refused.
 */
export const forgePayload = z.looseObject({
  action: text,
  number,
  ref: text,
  ref_type: text,
  before: text,
  after: text,
  created: z.boolean().nullish(),
  deleted: z.boolean().nullish(),
  forced: z.boolean().nullish(),
  commits: z.array(commit).nullish(),
  head_commit: z.looseObject({ message: text }).nullish(),
  total_commits: number,
  sender: user,
  repository: repository.nullish(),
  pull_request: pullRequest.nullish(),
  issue: issue.nullish(),
  is_pull: z.boolean().nullish(),
  comment: comment.nullish(),
  review: review.nullish(),
  label: z.looseObject({ name: z.string() }).nullish(),
  workflow_run: workflowRun.nullish(),
  workflow_job: workflowJob.nullish(),
  check_run: checkRun.nullish(),
  // An event of a workflow names it by file or, for workflow_run, as an object.
  workflow: z.union([z.string(), z.looseObject({ name: text })]).nullish(),
  schedule: text,
  inputs: z.record(z.string(), z.union([z.string(), z.boolean(), z.number(), z.null()])).nullish(),
});
export type ForgePayload = z.output<typeof forgePayload>;
