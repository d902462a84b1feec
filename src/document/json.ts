import {
  createScanner,
  findNodeAtLocation,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from "jsonc-parser";
import { type DocumentPath, documentFault, lineAt, type SourceDocument } from "./document.ts";
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
  const json = options.comments === "whole-line" ? blankComments(text) : text;
  checkDepth(json, name);
  const errors: ParseError[] = [];
  const root = parseTree(json, errors, { disallowComments: true, allowTrailingComma: false });
  const [error] = errors;
  if (error || !root) {
    const line = lineAt(text, error?.offset ?? 0);
    const what = error
      ? printParseErrorCode(error.error)
          .replace(/([a-z])([A-Z])/g, "$1 $2")
          .toLowerCase()
      : "is empty";
    throw documentFault(
      "DOCUMENT_INVALID",
      { file: name, line },
      `not valid JSON: ${what}`,
      "Mend the syntax at this line.",
    );
  }
  const value = toValue(root, { name, text });
  return { file: name, value, lineOf: (path) => lineAt(text, offsetOf(root, path)) };
}

/** Comments become spaces, so that every offset stays what it was. A JSON string cannot span lines. */
function blankComments(text: string): string {
  return text.replace(/^[ \t]*\/\/.*$/gm, (line) => " ".repeat(line.length));
}

/** Asked before parsing, since the parser recurses. */
function checkDepth(json: string, name: string): void {
  const scanner = createScanner(json, true);
  let depth = 0;
  // Token kinds of jsonc-parser's SyntaxKind: 1 and 3 open, 2 and 4 close, 17 is the end.
  for (let token: number = scanner.scan(); token !== 17; token = scanner.scan()) {
    if (token === 1 || token === 3) depth++;
    else if (token === 2 || token === 4) depth--;
    if (depth > maxDepth) {
      const line = lineAt(json, scanner.getTokenOffset());
      throw documentFault(
        "DOCUMENT_INVALID",
        { file: name, line },
        `nested deeper than ${maxDepth} levels`,
        "Flatten it.",
      );
    }
  }
}

function toValue(node: Node, source: { readonly name: string; readonly text: string }): unknown {
  if (node.type === "array") return (node.children ?? []).map((item) => toValue(item, source));
  if (node.type !== "object") return node.value;
  const value: Record<string, unknown> = {};
  for (const property of node.children ?? []) {
    const [key, child] = property.children as [Node, Node];
    const at = { file: source.name, line: lineAt(source.text, key.offset) };
    if (key.value === "__proto__") {
      throw documentFault(
        "DOCUMENT_INVALID",
        at,
        'the key "__proto__" is not allowed',
        "Give it another name.",
      );
    }
    if (Object.hasOwn(value, key.value)) {
      throw documentFault(
        "DOCUMENT_INVALID",
        at,
        `the key ${JSON.stringify(key.value)} stands twice`,
        "Remove one of the two.",
      );
    }
    value[key.value] = toValue(child, source);
  }
  return value;
}

function offsetOf(root: Node, path: DocumentPath): number {
  for (let length = path.length; length > 0; length--) {
    const node = findNodeAtLocation(root, path.slice(0, length) as (string | number)[]);
    // For a property, the line of its key, which is where a person looks.
    if (node) return node.parent?.type === "property" ? node.parent.offset : node.offset;
  }
  return root.offset;
}
