import { allKinds } from "../../kinds/all-kinds.ts";
import type { PolicyRule } from "../../kinds/config/agent-role.ts";
import { platformAction, workspaceAction } from "../../kinds/record/agent-action.ts";
import { apiGroup } from "../../resource/resource.ts";
import { rightsFor } from "./action-rights.ts";
import { type AccessAsk, ruleAllows } from "./rule-allows.ts";

const reading = ["get", "list", "watch"];
const writing = ["create", "update", "patch", "delete"];
const actions: readonly string[] = [...platformAction.options, ...workspaceAction.options];

/**
 * Whether a text is a scope of a token: `read`, `read:PLURAL`, `write:PLURAL` (which reads, too), or an action such as `dispatch`.
 */
export function isTokenScope(scope: string): boolean {
  if (scope === "read" || actions.includes(scope)) return true;
  const [, plural] = /^(?:read|write):([a-z]+)$/.exec(scope) ?? [];
  return allKinds.some((kind) => kind.plural === plural);
}

/** The actions that can be a scope. */
export const scopeActions: readonly string[] = actions;

/**
 * Whether one of a token's scopes is about what is asked. A scope gives nothing: the roles of who has the token have to give it as well.
 * Names and repositories are for roles to tell apart.
 */
export function scopesAllow(scopes: readonly string[], asked: AccessAsk): boolean {
  if ("path" in asked) return asked.verb === "get" && scopes.includes("read");
  return scopes.some((scope) => rulesOfScope(scope).some((rule) => ruleAllows(rule, asked)));
}

function rulesOfScope(scope: string): readonly PolicyRule[] {
  const [what, plural = "*"] = scope.split(":");
  if (what === "read") return [to(reading, plural)];
  if (what === "write") return [to([...reading, ...writing], plural)];
  const action = platformAction.or(workspaceAction).safeParse(scope);
  if (!action.success) return [];
  return rightsFor(action.data, { namespace: "" }).map(({ verb, resource, subresource }) =>
    to([verb], subresource === undefined ? resource : `${resource}/${subresource}`),
  );
}

function to(verbs: string[], resource: string): PolicyRule {
  return { verbs, apiGroups: [apiGroup], resources: [resource] };
}
