import { z } from "zod";
import { type HostApi, hostStatus } from "./api.ts";
import { authorship } from "./comment.ts";
import { readRows } from "./host-read.ts";
import { userSchema } from "./pull-requests.ts";
import type { WriteOutcome } from "./status.ts";

export interface KeptIssue {
  /** What tells this issue from all others, such as `audit-merges`. */
  readonly purpose: string;
  readonly title: string;
  /** Markdown. */
  readonly body: string;
  /** Whether there is anything to tell: an issue is opened for that only, and closed where there is nothing any more. */
  readonly open: boolean;
}

const issueSchema = z.looseObject({
  number: z.int().positive(),
  body: z.string().nullish(),
  user: userSchema.nullish(),
  pull_request: z.unknown().optional(),
});

/**
 * Keeps one open issue of a purpose up to date: the oldest of ours that starts with its marker. An issue of somebody else who
 * copied the marker is none of ours. A token that may only read is an outcome.
 * @throws {IdentikitError} `HOST_UNREACHABLE`, `HOST_DENIED` for a token that is not valid at all
 */
export async function keepIssue(api: HostApi, issue: KeptIssue): Promise<WriteOutcome> {
  const { owner, repo } = api;
  const marker = `<!-- identikit:${issue.purpose} -->\n`;
  const body = `${marker}${issue.body}`;
  const attempt = `write the issue ${JSON.stringify(issue.title)}`;
  const number = await ownIssue(api, marker, attempt);
  if (number === undefined && !issue.open) return { kind: "unchanged" };
  try {
    if (number === undefined) await api.octokit.rest.issues.create({ owner, repo, title: issue.title, body });
    else {
      const state = issue.open ? "open" : "closed";
      await api.octokit.rest.issues.update({ owner, repo, issue_number: number, body, state });
    }
    return { kind: "written" };
  } catch (cause) {
    const code = hostStatus(cause);
    if (code === 403 || code === 404) return { kind: "denied", reason: api.fault(cause, attempt).message };
    throw api.fault(cause, attempt);
  }
}

async function ownIssue(api: HostApi, marker: string, attempt: string): Promise<number | undefined> {
  const rows = await readRows(api, {
    attempt,
    url: "issues",
    query: { state: "open", type: "issues" },
    schema: issueSchema,
  });
  const isOurs = await authorship(api);
  return rows
    .filter(
      ({ body, pull_request: request }) =>
        !request && (body ?? "").replaceAll("\r\n", "\n").startsWith(marker),
    )
    .filter(({ user }) => isOurs(user))
    .map(({ number }) => number)
    .sort((a, b) => a - b)[0];
}
