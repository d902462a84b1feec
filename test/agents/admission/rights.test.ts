import { describe, expect, test } from "vitest";
import { isPatternWithin, isRefOf, isRepositoryOf } from "../../../src/agents/admission/pattern.ts";
import type { AccessState, Organization } from "../../../src/agents/admission/rbac/access-state.ts";
import { rightsFor } from "../../../src/agents/admission/rbac/action-rights.ts";
import { rightsCoverage } from "../../../src/agents/admission/rbac/covers.ts";
import { bindingEscalation, roleEscalation } from "../../../src/agents/admission/rbac/escalation.ts";
import {
  type AccessIdentity,
  actorIdentity,
  hostGroups,
} from "../../../src/agents/admission/rbac/identity.ts";
import { permissionFor } from "../../../src/agents/admission/rbac/rights.ts";
import { roleDrift } from "../../../src/agents/admission/rbac/role-drift.ts";
import { roleTemplates } from "../../../src/agents/admission/rbac/role-templates.ts";
import type { ResourceAsk } from "../../../src/agents/admission/rbac/rule-allows.ts";
import type { HostFacts } from "../../../src/agents/kinds/actor.ts";
import { configKinds, recordKinds } from "../../../src/agents/kinds/all-kinds.ts";
import { policyRule } from "../../../src/agents/kinds/config/agent-role.ts";
import { workspaceAction } from "../../../src/agents/kinds/record/agent-action.ts";
import { processorMs } from "../../processor-time.ts";
import { binding, role } from "./sample.ts";

const tidewater: Organization = {
  name: "tidewater",
  repositories: ["tidewater/*"],
  configRepository: "tidewater/fleet",
};
const group = { apiGroups: ["identikit.dev"] };

function state(changes: Partial<AccessState> = {}): AccessState {
  return { organizations: [tidewater], roles: [], bindings: [], ...changes };
}

function person(
  name: string,
  permission: HostFacts["permission"] = "none",
  repository?: string,
  teams: string[] = [],
) {
  const who = actorIdentity(
    { kind: "User", name },
    "tidewater",
    hostGroups({ permission, teams }, repository).groups,
  );
  if (!who) throw new Error("nobody");
  return who;
}

function ask(changes: Partial<ResourceAsk> = {}): ResourceAsk {
  return {
    verb: "create",
    namespace: "tidewater",
    apiGroup: "identikit.dev",
    resource: "agentdispatchruns",
    ...changes,
  };
}

const allows = (access: AccessState, who: AccessIdentity, asked: ResourceAsk) =>
  permissionFor(access, who, asked) !== undefined;

describe("wildcards that are none", () => {
  const given = (rules: Parameters<typeof role>[1]) =>
    state({
      roles: [role("r", rules)],
      bindings: [
        binding("b", {
          subject: { kind: "User", name: "mira" },
          roleRef: { kind: "AgentRole", name: "r" },
          scope: { kind: "Organization" },
        }),
      ],
    });

  test("a star in a name, or within a verb, group or resource, stands for itself", () => {
    const all = { verbs: ["*"], apiGroups: ["*"], resources: ["*"] };
    expect(allows(given([{ ...all, resourceNames: ["*"] }]), person("mira"), ask({ name: "fixer" }))).toBe(
      false,
    );
    expect(allows(given([{ ...all, verbs: ["cre*"] }]), person("mira"), ask())).toBe(false);
    expect(allows(given([{ ...all, apiGroups: ["*.dev"] }]), person("mira"), ask())).toBe(false);
    expect(allows(given([{ ...all, resources: ["agent*"] }]), person("mira"), ask())).toBe(false);
    expect(
      allows(
        given([{ ...all, resources: ["agentdispatchruns/*"] }]),
        person("mira"),
        ask({ subresource: "cancel" }),
      ),
    ).toBe(false);
    expect(
      allows(given([{ ...all, resources: ["*/cancel"] }]), person("mira"), ask({ subresource: "cancel" })),
    ).toBe(true);
  });

  test("a right on a resource gives nothing on its parts, and one on named objects gives no list", () => {
    const rule = { verbs: ["*"], ...group, resources: ["agentdispatchruns"] };
    expect(allows(given([rule]), person("mira"), ask({ subresource: "cancel" }))).toBe(false);
    const namedOnly = given([{ ...rule, resourceNames: ["run-1"] }]);
    expect(allows(namedOnly, person("mira"), ask({ verb: "list" }))).toBe(false);
    expect(allows(namedOnly, person("mira"), ask({ verb: "get", name: "run-1" }))).toBe(true);
  });

  test("a rule that Kubernetes would refuse is refused when it is written", () => {
    expect(policyRule.safeParse({ verbs: ["get"], resources: ["a"] }).success).toBe(false);
    expect(
      policyRule.safeParse({ verbs: ["get"], apiGroups: [""], resources: ["a"], nonResourceURLs: ["/a"] })
        .success,
    ).toBe(false);
    expect(policyRule.safeParse({ verbs: ["get"], nonResourceURLs: ["/metrics"] }).success).toBe(true);
  });
});

