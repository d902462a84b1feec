import {
  type AccessState,
  bindingName,
  type RoleBinding,
  roleName,
  rulesOfBinding,
  type Where,
} from "../rbac/access-state.ts";
import { ruleText } from "../rbac/covers.ts";
import type { AccessIdentity } from "../rbac/identity.ts";
import { impliedBindings } from "../rbac/implied-bindings.ts";
import { bindingsOf, isAbout } from "../rbac/rights.ts";
import { type ResourceAsk, ruleAllows } from "../rbac/rule-allows.ts";

/** One binding of somebody, with what it gives. */
export interface ReviewedBinding {
  readonly binding: string;
  readonly role: string;
  readonly subject: string;
  readonly scope: string;
  /** True where nobody declared it: it follows from a permission of the forge. */
  readonly implied: boolean;
  readonly rules: readonly string[];
  /** True where its role does not exist, so that it gives nothing. */
  readonly dangling: boolean;
}

/** `identikit access review`: everything that somebody may do somewhere, by the bindings that give it. */
export function reviewAccess(state: AccessState, who: AccessIdentity, where: Where): ReviewedBinding[] {
  return bindingsOf(state, who, where).map((binding) => reviewed(state, binding));
}

/** Everybody who may do something: the bindings that give it, whoever their subjects are. */
export function whoCan(state: AccessState, asked: ResourceAsk): ReviewedBinding[] {
  return [...state.bindings.filter((binding) => isAbout(binding, asked)), ...impliedBindings(state, asked)]
    .filter((binding) => rulesOfBinding(state, binding).some((rule) => ruleAllows(rule, asked)))
    .map((binding) => reviewed(state, binding));
}

function reviewed(state: AccessState, binding: RoleBinding): ReviewedBinding {
  const { subject } = binding.spec;
  const rules = rulesOfBinding(state, binding);
  return {
    binding: bindingName(binding),
    role: roleName(binding),
    subject: `${subject.kind} ${subject.name}`,
    scope: bindingScope(binding),
    implied: !state.bindings.includes(binding),
    rules: rules.map(ruleText),
    dangling: rules.length === 0,
  };
}

/** Where a binding's rights hold, on one line. */
export function bindingScope({ metadata: { namespace }, spec: { scope } }: RoleBinding): string {
  if (scope.kind === "AllOrganizations") return "all organisations";
  if (scope.kind === "Organization") return namespace;
  return `${namespace}: ${(scope.repositories ?? []).join(", ")}`;
}
