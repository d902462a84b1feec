import { foldedName } from "../folded-name.ts";
import { type AccessIdentity, actorIdentity, everybody, groupsWithin, ownName } from "../rbac/identity.ts";

/**
 * Somebody as a person names them: a login, `system:serviceaccount:ORGANISATION:NAME`, or `system:identikit`.
 * @param name left out for whoever is in the groups
 * @param groups teams as ORGANISATION/TEAM, and `forge:LEVEL:OWNER/REPO`, which has the levels below it
 * @returns nothing for what is no name of anybody
 */
export function namedIdentity(
  name: string | undefined,
  groups: readonly string[],
): AccessIdentity | undefined {
  const all = groups.flatMap(groupsWithin).map(foldedName);
  if (name === undefined) return { name: "", groups: [...new Set([...all, everybody])] };
  if (name === ownName) return actorIdentity({ kind: "System", name }, "");
  const [, organization, account] = /^system:serviceaccount:([^:\s]+):([^:\s]+)$/.exec(name) ?? [];
  if (organization !== undefined && account !== undefined)
    return actorIdentity({ kind: "ServiceAccount", name: account }, organization);
  if (name === "" || name.includes("/")) return undefined;
  return actorIdentity({ kind: "User", name }, "", all);
}

/** Whether a text can be a group: a team, or a permission on a repository. */
export function isGroupName(text: string): boolean {
  return (
    /^[^\s:/@]+\/[^\s:/@]+$/.test(text) ||
    /^forge:(read|triage|write|maintain|admin):[^\s:/@]+\/[^\s:/@]+$/i.test(text)
  );
}