describe("names of the forge", () => {
  const maintainers = state({
    roles: [role("r", [{ verbs: ["use"], ...group, resources: ["agentstacks"] }])],
    bindings: [
      binding("b", {
        subject: { kind: "Group", name: "Tidewater/Maintainers" },
        roleRef: { kind: "AgentRole", name: "r" },
        scope: { kind: "Organization" },
      }),
    ],
  });
  const use = ask({ verb: "use", resource: "agentstacks", name: "fixer" });

  test("logins and teams are compared without regard to letter case, as forges do", () => {
    expect(allows(maintainers, person("mira", "none", undefined, ["tideWATER/maintainers"]), use)).toBe(true);
    expect(person("MIRA").name).toBe("mira");
  });

  test("only ASCII letters are folded: a Kelvin sign is no k", () => {
    expect(person("tomas\u212A").name).toBe("tomas\u212A");
    expect(isRepositoryOf("tidewater/k", "tidewater/\u212A")).toBe(false);
  });

  test("a team that imitates a group of ours gives nothing and is told", () => {
    const imitations = [
      "forge:admin:tidewater/fleet",
      "system:authenticated",
      "system:serviceaccounts",
      "a b/c",
      "x/y/z",
    ];
    const { groups, ignoredTeams } = hostGroups(
      { permission: "none", teams: imitations },
      "tidewater/berths",
    );
    expect(groups).toEqual([]);
    expect(ignoredTeams).toEqual(imitations);
  });

  test("groups of ours that a server passes on with a person are those of the forge only", () => {
    const who = actorIdentity({ kind: "User", name: "mira" }, "tidewater", [
      "system:serviceaccounts:tidewater",
      "tidewater/a",
    ]);
    expect(who?.groups).toEqual(["tidewater/a", "system:authenticated"]);
  });

  test("a login that reads like a service account is nobody", () => {
    expect(
      actorIdentity({ kind: "User", name: "system:serviceaccount:tidewater:fixer" }, "tidewater"),
    ).toBeUndefined();
    expect(actorIdentity({ kind: "User", name: "system:identikit" }, "tidewater")).toBeUndefined();
  });

  test("a service account has the name and groups that a cluster gives it, and those of its own organisation only", () => {
    const who = actorIdentity({ kind: "ServiceAccount", name: "fixer" }, "tidewater", [
      "tidewater/maintainers",
    ]);
    expect(who).toEqual({
      name: "system:serviceaccount:tidewater:fixer",
      groups: ["system:serviceaccounts", "system:serviceaccounts:tidewater", "system:authenticated"],
    });
  });
});

describe("patterns", () => {
  test("characters of regular expressions stand for themselves", () => {
    expect(isRepositoryOf("tidewater/a.b", "tidewater/aXb")).toBe(false);
    expect(isRepositoryOf("tidewater/a.b", "tidewater/a.b")).toBe(true);
    expect(isRefOf("refs/heads/v1.+", "refs/heads/v1.x")).toBe(false);
    expect(isRefOf("refs/heads/v1.+", "refs/heads/v1.+")).toBe(true);
  });

  test("a star never reaches over the slash of a repository, nor into another owner", () => {
    expect(isRepositoryOf("*", "tidewater/berths")).toBe(false);
    expect(isRepositoryOf("tidewater*/berths", "tidewater/evil/berths")).toBe(false);
    expect(isRepositoryOf("tidewater/*", "tidewater-evil/berths")).toBe(false);
    expect(isRepositoryOf("Tidewater/B*s", "tidewater/berths")).toBe(true);
    expect(isRefOf("refs/heads/release/*", "refs/heads/release/1/x")).toBe(true);
    expect(isRefOf("refs/heads/main", "refs/heads/Main")).toBe(false);
  });

  test("a pattern of many stars is compared in no time", () => {
    const compare = () => isRepositoryOf(`a/${"*a".repeat(90)}b`, `a/${"a".repeat(190)}`);
    expect(compare()).toBe(false);
    expect(processorMs(compare)).toBeLessThan(1000);
  });

  test("one pattern is within another only where every repository of it is", () => {
    expect(isPatternWithin("tidewater/web-*", "tidewater/*")).toBe(true);
    expect(isPatternWithin("tidewater/*", "tidewater/web-*")).toBe(false);
    expect(isPatternWithin("*/berths", "tidewater/berths")).toBe(false);
  });
});

