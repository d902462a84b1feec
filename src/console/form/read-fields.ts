import { isRecord } from "../../fault/thrown.ts";
import type { FormValues } from "./form-values.ts";
import type { SchemaField } from "./schema-fields.ts";

/** What a form says of one field: `undefined` where it is to be left out. */
export interface FieldWish {
  readonly path: readonly string[];
  readonly value: unknown;
  /** For a choice of several, which a browser sends in the order of the options: the order that is there stays. */
  readonly isUnordered?: boolean;
}

/** What a form says of the fields that it has; of the others nothing. */
export function readFields(fields: readonly SchemaField[], values: FormValues): readonly FieldWish[] {
  return fields.flatMap((field) => {
    // Of a list with nothing chosen a browser sends no field: the form says that it had one.
    if (field.type === "elsewhere" || !(values.has(field.name) || values.has(`has:${field.name}`))) return [];
    return [{ path: field.path, value: wishedValue(field, values), isUnordered: field.type === "choices" }];
  });
}

/** An object of what a form says. */
export function objectOfWishes(wishes: readonly FieldWish[]): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (const { path, value } of wishes) {
    if (value === undefined) continue;
    let at = object;
    for (const key of path.slice(0, -1)) {
      const there = at[key];
      const next = isRecord(there) ? there : {};
      at[key] = next;
      at = next;
    }
    at[path.at(-1) ?? ""] = value;
  }
  return object;
}

function wishedValue({ name, type }: SchemaField, values: FormValues): unknown {
  if (type === "choices" || type === "lines") {
    const all = type === "choices" ? values.all(name) : (values.one(name) ?? "").split("\n");
    const entries = all.map((entry) => entry.trim()).filter((entry) => entry !== "");
    return entries.length === 0 ? undefined : entries;
  }
  const text = values.one(name) ?? "";
  const trimmed = text.trim();
  if (trimmed === "") return undefined;
  // What is no number stays what it is: the server says what is wrong with it.
  if (type === "number") return /^-?\d{1,15}(\.\d{1,15})?$/.test(trimmed) ? Number(trimmed) : text;
  if (type === "flag") return trimmed === "true" ? true : trimmed === "false" ? false : text;
  return type === "text" ? text : trimmed;
}
