import type { PolicyRule } from "../../kinds/config/agent-role.ts";
import { isPatternWithin, isRepositoryOf } from "../pattern.ts";
import {
  type AccessState,
  foldedSubject,
  type RoleBinding,
  rulesOfBinding,
  type Where,
} from "./access-state.ts";
import { type AccessIdentity, accountName } from "./identity.ts";
import { impliedBindings, localOwnerBindings } from "./implied-bindings.ts";
import { type AccessAsk, ruleAllows } from "./rule-allows.ts";

/** Why something is allowed. */
export interface AccessPermission {
  readonly binding: RoleBinding;
  readonly rule: PolicyRule;
}

/**
 * What allows a request, with the meaning of Kubernetes' RBAC authorizer: rights add up, nothing is taken away, and what no rule
 * allows is not allowed. A binding for some repositories counts for requests about one of them only.
 * @returns the first binding that allows it, in the order of {@link bindingsOf}; nothing where none does
 */
export function permissionFor(
  state: AccessState,
  who: AccessIdentity,
  asked: AccessAsk,
): AccessPermission | undefined {
  const where = "path" in asked ? { namespace: "" } : asked;
  for (const binding of bindingsOf(state, who, where))
    for (const rule of rulesOfBinding(state, binding)) if (ruleAllows(rule, asked)) return { binding, rule };
  return undefined;
}

/** Every rule that somebody has somewhere. */
export function rulesOf(state: AccessState, who: AccessIdentity, where: Where): PolicyRule[] {
  return bindingsOf(state, who, where).flatMap((binding) => rulesOfBinding(state, binding));
}

/** The bindings that give somebody rights somewhere: those of all organisations first, implied ones last, else by name. */
export function bindingsOf(state: AccessState, who: AccessIdentity, where: Where): RoleBinding[] {
  const declared = state.bindings
    .filter((binding) => isAbout(binding, where) && isFor(binding, who))
    .sort((a, b) => rank(a) - rank(b) || compared(a, b));
  return [
    ...declared,
    ...impliedBindings(state, where).filter((binding) => isFor(binding, who)),
    ...localOwnerBindings(state, who, where),
  ];
}

/** Whether a binding's rights hold somewhere. */
export function isAbout(
  { metadata, spec: { scope } }: RoleBinding,
  { namespace, repository }: Where,
): boolean {
  if (scope.kind === "AllOrganizations") return true;
  if (namespace === "" || metadata.namespace !== namespace) return false;
  if (scope.kind === "Organization") return true;
  if (repository === undefined) return false;
  return (scope.repositories ?? []).some((pattern) =>
    repository.includes("*") ? isPatternWithin(repository, pattern) : isRepositoryOf(pattern, repository),
  );
}

/** Whether a binding's subject is somebody. */
export function isFor({ metadata, spec }: RoleBinding, who: AccessIdentity): boolean {
  const { kind, name } = foldedSubject(spec.subject);
  if (kind === "Group") return who.groups.includes(name);
  return who.name === (kind === "User" ? name : accountName(metadata.namespace, name));
}

function rank({ spec: { scope } }: RoleBinding): number {
  return ["AllOrganizations", "Organization", "Repositories"].indexOf(scope.kind);
}

function compared({ metadata: a }: RoleBinding, { metadata: b }: RoleBinding): number {
  if (a.namespace !== b.namespace) return a.namespace < b.namespace ? -1 : 1;
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