describe("permissions of the forge as roles, where nothing is declared (P-58)", () => {
  const onBerths = { repository: "tidewater/berths" };

  test.each([
    ["read", ["get"], ["create"]],
    ["write", ["get", "create"], ["delete"]],
    ["admin", ["get", "create", "delete"], ["escalate", "bind"]],
  ] as const)("%s gives what goes with it, for that repository", (permission, may, mayNot) => {
    const who = person("mira", permission, "tidewater/berths");
    for (const verb of may) expect(allows(state(), who, ask({ verb, ...onBerths }))).toBe(true);
    for (const verb of mayNot) expect(allows(state(), who, ask({ verb, ...onBerths }))).toBe(false);
    expect(allows(state(), who, ask({ verb: "get", repository: "tidewater/quays" }))).toBe(false);
    expect(allows(state(), who, ask({ verb: "get" }))).toBe(false);
  });

  test("permission on the repository that declares everything holds for the organisation", () => {
    const who = person("mira", "admin", "tidewater/fleet");
    expect(allows(state(), who, ask({ verb: "delete" }))).toBe(true);
    expect(allows(state(), who, ask({ verb: "delete", namespace: "harbour" }))).toBe(false);
  });

  test("permission on a repository of somebody else gives nothing here", () => {
    const who = person("mallory", "admin", "mallory/own");
    expect(allows(state(), who, ask({ repository: "mallory/own" }))).toBe(false);
  });

  test("a binding that is declared under the name of an implied one takes its place", () => {
    const viewer = binding("forge-write-dispatch", {
      subject: { kind: "Group", name: "forge:write:tidewater/berths" },
      roleRef: { kind: "RoleTemplate", name: "viewer" },
      scope: { kind: "Repositories", repositories: ["tidewater/berths"] },
    });
    const who = person("mira", "write", "tidewater/berths");
    expect(allows(state({ bindings: [viewer] }), who, ask(onBerths))).toBe(false);
    expect(allows(state(), who, ask(onBerths))).toBe(true);
  });

  test("a binding for some repositories holds for requests about these, whatever the letter case", () => {
    const bound = state({
      organizations: [],
      bindings: [
        binding("b", {
          subject: { kind: "User", name: "mira" },
          roleRef: { kind: "RoleTemplate", name: "dispatcher" },
          scope: { kind: "Repositories", repositories: ["tidewater/web-*"] },
        }),
      ],
    });
    expect(allows(bound, person("mira"), ask({ repository: "Tidewater/Web-Shop" }))).toBe(true);
    expect(allows(bound, person("mira"), ask({ repository: "tidewater/berths" }))).toBe(false);
    expect(allows(bound, person("mira"), ask())).toBe(false);
  });

  test("every resource that a shipped role or an action names is there", () => {
    const plurals = new Set<string>([...configKinds, ...recordKinds].map(({ plural }) => plural));
    const ofRoles = roleTemplates.flatMap(({ rules }) => rules.flatMap(({ resources = [] }) => resources));
    const actions = [
      "dispatch",
      "cancel",
      "retry",
      "approve",
      "grant",
      "pause",
      "replay",
      "probe",
      ...workspaceAction.options,
    ] as const;
    const ofActions = actions.flatMap((action) =>
      rightsFor(action, { namespace: "t" }).map(({ resource }) => resource),
    );
    const named = [...ofRoles, ...ofActions]
      .flatMap((one) => one.split("/")[0] ?? [])
      .filter((one) => one !== "*");
    expect(named.filter((one) => !plurals.has(one))).toEqual([]);
  });

  test("a repository's admin can pause it, and neither pause the organisation nor give away what belongs to it", () => {
    const who = person("mira", "admin", "tidewater/berths");
    const [grant] = rightsFor("grant", { namespace: "tidewater", ...onBerths });
    expect(grant && allows(state(), who, grant)).toBe(false);
    const [pause] = rightsFor("pause", { namespace: "tidewater", ...onBerths });
    expect(pause && allows(state(), who, pause)).toBe(true);
    const [pauseAll] = rightsFor("pause", { namespace: "tidewater" });
    expect(pauseAll && allows(state(), who, pauseAll)).toBe(false);
  });
});

