import { z } from "zod";
import type { CheckResult } from "../changes/facts.ts";
import { fieldsOf } from "../fault/thrown.ts";
import type { HostApi } from "./api.ts";
import type { ApiDialect } from "./host.ts";
import { readRows } from "./host-read.ts";
import { hostAccount, timeOf, userSchema } from "./pull-requests.ts";

const statusSchema = z.looseObject({
  id: z.number(),
  context: z.string(),
  // GitHub's rows have `state`, Gitea's have `status`.
  state: z.string().nullish(),
  status: z.string().nullish(),
  creator: userSchema.nullish(),
  created_at: z.string().nullish(),
  updated_at: z.string().nullish(),
  target_url: z.string().nullish(),
});

const runSchema = z.looseObject({
  id: z.number(),
  name: z.string(),
  status: z.string(),
  conclusion: z.string().nullish(),
  app: z.looseObject({ slug: z.string().nullish() }).nullish(),
  check_suite: z.looseObject({ id: z.number() }).nullish(),
  completed_at: z.string().nullish(),
  details_url: z.string().nullish(),
});

/**
 * Every status of a commit, and on GitHub the newest check runs of every suite. The combined status is not asked: of each name it
 * has the newest alone, whoever set it.
 * @throws {IdentikitError} `HOST_UNREACHABLE`, `HOST_DENIED`
 */
export async function readChecks(api: HostApi, commit: string): Promise<CheckResult[]> {
  const attempt = `read the checks of ${commit.slice(0, 12)}`;
  const at = `commits/${encodeURIComponent(commit)}`;
  const statuses = await readRows(api, { attempt, url: `${at}/statuses`, schema: statusSchema });
  const results = statuses.map((row) => statusResult(row, api.dialect));
  if (api.dialect !== "github") return results;
  const question = { attempt, url: `${at}/check-runs`, query: { filter: "latest" }, schema: runSchema };
  const runs = await readRows(api, question, (data) => fieldsOf(data).check_runs);
  return [...results, ...runs.map(runResult)];
}

/** Gitea gives no account for its own user that sets the statuses of jobs: what is left is where such a status leads. */
const jobOfGitea = /\/actions\/runs\/\d+\/jobs\/\d+$/;

function creatorOf(
  { creator, target_url: target }: z.output<typeof statusSchema>,
  dialect: ApiDialect,
): string {
  const isJob = dialect === "gitea" && !creator && jobOfGitea.test(target ?? "");
  return isJob ? "gitea-actions" : hostAccount(creator).login;
}

function statusResult(row: z.output<typeof statusSchema>, dialect: ApiDialect): CheckResult {
  const word = row.state ?? row.status ?? "";
  return {
    id: row.id,
    name: row.context,
    by: creatorOf(row, dialect),
    state: word === "success" || word === "pending" || word === "skipped" ? word : "failure",
    at: timeOf(row.created_at ?? row.updated_at),
    url: row.target_url ?? undefined,
    suite: undefined,
  };
}

function runResult(row: z.output<typeof runSchema>): CheckResult {
  const { conclusion } = row;
  const ended =
    conclusion === "success"
      ? "success"
      : conclusion === "skipped" || conclusion === "neutral"
        ? "skipped"
        : "failure";
  return {
    id: row.id,
    name: row.name,
    by: row.app?.slug ?? "",
    state: row.status === "completed" ? ended : "pending",
    at: timeOf(row.completed_at),
    url: row.details_url ?? undefined,
    // Without a suite it stands for itself.
    suite: row.check_suite?.id ?? row.id,
  };
}
