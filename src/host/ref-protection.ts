import { IdentikitError } from "../fault/error.ts";
import { type HostApi, hostStatus } from "./api.ts";
import { branchRulesOf } from "./branch-protection.ts";

/** Rules of GitHub's that keep people from changing a branch by themselves. */
const keeping = new Set(["pull_request", "update", "required_status_checks"]);

/**
 * Whether a ref is protected: nobody changes it alone. Tags and other refs count as not protected, and so does a branch that is gone.
 * @param readBranch reads a branch; a 404 is a branch that is gone
 * @throws {IdentikitError} `HOST_DENIED`, `HOST_UNREACHABLE`
 */
export async function readProtection(
  api: HostApi,
  ref: string,
  readBranch: (branch: string) => Promise<{ readonly protected?: boolean | null | undefined }>,
): Promise<boolean> {
  const [, branch] = /^refs\/heads\/(.+)$/s.exec(ref) ?? [];
  if (branch === undefined) return false;
  const name = encodeURIComponent(branch);
  const attempt = `read the protection of the branch ${branch}`;
  try {
    const row = await readBranch(branch);
    if (row.protected === true || api.dialect === "gitea") return row.protected === true;
  } catch (caught) {
    if (caught instanceof IdentikitError && hostStatus(caught.cause) === 404) return false;
    throw caught;
  }
  return (await branchRulesOf(api, name, attempt)).some(({ type }) => keeping.has(type));
}
