import { describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { z } from "zod";
import { customResource, customResources } from "../../../src/agents/crds/custom-resource.ts";
import { manifestStream } from "../../../src/agents/crds/manifest-stream.ts";
import { structuralSchema } from "../../../src/agents/crds/structural-schema.ts";
import { allKinds } from "../../../src/agents/kinds/all-kinds.ts";
import type { Kind } from "../../../src/agents/kinds/kind.ts";
import { checkResource } from "../../../src/agents/resource/check-resource.ts";
import { apiVersion } from "../../../src/agents/resource/resource.ts";
import { requires } from "../../requirement.ts";
import { askApiServer } from "./crd-validation.ts";

function manifest(kind: Kind, spec: object = kind.example.spec) {
  return { apiVersion, kind: kind.kind, metadata: { name: kind.example.name, namespace: "berths" }, spec };
}

requires("crd-validation")("the API server of a Kubernetes cluster", () => {
  test("accepts the definition of every kind (P-29, P-39)", () => {
    const answers = askApiServer(allKinds.map((kind) => ({ crd: customResource(kind) })));
    expect(answers.map(({ errors }) => errors)).toEqual(allKinds.map(() => []));
  });

  test("accepts each kind's example, prunes nothing of it, and gives it the defaults that we give it", () => {
    const answers = askApiServer(
      allKinds.map((kind) => ({ crd: customResource(kind), object: manifest(kind) })),
    );
    for (const [at, kind] of allKinds.entries()) {
      const { declared } = checkResource(manifest(kind));
      expect(answers[at], kind.kind).toMatchObject({ errors: [] });
      expect(answers[at]?.pruned ?? [], kind.kind).toEqual([]);
      expect(answers[at]?.object?.spec, kind.kind).toEqual(JSON.parse(JSON.stringify(declared.spec)));
    }
  });

  test("prunes fields that a kind does not have, where strict validation names them", () => {
    const answers = askApiServer(
      allKinds.map((kind) => ({
        crd: customResource(kind),
        object: manifest(kind, { ...kind.example.spec, unheardOf: { a: 1 } }),
      })),
    );
    expect(answers.map(({ pruned }) => pruned)).toEqual(allKinds.map(() => ["spec.unheardOf"]));
  });

  test("refuses an object without its spec, and one of which a text or a number is wrong", () => {
    const stack = allKinds.find(({ kind }) => kind === "AgentStack");
    const bad = [
      undefined,
      { ...stack?.example.spec, baseAgent: 7 },
      { ...stack?.example.spec, runtimeIdentity: "Not A Name" },
      { ...stack?.example.spec, approvalMode: "perhaps" },
      { ...stack?.example.spec, budget: { turns: 0 } },
    ];
    const crd = customResource(stack as Kind);
    const answers = askApiServer(bad.map((spec) => ({ crd, object: { ...manifest(stack as Kind), spec } })));
    for (const { errors } of answers) expect(errors).not.toEqual([]);
  });

  test("keeps the fields that never change as they are, and lets the others change", () => {
    const fixed = allKinds.filter(({ immutable }) => immutable?.includes(".spec"));
    expect(fixed.length).toBeGreaterThan(5);
    const answers = askApiServer(
      fixed.flatMap((kind) => {
        const crd = customResource(kind);
        const changed = firstTextChanged(kind);
        const old = manifest(kind, checkResource(manifest(kind)).declared.spec);
        return [
          { crd, old, object: manifest(kind) },
          { crd, old, object: manifest(kind, changed) },
        ];
      }),
    );
    for (const [at, kind] of fixed.entries()) {
      expect(answers[2 * at]?.errors, kind.kind).toEqual([]);
      expect(answers[2 * at + 1]?.errors.join(), kind.kind).toContain("never changes");
    }
  });

  test("refuses that an optional fixed field comes or goes", () => {
    const run = allKinds.find(({ kind }) => kind === "AgentDispatchRun") as Kind;
    const crd = customResource(run);
    const required = structuralSchema(run.spec).required;
    const names = (run.immutable ?? []).map((path) => path.replace(".spec.", ""));
    const optional = names.filter((name) => Array.isArray(required) && !required.includes(name));
    for (const name of optional) {
      const { [name]: gone, ...rest } = { ...run.example.spec };
      if (gone === undefined) continue;
      const [answer] = askApiServer([{ crd, old: manifest(run), object: manifest(run, rest) }]);
      expect(answer?.errors.join(), name).toContain(`${name} never changes`);
    }
  });
});

/** A kind's example with one more letter in the first text of its spec. */
function firstTextChanged({ example }: Kind): object {
  const [key, value] =
    Object.entries(example.spec).find(([, one]) => typeof one === "string" && !/[:@]/.test(one)) ?? [];
  return key === undefined ? { ...example.spec } : { ...example.spec, [key]: `${value}x` };
}

describe("the manifests", () => {
  test("are one stream of YAML with a document for every kind, the same in YAML 1.1 and 1.2", () => {
    const stream = manifestStream(customResources());
    for (const version of ["1.1", "1.2"] as const) {
      const documents = parseAllDocuments(stream, { version });
      expect(documents.map((document) => document.toJS())).toEqual(
        JSON.parse(JSON.stringify(customResources())),
      );
    }
  });

  test("have the kind's names, its status, its columns and its age", () => {
    const run = allKinds.find(({ kind }) => kind === "AgentDispatchRun") as Kind;
    expect(customResource(run)).toMatchObject({
      metadata: { name: "agentdispatchruns.identikit.dev" },
      spec: {
        scope: "Namespaced",
        names: {
          plural: "agentdispatchruns",
          singular: "agentdispatchrun",
          listKind: "AgentDispatchRunList",
        },
        versions: [
          {
            name: "v1alpha1",
            subresources: { status: {} },
            additionalPrinterColumns: expect.arrayContaining([
              { name: "Status", type: "string", jsonPath: ".status.phase" },
              { name: "Age", type: "date", jsonPath: ".metadata.creationTimestamp" },
            ]),
          },
        ],
      },
    });
  });
});

test("a keyword without a structural form is refused, and not lost unseen", () => {
  expect(() => structuralSchema(z.object({ a: z.union([z.string(), z.number()]) }))).toThrow(/several/);
  expect(() => structuralSchema(z.object({ a: z.union([z.object({}), z.number()]) }))).toThrow(/anyOf/);
  expect(() => structuralSchema(z.object({ a: z.number().multipleOf(3) }))).toThrow(/multipleOf/);
});
