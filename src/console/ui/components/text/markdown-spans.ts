/** A piece of a line of Markdown. */
export type MarkdownSpan =
  | { readonly kind: "text" | "code"; readonly text: string }
  | { readonly kind: "strong" | "emphasis" | "struck"; readonly spans: readonly MarkdownSpan[] }
  | {
      readonly kind: "link";
      readonly href: string;
      readonly host: string;
      readonly spans: readonly MarkdownSpan[];
    };

/** Characters of one line of text in which marks are looked for; what is longer is text. */
const mostCharacters = 20_000;
const mostDepth = 4;

/** One alternative a mark; each is bounded, and none of them nests a repetition. */
const marks =
  /(`{1,3})([^`\n]{1,2000})\1|!?\[([^[\]\n]{1,500})\]\(([^()\s<>]{1,2000})\)|\*\*([^*\n]{1,2000})\*\*|__([^_\n]{1,2000})__(?!\w)|~~([^~\n]{1,2000})~~|\*(?![\s*])([^*\n]{1,2000})\*|(?<!\w)_(?![\s_])([^_\n]{1,2000})_(?!\w)|\bhttps?:\/\/[^\s<>"'`)\]]{1,2000}|\\([!-/:-@[-`{-~])/g;

/**
 * The pieces of a line: code, strong, emphasis, struck, links. An image is its text as a link, so nothing is loaded; a link that is not
 * http or https is what was written. Every link carries its host, because its words can say anything.
 */
export function markdownSpans(line: string, depth = 0): readonly MarkdownSpan[] {
  if (depth >= mostDepth || line.length > mostCharacters) return [{ kind: "text", text: line }];
  const spans: MarkdownSpan[] = [];
  let from = 0;
  for (const match of line.matchAll(marks)) {
    if (match.index > from) spans.push({ kind: "text", text: line.slice(from, match.index) });
    spans.push(spanOf(match, depth));
    from = match.index + match[0].length;
  }
  if (from < line.length) spans.push({ kind: "text", text: line.slice(from) });
  return spans;
}

function spanOf(match: RegExpExecArray, depth: number): MarkdownSpan {
  const [whole, , code, words, target, bold, bold2, struck, slanted, slanted2, escaped] = match;
  const inner = (text: string) => markdownSpans(text, depth + 1);
  if (code !== undefined) return { kind: "code", text: code };
  if (words !== undefined) return linkTo(target ?? "", inner(words)) ?? { kind: "text", text: whole };
  const strong = bold ?? bold2;
  if (strong !== undefined) return { kind: "strong", spans: inner(strong) };
  if (struck !== undefined) return { kind: "struck", spans: inner(struck) };
  const emphasis = slanted ?? slanted2;
  if (emphasis !== undefined) return { kind: "emphasis", spans: inner(emphasis) };
  if (escaped !== undefined) return { kind: "text", text: escaped };
  const address = whole.replace(/[.,;:!?]+$/, "");
  return linkTo(address, [{ kind: "text", text: whole }]) ?? { kind: "text", text: whole };
}

/** A link, where it leads to a page of the web and holds no name or password. */
function linkTo(target: string, spans: readonly MarkdownSpan[]): MarkdownSpan | undefined {
  const address = safeWebAddress(target);
  return address && { kind: "link", href: address.href, host: address.host, spans };
}

/** An address of the web without credentials; `undefined` for everything else, such as `javascript:`. */
export function safeWebAddress(text: string): URL | undefined {
  if (!/^https?:\/\//i.test(text)) return undefined;
  const address = URL.parse(text);
  const isPlain = address !== null && address.username === "" && address.password === "";
  return isPlain && /^https?:$/.test(address.protocol) ? address : undefined;
}
