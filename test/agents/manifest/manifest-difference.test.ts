import { expect, test } from "vitest";
import { agentServiceAccount } from "../../../src/agents/kinds/config/agent-service-account.ts";
import { fieldChanges } from "../../../src/agents/manifest/manifest-difference.ts";

const kind = agentServiceAccount;
const server = {
  uid: "1",
  generation: 1,
  resourceVersion: "1",
  creationTimestamp: "2026-01-01T00:00:00Z",
  managedByRepository: false,
};
const declared = (labels: Record<string, string>, more: object) => ({
  kind: kind.kind,
  metadata: { name: "a", namespace: "acme", labels },
  spec: { serviceAccountName: "a", ...more },
});
const stored = (labels: Record<string, string>, more: object) => {
  const { metadata, ...rest } = declared(labels, more);
  return { ...rest, metadata: { ...metadata, ...server }, status: {} };
};

test("a change is told at the narrowest field, whether a field comes, goes or becomes another", () => {
  const before = stored({ team: "a", old: "x" }, { list: [{ a: 1, b: 2 }, "gone"], form: "text", empty: {} });
  const after = declared({ team: "b" }, { list: [{ a: 1, b: 3 }], form: ["text"], empty: {} });
  expect(fieldChanges({ kind, does: "update", before, after })).toEqual([
    { path: ".metadata.labels.team", before: "a", after: "b" },
    { path: ".metadata.labels.old", before: "x" },
    { path: ".spec.list[0].b", before: 2, after: 3 },
    { path: ".spec.list[1]", before: "gone" },
    { path: ".spec.form", before: "text", after: ["text"] },
  ]);
});

test("an object that comes or goes is told by all that is written of it", () => {
  const values = { list: ["x"], none: [] };
  const fields = [
    [".kind", kind.kind],
    [".metadata.name", "a"],
    [".metadata.namespace", "acme"],
    [".spec.serviceAccountName", "a"],
    [".spec.list[0]", "x"],
    [".spec.none", []],
  ];
  expect(fieldChanges({ kind, does: "create", after: declared({}, values) })).toEqual(
    fields.map(([path, after]) => ({ path, after })),
  );
  expect(fieldChanges({ kind, does: "delete", before: stored({}, values) })).toEqual(
    fields.map(([path, before]) => ({ path, before })),
  );
});
