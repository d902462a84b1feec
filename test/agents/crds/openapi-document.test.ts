import { expect, test } from "vitest";
import { openApiDocument } from "../../../src/agents/crds/openapi-document.ts";
import { allKinds } from "../../../src/agents/kinds/all-kinds.ts";
import { apiVersion } from "../../../src/agents/resource/resource.ts";

const document = openApiDocument();

test("the document refers to nothing that it does not have", () => {
  const named = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(
    ([, name = ""]) => name,
  );
  expect(named.length).toBeGreaterThan(100);
  expect([...new Set(named)].filter((name) => !(name in document.components.schemas))).toEqual([]);
});

test.each(allKinds.map((kind) => [kind.kind, kind] as const))(
  "%s has its paths, each with the kind that it is of",
  (name, kind) => {
    const inOne = `/apis/${apiVersion}/namespaces/{namespace}/${kind.plural}`;
    const gvk = { group: "identikit.dev", version: "v1alpha1", kind: name };
    for (const path of [
      `/apis/${apiVersion}/${kind.plural}`,
      inOne,
      `${inOne}/{name}`,
      `${inOne}/{name}/status`,
    ])
      expect(document.paths[path], path).toMatchObject({ get: { "x-kubernetes-group-version-kind": gvk } });
    const parameters = ["dryRun", "fieldValidation"].map((one) =>
      expect.objectContaining({ name: one, in: "query" }),
    );
    expect(document.paths[`${inOne}/{name}`]).toMatchObject({
      patch: { parameters: expect.arrayContaining(parameters) },
    });
  },
);
