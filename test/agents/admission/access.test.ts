import { describe, expect, test } from "vitest";
import { accessGraph } from "../../../src/agents/admission/access/access-graph.ts";
import { canI, parseAsk } from "../../../src/agents/admission/access/can-i.ts";
import { reviewAccess, whoCan } from "../../../src/agents/admission/access/review.ts";
import { clusterObjects } from "../../../src/agents/admission/cluster/cluster-objects.ts";
import { actorIdentity, hostGroups } from "../../../src/agents/admission/rbac/identity.ts";
import { mayUse, trustTierOf } from "../../../src/agents/admission/trust/trust-tier.ts";
import { workTerms } from "../../../src/agents/admission/trust/work-terms.ts";
import { binding, facts, role, secretGrant, snapshot } from "./sample.ts";

const usual = snapshot();
const readers = binding("readers", {
  subject: { kind: "Group", name: "Tidewater/Readers" },
  roleRef: { kind: "AgentRole", name: "read" },
  scope: { kind: "Organization" },
});
const lost = binding("lost", {
  subject: { kind: "ServiceAccount", name: "fixer" },
  roleRef: { kind: "AgentRole", name: "not-there" },
  scope: { kind: "Repositories", repositories: ["tidewater/web-*"] },
});
const read = role("read", [
  { verbs: ["get"], apiGroups: ["identikit.dev"], resources: ["agentstacks"], resourceNames: ["fixer"] },
]);
const access = { ...usual.access, roles: [read], bindings: [readers, lost] };
const where = { namespace: "tidewater", apiGroup: "identikit.dev" };
const { groups } = hostGroups({ permission: "write", teams: ["tidewater/readers"] }, "tidewater/berths");
const mira = actorIdentity({ kind: "User", name: "Mira" }, "tidewater", groups);
if (!mira) throw new Error("nobody");

describe("access can-i", () => {
  test("names the binding, the role and the rule that say yes (P-44)", () => {
    expect(canI(access, mira, parseAsk("get", "agentstacks/fixer", where))).toEqual({
      allowed: true,
      message:
        "yes, by agentrolebindings/readers with agentroles/read: get agentstacks named fixer (identikit.dev)",
      binding: "agentrolebindings/readers",
      role: "agentroles/read",
      rule: "get agentstacks named fixer (identikit.dev)",
    });
    expect(canI(access, mira, parseAsk("get", "agentstacks/other", where)).allowed).toBe(false);
    expect(
      canI(access, mira, parseAsk("use", "agentstacks/other", { ...where, repository: "tidewater/berths" }))
        .allowed,
    ).toBe(true);
    expect(canI(access, mira, parseAsk("get", "/metrics", where)).allowed).toBe(false);
  });
});

describe("access review", () => {
  test("tells everything that somebody may do somewhere, and which of it nobody declared", () => {
    const reviewed = reviewAccess(access, mira, { namespace: "tidewater", repository: "tidewater/berths" });
    expect(reviewed.map(({ binding: name, role: of, implied }) => [name, of, implied])).toEqual([
      ["agentrolebindings/readers", "agentroles/read", false],
      ["agentrolebindings/forge-read", "roletemplates/viewer", true],
      ["agentrolebindings/forge-write-dispatch", "roletemplates/dispatcher", true],
      ["agentrolebindings/forge-write-approve", "roletemplates/approver", true],
    ]);
  });

  test("tells everybody who may do something", () => {
    const asked = { ...where, verb: "delete", resource: "agentstacks", name: "fixer" };
    expect(whoCan(access, asked).map(({ subject }) => subject)).toEqual([
      "Group forge:maintain:tidewater/fleet",
      "Group forge:admin:tidewater/fleet",
      "User system:identikit",
    ]);
  });
});

