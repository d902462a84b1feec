import { isAlias, isNode, isPair, LineCounter, parseDocument, visit } from "yaml";
import { type DocumentPath, documentFault, type SourceDocument } from "./document.ts";
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
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: true,
    schema: "core",
  });
  const lineOfOffset = (offset: number) => lines.linePos(offset).line;
  const [problem] = [...document.errors, ...document.warnings];
  if (problem) {
    const at = { file: name, line: lineOfOffset(problem.pos[0]) };
    throw documentFault(
      "DOCUMENT_INVALID",
      at,
      `not valid YAML: ${problem.message}`,
      "Mend the syntax at this line.",
    );
  }
  visit(document, (key, node) => {
    if (isAlias(node)) {
      const at = { file: name, line: lineOfOffset(node.range?.[0] ?? 0) };
      throw documentFault("DOCUMENT_INVALID", at, "aliases are not allowed", "Write the value out.");
    }
    if (isPair(node) && isNode(node.key) && String(node.key) === "__proto__") {
      const at = { file: name, line: lineOfOffset(node.key.range?.[0] ?? 0) };
      throw documentFault(
        "DOCUMENT_INVALID",
        at,
        'the key "__proto__" is not allowed',
        "Give it another name.",
      );
    }
    void key;
  });
  const lineOf = (path: DocumentPath): number => {
    for (let length = path.length; length > 0; length--) {
      const node = document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return lineOfOffset(node.range[0]);
    }
    return 1;
  };
  return { file: name, value: document.toJS(), lineOf };
}
