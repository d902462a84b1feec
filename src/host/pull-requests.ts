import { z } from "zod";
import type { Account, PullRequest } from "../changes/facts.ts";
import type { HostApi } from "./api.ts";
import type { ApiDialect } from "./host.ts";
import { readOne, readRows } from "./host-read.ts";

/** A user as GitHub and Gitea give it; `null` for one that was deleted. */
export const userSchema = z.looseObject({
  login: z.string(),
  id: z.number().optional(),
  type: z.string().optional(),
});

const side = z.looseObject({ sha: z.string(), ref: z.string() });

const pullSchema = z.looseObject({
  number: z.int().positive(),
  title: z.string().nullish(),
  body: z.string().nullish(),
  state: z.string(),
  user: userSchema.nullish(),
  labels: z.array(z.looseObject({ name: z.string() })).nullish(),
  requested_reviewers: z.array(userSchema.nullable()).nullish(),
  head: side,
  base: side,
  changed_files: z.int().nonnegative().nullish(),
  merged_at: z.string().nullish(),
  merged_by: userSchema.nullish(),
  merge_commit_sha: z.string().nullish(),
});

/**
 * A pull request as it is now.
 * @throws {IdentikitError} `HOST_UNREACHABLE`, `HOST_DENIED`
 */
export async function readPullRequest(api: HostApi, number: number): Promise<PullRequest> {
  const row = await readOne(api, {
    attempt: `read the pull request #${number}`,
    url: `pulls/${number}`,
    schema: pullSchema,
  });
  return requestFrom(row, api.dialect);
}

/** The open pull requests of the repository. @throws {IdentikitError} `HOST_UNREACHABLE`, `HOST_DENIED` */
export async function listOpenRequests(api: HostApi): Promise<PullRequest[]> {
  const rows = await readRows(api, {
    attempt: "list the open pull requests",
    url: "pulls",
    query: { state: "open" },
    schema: pullSchema,
  });
  return rows.map((row) => requestFrom(row, api.dialect));
}

/** Somebody of whom the host gives no account was deleted: nobody can be that one again. */
export function hostAccount(user: z.output<typeof userSchema> | null | undefined): Account {
  if (!user) return { login: "", bot: true };
  // System users of Gitea and Forgejo have negative ids.
  const bot = user.type === "Bot" || user.login.endsWith("[bot]") || (user.id ?? 0) < 0;
  return { login: user.login, bot };
}

/** A time that the host gives; Gitea writes the year 1 for none. */
export function timeOf(text: string | null | undefined): Date | undefined {
  const time = new Date(text ?? "");
  return Number.isNaN(time.getTime()) || time.getUTCFullYear() < 1990 ? undefined : time;
}

/** A pull request in an event's payload: as it was then, without who is asked for a review. @throws {z.ZodError} for anything else */
export function requestInPayload(value: unknown): PullRequest {
  return requestFrom(pullSchema.parse(value));
}

function requestFrom(row: z.output<typeof pullSchema>, dialect?: ApiDialect): PullRequest {
  const at = timeOf(row.merged_at);
  const merged =
    at && row.merge_commit_sha
      ? { at, by: hostAccount(row.merged_by).login, commit: row.merge_commit_sha }
      : undefined;
  const { changed_files: changedFiles } = row;
  return {
    number: row.number,
    title: row.title ?? "",
    body: row.body ?? "",
    author: hostAccount(row.user),
    labels: (row.labels ?? []).map(({ name }) => name),
    head: row.head.sha,
    base: row.base.sha,
    baseBranch: row.base.ref,
    // Gitea lists everybody who was asked or has reviewed; there, being asked again is a row among the reviews.
    asked:
      dialect === "github"
        ? (row.requested_reviewers ?? []).flatMap((user) => (user ? [user.login] : []))
        : [],
    open: row.state === "open",
    ...(typeof changedFiles === "number" ? { changedFiles } : {}),
    ...(merged ? { merged } : {}),
  };
}
