import {
  type AccessState,
  type Role,
  type RoleBinding,
  rulesOfBinding,
} from "../../../../src/agents/admission/rbac/access-state.ts";
import { roleTemplates } from "../../../../src/agents/admission/rbac/role-templates.ts";
import type { AccessAsk } from "../../../../src/agents/admission/rbac/rule-allows.ts";
import type { Actor } from "../../../../src/agents/kinds/actor.ts";
import type { PolicyRule } from "../../../../src/agents/kinds/config/agent-role.ts";
import { Random } from "../../../gate/fuzz/random.ts";

// Few values, so that rules and requests meet often, and among them what looks like a wildcard and is none.
const namespaces = ["tidewater", "harbour", "tide"];
const verbs = ["get", "create", "use", "bind", "escalate", "*", "get*", "", "GET"];
const apiGroups = ["identikit.dev", "", "*", "apps", "identikit", "*.dev"];
const resources = [
  "agentdispatchruns",
  "agentstacks",
  "agentroles",
  "agentdispatchruns/cancel",
  "agentstacks/*",
  "*/cancel",
];
const moreResources = [
  "*",
  "*/*",
  "*/",
  "agent*",
  "",
  "agentdispatchruns/",
  "*/a/cancel",
  "agentdispatchruns/a/cancel",
];
const names = ["fixer", "fix", "*", "", "fixer*"];
const urls = ["/metrics", "/healthz", "/healthz/*", "*", "/*", "/healthz/**", "", "/metrics*/x", "healthz"];
const paths = ["/metrics", "/healthz", "/healthz/ready", "/", "/*", "/metricsx", "/metrics*/x", "", "*"];
const logins = [
  "mira",
  "Mira",
  "MIRA",
  "tomas",
  "system:serviceaccount:tidewater:fixer",
  "system:authenticated",
];
const groups = [
  "tidewater/maintainers",
  "Tidewater/Maintainers",
  "forge:write:tidewater/berths",
  "system:authenticated",
];
const moreGroups = ["system:serviceaccounts", "system:serviceaccounts:tidewater", "mira", "tidewater/*"];
const accounts = ["fixer", "mira", "runner"];

/** A world of roles and bindings without bounds by repository, which a cluster has no word for, and those who ask in it. */
export class GeneratedWorld {
  readonly #random: Random;
  readonly state: AccessState;

