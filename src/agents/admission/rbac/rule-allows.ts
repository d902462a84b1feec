import type { PolicyRule } from "../../kinds/config/agent-role.ts";

/** What somebody wants to do with objects. */
export interface ResourceAsk {
  readonly verb: string;
  /** The organisation; empty for what is asked of all of them, such as a list over organisations. */
  readonly namespace: string;
  readonly apiGroup: string;
  /** The plural, such as `agentdispatchruns`. */
  readonly resource: string;
  readonly subresource?: string | undefined;
  readonly name?: string | undefined;
  /** OWNER/REPO, for an object that belongs to one repository, such as a run. */
  readonly repository?: string | undefined;
}

/** What somebody wants to do with a path that is no object, such as /metrics. */
export interface PathAsk {
  readonly verb: string;
  readonly path: string;
}

export type AccessAsk = ResourceAsk | PathAsk;

/**
 * Whether a rule allows what is asked, with the meaning of `RuleAllows` in Kubernetes' RBAC authorizer: `*` counts only as a whole
 * verb, group or resource, as the first part of a resource with a subresource, and at the end of a path; a name is never a pattern.
 */
export function ruleAllows(rule: PolicyRule, asked: AccessAsk): boolean {
  if (!isOneOf(rule.verbs, asked.verb)) return false;
  if ("path" in asked) return (rule.nonResourceURLs ?? []).some((url) => urlCovers(url, asked.path));
  return (
    isOneOf(rule.apiGroups, asked.apiGroup) &&
    resourcesAllow(rule.resources ?? [], asked.resource, asked.subresource ?? "") &&
    namesAllow(rule.resourceNames ?? [], asked.name ?? "")
  );
}

/** Whether a path, or a pattern of paths with * at its end, is within another. */
export function urlCovers(url: string, other: string): boolean {
  return url === "*" || url === other || (url.endsWith("*") && other.startsWith(url.replace(/\*+$/, "")));
}

function isOneOf(values: readonly string[] = [], value: string): boolean {
  return values.includes("*") || values.includes(value);
}

function resourcesAllow(resources: readonly string[], resource: string, subresource: string): boolean {
  if (resources.includes("*")) return true;
  if (subresource === "") return resources.includes(resource);
  return resources.includes(`${resource}/${subresource}`) || resources.includes(`*/${subresource}`);
}

/** A list without names is about all objects. A request without a name, such as a list, is allowed by no list with names. */
function namesAllow(names: readonly string[], name: string): boolean {
  return names.length === 0 || names.includes(name);
}