describe("access graph", () => {
  const graph = accessGraph(
    "tidewater",
    {
      now: usual.now,
      access,
      declared: {
        roles: [{ ...read, spec: { rules: [] } }, role("more", [])],
        bindings: [readers, lost],
        managed: new Set(),
      },
      grants: { ...usual.grants, secretGrants: [secretGrant("old", { expires: "2026-01-01T00:00:00Z" })] },
    },
    ["tidewater/berths"],
  );
  const edge = (by: string) => graph.edges.filter((one) => one.by === by);

  test("shows implied bindings as such, for the organisation and for the repositories that are asked for", () => {
    const implied = graph.edges.filter((one) => one.implied).map(({ from, to }) => `${from} ${to}`);
    expect(implied).toContain("Group/forge:admin:tidewater/fleet roletemplates/admin");
    expect(implied).toContain("Group/forge:write:tidewater/berths roletemplates/dispatcher");
    expect(implied).toContain("User/system:identikit roletemplates/controller");
  });

  test("shows what differs from the repository, what is missing, and what gives nothing (P-39)", () => {
    expect(edge("agentrolebindings/readers")).toMatchObject([
      { drift: "differs", from: "Group/tidewater/readers" },
    ]);
    expect(graph.missing).toEqual(["agentroles/more"]);
    expect(edge("agentrolebindings/lost")[0]?.warnings).toEqual([
      "agentroles/not-there does not exist or is empty: the binding gives nothing",
    ]);
    expect(edge("agentrolebindings/identikit-controllers")[0]?.warnings).toEqual([
      "it can give away rights that its subject does not have",
    ]);
  });

  test("shows grants by name, never a value, and those that have ended (P-41)", () => {
    expect(edge("agentsecretgrants/old")).toMatchObject([
      {
        from: "AgentMcpServer/forge",
        to: "secret/FORGE_TOKEN",
        warnings: ["it ended on 2026-01-01T00:00:00Z"],
      },
    ]);
  });
});

test("an export leaves out what a cluster would understand as more than it is (P-39)", () => {
  const { objects, leftOut } = clusterObjects(access);
  expect(leftOut.map(({ object }) => object)).toEqual(["agentrolebindings/lost"]);
  const [bound] = objects.filter(({ kind }) => kind === "RoleBinding");
  expect(bound).toMatchObject({
    metadata: { name: "readers", namespace: "tidewater" },
    subjects: [{ kind: "Group", name: "tidewater/readers", apiGroup: "rbac.authorization.k8s.io" }],
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "read" },
  });
});

describe("trust", () => {
  test.each([
    ["User", {}, "trusted"],
    ["User", { permission: "admin" }, "trusted"],
    ["User", { isProtectedRef: false }, "restricted"],
    ["User", { isBot: true }, "restricted"],
    ["User", { isFork: true, permission: "admin" }, "untrusted"],
    ["User", { permission: "triage" }, "untrusted"],
    ["ServiceAccount", { permission: "none" }, "restricted"],
    ["System", { permission: "none" }, "trusted"],
    ["System", { permission: "none", isProtectedRef: false }, "restricted"],
    ["System", { isFork: true }, "untrusted"],
  ] as const)("of %s with %j is %s (P-73)", (kind, changes, tier) => {
    expect(trustTierOf(kind, facts(changes))).toBe(tier);
  });

  test("untrusted work shares no account, and has a container, a proxy and a workspace of its own", () => {
    const tiers = ["trusted", "restricted", "untrusted"] as const;
    const pairs = tiers.flatMap((work) =>
      tiers.filter((meant) => mayUse(work, meant)).map((meant) => [work, meant]),
    );
    expect(pairs).toEqual([
      ["trusted", "trusted"],
      ["trusted", "restricted"],
      ["restricted", "restricted"],
      ["untrusted", "untrusted"],
    ]);
    expect(workTerms("untrusted")).toEqual({
      isolation: "container",
      secretMounts: ["proxy"],
      ownWorkspace: true,
      unapprovedWriteBack: false,
      selfApproval: false,
    });
    expect(workTerms("restricted").unapprovedWriteBack).toBe(false);
  });
});
