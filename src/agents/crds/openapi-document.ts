import { allKinds } from "../kinds/all-kinds.ts";
import type { Kind } from "../kinds/kind.ts";
import { apiGroup, apiVersion } from "../resource/resource.ts";
import { versionName } from "./kind-names.ts";
import { kindSchema } from "./kind-schema.ts";
import { objectMetadata } from "./object-metadata.ts";
import { itemOperations, listOperations, type OperationTarget } from "./openapi-operations.ts";
import type { StructuralSchema } from "./structural-schema.ts";

/** A document in OpenAPI 3.0. */
export interface OpenApiDocument {
  readonly openapi: "3.0.0";
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: { readonly [path: string]: object };
  readonly components: { readonly schemas: { readonly [name: string]: StructuralSchema } };
}

const group = { group: apiGroup, version: versionName };
const meta = "io.k8s.apimachinery.pkg.apis.meta.v1";
const nameOf = (what: string) => `dev.identikit.${versionName}.${what}`;
const referTo = (name: string) => ({ allOf: [{ $ref: `#/components/schemas/${name}` }] });

/** What `/openapi/v3/apis/identikit.dev/v1alpha1` gives: every kind with its operations, as `kubectl explain` and strict validation ask for. */
export function openApiDocument(): OpenApiDocument {
  const schemas: Record<string, StructuralSchema> = { ...metaSchemas() };
  for (const kind of allKinds) Object.assign(schemas, schemasOf(kind));
  return {
    openapi: "3.0.0",
    info: { title: "Identikit", version: versionName },
    paths: Object.fromEntries(allKinds.flatMap(pathsOf)),
    components: { schemas },
  };
}

function schemasOf(kind: Kind): Record<string, StructuralSchema> {
  const whole = kindSchema(kind, {
    description: "What the object is called, and what the server says of it.",
    ...referTo(`${meta}.ObjectMeta`),
  });
  return {
    [nameOf(kind.kind)]: { ...whole, "x-kubernetes-group-version-kind": [{ ...group, kind: kind.kind }] },
    [nameOf(`${kind.kind}List`)]: {
      description: `A page of a list: ${kind.summary}`,
      type: "object",
      required: ["items"],
      properties: {
        apiVersion: { type: "string" },
        kind: { type: "string" },
        metadata: referTo(`${meta}.ListMeta`),
        items: { type: "array", items: referTo(nameOf(kind.kind)) },
      },
      "x-kubernetes-group-version-kind": [{ ...group, kind: `${kind.kind}List` }],
    },
  };
}

function pathsOf(kind: Kind): [string, object][] {
  const target: OperationTarget = {
    kind,
    group,
    schema: nameOf(kind.kind),
    list: nameOf(`${kind.kind}List`),
  };
  const all = `/apis/${apiVersion}/${kind.plural}`;
  const inOne = `/apis/${apiVersion}/namespaces/{namespace}/${kind.plural}`;
  return [
    [all, listOperations(target, "everywhere")],
    [inOne, listOperations(target, "namespaced")],
    [`${inOne}/{name}`, itemOperations(target, "whole")],
    [`${inOne}/{name}/status`, itemOperations(target, "status")],
  ];
}

function metaSchemas(): Record<string, StructuralSchema> {
  const text = { type: "string" };
  return {
    [`${meta}.ObjectMeta`]: objectMetadata(),
    [`${meta}.ListMeta`]: {
      description: "What the server says of a list.",
      type: "object",
      properties: {
        resourceVersion: {
          description: "The state that the list shows; a watch from here misses nothing.",
          ...text,
        },
        continue: { description: "Where the next page begins; left out on the last one.", ...text },
      },
    },
    [`${meta}.Status`]: {
      description: "What came of a request that gives no object, or failed.",
      type: "object",
      properties: {
        status: { description: "Success or Failure.", ...text },
        message: { description: "What went wrong, for a person.", ...text },
        reason: { description: "The same as one word.", ...text },
        code: { description: "The status code of HTTP.", type: "integer" },
        details: { description: "The object, and each cause with its field.", type: "object" },
      },
      "x-kubernetes-group-version-kind": [{ group: "", version: "v1", kind: "Status" }],
    },
  };
}
