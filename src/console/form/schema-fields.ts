import { type StructuralSchema, structuralSchema } from "../../agents/crds/structural-schema.ts";
import { type ReferenceField, referencesOf } from "../../agents/kinds/references.ts";
import { fieldsOf, isRecord } from "../../fault/thrown.ts";
import type { FormField } from "../page/form-field.ts";

/** A field of a kind's schema as a form has it, before it has a value. */
export interface SchemaField extends Omit<FormField, "values" | "options" | "problem"> {
  /** Keys from the object. */
  readonly path: readonly string[];
  readonly allowed?: readonly string[];
  /** The kind of object that it names. */
  readonly refers?: string;
}

/** Texts that may be longer than this get several lines. */
const lineLength = 1000;

/**
 * The fields of a form for objects of a schema: single values, lists of texts, and the parts of objects one level down. Whatever is deeper
 * has no input of its own, and is written as YAML.
 * @param root what the paths begin with
 */
export function schemaFields(
  schema: Parameters<typeof structuralSchema>[0],
  root: readonly string[],
  references: readonly ReferenceField[] = [],
): readonly SchemaField[] {
  const kindAt = new Map(references.map(({ path, kind }) => [path.slice(1), kind]));
  return membersOf(structuralSchema(schema)).flatMap(([name, member, isRequired]) => {
    const path = [...root, name];
    const parts = membersOf(member);
    if (member.type === "object" && parts.length > 0)
      return parts.map(([part, inner, isPartRequired]) => ({
        ...fieldOf([...path, part], inner, isRequired && isPartRequired, kindAt),
        group: name,
      }));
    return [fieldOf(path, member, isRequired, kindAt)];
  });
}

/** The references of a kind's fields, also of those inside of parts. */
export function referencesOfKind(kind: string): readonly ReferenceField[] {
  return referencesOf[kind] ?? [];
}

type Member = readonly [name: string, schema: StructuralSchema, isRequired: boolean];

function membersOf({ properties, required }: StructuralSchema): readonly Member[] {
  const names = Array.isArray(required) ? required : [];
  return Object.entries(fieldsOf(properties)).map(([name, schema]) => [
    name,
    { ...fieldsOf(schema) },
    names.includes(name),
  ]);
}

function fieldOf(
  path: readonly string[],
  schema: StructuralSchema,
  isRequired: boolean,
  kindAt: ReadonlyMap<string, string>,
): SchemaField {
  const name = path.join(".");
  const { description } = schema;
  const items: StructuralSchema | undefined = isRecord(schema.items) ? schema.items : undefined;
  const refers = kindAt.get(name) ?? kindAt.get(`${name}[]`);
  const allowed = (items ?? schema).enum;
  return {
    ...{ name, path, label: path.at(-1) ?? name, isRequired, facts: factsOf(schema) },
    type: typeOf(schema, items, refers),
    ...(typeof description === "string" ? { description } : {}),
    ...(Array.isArray(allowed) ? { allowed: allowed.map(String) } : {}),
    ...(refers === undefined ? {} : { refers }),
  };
}

function typeOf(
  { type, enum: allowed, maxLength }: StructuralSchema,
  items: StructuralSchema | undefined,
  refers: string | undefined,
): FormField["type"] {
  if (items) {
    if (items.type !== "string") return "elsewhere";
    return refers !== undefined || Array.isArray(items.enum) ? "choices" : "lines";
  }
  if (type === "boolean") return "flag";
  if (type === "integer" || type === "number") return "number";
  if (type !== "string") return "elsewhere";
  if (refers !== undefined || Array.isArray(allowed)) return "choice";
  return typeof maxLength === "number" && maxLength > lineLength ? "text" : "line";
}

function factsOf(schema: StructuralSchema): string[] {
  const { default: initial, minimum, maximum, maxLength, maxItems } = schema;
  return [
    ...(initial === undefined ? [] : [`${JSON.stringify(initial)} if left out`]),
    ...(typeof minimum === "number" && typeof maximum === "number" ? [`${minimum} to ${maximum}`] : []),
    ...(typeof maxLength === "number" ? [`at most ${maxLength} characters`] : []),
    ...(typeof maxItems === "number" ? [`at most ${maxItems} entries`] : []),
  ];
}