describe("giving rights away", () => {
  const admin = person("mira", "admin", "tidewater/fleet");
  const bind = (name: string, scope: Parameters<typeof binding>[1]["scope"]) =>
    binding("b", {
      subject: { kind: "User", name: "mallory" },
      roleRef: { kind: "RoleTemplate", name },
      scope,
    });

  test("an admin gives what they have, in their organisation, and no more", () => {
    expect(bindingEscalation(state(), admin, bind("maintainer", { kind: "Organization" }))).toBeUndefined();
    const owner = bindingEscalation(state(), admin, bind("owner", { kind: "Organization" }));
    expect(owner).toMatchObject({ code: "BINDING_ESCALATION" });
    expect(owner?.message).toContain("roletemplates/owner");
    const everywhere = bindingEscalation(state(), admin, bind("viewer", { kind: "AllOrganizations" }));
    expect(everywhere?.code).toBe("BINDING_ESCALATION");
  });

  test("a role with a right that its author lacks is refused, and escalate lets it pass", () => {
    const strong = role("strong", [{ verbs: ["escalate"], ...group, resources: ["agentroles"] }]);
    expect(roleEscalation(state(), admin, strong)).toMatchObject({ code: "ROLE_ESCALATION" });
    const allowed = state({
      roles: [
        role("may", [
          { verbs: ["escalate"], ...group, resources: ["agentroles"], resourceNames: ["strong"] },
        ]),
      ],
      bindings: [
        binding("m", {
          subject: { kind: "User", name: "mira" },
          roleRef: { kind: "AgentRole", name: "may" },
          scope: { kind: "Organization" },
        }),
      ],
    });
    expect(roleEscalation(allowed, admin, strong)).toBeUndefined();
    const other = { ...strong, metadata: { ...strong.metadata, name: "other" } };
    const wider = {
      ...other,
      spec: { ...other.spec, rules: [{ verbs: ["*"], apiGroups: ["*"], resources: ["*"] }] },
    };
    expect(roleEscalation(allowed, admin, wider)).toBeDefined();
  });

  test("bind lets somebody give a role whose rights they lack, there and nowhere else", () => {
    const binder = (scope: Parameters<typeof binding>[1]["scope"]) =>
      state({
        organizations: [],
        roles: [
          role("binder", [
            { verbs: ["bind"], ...group, resources: ["roletemplates"], resourceNames: ["admin"] },
          ]),
        ],
        bindings: [
          binding("m", {
            subject: { kind: "User", name: "mira" },
            roleRef: { kind: "AgentRole", name: "binder" },
            scope,
          }),
        ],
      });
    const here = binder({ kind: "Organization" });
    expect(bindingEscalation(here, person("mira"), bind("admin", { kind: "Organization" }))).toBeUndefined();
    expect(bindingEscalation(here, person("mira"), bind("owner", { kind: "Organization" }))).toBeDefined();
    expect(
      bindingEscalation(here, person("mira"), bind("admin", { kind: "AllOrganizations" })),
    ).toBeDefined();
    const web = binder({ kind: "Repositories", repositories: ["tidewater/web-*"] });
    const some = (repository: string) => bind("admin", { kind: "Repositories", repositories: [repository] });
    expect(bindingEscalation(web, person("mira"), some("tidewater/web-shop"))).toBeUndefined();
    expect(bindingEscalation(web, person("mira"), some("tidewater/*"))).toBeDefined();
  });

  test("rules that spell out millions of rights are not compared, and count as not covered", () => {
    const many = Array.from({ length: 200 }, (_, at) => `v${at}`);
    const rule = { verbs: many, apiGroups: many, resources: many, resourceNames: many };
    expect(rightsCoverage([{ verbs: ["*"], apiGroups: ["*"], resources: ["*"] }], [rule])).toMatchObject({
      covered: false,
      tooMany: true,
    });
  });
});

test("a role or binding that differs from the repository is found, and one that people made beside it is not (P-39)", () => {
  const own = role("r", [{ verbs: ["get"], ...group, resources: ["agentstacks"] }]);
  const edited = role("r", [{ verbs: ["*"], ...group, resources: ["agentstacks"] }]);
  const titled = { ...own, spec: { ...own.spec, title: "Readers" } };
  const beside = role("beside", []);
  const old = role("old", []);
  const drift = (stored: (typeof own)[], declared: (typeof own)[], managed: string[] = []) =>
    roleDrift(
      "tidewater",
      { roles: stored, bindings: [] },
      { roles: declared, bindings: [] },
      new Set(managed),
    );
  expect(drift([edited], [own])).toEqual([{ object: "agentroles/r", how: "differs" }]);
  expect(drift([titled, beside], [own])).toEqual([]);
  expect(drift([], [own])).toEqual([{ object: "agentroles/r", how: "missing" }]);
  expect(drift([own, old], [own], ["agentroles/old"])).toEqual([
    { object: "agentroles/old", how: "undeclared" },
  ]);
});
