import { canonicalJson } from "../../../document/canonical-json.ts";
import type { Role, RoleBinding } from "./access-state.ts";

/** Roles and bindings in one state. */
export interface RoleObjects {
  readonly roles: readonly Role[];
  readonly bindings: readonly RoleBinding[];
}

/** A role or binding that is not what the repository declares. */
export interface RoleDrift {
  /** Such as `agentrolebindings/maintainers`. */
  readonly object: string;
  readonly how: "differs" | "missing" | "undeclared";
}

/**
 * Roles and bindings of an organisation that differ from what its repository declares: changed by hand, not there, or there as the
 * repository's though it does not declare them. What people made beside the repository is none of its business.
 * @param managed the names, as in {@link RoleDrift.object}, of stored objects that are marked as the repository's
 */
export function roleDrift(
  organization: string,
  stored: RoleObjects,
  declared: RoleObjects,
  managed: ReadonlySet<string>,
): RoleDrift[] {
  const have = byName(organization, stored);
  const want = byName(organization, declared);
  const changed = [...want].flatMap(([object, spec]): RoleDrift[] => {
    const own = have.get(object);
    if (own === spec) return [];
    return [{ object, how: own === undefined ? "missing" : "differs" }];
  });
  const undeclared = [...have.keys()].filter((object) => managed.has(object) && !want.has(object));
  return [...changed, ...undeclared.map((object): RoleDrift => ({ object, how: "undeclared" }))].sort(
    (a, b) => (a.object < b.object ? -1 : 1),
  );
}

/** The content that counts: a title changes no rights. */
function byName(organization: string, { roles, bindings }: RoleObjects): Map<string, string> {
  const own = <One extends Role | RoleBinding>(objects: readonly One[]) =>
    objects.filter(({ metadata }) => metadata.namespace === organization);
  return new Map([
    ...own(roles).map(({ metadata, spec: { rules } }): [string, string] => [
      `agentroles/${metadata.name}`,
      canonicalJson({ rules }),
    ]),
    ...own(bindings).map(({ metadata, spec: { subject, roleRef, scope } }): [string, string] => [
      `agentrolebindings/${metadata.name}`,
      canonicalJson({ subject, roleRef, scope }),
    ]),
  ]);
}
