import type { z } from "zod";
import type { FaultCode } from "../fault/codes.ts";
import { type DocumentPath, documentFault, type SourceDocument } from "./document.ts";

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
  const [issue] = result.error.issues as [z.core.$ZodIssue];
  const path = deepest(issue);
  const at = { file: document.file, line: document.lineOf(path) };
  throw documentFault(code, at, sentence(issue, path), "Mend this key; the reference lists what is allowed.");
}

/** For a key that is not known, its own place rather than that of the object around it. */
function deepest(issue: z.core.$ZodIssue): DocumentPath {
  const path = issue.path.map((part) => (typeof part === "symbol" ? String(part) : part));
  return issue.code === "unrecognized_keys" && issue.keys[0] !== undefined ? [...path, issue.keys[0]] : path;
}

function sentence(issue: z.core.$ZodIssue, path: DocumentPath): string {
  if (issue.code === "unrecognized_keys") return `unknown key ${JSON.stringify(showPath(path))}`;
  return path.length === 0 ? issue.message : `${showPath(path)}: ${issue.message}`;
}

/** A path as people write it: `workspace_templates[1].ref`. */
export function showPath(path: DocumentPath): string {
  return path
    .map((part, index) => (typeof part === "number" ? `[${part}]` : index === 0 ? part : `.${part}`))
    .join("");
}
