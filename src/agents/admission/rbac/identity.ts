import type { Actor, HostFacts } from "../../kinds/actor.ts";
import { foldedName } from "../folded-name.ts";

/** Somebody as bindings know them: a name and groups, ready to be compared. */
export interface AccessIdentity {
  readonly name: string;
  readonly groups: readonly string[];
}

/** What Identikit itself is called, where no person and no service account acts. */
export const ownName = "system:identikit";
export const everybody = "system:authenticated";
/**
 * Who runs the server on their own machine, and signed in there by its link. They can write to the database anyway. Only the server puts
 * somebody into this group: as the name of a team or on a command line it is refused.
 */
export const localOwners = "identikit:owners";

/** The levels of permission on a repository, each of which has those before it. */
export type PermissionLevel = Exclude<HostFacts["permission"], "none">;
export const permissionLevels: readonly PermissionLevel[] = ["read", "triage", "write", "maintain", "admin"];

/** The levels that a permission of the host stands for: write has read in it. */
export function levelsOf(permission: HostFacts["permission"]): readonly PermissionLevel[] {
  return permission === "none" ? [] : permissionLevels.slice(0, permissionLevels.indexOf(permission) + 1);
}

export function repositoryGroup(level: PermissionLevel, repository: string): string {
  return `forge:${level}:${foldedName(repository)}`;
}

/**
 * The groups of somebody, made of the host's facts: `forge:LEVEL:OWNER/REPO` for their permission on the repository, and their
 * teams. A team that is not ORGANISATION/TEAM is left out: one with a colon would pass for a group of ours, such as
 * `forge:write:tidewater/berths` or `system:authenticated`.
 */
export function hostGroups(
  facts: Pick<HostFacts, "permission" | "teams">,
  repository: string | undefined,
): { readonly groups: readonly string[]; readonly ignoredTeams: readonly string[] } {
  const teams = facts.teams ?? [];
  const levels =
    repository === undefined
      ? []
      : levelsOf(facts.permission).map((level) => repositoryGroup(level, repository));
  return {
    groups: [...levels, ...teams.filter(isTeam).map(foldedName)],
    ignoredTeams: teams.filter((team) => !isTeam(team)),
  };
}

/**
 * Who an actor is to bindings. Logins and teams are folded to lower case. A service account is
 * `system:serviceaccount:ORGANISATION:NAME` with the groups that Kubernetes gives it; other groups of it do not count.
 * @param groups the groups of a person: {@link hostGroups}, or what a server noted when they signed in
 * @returns nothing for a person whose login has a colon in it: no forge has such a login, and it would pass for an account of ours
 */
export function actorIdentity(
  { kind, name }: Pick<Actor, "kind" | "name">,
  organization: string,
  groups: readonly string[] = [],
): AccessIdentity | undefined {
  switch (kind) {
    case "System":
      return { name: ownName, groups: [everybody] };
    case "ServiceAccount":
      return {
        name: accountName(organization, name),
        groups: ["system:serviceaccounts", `system:serviceaccounts:${organization}`, everybody],
      };
    case "User": {
      if (/[\s:]/.test(name)) return undefined;
      const own = groups.map(foldedName).filter((group) => !group.startsWith("system:"));
      return { name: foldedName(name), groups: [...new Set(own), everybody] };
    }
  }
}

/** The user name of a service account, as Kubernetes makes it. */
export function accountName(organization: string, name: string): string {
  return `system:serviceaccount:${organization}:${name}`;
}

/**
 * A group together with those that everybody in it is in as well: who has write permission on a repository has read permission, too,
 * and is in the group of each. Every other group is alone.
 */
export function groupsWithin(group: string): readonly string[] {
  const [, level, repository] = /^forge:([a-z]+):([^\s:]+)$/.exec(foldedName(group)) ?? [];
  const known = permissionLevels.find((one) => one === level);
  if (known === undefined || repository === undefined) return [group];
  return levelsOf(known).map((one) => repositoryGroup(one, repository));
}

function isTeam(text: string): boolean {
  return /^[^\s:/@]+\/[^\s:/@]+$/.test(text);
}
