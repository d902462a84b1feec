import { structuralSchema } from "../../agents/crds/structural-schema.ts";
import type { Kind } from "../../agents/kinds/kind.ts";
import { fieldsOf, isRecord } from "../../fault/thrown.ts";

/** One field of an object, in words. */
export interface ReadableField {
  /** Keys from the object, such as `spec.adapter.name`. */
  readonly path: string;
  readonly label: string;
  /** How deep it stands below spec or status, from 0. */
  readonly depth: number;
  /** What the schema says of it. */
  readonly description?: string;
  /** Left out where it has fields of its own, which follow. */
  readonly value?: string;
}

/** Fields that are shown, and characters of a value; the rest is in the YAML. */
const mostFields = 400;
const longestValue = 4000;

/** What an object says, field by field, with what each means. */
export function readableFields(
  schema: Kind["spec" | "status"],
  value: unknown,
  root: string,
): readonly ReadableField[] {
  const fields: ReadableField[] = [];
  visit(structuralSchema(schema), value, root, 0, fields);
  return fields.slice(0, mostFields);
}

function visit(schema: unknown, value: unknown, path: string, depth: number, fields: ReadableField[]): void {
  const { properties, items, additionalProperties } = fieldsOf(schema);
  const entries: readonly (readonly [string, unknown])[] = Array.isArray(value)
    ? value.map((one, at) => [String(at), one] as const)
    : Object.entries(fieldsOf(value));
  for (const [name, inner] of entries) {
    if (fields.length >= mostFields) return;
    const known = Object.hasOwn(fieldsOf(properties), name)
      ? fieldsOf(properties)[name]
      : (items ?? additionalProperties);
    const { description } = fieldsOf(known);
    const at = Array.isArray(value) ? `${path}[${name}]` : `${path}.${name}`;
    const field = {
      ...{ path: at, label: Array.isArray(value) ? `${Number(name) + 1}` : name, depth },
      ...(typeof description === "string" && !Array.isArray(value) ? { description } : {}),
    };
    if (isPlain(inner)) fields.push({ ...field, value: textOf(inner) });
    else {
      fields.push(field);
      visit(known, inner, at, depth + 1, fields);
    }
  }
}

/** What stands on one line, or is one text. */
function isPlain(value: unknown): boolean {
  if (Array.isArray(value)) return value.every((one) => !isRecord(one));
  return !isRecord(value);
}

function textOf(value: unknown): string {
  const text = Array.isArray(value) ? value.map(String).join(", ") : String(value ?? "");
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
}
