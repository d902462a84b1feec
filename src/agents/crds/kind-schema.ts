import type { Kind } from "../kinds/kind.ts";
import { immutable } from "./immutable-fields.ts";
import { type StructuralSchema, structuralSchema } from "./structural-schema.ts";

const described = {
  apiVersion:
    "The version of the API that the object is written in, identikit.dev/v1alpha1. It says how the rest is to be read.",
  kind: "What kind of object this is, in CamelCase.",
} as const;

/**
 * The schema of whole objects of a kind.
 * @param metadata the schema of `metadata`, which a cluster knows by itself and asks not to be told
 */
export function kindSchema(kind: Kind, metadata: StructuralSchema = { type: "object" }): StructuralSchema {
  const spec = immutable(kind, { description: "What it is meant to be.", ...structuralSchema(kind.spec) });
  return {
    description: kind.summary,
    type: "object",
    required: ["spec"],
    properties: {
      apiVersion: { description: described.apiVersion, type: "string" },
      kind: { description: described.kind, type: "string" },
      metadata,
      spec,
      status: { description: "What it is, as programs have found it.", ...structuralSchema(kind.status) },
    },
  };
}
