import { z } from "zod";
import { IdentikitError } from "../fault/error.ts";
import { type HostApi, hostStatus } from "./api.ts";
import { branchRulesOf } from "./branch-protection.ts";
import { readOne } from "./host-read.ts";

const branchSchema = z.looseObject({ protected: z.boolean().nullish() });
/** Rules of GitHub's that keep people from changing a branch by themselves. */
const keeping = new Set(["pull_request", "update", "required_status_checks"]);

/**
 * Whether a ref is protected: nobody changes it alone. Tags and other refs count as not protected, and so does a branch that is gone.
 * @throws {IdentikitError} `HOST_DENIED`, `HOST_UNREACHABLE`
 */
export async function readProtection(api: HostApi, ref: string): Promise<boolean> {
  const [, branch] = /^refs\/heads\/(.+)$/s.exec(ref) ?? [];
  if (branch === undefined) return false;
  const name = encodeURIComponent(branch);
  const attempt = `read the protection of the branch ${branch}`;
  try {
    const row = await readOne(api, { attempt, url: `branches/${name}`, schema: branchSchema });
    if (row.protected === true || api.dialect === "gitea") return row.protected === true;
  } catch (caught) {
    if (caught instanceof IdentikitError && hostStatus(caught.cause) === 404) return false;
    throw caught;
  }
  return (await branchRulesOf(api, name, attempt)).some(({ type }) => keeping.has(type));
}
