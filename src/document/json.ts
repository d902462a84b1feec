import {
  createScanner,
  findNodeAtLocation,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from "jsonc-parser";
import {
  type DocumentPath,
  placeAt,
  type Reading,
  type SourceDocument,
  type SyntaxProblem,
  soundDocument,
  syntaxProblems,
} from "./document.ts";
import { readText } from "./text.ts";

/** The deepest nesting that is read. */
const maxDepth = 100;

export interface JsonOptions {
  /** `whole-line`: lines that start with `//` are comments. Default: strict JSON. */
  readonly comments?: "none" | "whole-line";
}

/** {@link parseJson} of a file's text. */
export function readJsonDocument(
  file: string,
  options?: JsonOptions & { readonly name?: string },
): SourceDocument {
  const name = options?.name ?? file;
  return parseJson(readText(file, name), name, options);
}

/**
 * Strict JSON (RFC 8259): no trailing commas, no duplicate keys, no `__proto__` keys, bounded depth.
 * @param name what messages call the text
 * @throws {IdentikitError} `DOCUMENT_INVALID` with the line
 */
export function parseJson(text: string, name: string, options: JsonOptions = {}): SourceDocument {
  return soundDocument(examineJson(text, name, options), name);
}

/** Reads what {@link parseJson} reads, and gives everything that is wrong; of mistakes in the syntax as {@link syntaxProblems} has them. */
export function examineJson(text: string, name: string, options: JsonOptions = {}): Reading {
  const json = options.comments === "whole-line" ? blankComments(text) : text;
  const tooDeep = depthProblem(json);
  if (tooDeep) return { problems: [tooDeep] };
  const errors: ParseError[] = [];
  const root = parseTree(json, errors, { disallowComments: true, allowTrailingComma: false });
  if (errors.length > 0 || !root)
    return {
      problems: syntaxProblems((root ? errors : [errors[0]]).map((error) => syntaxProblem(text, error))),
    };
  const problems: SyntaxProblem[] = [];
  const value = toValue(root, { text, problems });
  const placeOf = (path: DocumentPath, part: "key" | "value" = "key") =>
    placeAt(text, offsetOf(root, path, part));
  return { document: { file: name, value, placeOf, lineOf: (path) => placeOf(path).line }, problems };
}

function syntaxProblem(text: string, error: ParseError | undefined): SyntaxProblem {
  const place = placeAt(text, error?.offset ?? 0);
  const what = error
    ? printParseErrorCode(error.error)
        .replace(/([a-z])([A-Z])/g, "$1 $2")
        .toLowerCase()
    : "is empty";
  const problem = `not valid JSON at column ${place.column}: ${what}`;
  return { ...place, problem, remedy: "Fix the syntax here, or at the end of the line before." };
}

/** Comments become spaces, so that every offset stays what it was. A JSON string cannot span lines. */
function blankComments(text: string): string {
  return text.replace(/^[ \t]*\/\/.*$/gm, (line) => " ".repeat(line.length));
}

/** Asked before parsing, since the parser recurses. */
function depthProblem(json: string): SyntaxProblem | undefined {
  const scanner = createScanner(json, true);
  let depth = 0;
  // Token kinds of jsonc-parser's SyntaxKind: 1 and 3 open, 2 and 4 close, 17 is the end.
  for (let token: number = scanner.scan(); token !== 17; token = scanner.scan()) {
    if (token === 1 || token === 3) depth++;
    else if (token === 2 || token === 4) depth--;
    if (depth > maxDepth) {
      const problem = `nested deeper than ${maxDepth} levels`;
      return { ...placeAt(json, scanner.getTokenOffset()), problem, remedy: "Flatten it." };
    }
  }
  return undefined;
}

function toValue(node: Node, source: { readonly text: string; readonly problems: SyntaxProblem[] }): unknown {
  if (node.type === "array") return (node.children ?? []).map((item) => toValue(item, source));
  if (node.type !== "object") return node.value;
  const value: Record<string, unknown> = {};
  for (const property of node.children ?? []) {
    const [key, child] = property.children as [Node, Node];
    const problem = keyProblem(value, key.value);
    if (problem) source.problems.push({ ...placeAt(source.text, key.offset), ...problem });
    else value[key.value] = toValue(child, source);
  }
  return value;
}

function keyProblem(before: object, key: string): Pick<SyntaxProblem, "problem" | "remedy"> | undefined {
  if (key === "__proto__")
    return { problem: 'the key "__proto__" is not allowed', remedy: "Give it another name." };
  if (!Object.hasOwn(before, key)) return undefined;
  return { problem: `the key ${JSON.stringify(key)} stands twice`, remedy: "Remove one of the two." };
}

function offsetOf(root: Node, path: DocumentPath, part: "key" | "value"): number {
  for (let length = path.length; length > 0; length--) {
    const node = findNodeAtLocation(root, path.slice(0, length) as (string | number)[]);
    if (!node) continue;
    // For a property, its key, which is where a person looks.
    const isProperty = node.parent?.type === "property";
    return isProperty && part === "key" && node.parent ? node.parent.offset : node.offset;
  }
  return root.offset;
}
