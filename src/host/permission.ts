import { z } from "zod";
import type { HostFacts } from "../agents/kinds/actor.ts";
import type { HostApi } from "./api.ts";
import { readOne } from "./host-read.ts";
import { hostAccount, userSchema } from "./pull-requests.ts";

const permissionSchema = z.looseObject({
  permission: z.string(),
  role_name: z.string().nullish(),
  user: userSchema.nullish(),
});

const levels: Readonly<Record<string, HostFacts["permission"]>> = {
  none: "none",
  read: "read",
  triage: "triage",
  write: "write",
  maintain: "maintain",
  admin: "admin",
  // Gitea's word for who has the repository.
  owner: "admin",
};

/**
 * What somebody may do in the repository. A role of an organisation's own counts as what GitHub bases it on; a word that is not known as
 * nothing at all. On Gitea the token has to be one of the repository's administrators.
 * @throws {IdentikitError} `HOST_DENIED`, also for a login that there is not; `HOST_UNREACHABLE`
 */
export async function readPermission(
  api: HostApi,
  login: string,
): Promise<{ readonly permission: HostFacts["permission"]; readonly isBot: boolean }> {
  const row = await readOne(api, {
    attempt: `read the permission of ${login}`,
    url: `collaborators/${encodeURIComponent(login)}/permission`,
    schema: permissionSchema,
  });
  // GitHub's `permission` knows four words only: triage is read in it, maintain is write.
  const role = levels[row.role_name ?? ""];
  const permission = role ?? levels[row.permission] ?? "none";
  const account = row.user ? hostAccount(row.user) : undefined;
  return { permission, isBot: account?.bot === true || login.endsWith("[bot]") };
}
