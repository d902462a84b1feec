import { stringify } from "smol-toml";
import { certain } from "../fault/certain.ts";
import { outlineOf, type TomlStatement } from "./toml-outline.ts";

/**
 * A TOML text with one value of a table set, or taken out with the header of a table that then says nothing. The table is one with
 * a header; where it is written in another way the text stays as it is, which whoever reads it again finds.
 */
export function withNested(text: string, names: readonly string[], value: unknown): string {
  const outline = outlineOf(text);
  const own = outline.find(({ kind, path }) => kind === "pair" && isSame(path, names));
  const parents = names.slice(0, -1);
  if (value === undefined) return own ? cut(text, [own, ...emptied(outline, own, parents)]) : text;
  const line = stringify({ [names.at(-1) ?? ""]: value }).trimEnd();
  if (own?.value) {
    const [from, to] = own.value;
    return text.slice(0, from) + line.slice(line.indexOf("=") + 1).trim() + text.slice(to);
  }
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  const header = outline.findIndex(({ kind, path }) => kind === "table" && isSame(path, parents));
  if (header !== -1) {
    const last = lastOf(outline, header);
    const before = text.slice(0, last.end);
    return before + (before.endsWith("\n") ? "" : end) + line + end + text.slice(last.end);
  }
  const gap = text === "" ? "" : (text.endsWith("\n") ? "" : end) + (/\n\r?\n$/.test(text) ? "" : end);
  const [title = ""] = stringify(parents.reduceRight<object>((inner, name) => ({ [name]: inner }), {}))
    .trim()
    .split("\n")
    .slice(-1);
  return text + gap + title + end + line + end;
}

/** A text without the lines of some statements, and with other ones in their place. */
export function cut(
  text: string,
  statements: readonly TomlStatement[],
  instead: ReadonlyMap<TomlStatement, string> = new Map(),
): string {
  let [kept, at] = ["", 0];
  for (const statement of [...statements].sort((a, b) => a.start - b.start)) {
    kept += text.slice(at, statement.start) + (instead.get(statement) ?? "");
    at = statement.end;
  }
  return kept + text.slice(at);
}

/** The header of a table whose only pair goes. */
function emptied(
  outline: readonly TomlStatement[],
  own: TomlStatement,
  parents: readonly string[],
): TomlStatement[] {
  const at = outline.findIndex(({ kind, path }) => kind === "table" && isSame(path, parents));
  const header = outline[at];
  return header && outline[at + 1] === own && lastOf(outline, at) === own ? [header] : [];
}

/** The last statement of the table whose header stands at an index; the header where it has none. */
function lastOf(outline: readonly TomlStatement[], at: number): TomlStatement {
  const next = outline.findIndex(({ kind }, index) => index > at && kind === "table");
  return certain(outline.slice(at, next === -1 ? undefined : next).at(-1));
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, at) => name === b[at]);
}
