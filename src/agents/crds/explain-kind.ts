import { IdentikitError } from "../../fault/error.ts";
import { suggestion } from "../../fault/nearest.ts";
import { fieldsOf, isRecord } from "../../fault/thrown.ts";
import type { Kind } from "../kinds/kind.ts";
import { kindSchema } from "./kind-schema.ts";
import { objectMetadata } from "./object-metadata.ts";

/** One field of a kind, in words. */
export interface FieldText {
  readonly name: string;
  /** Such as `string`, `[]object` or `map[string]string`. */
  readonly type: string;
  readonly isRequired: boolean;
  readonly description?: string;
  /** Allowed values, defaults and bounds, a line each. */
  readonly facts: readonly string[];
}

/**
 * A kind, or a field of it, and the fields inside.
 * @param path keys from the object, such as `spec`, `match`; lists and maps are gone through
 * @throws {IdentikitError} `RESOURCE_INVALID` where there is no such field
 */
export function explainKind(
  kind: Kind,
  path: readonly string[],
): { readonly field: FieldText; readonly fields: readonly FieldText[] } {
  let schema: unknown = kindSchema(kind, objectMetadata());
  let isRequired = true;
  for (const [at, name] of path.entries()) {
    const { properties, required } = membersOf(schema);
    if (!Object.hasOwn(properties, name)) throw unknownField(kind, path.slice(0, at), name, properties);
    isRequired = required.includes(name);
    schema = properties[name];
  }
  const { properties, required } = membersOf(schema);
  return {
    field: fieldText(path.at(-1) ?? kind.kind, schema, isRequired),
    fields: Object.entries(properties).map(([name, inner]) =>
      fieldText(name, inner, required.includes(name)),
    ),
  };
}

/** The fields of an object, of the items of a list, or of the values of a map. */
function membersOf(schema: unknown): {
  readonly properties: Readonly<Record<string, unknown>>;
  readonly required: readonly unknown[];
} {
  const { properties, required, items, additionalProperties } = fieldsOf(schema);
  if (isRecord(items)) return membersOf(items);
  if (isRecord(additionalProperties)) return membersOf(additionalProperties);
  return { properties: fieldsOf(properties), required: Array.isArray(required) ? required : [] };
}

function fieldText(name: string, schema: unknown, isRequired: boolean): FieldText {
  const { description } = fieldsOf(schema);
  return {
    name,
    type: typeOf(schema),
    isRequired,
    ...(typeof description === "string" ? { description } : {}),
    facts: factsOf(schema),
  };
}

function typeOf(schema: unknown): string {
  const { type, items, additionalProperties } = fieldsOf(schema);
  if (isRecord(items)) return `[]${typeOf(items)}`;
  if (isRecord(additionalProperties)) return `map[string]${typeOf(additionalProperties)}`;
  return typeof type === "string" ? type : "any";
}

/** What a value may be; of a list or map, also what its entries may be. */
function factsOf(schema: unknown): string[] {
  const fields = fieldsOf(schema);
  const { enum: allowed, default: initial, pattern, items, additionalProperties } = fields;
  const bounds = [
    boundsOf(fields.minimum, fields.maximum, "value"),
    boundsOf(fields.minLength, fields.maxLength, "characters"),
    boundsOf(fields.minItems, fields.maxItems, "entries"),
  ];
  return [
    ...(Array.isArray(allowed) ? [`One of: ${allowed.join(", ")}`] : []),
    ...(initial === undefined ? [] : [`Default: ${JSON.stringify(initial)}`]),
    ...bounds.filter((line) => line !== undefined),
    ...(typeof pattern === "string" ? [`Pattern: ${pattern}`] : []),
    ...[items, additionalProperties]
      .filter(isRecord)
      .flatMap(factsOf)
      .map((fact) => `Each entry: ${fact}`),
  ];
}

function boundsOf(least: unknown, most: unknown, what: string): string | undefined {
  if (typeof least === "number" && typeof most === "number") return `${least} to ${most} ${what}`;
  if (typeof least === "number") return `at least ${least} ${what}`;
  return typeof most === "number" ? `at most ${most} ${what}` : undefined;
}

function unknownField(
  { kind }: Kind,
  path: readonly string[],
  name: string,
  properties: object,
): IdentikitError {
  const known = Object.keys(properties);
  const place = [kind, ...path].join(".");
  const problem = `${place} has no field ${JSON.stringify(name)}${suggestion(name, known)}`;
  const remedy = known.length === 0 ? "It has no fields." : `Its fields: ${known.join(", ")}.`;
  return new IdentikitError("RESOURCE_INVALID", problem, { remedy });
}
