import { type MarkdownSpan, markdownSpans } from "./markdown-spans.ts";

/** A block of Markdown. What has no counterpart here, such as HTML, is a paragraph of what was written. */
export type MarkdownBlock =
  | { readonly kind: "paragraph" | "heading"; readonly spans: readonly MarkdownSpan[] }
  | { readonly kind: "code"; readonly language: string; readonly text: string }
  | { readonly kind: "quote"; readonly blocks: readonly MarkdownBlock[] }
  | {
      readonly kind: "list";
      readonly ordered: boolean;
      readonly start: number;
      readonly items: readonly (readonly MarkdownBlock[])[];
    }
  | {
      readonly kind: "table";
      readonly head: readonly (readonly MarkdownSpan[])[];
      readonly rows: readonly (readonly (readonly MarkdownSpan[])[])[];
    }
  | { readonly kind: "rule" };

/** Blocks within blocks, at most: what is deeper is text. */
const mostDepth = 6;

/**
 * The blocks of a text, in the part of CommonMark and GFM that people and models write: paragraphs, headings, lists, quotes, fenced code,
 * tables, rules. Each line is read once a depth. Link definitions, HTML, images, indented code and setext headings are not read: what
 * hides text or loads something has no place where the text is an agent's.
 */
export function markdownBlocks(text: string, depth = 0): readonly MarkdownBlock[] {
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  const blocks: MarkdownBlock[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? "";
    const read = line.trim() === "" ? { lines: 1 } : (blockAt(lines, at, depth) ?? paragraphAt(lines, at));
    if (read.block) blocks.push(read.block);
    at += read.lines;
  }
  return blocks;
}

interface Read {
  readonly block?: MarkdownBlock;
  readonly lines: number;
}

const fence = /^ {0,3}(`{3,}|~{3,})\s*([^\s`]{0,40})/;
const heading = /^ {0,3}#{1,6}[ \t]+/;
const rule = /^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/;
const quote = /^ {0,3}> ?/;
const item = /^( {0,3})(?:([-*+])|(\d{1,9})[.)])(?:[ \t]+|$)/;
const delimiterRow = /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;

function blockAt(lines: readonly string[], at: number, depth: number): Read | undefined {
  const line = lines[at] ?? "";
  const opening = fence.exec(line);
  if (opening) return codeAt(lines, at, opening[1] ?? "", opening[2] ?? "");
  if (heading.test(line)) {
    const words = line.replace(heading, "").replace(/[ \t]+#+[ \t]*$/, "");
    return { block: { kind: "heading", spans: markdownSpans(words) }, lines: 1 };
  }
  if (rule.test(line)) return { block: { kind: "rule" }, lines: 1 };
  if (line.includes("|") && delimiterRow.test(lines[at + 1] ?? "") && (lines[at + 1] ?? "").includes("-"))
    return tableAt(lines, at);
  if (depth >= mostDepth) return undefined;
  if (quote.test(line)) {
    const inner = takenWhile(lines, at, (one) => quote.test(one)).map((one) => one.replace(quote, ""));
    const blocks = markdownBlocks(inner.join("\n"), depth + 1);
    return { block: { kind: "quote", blocks }, lines: inner.length };
  }
  return item.test(line) ? listAt(lines, at, depth) : undefined;
}

function codeAt(lines: readonly string[], at: number, mark: string, language: string): Read {
  const isEnd = (line: string) => line.trim().startsWith(mark) && /^(`+|~+)$/.test(line.trim());
  const inner = takenWhile(lines, at + 1, (line) => !isEnd(line));
  const ended = at + 1 + inner.length < lines.length;
  return { block: { kind: "code", language, text: inner.join("\n") }, lines: inner.length + (ended ? 2 : 1) };
}

function listAt(lines: readonly string[], at: number, depth: number): Read {
  const first = item.exec(lines[at] ?? "");
  const ordered = first?.[3] !== undefined;
  const items: string[][] = [];
  let end = at;
  for (; end < lines.length; end++) {
    const line = lines[end] ?? "";
    const found = item.exec(line);
    const current = items.at(-1);
    if (found && (found[3] !== undefined) === ordered && !/^ {2,}/.test(found[1] ?? "") && !rule.test(line))
      items.push([line.slice(found[0].length)]);
    else if (current && (/^(?: {2,}|\t)/.test(line) || isLazy(lines, end))) current.push(unindented(line));
    else if (current && line.trim() === "" && /^(?: {2,}|\t)\S/.test(lines[end + 1] ?? "")) current.push("");
    else break;
  }
  const block: MarkdownBlock = {
    ...{ kind: "list", ordered, start: Number(first?.[3] ?? 1) },
    items: items.map((one) => markdownBlocks(one.join("\n"), depth + 1)),
  };
  return { block, lines: Math.max(1, end - at) };
}

/** A line that goes on with the paragraph before it, without an indent (CommonMark 5.2, laziness). */
function isLazy(lines: readonly string[], at: number): boolean {
  const [before = "", line = ""] = [lines[at - 1], lines[at]];
  return before.trim() !== "" && line.trim() !== "" && !startsBlock(line);
}

function unindented(line: string): string {
  return line.replace(/^(?: {1,4}|\t)/, "");
}

function tableAt(lines: readonly string[], at: number): Read {
  const rows = takenWhile(lines, at + 2, (line) => line.includes("|") && line.trim() !== "");
  const head = cellsOf(lines[at] ?? "");
  const block: MarkdownBlock = {
    ...{ kind: "table", head: head.map(markdownSpans) },
    rows: rows.map((row) => cellsOf(row).slice(0, head.length).map(markdownSpans)),
  };
  return { block, lines: rows.length + 2 };
}

function cellsOf(line: string): string[] {
  const inner = line.trim().replace(/^\|/, "").replace(/\|$/, "");
  return inner.split(/(?<!\\)\|/, 50).map((cell) => cell.trim().replaceAll("\\|", "|"));
}

function paragraphAt(lines: readonly string[], at: number): Read {
  const more = takenWhile(lines, at + 1, (line) => line.trim() !== "" && !startsBlock(line));
  const words = [lines[at] ?? "", ...more].map((line) => line.trim()).join("\n");
  return { block: { kind: "paragraph", spans: markdownSpans(words) }, lines: more.length + 1 };
}

function startsBlock(line: string): boolean {
  return [fence, heading, rule, quote, item].some((pattern) => pattern.test(line));
}

function takenWhile(lines: readonly string[], at: number, goesOn: (line: string) => boolean): string[] {
  let end = at;
  while (end < lines.length && goesOn(lines[end] ?? "")) end++;
  return lines.slice(at, end);
}
