import type { z } from "zod";
import { ambiguousImage, invalid } from "../image-fault.ts";
import { readJson, shown } from "./read-json.ts";
import { checkSpelling } from "./spelling.ts";

/** What a schema's own check gives its issue where engines differ on the value, instead of all refusing it. */
export const enginesDiffer = { enginesDiffer: true } as const;

/**
 * A document that came from outside as the value that every engine reads in it.
 * @param schema describes each field that any engine knows, or else another spelling of it would pass
 * @param what the document, for messages
 * @throws {IdentikitError} `IMAGE_INVALID`, `IMAGE_AMBIGUOUS`
 */
export function decodeDocument<Schema extends z.ZodType>(
  bytes: Uint8Array,
  schema: Schema,
  what: string,
): z.output<Schema> {
  return decodeValue(readJson(bytes, what), schema, what);
}

/** {@link decodeDocument} of a value that was read already. */
export function decodeValue<Schema extends z.ZodType>(
  value: unknown,
  schema: Schema,
  what: string,
): z.output<Schema> {
  checkSpelling(schema, value, what);
  // A run reads a handful of documents: a parser compiled for the schema would take longer than it saves, between two requests.
  const result = schema.safeParse(value, { jitless: true });
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const at = issue?.path.map(String).join(".") ?? "";
  const reason = `${at === "" ? "the document" : shown(at).slice(1, -1)}: ${issue?.message ?? "malformed"}`;
  const differ = issue?.code === "custom" && issue.params?.enginesDiffer === true;
  throw differ ? ambiguousImage(what, reason) : invalid(what, reason);
}
