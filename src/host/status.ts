import type { Verdict } from "../fault/finding.ts";
import { shortened, visible } from "../fault/visible.ts";
import { type HostApi, hostStatus } from "./api.ts";

/** The states that GitHub and Gitea share. */
export const commitStates = ["pending", "success", "failure", "error"] as const;
export type CommitState = (typeof commitStates)[number];

export interface CommitStatus {
  /** The full commit id. */
  readonly commit: string;
  /** The name of the check, such as `identikit/drift-gate`. */
  readonly context: string;
  readonly state: CommitState;
  /** One line; cut to the 140 characters that GitHub takes. */
  readonly description: string;
  /** Where the reader finds more. */
  readonly targetUrl?: string;
}

/** What came of a write: done, already so, or refused because the token may only read. */
export type WriteOutcome =
  | { readonly kind: "written" }
  | { readonly kind: "unchanged" }
  | { readonly kind: "denied"; readonly reason: string };

/** The state that a verdict becomes. */
export function stateOf(verdict: Verdict): CommitState {
  const states = { clean: "success", drift: "failure", unverified: "error" } as const;
  return states[verdict];
}

/**
 * Sets a commit status. A token that may only read, as forks get it, is an outcome and not an error.
 * @throws {IdentikitError} `HOST_UNREACHABLE`; `HOST_DENIED` for a token that is not valid at all
 */
export async function setCommitStatus(api: HostApi, status: CommitStatus): Promise<WriteOutcome> {
  const { owner, repo } = api;
  const attempt = `set the status ${status.context} on ${status.commit.slice(0, 12)}`;
  try {
    await api.octokit.rest.repos.createCommitStatus({
      owner,
      repo,
      sha: status.commit,
      state: status.state,
      context: status.context,
      description: describe(status),
      ...(status.targetUrl === undefined ? {} : { target_url: status.targetUrl }),
    });
    return { kind: "written" };
  } catch (cause) {
    const code = hostStatus(cause);
    if (code === 403 || code === 404) return { kind: "denied", reason: api.fault(cause, attempt).message };
    // GitHub takes 1 000 statuses of a commit and context; an hourly check of a quiet branch gets there.
    if (code === 422 && (await currentState(api, status)) === status.state) return { kind: "unchanged" };
    throw api.fault(cause, attempt);
  }
}

/**
 * The newest state of a context on a commit, `undefined` where none was set.
 * @throws {IdentikitError} `HOST_UNREACHABLE`, `HOST_DENIED`
 */
export async function currentState(
  api: HostApi,
  { commit, context }: Pick<CommitStatus, "commit" | "context">,
): Promise<string | undefined> {
  const { owner, repo } = api;
  const rows = api.rows<StatusRow>(async (paging) => {
    const { data, headers } = await api.octokit.rest.repos.getCombinedStatusForRef({
      owner,
      repo,
      ref: commit,
      ...paging,
    });
    // Gitea: an empty body, or null, where nothing was set.
    const { statuses } = (data || {}) as { statuses?: StatusRow[] | null };
    return { data: statuses ?? null, headers };
  });
  try {
    for await (const row of rows) if (row.context === context) return row.state ?? row.status;
    return undefined;
  } catch (cause) {
    throw api.fault(cause, `read the statuses of ${commit.slice(0, 12)}`);
  }
}

/** GitHub's rows have `state`, Gitea's have `status`. */
interface StatusRow {
  readonly context: string;
  readonly state?: string;
  readonly status?: string;
}

function describe(status: CommitStatus): string {
  return shortened(visible(status.description), 140);
}
