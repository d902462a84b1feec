import { expect, test } from "vitest";
import { dotOf, mermaidOf } from "../../../src/agents/admission/access/access-diagram.ts";
import type { AccessGraph } from "../../../src/agents/admission/access/access-graph.ts";
import { isGroupName, namedIdentity } from "../../../src/agents/admission/access/named-identity.ts";

const edge = {
  from: "Group/acme/core",
  to: "agentroles/r",
  by: "agentrolebindings/b",
  scope: "acme",
  effect: "allow",
  implied: false,
  warnings: [],
} as const;
const graph: AccessGraph = {
  nodes: [
    { id: "Group/acme/core", kind: "Group", name: "acme/core" },
    { id: "agentroles/r", kind: "AgentRole", name: "r" },
    { id: "secret/T", kind: "secret", name: "T" },
  ],
  edges: [
    { ...edge, drift: "differs", warnings: ["look"] },
    { ...edge, implied: true },
    { ...edge, to: "secret/T", effect: "deny" },
  ],
  missing: [],
};

test("a graph is drawn with a cross for what is denied and dots for what nobody declared", () => {
  expect(mermaidOf(graph)).toBe(
    [
      "flowchart LR",
      '  n0["Group acme/core"]',
      '  n1["AgentRole r"]',
      '  n2["secret T"]',
      '  n0 -->|"agentrolebindings/b (acme); differs; look"| n1',
      '  n0 -.->|"agentrolebindings/b (acme)"| n1',
      '  n0 --x|"agentrolebindings/b (acme)"| n2',
      "",
    ].join("\n"),
  );
  expect(dotOf(graph)).toBe(
    [
      "digraph access {",
      "  rankdir=LR;",
      '  "Group/acme/core" [label="Group acme/core"];',
      '  "agentroles/r" [label="AgentRole r"];',
      '  "secret/T" [label="secret T"];',
      '  "Group/acme/core" -> "agentroles/r" [label="agentrolebindings/b (acme); differs; look"];',
      '  "Group/acme/core" -> "agentroles/r" [label="agentrolebindings/b (acme)", style=dashed];',
      '  "Group/acme/core" -> "secret/T" [label="agentrolebindings/b (acme)", arrowhead=tee];',
      "}",
      "",
    ].join("\n"),
  );
});

test("a name cannot leave the quotes that it stands in", () => {
  const name = 'a"]\n<b>`#\\';
  const hostile: AccessGraph = {
    nodes: [{ id: `User/${name}`, kind: "User", name }],
    edges: [],
    missing: [],
  };
  expect(mermaidOf(hostile)).toBe('flowchart LR\n  n0["User a#34;]#92;n#60;b#62;#96;#35;#92;"]\n');
  expect(dotOf(hostile).split("\n")).toHaveLength(5);
  const escaped = 'a\\"]\\\\n<b>`#\\\\';
  expect(dotOf(hostile)).toContain(`  "User/${escaped}" [label="User ${escaped}"];\n`);
});

test("whoever has a permission on a repository is in the groups of the lower ones", () => {
  expect(namedIdentity("Mira", ["Tidewater/Crew", "forge:write:Tidewater/Berths"])).toEqual({
    name: "mira",
    groups: [
      "tidewater/crew",
      "forge:read:tidewater/berths",
      "forge:triage:tidewater/berths",
      "forge:write:tidewater/berths",
      "system:authenticated",
    ],
  });
  expect(namedIdentity(undefined, ["acme/core"])).toEqual({
    name: "",
    groups: ["acme/core", "system:authenticated"],
  });
});

test("accounts are named as Kubernetes names them, and nobody passes for one", () => {
  const account = "system:serviceaccount:tidewater:engineer";
  expect(namedIdentity(account, ["acme/core"])).toEqual({
    name: account,
    groups: ["system:serviceaccounts", "system:serviceaccounts:tidewater", "system:authenticated"],
  });
  for (const name of ["system:masters", "a:b", "acme/core", "system:serviceaccount:tidewater:", ""])
    expect(namedIdentity(name, []), name).toBeUndefined();
  for (const group of ["acme/core", "forge:admin:acme/core"]) expect(isGroupName(group), group).toBe(true);
  for (const group of ["acme", "system:masters", "forge:wirte:acme/core", "acme/core/x", "forge:write:acme"])
    expect(isGroupName(group), group).toBe(false);
});
