import { fieldsOf } from "../../fault/thrown.ts";
import type { FieldReason } from "../calls/server-fault.ts";
import type { FormField, FormOption } from "../page/form-field.ts";
import type { SchemaField } from "./schema-fields.ts";

export interface FillOptions {
  /** The objects of a kind that the viewer may see. */
  readonly named: (kind: string) => readonly string[];
  readonly reasons?: readonly FieldReason[] | undefined;
}

/** The fields of a form with what an object says. */
export function filledFields(
  fields: readonly SchemaField[],
  object: unknown,
  { named, reasons = [] }: FillOptions,
): readonly FormField[] {
  return fields.map(({ path, allowed, refers, ...field }) => {
    const value = path.reduce<unknown>((at, key) => fieldsOf(at)[key], object);
    const problems = reasons.filter((one) => isWithin(one.field, field.name)).map(({ message }) => message);
    const options = allowed ?? (refers === undefined ? undefined : named(refers));
    return {
      ...field,
      values: textsOf(value),
      ...(options ? { options: options.map(optionOf) } : {}),
      ...(problems.length === 0 ? {} : { problem: problems.join(" ") }),
    };
  });
}

/** What a value is in a form; whatever has no input is shown as JSON. */
function textsOf(value: unknown): readonly string[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.map((one) => (typeof one === "string" ? one : JSON.stringify(one)));
  return [typeof value === "object" ? JSON.stringify(value) : String(value)];
}

function optionOf(value: string): FormOption {
  return { value, label: value };
}

function isWithin(field: string, name: string): boolean {
  return field === name || field.startsWith(`${name}[`) || field.startsWith(`${name}.`);
}
