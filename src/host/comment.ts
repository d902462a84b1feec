import { type HostApi, hostStatus } from "./api.ts";
import type { WriteOutcome } from "./status.ts";

export interface KeptComment {
  /** The issue or pull request. */
  readonly issue: number;
  /** What tells this comment from all others: one a purpose, such as `drift-gate`. */
  readonly purpose: string;
  /** Markdown. */
  readonly body: string;
  /** Whether to write it where there is none yet: a first "all is well" is only noise. */
  readonly create: boolean;
}

/** Who wrote something on the host. */
export interface Author {
  readonly id?: number | undefined;
  readonly login?: string | undefined;
  readonly type?: string | undefined;
}

interface CommentRow {
  readonly id: number;
  readonly body?: string | null;
  readonly user?: Author | null;
}

/**
 * Keeps one comment of a purpose on an issue up to date: the oldest of ours that starts with its marker, on whatever
 * page it stands, is rewritten; only where there is none a new one is made. A comment of somebody else who copied the
 * marker is none of ours: its author could change it again. A token that may only read is an outcome.
 * @throws {IdentikitError} `HOST_UNREACHABLE`, `HOST_DENIED` for a token that is not valid at all
 */
export async function keepComment(api: HostApi, comment: KeptComment): Promise<WriteOutcome> {
  const { owner, repo } = api;
  // Only at the start: further down it may be a file name that somebody chose.
  const marker = `<!-- identikit:${comment.purpose} -->\n`;
  const body = `${marker}${comment.body}`;
  const attempt = `write the comment on #${comment.issue}`;
  try {
    const ours = await authorship(api);
    for await (const row of commentsOf(api, comment.issue)) {
      if (!normalised(row.body).startsWith(marker) || !ours(row.user)) continue;
      if (normalised(row.body).trim() === body.trim()) return { kind: "unchanged" };
      if (await rewrite(api, row.id, body)) return { kind: "written" };
    }
    if (!comment.create) return { kind: "unchanged" };
    await api.octokit.rest.issues.createComment({ owner, repo, issue_number: comment.issue, body });
    return { kind: "written" };
  } catch (cause) {
    const code = hostStatus(cause);
    if (code === 403 || code === 404) return { kind: "denied", reason: api.fault(cause, attempt).message };
    throw api.fault(cause, attempt);
  }
}

/**
 * Which comments are by whoever the token belongs to. A job's own token may not ask who it is on GitHub; its comments
 * are a bot's there, and on Gitea and Forgejo those of a system user, which have negative ids.
 */
export async function authorship(api: HostApi): Promise<(user: Author | null | undefined) => boolean> {
  try {
    const { login } = (await api.octokit.rest.users.getAuthenticated()).data;
    return (user) => user?.login === login;
  } catch (cause) {
    const code = hostStatus(cause);
    if (code !== 401 && code !== 403 && code !== 404) throw cause;
    return (user) => user?.type === "Bot" || (user?.id ?? 0) < 0;
  }
}

/** False where the comment may not be changed, or is gone by now. */
async function rewrite(api: HostApi, id: number, body: string): Promise<boolean> {
  const { owner, repo } = api;
  try {
    await api.octokit.rest.issues.updateComment({ owner, repo, comment_id: id, body });
    return true;
  } catch (cause) {
    const code = hostStatus(cause);
    if (code === 403 || code === 404) return false;
    throw cause;
  }
}

function commentsOf(api: HostApi, issue: number): AsyncGenerator<CommentRow> {
  const { owner, repo } = api;
  return api.rows<CommentRow>((paging) =>
    api.octokit.rest.issues.listComments({ owner, repo, issue_number: issue, ...paging }),
  );
}

function normalised(body: string | null | undefined): string {
  return (body ?? "").replaceAll("\r\n", "\n");
}
