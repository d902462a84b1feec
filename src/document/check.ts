import type { z } from "zod";
import type { FaultCode } from "../fault/codes.ts";
import { suggestion } from "../fault/nearest.ts";
import { type DocumentPath, documentFault, type SourceDocument } from "./document.ts";
import { knownKeys } from "./known-keys.ts";

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
  const [first, ...others] = result.error.issues as [z.core.$ZodIssue, ...z.core.$ZodIssue[]];
  // A misspelt key is two mistakes, one unknown and one missing: the one that stands in the file is the one to show.
  const issue = others.find(({ code }) => code === "unrecognized_keys") ?? first;
  const path = deepest(issue);
  const at = { file: document.file, line: document.lineOf(path) };
  if (issue.code !== "unrecognized_keys")
    throw documentFault(code, at, sentence(issue, path), "Mend this key.");
  const known = knownKeys(schema, path.slice(0, -1));
  const problem = `unknown key ${JSON.stringify(showPath(path))}${suggestion(String(path.at(-1)), known)}`;
  throw documentFault(code, at, problem, unknownKeyRemedy(known));
}

/** For a key that is not known, its own place rather than that of the object around it. */
function deepest(issue: z.core.$ZodIssue): DocumentPath {
  const path = issue.path.map((part) => (typeof part === "symbol" ? String(part) : part));
  return issue.code === "unrecognized_keys" && issue.keys[0] !== undefined ? [...path, issue.keys[0]] : path;
}

function unknownKeyRemedy(known: readonly string[]): string {
  return known.length === 0 ? "Remove it." : `Rename or remove it; known here: ${known.join(", ")}.`;
}

function sentence(issue: z.core.$ZodIssue, path: DocumentPath): string {
  return path.length === 0 ? issue.message : `${showPath(path)}: ${issue.message}`;
}

/** A path as people write it: `workspace_templates[1].ref`. */
export function showPath(path: DocumentPath): string {
  return path
    .map((part, index) => (typeof part === "number" ? `[${part}]` : index === 0 ? part : `.${part}`))
    .join("");
}
