import type { PolicyRule } from "../../kinds/config/agent-role.ts";
import { apiGroup } from "../../resource/resource.ts";
import { type AccessState, type Role, type RoleBinding, rulesOfBinding, type Where } from "./access-state.ts";
import { rightsCoverage, ruleText } from "./covers.ts";
import type { AccessIdentity } from "./identity.ts";
import { permissionFor, rulesOf } from "./rights.ts";

/** Rights that somebody would give away without having them. */
export interface Escalation {
  readonly code: "ROLE_ESCALATION" | "BINDING_ESCALATION";
  readonly message: string;
  readonly remedy: string;
  readonly missing: readonly PolicyRule[];
}

/**
 * Whether somebody who may create or change roles may make this one: they need every right in it, or the verb `escalate` on it, as
 * in Kubernetes' `ConfirmNoEscalation`. Rights that they have for some repositories only do not count, as a role has no bounds.
 */
export function roleEscalation(
  state: AccessState,
  who: AccessIdentity,
  { metadata, spec }: Role,
): Escalation | undefined {
  const { name, namespace } = metadata;
  const asked = { verb: "escalate", namespace, apiGroup, resource: "agentroles", name };
  if (permissionFor(state, who, asked)) return undefined;
  const { covered, missing } = rightsCoverage(rulesOf(state, who, { namespace }), spec.rules);
  if (covered) return undefined;
  return {
    code: "ROLE_ESCALATION",
    message: `${who.name} would give rights in agentroles/${name} that they do not have: ${listed(missing)}`,
    remedy: `Let somebody declare it who has these rights, or the right to escalate agentroles/${name}.`,
    missing,
  };
}

/**
 * Whether somebody who may create or change bindings may make this one: they need every right of its role wherever it gives them, or
 * the verb `bind` on the role there. For a binding of some repositories, rights count that hold for each of them.
 */
export function bindingEscalation(
  state: AccessState,
  who: AccessIdentity,
  binding: RoleBinding,
): Escalation | undefined {
  const { kind, name } = binding.spec.roleRef;
  const resource = kind === "AgentRole" ? "agentroles" : "roletemplates";
  const rules = rulesOfBinding(state, binding);
  const missing = placesOf(binding).flatMap((place) => {
    const asked = { verb: "bind", apiGroup, resource, name, ...place };
    return permissionFor(state, who, asked) ? [] : rightsCoverage(rulesOf(state, who, place), rules).missing;
  });
  if (missing.length === 0) return undefined;
  return {
    code: "BINDING_ESCALATION",
    message: `${who.name} would give rights with ${resource}/${name} that they do not have there: ${listed(missing)}`,
    remedy: `Let somebody declare it who has these rights there, or the right to bind ${resource}/${name}.`,
    missing,
  };
}

/** Where a binding gives rights: each place has to be answered for. */
function placesOf({ metadata: { namespace }, spec: { scope } }: RoleBinding): Where[] {
  if (scope.kind === "AllOrganizations") return [{ namespace: "" }];
  if (scope.kind === "Organization") return [{ namespace }];
  return (scope.repositories ?? []).map((repository) => ({ namespace, repository }));
}

function listed(missing: readonly PolicyRule[]): string {
  const texts = [...new Set(missing.map(ruleText))].sort();
  return texts.length <= 5
    ? texts.join("; ")
    : `${texts.slice(0, 5).join("; ")}; and ${texts.length - 5} more`;
}
