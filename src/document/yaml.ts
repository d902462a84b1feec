import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseAllDocuments,
  parseDocument,
  visit,
  type YAMLError,
} from "yaml";
import {
  type DocumentPath,
  type Place,
  type Reading,
  type SourceDocument,
  type SyntaxProblem,
  soundDocument,
  syntaxProblems,
} from "./document.ts";
import { readText } from "./text.ts";

/** {@link parseYaml} of a file's text. */
export function readYamlDocument(file: string, name: string = file): SourceDocument {
  return parseYaml(readText(file, name), name);
}

/**
 * One YAML 1.2 document of plain data: core schema, no aliases (they can blow up), no custom tags, no duplicate keys.
 * An empty document is `null`.
 * @param name what messages call the text
 * @throws {IdentikitError} `DOCUMENT_INVALID` with the line
 */
export function parseYaml(text: string, name: string): SourceDocument {
  return soundDocument(examineYaml(text, name), name);
}

/** Reads what {@link parseYaml} reads, and gives everything that is wrong; of mistakes in the syntax as {@link syntaxProblems} has them. */
export function examineYaml(text: string, name: string): Reading {
  const lines = new LineCounter();
  return readingOf(parseDocument(text, { ...strict, lineCounter: lines }), { text, name, lines });
}

/**
 * Reads a text of several documents, with a line `---` between two, each as {@link examineYaml} does.
 * @returns a reading for each document that is not empty
 */
export function examineYamlStream(text: string, name: string): readonly Reading[] {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { ...strict, lineCounter: lines });
  if (!Array.isArray(documents)) return [];
  return documents
    .filter(({ contents, errors }) => errors.length > 0 || !(contents === null || isEmptyScalar(contents)))
    .map((document) => readingOf(document, { text, name, lines }));
}

const strict = { prettyErrors: false, uniqueKeys: true, schema: "core" } as const;

/** Nothing at all, or a comment. */
function isEmptyScalar(node: unknown): boolean {
  return isScalar(node) && node.value === null && (node.source ?? "") === "";
}

function readingOf(
  document: Document.Parsed,
  { text, name, lines }: { readonly text: string; readonly name: string; readonly lines: LineCounter },
): Reading {
  const placeOfOffset = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const all = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
  const twice = all.filter(({ code }) => code === "DUPLICATE_KEY");
  const syntax = all.filter(({ code }) => code !== "DUPLICATE_KEY");
  const problems = twice.map((error) => ({
    ...placeOfOffset(error.pos[0]),
    problem: `the key ${JSON.stringify(keyAt(text, error.pos[0]))} stands twice`,
    remedy: "Remove one of the two.",
  }));
  if (syntax.length > 0) {
    const wrong = syntax.map((error) => ({ ...placeOfOffset(error.pos[0]), ...wordsOf(error) }));
    return { problems: [...syntaxProblems(wrong), ...problems] };
  }
  visit(document, (_, node) => {
    const problem = nodeProblem(node);
    if (problem) problems.push({ ...placeOfOffset(problem.offset), ...problem.said });
    // A file that is made to blow up has thousands of them.
    return problem?.said.problem === aliasProblem ? visit.BREAK : undefined;
  });
  // Aliases are not followed: what they stand for may be without bound.
  if (problems.some(({ problem }) => problem === aliasProblem)) return { problems };
  const placeOf = (path: DocumentPath, part: "key" | "value" = "key") =>
    placeOfOffset(offsetOf(document.contents, path, part));
  const source = {
    file: name,
    value: document.toJS(),
    placeOf,
    lineOf: (path: DocumentPath) => placeOf(path).line,
  };
  return { document: source, problems: problems.sort((a, b) => a.line - b.line || a.column - b.column) };
}

/** What is said of a document with aliases: it may be right, and is not read all the same. */
export const aliasProblem = "aliases are not allowed";

function wordsOf({ code, message }: YAMLError): Pick<SyntaxProblem, "problem" | "remedy"> {
  if (code === "TAB_AS_INDENT")
    return { problem: "not valid YAML: a tab is in the indentation", remedy: "Indent with spaces." };
  return { problem: `not valid YAML: ${message}`, remedy: "Fix the syntax here." };
}

function nodeProblem(
  node: unknown,
): { readonly offset: number; readonly said: Pick<SyntaxProblem, "problem" | "remedy"> } | undefined {
  if (isAlias(node))
    return { offset: node.range?.[0] ?? 0, said: { problem: aliasProblem, remedy: "Write the value out." } };
  if (isPair(node) && isNode(node.key) && String(node.key) === "__proto__") {
    const said = { problem: 'the key "__proto__" is not allowed', remedy: "Give it another name." };
    return { offset: node.key.range?.[0] ?? 0, said };
  }
  return undefined;
}

/** The key that starts at an offset, as it is written. */
function keyAt(text: string, offset: number): string {
  const [written = ""] = /^[^\n]*?(?=\s*:(?:\s|$)|\n|$)/.exec(text.slice(offset, offset + 200)) ?? [];
  return written.replace(/^(["'])(.*)\1$/, "$2");
}

function offsetOf(root: Node | null, path: DocumentPath, part: "key" | "value"): number {
  let offset = root?.range?.[0] ?? 0;
  let node: unknown = root;
  for (const [index, step] of path.entries()) {
    const { key, value } = entryAt(node, step);
    if (key) offset = key.range?.[0] ?? offset;
    if (!isNode(value) || (key && part === "key" && index === path.length - 1)) return offset;
    offset = value.range?.[0] ?? offset;
    node = value;
  }
  return offset;
}

/** What a step of a path leads to: an item of a list, or a key of a map and what stands behind it. */
function entryAt(node: unknown, step: string | number): { readonly key?: Node; readonly value?: unknown } {
  if (isSeq(node) && typeof step === "number") return { value: node.items[step] };
  const pair = isMap(node)
    ? node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))
    : undefined;
  return pair && isNode(pair.key) ? { key: pair.key, value: pair.value } : {};
}
