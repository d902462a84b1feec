import type { z } from "zod";
import { certain } from "../fault/certain.ts";
import type { FaultCode } from "../fault/codes.ts";
import { documentFault, type SourceDocument } from "./document.ts";
import { mistakesOf } from "./mistake.ts";

/**
 * A document as a typed value.
 * @throws {IdentikitError} the given code, naming file, line and key of the first thing that is wrong
 */
export function checkDocument<Schema extends z.ZodType>(
  document: SourceDocument,
  schema: Schema,
  code: FaultCode,
): z.output<Schema> {
  const result = schema.safeParse(document.value);
  if (result.success) return result.data;
  const [first] = mistakesOf(result.error, document.value, schema);
  const { path, problem, remedy } = certain(first);
  throw documentFault(code, { file: document.file, line: document.lineOf(path) }, problem, remedy);
}
