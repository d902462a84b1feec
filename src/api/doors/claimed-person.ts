import { hostGroups } from "../../agents/admission/rbac/identity.ts";
import type { Actor } from "../../agents/kinds/actor.ts";
import { login } from "../../agents/kinds/fields.ts";
import { isRecord } from "../../fault/thrown.ts";

/** How the groups of another system become teams. */
export interface TeamNames {
  /** The organisation that a group without one belongs to; such groups are left out if it is not given. */
  readonly organization?: string | undefined;
}

const mostGroups = 500;

/**
 * Somebody as a provider or a proxy names them. Of groups only teams count: `ORGANISATION/TEAM`, `ORGANISATION:TEAM` (as Gitea has them)
 * and `/ORGANISATION/TEAM` (as Keycloak has them). None of them can pass for a permission of the forge.
 * @returns nothing where the name is not one that a login can be
 */
export function claimedPerson(
  name: unknown,
  groups: readonly unknown[],
  { organization }: TeamNames,
): Actor | undefined {
  const known = login.safeParse(name);
  if (!known.success) return undefined;
  const words = groups.filter((group) => typeof group === "string").slice(0, mostGroups);
  const teams = words.map((word) => teamOf(word, organization)).filter((team) => team.length <= 253);
  const { groups: own } = hostGroups({ permission: "none", teams }, undefined);
  return { kind: "User", name: known.data, ...(own.length === 0 ? {} : { groups: [...new Set(own)] }) };
}

/** The groups of a claim or header: a list, one name, or names with commas. */
export function groupsIn(claim: unknown): readonly unknown[] {
  if (Array.isArray(claim)) return claim.map((one) => (isRecord(one) ? one.name : one));
  return typeof claim === "string" ? claim.split(",").map((one) => one.trim()) : [];
}

function teamOf(group: string, organization: string | undefined): string {
  const word = group.replace(/^\//, "").replace(/^([^:/]+):([^:/]+)$/, "$1/$2");
  return word.includes("/") || organization === undefined ? word : `${organization}/${word}`;
}
