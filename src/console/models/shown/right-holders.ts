import { foldedName } from "../../../agents/admission/folded-name.ts";
import type { AccessState, RoleBinding, Where } from "../../../agents/admission/rbac/access-state.ts";
import {
  type AccessIdentity,
  everybody,
  groupsWithin,
  ownName,
} from "../../../agents/admission/rbac/identity.ts";
import { impliedBindings } from "../../../agents/admission/rbac/implied-bindings.ts";
import { permissionFor } from "../../../agents/admission/rbac/rights.ts";
import type { ResourceAsk } from "../../../agents/admission/rbac/rule-allows.ts";
import type { ShownTable } from "../../page/shown.ts";

/** Who has all of some rights by their roles: each person and group that a binding names, as if they had no other groups. */
export function rightHolders(
  access: AccessState,
  where: Where,
  rights: readonly ResourceAsk[],
  empty: string,
): ShownTable {
  const rows = new Map<string, { key: string; cells: readonly string[] }>();
  for (const binding of [...access.bindings, ...impliedBindings(access, where)]) {
    const { kind, name } = binding.spec.subject;
    const who = identityOf(binding);
    if (!who || !rights.every((right) => permissionFor(access, who, right))) continue;
    const key = `${kind} ${foldedName(name)}`;
    const what = kind === "Group" ? "everybody in the group" : "this person";
    if (!rows.has(key)) rows.set(key, { key, cells: [name, what, binding.metadata.name] });
  }
  return { columns: ["By their role", "Who", "Binding"], rows: [...rows.values()], empty };
}

/** Nothing for accounts and for Identikit itself: people decide, and use things. */
function identityOf({ spec: { subject } }: RoleBinding): AccessIdentity | undefined {
  if (subject.name === ownName) return undefined;
  if (subject.kind === "User") return { name: foldedName(subject.name), groups: [everybody] };
  if (subject.kind === "Group")
    return { name: "", groups: [...groupsWithin(foldedName(subject.name)), everybody] };
  return undefined;
}
