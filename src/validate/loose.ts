import { isRecord } from "../fault/thrown.ts";

// Documents with mistakes in them are looked into as well: what is right in them is still checked against the other files.

/** The items of a list below a key that are objects, each with its index. */
export function recordsIn(
  value: unknown,
  key: string,
): (readonly [index: number, item: Readonly<Record<string, unknown>>])[] {
  const list = isRecord(value) ? value[key] : undefined;
  if (!Array.isArray(list)) return [];
  return [...list.entries()].flatMap(([index, item]) =>
    isRecord(item) && !Array.isArray(item) ? [[index, item] as const] : [],
  );
}

/** The texts of a list, each with its index. */
export function textsIn(value: unknown): (readonly [index: number, text: string])[] {
  if (!Array.isArray(value)) return [];
  return [...value.entries()].flatMap(([index, item]) =>
    typeof item === "string" ? [[index, item] as const] : [],
  );
}

/** The names of an object's members; none where it is no object. */
export function namesIn(value: unknown, key?: string): string[] {
  const object = key === undefined ? value : isRecord(value) ? value[key] : undefined;
  return isRecord(object) && !Array.isArray(object) ? Object.keys(object) : [];
}

/** A member that is a text. */
export function textIn(value: Readonly<Record<string, unknown>>, key: string): string | undefined {
  const text = value[key];
  return typeof text === "string" ? text : undefined;
}
