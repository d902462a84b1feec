import type { z } from "zod";
import { ambiguousImage } from "../image-fault.ts";
import { shown } from "./read-json.ts";

/**
 * Refuses an object of which a program that passes over letter case reads another value than one that does not. Go's
 * `encoding/json` matches a field's name under Unicode simple case folding (`ſ` is `s`) and takes the last; the keys of
 * maps it reads as they are. So fields, which the schema describes, have one spelling each, and keys of a record any.
 * @throws {IdentikitError} `IMAGE_AMBIGUOUS`
 */
export function checkSpelling(schema: z.core.$ZodType, value: unknown, what: string): void {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case "object":
      if (isObject(value)) checkFields(def.shape, value, what);
      break;
    case "record":
      if (isObject(value)) for (const each of Object.values(value)) checkSpelling(def.valueType, each, what);
      break;
    case "array":
      if (Array.isArray(value)) for (const each of value) checkSpelling(def.element, each, what);
      break;
    case "optional":
    case "nullable":
      checkSpelling(def.innerType, value, what);
      break;
    case "pipe":
      checkSpelling(def.in, value, what);
      break;
  }
}

function checkFields(shape: z.core.$ZodShape, value: Record<string, unknown>, what: string): void {
  const spellings = new Map(Object.keys(shape).map((key) => [folded(key), key]));
  for (const [key, member] of Object.entries(value)) {
    const spelling = spellings.get(folded(key)) ?? key;
    if (spelling !== key)
      throw ambiguousImage(
        what,
        `the key ${shown(key)} is ${shown(spelling)} to programs that ignore letter case`,
      );
    spellings.set(folded(key), key);
    const field = shape[key];
    if (field) checkSpelling(field, member, what);
  }
}

/**
 * One form for all spellings that a program may take for the same: never fewer than simple case folding joins (Go's
 * `bytes.EqualFold`), and a few more (`ı`, `ß`), which nobody needs.
 */
export function folded(key: string): string {
  return key.toLowerCase().toUpperCase().toLowerCase();
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