  constructor(seed: number) {
    this.#random = new Random(seed);
    const roles = this.#roles();
    this.state = { organizations: [], roles, bindings: this.#bindings(roles) };
  }

  rules(most: number): PolicyRule[] {
    return Array.from({ length: this.#random.below(most + 1) }, () => this.#rule());
  }

  /** Rules of which each is a part of one of some others, or nearly so. */
  rulesWithin(others: readonly PolicyRule[]): PolicyRule[] {
    if (others.length === 0) return this.rules(1);
    return Array.from({ length: 1 + this.#random.below(3) }, () => {
      const {
        verbs: all,
        apiGroups: own,
        resources: of,
        resourceNames,
        nonResourceURLs,
      } = this.#random.pick(others);
      const part = (values: readonly string[] = [], far: readonly string[] = []) =>
        values.length === 0 ? [] : [this.#near(values, this.#random.pick(far)), this.#random.pick(values)];
      return {
        verbs: part(all, verbs),
        apiGroups: part(own, apiGroups),
        resources: part(of, resources),
        resourceNames: part(resourceNames, names),
        nonResourceURLs: part(nonResourceURLs, urls),
      };
    });
  }

  /** Who asks: a person with teams, an account, or Identikit itself. */
  actor(): Actor & { readonly groups: string[] } {
    const kind = this.#random.pick<Actor["kind"]>(["User", "User", "User", "ServiceAccount", "System"]);
    const name =
      kind === "ServiceAccount" ? this.#random.pick(accounts) : this.#random.pick(logins.slice(0, 4));
    return { kind, name, groups: this.#some(groups.slice(0, 3), 2) };
  }

  /** Somebody who has something, where there are bindings. */
  holder(): Actor {
    const actor = this.actor();
    return this.state.bindings.length > 0
      ? this.#actorOf(this.#random.pick(this.state.bindings), actor)
      : actor;
  }

  namespace(): string {
    return this.#random.pick([...namespaces, ...namespaces, ""]);
  }

  ask(): AccessAsk {
    const verb = this.#random.pick(verbs);
    if (this.#random.below(5) === 0)
      return { verb, path: this.#random.pick(paths.filter((path) => path !== "")) };
    const [resource = "", subresource = ""] = this.#random.pick([
      ["agentdispatchruns"],
      ["agentstacks"],
      ["agentroles"],
      ["agentdispatchruns", "cancel"],
      ["agentstacks", "cancel"],
      ["agentstacks", "*"],
      ["agentdispatchruns", "a/cancel"],
      ["*"],
      [""],
      ["agentstacks", "status"],
    ]);
    const name = this.#random.pick(["", ...names]);
    const apiGroup = this.#random.pick(apiGroups);
    return { verb, namespace: this.namespace(), apiGroup, resource, subresource, name };
  }

  /** A request that some binding is about, or that misses it by little; who asks is not always the binding's subject. */
  nearAsk(): { readonly actor: Actor; readonly ask: AccessAsk } {
    const actor = this.actor();
    const binding = this.state.bindings.length > 0 ? this.#random.pick(this.state.bindings) : undefined;
    const rules = binding ? rulesOfBinding(this.state, binding) : [];
    if (!binding || rules.length === 0) return { actor, ask: this.ask() };
    const rule = this.#random.pick(rules);
    const far = this.ask();
    const verb = this.#near(rule.verbs, far.verb);
    const near: AccessAsk =
      rule.nonResourceURLs || "path" in far
        ? { verb, path: this.#near(rule.nonResourceURLs ?? [], this.#random.pick(paths)) || "/" }
        : {
            verb,
            namespace: this.#random.chance(0.8) ? binding.metadata.namespace : far.namespace,
            apiGroup: this.#near(rule.apiGroups ?? [], far.apiGroup),
            ...this.#nearResource(rule.resources ?? [], far.resource),
            name: this.#near(rule.resourceNames ?? [], far.name ?? ""),
          };
    return { actor: this.#random.chance(0.8) ? this.#actorOf(binding, actor) : actor, ask: near };
  }

  #near(values: readonly string[], other: string): string {
    const value = values.length > 0 && this.#random.chance(0.85) ? this.#random.pick(values) : other;
    return value.endsWith("*") && this.#random.chance(0.7) ? value.replace(/\*+$/, other) : value;
  }

  #nearResource(values: readonly string[], other: string): { resource: string; subresource: string } {
    const [resource = "", ...subresource] = this.#near(values, other).split("/");
    const isAny = resource === "*" && this.#random.chance(0.7);
    return { resource: isAny ? other : resource, subresource: subresource.join("/") };
  }

  #actorOf({ spec: { subject } }: RoleBinding, other: Actor): Actor {
    if (subject.kind === "ServiceAccount") return { kind: "ServiceAccount", name: subject.name };
    if (subject.kind === "Group") return { kind: "User", name: "mira", groups: [subject.name] };
    return subject.name.includes(":") ? other : { kind: "User", name: subject.name };
  }

  #roles(): Role[] {
    return namespaces.flatMap((namespace) =>
      ["run-fixer", "everything"].flatMap((name): Role[] =>
        this.#random.below(6) === 0
          ? []
          : [{ kind: "AgentRole", metadata: { name, namespace }, spec: { rules: this.rules(3) } }],
      ),
    );
  }

  #bindings(roles: readonly Role[]): RoleBinding[] {
    return Array.from({ length: 2 + this.#random.below(6) }, (_, at): RoleBinding => {
      const namespace = this.#random.pick(namespaces);
      const templates = roleTemplates.map(({ name }) => name);
      const kind = this.#random.below(5) === 0 ? "RoleTemplate" : "AgentRole";
      const name =
        kind === "RoleTemplate"
          ? this.#random.pick(templates)
          : this.#random.pick([...roles.map(({ metadata }) => metadata.name), "not-there"]);
      return {
        kind: "AgentRoleBinding",
        metadata: { name: `binding-${at}`, namespace },
        spec: {
          subject: this.#subject(),
          roleRef: { kind, name },
          scope: { kind: this.#random.below(3) === 0 ? "AllOrganizations" : "Organization" },
        },
      };
    });
  }

  #subject(): RoleBinding["spec"]["subject"] {
    const kind = this.#random.pick<"User" | "Group" | "ServiceAccount">(["User", "Group", "ServiceAccount"]);
    const all = { User: logins, Group: [...groups, ...moreGroups], ServiceAccount: accounts };
    return { kind, name: this.#random.pick(all[kind]) };
  }

  #rule(): PolicyRule {
    const own = this.#some(verbs, 2, 1);
    if (this.#random.below(5) === 0) return { verbs: own, nonResourceURLs: this.#some(urls, 2, 1) };
    const rule = {
      verbs: own,
      apiGroups: this.#some(apiGroups, 2, 1),
      resources: this.#some(this.#random.below(3) === 0 ? moreResources : resources, 3, 1),
    };
    return this.#random.below(3) === 0 ? { ...rule, resourceNames: this.#some(names, 2, 1) } : rule;
  }

  #some(values: readonly string[], most: number, least = 0): string[] {
    const count = least + this.#random.below(most - least + 1);
    return Array.from({ length: count }, () => this.#random.pick(values));
  }
}
