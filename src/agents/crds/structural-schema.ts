import { z } from "zod";
import { fieldsOf, isRecord } from "../../fault/thrown.ts";

/** A schema in the structural form that Kubernetes asks of custom resources (apiextensions.k8s.io/v1, JSONSchemaProps). */
export type StructuralSchema = { [keyword: string]: unknown };

/** Keywords that both sides know, with the same meaning. */
const kept = [
  "minLength",
  "maxLength",
  "pattern",
  "minItems",
  "maxItems",
  "minimum",
  "maximum",
  "enum",
  "default",
] as const;
/** Keywords without a place of their own on the other side; the reading of the schema below says what becomes of each. */
const read = new Set<string>([
  ...kept,
  ...["$schema", "$defs", "$ref", "type", "description", "format", "properties", "required", "items"],
  ...["additionalProperties", "propertyNames"],
]);

/**
 * The structural OpenAPI v3 schema of what a zod schema takes. Unknown keys are not named: a cluster prunes them, and refuses them
 * under strict validation. Rules that OpenAPI v3 has no words for (the form of a map's keys, refinements) are left to the server.
 * @throws {TypeError} for a keyword that has no structural form, so that none is lost unseen
 */
export function structuralSchema(schema: z.ZodType): StructuralSchema {
  return structural(z.toJSONSchema(schema, { target: "draft-2020-12", io: "input" }));
}

function structural(node: unknown): StructuralSchema {
  const from = fieldsOf(node);
  const unknown = Object.keys(from).filter((keyword) => !read.has(keyword));
  if (unknown.length > 0) throw new TypeError(`no structural form of ${unknown.join(", ")}`);
  const described = from.description === undefined ? {} : { description: from.description };
  // The one recursive schema of the kinds is that of any JSON value.
  if (from.$ref !== undefined) return { ...described, ...anything };
  if (typeof from.type !== "string")
    throw new TypeError("no structural form of a value of any type, or of several");
  return {
    ...described,
    type: from.type,
    ...Object.fromEntries(kept.flatMap((keyword) => (keyword in from ? [[keyword, from[keyword]]] : []))),
    ...formatOf(from.format),
    ...membersOf(from),
    ...(from.items === undefined ? {} : { items: structural(from.items) }),
  };
}

const anything = { "x-kubernetes-preserve-unknown-fields": true };

function membersOf({
  properties,
  required,
  additionalProperties,
}: Readonly<Record<string, unknown>>): StructuralSchema {
  if (isRecord(additionalProperties)) {
    const value = structural(additionalProperties);
    return "type" in value ? { additionalProperties: value } : anything;
  }
  if (!isRecord(properties)) return {};
  const schemas = Object.entries(properties).map(([name, member]) => [name, structural(member)]);
  return { ...(required === undefined ? {} : { required }), properties: Object.fromEntries(schemas) };
}

/** A URL is a text to Kubernetes, whose own format of that name takes paths too; the schemas take only those of the web. */
function formatOf(format: unknown): StructuralSchema {
  if (format === "uri") return { pattern: "^https?://" };
  return format === undefined ? {} : { format };
}
