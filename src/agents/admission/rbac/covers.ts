import type { PolicyRule } from "../../kinds/config/agent-role.ts";
import { urlCovers } from "./rule-allows.ts";

/** Single rights of all rules together; roles that spell out more are given away by those who may `escalate` or `bind` only. */
const mostRights = 100_000;

/** What of some rules is not in others. */
export interface RightsCoverage {
  readonly covered: boolean;
  /** The rights that are not covered, each as a rule with one verb, one group, one resource and at most one name. */
  readonly missing: readonly PolicyRule[];
  /** True where the rules spell out too many rights to be compared; they count as not covered. */
  readonly tooMany?: true;
}

/**
 * Whether rules give nothing that others do not give, with the meaning of `Covers` in Kubernetes' component helpers: each single
 * right has to be in one rule of the owner; rights that only several rules together give do not count.
 */
export function rightsCoverage(owner: readonly PolicyRule[], given: readonly PolicyRule[]): RightsCoverage {
  if (given.reduce((sum, rule) => sum + rightsIn(rule), 0) > mostRights)
    return { covered: false, missing: given, tooMany: true };
  const missing = given
    .flatMap(singleRights)
    .filter((right) => !owner.some((rule) => ruleCovers(rule, right)));
  return { covered: missing.length === 0, missing };
}

/** A rule on one line, for people. */
export function ruleText({
  verbs,
  apiGroups = [],
  resources = [],
  resourceNames = [],
  nonResourceURLs = [],
}: PolicyRule): string {
  const group = apiGroups.length === 0 ? "" : ` (${apiGroups.map((one) => one || "core").join(", ")})`;
  const names = resourceNames.length === 0 ? "" : ` named ${resourceNames.join(", ")}`;
  return `${verbs.join(", ")} ${[...resources, ...nonResourceURLs].join(", ")}${names}${group}`;
}

function rightsIn({
  verbs,
  apiGroups = [],
  resources = [],
  resourceNames = [],
  nonResourceURLs = [],
}: PolicyRule) {
  const onResources = apiGroups.length * resources.length * Math.max(1, resourceNames.length);
  return verbs.length * (onResources + nonResourceURLs.length);
}

function singleRights(rule: PolicyRule): PolicyRule[] {
  const { apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = rule;
  const names = resourceNames.length === 0 ? [{}] : resourceNames.map((name) => ({ resourceNames: [name] }));
  const onResources = apiGroups.flatMap((group) =>
    resources.flatMap((resource) =>
      rule.verbs.flatMap((verb) =>
        names.map((name) => ({ verbs: [verb], apiGroups: [group], resources: [resource], ...name })),
      ),
    ),
  );
  const onPaths = nonResourceURLs.flatMap((url) =>
    rule.verbs.map((verb) => ({ verbs: [verb], nonResourceURLs: [url] })),
  );
  return [...onResources, ...onPaths];
}

/** Whether a rule gives a single right; a part of the right that is not there is given by every rule. */
function ruleCovers(rule: PolicyRule, right: PolicyRule): boolean {
  const { resourceNames: names = [] } = rule;
  const { resourceNames: [name] = [] } = right;
  return (
    hasAll(rule.verbs, right.verbs) &&
    hasAll(rule.apiGroups, right.apiGroups) &&
    (right.resources ?? []).every((resource) => coversResource(rule.resources, resource)) &&
    (right.nonResourceURLs ?? []).every((url) =>
      (rule.nonResourceURLs ?? []).some((own) => urlCovers(own, url)),
    ) &&
    (names.length === 0 || (name !== undefined && names.includes(name)))
  );
}

function hasAll(values: readonly string[] = [], wanted: readonly string[] = []): boolean {
  return values.includes("*") || wanted.every((value) => values.includes(value));
}

function coversResource(resources: readonly string[] = [], resource: string): boolean {
  if (resources.includes("*") || resources.includes(resource)) return true;
  const slash = resource.indexOf("/");
  return slash >= 0 && resources.includes(`*/${resource.slice(slash + 1)}`);
}
