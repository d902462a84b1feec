import type { FaultCode } from "../fault/codes.ts";
import { IdentikitError } from "../fault/error.ts";

/** Where a value stands in a document: keys and indices from the root. */
export type DocumentPath = readonly (string | number)[];

/** The place that a schema's issue names. */
export function pathOf({ path }: { readonly path: readonly PropertyKey[] }): DocumentPath {
  return path.map((part) => (typeof part === "symbol" ? String(part) : part));
}

/** A place in a text: 1-based line and column, the column in UTF-16 units as editors count. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A parsed file that remembers where everything stood. */
export interface SourceDocument {
  /** The file's name for messages. */
  readonly file: string;
  readonly value: unknown;
  /** The 1-based line of a key or item; of the nearest thing above it where it does not exist. */
  lineOf(path: DocumentPath): number;
  /** The place of a key or item, or of what stands behind the key; of the nearest thing above it where it does not exist. */
  placeOf(path: DocumentPath, part?: "key" | "value"): Place;
}

/** One thing that is wrong in a text, before anything is known of what it should say. */
export interface SyntaxProblem extends Place {
  readonly problem: string;
  readonly remedy: string;
}

/** What came of reading a text: a document where enough of it could be read, and everything that is wrong with its form. */
export interface Reading {
  readonly document?: SourceDocument;
  /** In the order of the text; empty for a text of the right form. */
  readonly problems: readonly SyntaxProblem[];
}

/** Problems of syntax that are told of one text; what comes after so many follows from them. */
const mostSyntaxProblems = 10;

/**
 * The problems of a syntax that the parser went on after, as people fix them: in the order of the text, the first of each line, ten
 * at most. Those after the first may follow from it, and say so.
 */
export function syntaxProblems(all: readonly SyntaxProblem[]): SyntaxProblem[] {
  const byLine = new Map<number, SyntaxProblem>();
  for (const problem of [...all].sort((a, b) => a.line - b.line || a.column - b.column))
    if (!byLine.has(problem.line)) byLine.set(problem.line, problem);
  return [...byLine.values()].slice(0, mostSyntaxProblems).map((problem, at) => ({
    ...problem,
    remedy: at === 0 ? problem.remedy : `${problem.remedy} It may follow from the mistake before it.`,
  }));
}

/**
 * The document of a reading without problems.
 * @throws {IdentikitError} `DOCUMENT_INVALID` with file, line and column of the first problem
 */
export function soundDocument({ document, problems }: Reading, file: string): SourceDocument {
  const [first] = problems;
  if (document && !first) return document;
  const { line = 1, column = 1, problem = "is empty", remedy = "Write its content." } = first ?? {};
  throw documentFault("DOCUMENT_INVALID", { file, line, column }, problem, remedy);
}

/** A fault that names file and line. */
export function documentFault(
  code: FaultCode,
  at: { readonly file: string; readonly line: number; readonly column?: number },
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

/** The place of an offset in a text. */
export function placeAt(text: string, offset: number): Place {
  let line = 1;
  let start = 0;
  for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", at + 1)) {
    line++;
    start = at + 1;
  }
  return { line, column: Math.max(1, offset - start + 1) };
}
