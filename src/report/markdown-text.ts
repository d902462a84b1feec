import { shortened, visible } from "../fault/visible.ts";

/** Characters of one value before its middle is left out. */
const valueLength = 200;

/**
 * Any text as a code span that holds it and nothing else, in a paragraph, a list or a table cell, on GitHub and on
 * Gitea. A backtick, a pipe or a backslash would end a span or a cell (GFM §4.10), so text with one of them becomes an
 * HTML `code` element of character references, which never form Markdown (CommonMark §2.5).
 */
export function markdownCode(text: string): string {
  const line = shortened(visible(text), valueLength);
  if (line.trim() === "") return "<code>&#32;</code>";
  return /[`|\\]/.test(line) ? `<code>${references(line)}</code>` : `\`${line}\``;
}

/**
 * Any text as plain words. What a host would make a link or a notification of (`@name`, `#1`, an address) is set as
 * code, where no host looks for them; all other punctuation of Markdown and HTML becomes a character reference.
 */
export function markdownProse(text: string): string {
  const line = shortened(visible(text), 2 * valueLength);
  return /[@#]|:\/\/|www\.|\bgh-\d/i.test(line) ? markdownCode(line) : references(line);
}

/** A digest with its first twelve hex digits, as people quote it; any other text as it is. */
export function withShortDigests(text: string): string {
  return text.replace(/\b(sha256:[0-9a-f]{12})[0-9a-f]{52}\b/g, "$1…");
}

function references(line: string): string {
  return line.replace(/[&<>`*_[\]()#|\\~!{}@$^=+"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
