import type { FaultCode } from "../fault/codes.ts";
import { IdentikitError } from "../fault/error.ts";

/** Where a value stands in a document: keys and indices from the root. */
export type DocumentPath = readonly (string | number)[];

/** A parsed file that remembers where everything stood. */
export interface SourceDocument {
  /** The file's name for messages. */
  readonly file: string;
  readonly value: unknown;
  /** The 1-based line of a key or item; of the nearest thing above it where it does not exist. */
  lineOf(path: DocumentPath): number;
}

/** A fault that names file and line. */
export function documentFault(
  code: FaultCode,
  at: { readonly file: string; readonly line: number },
  problem: string,
  remedy: string,
  cause?: unknown,
): IdentikitError {
  return new IdentikitError(code, `${at.file}:${at.line}: ${problem}`, { remedy, cause, location: at });
}

/** A path as people write it: `workspace_templates[1].ref`. */
export function showPath(path: DocumentPath): string {
  return path
    .map((part, index) => (typeof part === "number" ? `[${part}]` : index === 0 ? part : `.${part}`))
    .join("");
}

/** The 1-based line of an offset in a text. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", at + 1)) line++;
  return line;
}
