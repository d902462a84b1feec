import type { ApiOptions } from "./api.ts";
import { HostApi, hostStatus } from "./api.ts";

/** What a token may do in one repository, as far as the server says. */
export interface TokenPowers {
  /** Whose token it is; `null` where it may not ask. */
  readonly holder: string | null;
  /** The scopes of a classic token of GitHub; `null` where the server does not tell them. */
  readonly scopes: readonly string[] | null;
  readonly reads: boolean;
  readonly writes: boolean;
}

/** No commit has this id, so a status on it is never made. */
const noCommit = "0".repeat(40);

/**
 * Finds out what a token may do in a repository: it asks who it is, reads the repository, and tries to set a status on a commit that
 * does not exist, which a server refuses for the missing right or, with the right, for the missing commit. Nothing is written.
 * @throws {IdentikitError} `HOST_UNREACHABLE`, `USAGE`
 */
export async function tokenPowers(options: ApiOptions): Promise<TokenPowers> {
  const api = await HostApi.open(options);
  const { owner, repo, dialect } = api;
  const refused = (cause: unknown, attempt: string): undefined => {
    const status = hostStatus(cause);
    if (status === 401 || status === 403 || status === 404) return undefined;
    throw api.fault(cause, attempt);
  };
  const who = await api.octokit.rest.users
    .getAuthenticated()
    .catch((cause: unknown) => refused(cause, "ask whose token it is"));
  const read = await api.octokit.rest.repos
    .get({ owner, repo })
    .catch((cause: unknown) => refused(cause, "read the repository"));
  const scopes = read?.headers["x-oauth-scopes"];
  return {
    holder: who?.data.login ?? null,
    scopes: typeof scopes === "string" ? scopes.split(/,\s*/).filter((scope) => scope !== "") : null,
    reads: read !== undefined,
    writes: read !== undefined && (await mayWrite(api, dialect)),
  };
}

async function mayWrite({ octokit, owner, repo }: HostApi, dialect: HostApi["dialect"]): Promise<boolean> {
  try {
    await octokit.rest.repos.createCommitStatus({
      owner,
      repo,
      sha: noCommit,
      state: "pending",
      context: "identikit/token",
      request: { retries: 0 },
    });
    return true;
  } catch (cause) {
    const status = hostStatus(cause);
    // GitHub answers 404 to who may not know of it, and 422 to who may and names no commit. Gitea answers 403 to the first.
    return dialect === "github" ? status === 422 : status !== undefined && status !== 401 && status !== 403;
  }
}
