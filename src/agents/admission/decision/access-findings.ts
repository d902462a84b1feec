import {
  type AccessState,
  bindingName,
  type RoleBinding,
  roleName,
  rulesOfBinding,
} from "../rbac/access-state.ts";
import type { AccessIdentity } from "../rbac/identity.ts";
import { bindingsOf } from "../rbac/rights.ts";
import { type ResourceAsk, ruleAllows } from "../rbac/rule-allows.ts";
import { basisFact } from "./basis.ts";
import type { AdmissionFindings } from "./findings.ts";
import { type BasisFact, reason } from "./reason.ts";

/** Whether somebody has all of some rights, and which role gives each. */
export function accessFindings(
  state: AccessState,
  who: AccessIdentity,
  asked: readonly ResourceAsk[],
): AdmissionFindings[] {
  return asked.map((right) => {
    const giving = bindingsOf(state, who, right).filter((binding) =>
      rulesOfBinding(state, binding).some((rule) => ruleAllows(rule, right)),
    );
    const [first, ...others] = giving;
    if (!first) return refused(who, right);
    const message = `${who.name} may ${rightText(right)} by ${bindingName(first)} with ${roleName(first)}`;
    return {
      reasons: [reason("allow", "ACCESS_ALLOWED", message, { object: bindingName(first) })],
      basis: bindingFacts(state, first),
      spare: others.flatMap((binding) => bindingFacts(state, binding)),
    };
  });
}

/** A right on one line. */
export function rightText({ verb, resource, subresource, name, repository, namespace }: ResourceAsk): string {
  const what = [resource, subresource].filter((part) => part !== undefined && part !== "").join("/");
  const which = name === undefined || name === "" ? "" : ` ${name}`;
  const where = namespace === "" ? "all organisations" : namespace;
  return `${verb} ${what}${which} in ${where}${repository === undefined ? "" : ` for ${repository}`}`;
}

function refused(who: AccessIdentity, right: ResourceAsk): AdmissionFindings {
  return {
    reasons: [
      reason("deny", "ACCESS_DENIED", `${who.name} may not ${rightText(right)}: no role gives it`, {
        remedy: `Bind a role with the verb ${right.verb} on ${right.resource} to them or to one of their groups; identikit access review shows what they have.`,
        object: right.resource + (right.name ? `/${right.name}` : ""),
      }),
    ],
    basis: [],
  };
}

function bindingFacts(state: AccessState, binding: RoleBinding): BasisFact[] {
  const { subject, roleRef, scope } = binding.spec;
  const { namespace } = binding.metadata;
  return [
    basisFact(bindingName(binding), { namespace, subject, roleRef, scope }),
    basisFact(roleName(binding), { rules: rulesOfBinding(state, binding) }),
  ];
}
