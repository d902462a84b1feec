import type { AccessState } from "../rbac/access-state.ts";
import { bindingName, roleName } from "../rbac/access-state.ts";
import { ruleText } from "../rbac/covers.ts";
import type { AccessIdentity } from "../rbac/identity.ts";
import { permissionFor } from "../rbac/rights.ts";
import type { AccessAsk } from "../rbac/rule-allows.ts";

/** Whether somebody may do something, and what says so. */
export interface AccessAnswer {
  readonly allowed: boolean;
  readonly message: string;
  readonly binding?: string;
  readonly role?: string;
  /** The rule that allows it, on one line. */
  readonly rule?: string;
}

/** `identikit access can-i`: the answer that every request of this person gets, with the role that gives it. */
export function canI(state: AccessState, who: AccessIdentity, asked: AccessAsk): AccessAnswer {
  const permission = permissionFor(state, who, asked);
  if (!permission) return { allowed: false, message: `no: no role of ${nameOf(who)} gives it` };
  const [binding, role] = [bindingName(permission.binding), roleName(permission.binding)];
  const rule = ruleText(permission.rule);
  return { allowed: true, message: `yes, by ${binding} with ${role}: ${rule}`, binding, role, rule };
}

/** Whoever is in a group has no name of their own. */
function nameOf({ name, groups }: AccessIdentity): string {
  return name === "" ? groups.join(", ") : name;
}

/** What somebody asks for in the words of kubectl: `use agentstacks/fixer`, `update agentdispatchruns --subresource cancel`. */
export function parseAsk(
  verb: string,
  target: string,
  where: {
    readonly namespace: string;
    readonly apiGroup: string;
    readonly subresource?: string | undefined;
    readonly repository?: string | undefined;
  },
): AccessAsk {
  if (target.startsWith("/")) return { verb, path: target };
  const [resource = "", ...name] = target.split("/");
  return { verb, ...where, resource, ...(name.length === 0 ? {} : { name: name.join("/") }) };
}
