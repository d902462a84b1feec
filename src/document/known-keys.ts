import type { z } from "zod";

/** The keys that a schema knows for the object at a path; none where the path leads to no object. */
export function knownKeys(schema: z.core.$ZodType, path: readonly (string | number)[]): string[] {
  const [part, ...rest] = path;
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case "object":
      if (part === undefined) return Object.keys(def.shape);
      return Object.hasOwn(def.shape, part) ? knownKeys(def.shape[part] as z.core.$ZodType, rest) : [];
    case "array":
      return part === undefined ? [] : knownKeys(def.element, rest);
    case "record":
      return part === undefined ? [] : knownKeys(def.valueType, rest);
    case "union":
      return [...new Set(def.options.flatMap((member) => knownKeys(member, path)))];
    case "optional":
    case "nullable":
    case "default":
    case "prefault":
    case "readonly":
      return knownKeys(def.innerType, path);
    case "pipe":
      return knownKeys(def.in, path);
    default:
      return [];
  }
}
