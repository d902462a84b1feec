import type { AddedLine } from "./diff.ts";

/** A line of a change, with every text that an engine could read it as. */
export interface ReadLine {
  readonly line: number;
  readonly readings: readonly string[];
}

/** A line longer than this is read from its start only as far as this, in pieces; no pattern sees more at once. */
const pieceLength = 20_000;

/**
 * What the added lines of a file say, in every reading that an engine has for them: as written; split where YAML and terminals
 * end a line (CR, NEL, LS, PS); without NUL bytes (UTF-16); with escapes decoded; with strings that are put together from pieces
 * as one; with a line that goes on after a backslash. Comments are left out.
 */
export function readLines(added: readonly AddedLine[]): ReadLine[] {
  return added.map(({ line, text }, at) => {
    const next = added[at + 1];
    const goesOn = /\\\s*$/.test(text) && next?.line === line + 1;
    const texts = goesOn ? [text, text.replace(/\\\s*$/, "") + next.text.trimStart()] : [text];
    return { line, readings: [...new Set(texts.flatMap(readingsOf))] };
  });
}

function readingsOf(text: string): string[] {
  const lines = text.split(/[\r\u0085\u2028\u2029\v\f]/).flatMap(pieces);
  return lines.flatMap((line) => {
    const plain = line.replaceAll("\0", "").replace(/^\ufeff/, "");
    if (/^\s*(?:#(?!\{)|\/\/)/.test(plain)) return [];
    return [plain, joined(plain), joined(unescaped(plain))];
  });
}

function pieces(text: string): string[] {
  const all: string[] = [];
  // They overlap, so that nothing is hidden by where one ends.
  for (let at = 0; at === 0 || at < text.length; at += pieceLength - 500)
    all.push(text.slice(at, at + pieceLength));
  return all;
}

/** `\u0041`, `\x41`, `\101` and `%41`, as JSON, YAML, shells and URLs have them. */
function unescaped(text: string): string {
  return text
    .replace(
      /\\u\{([0-9a-f]{1,6})\}|\\u([0-9a-f]{4})|\\U([0-9a-f]{8})|\\x([0-9a-f]{2})|%([0-9a-f]{2})/gi,
      (all, ...hex) =>
        characterOf(
          all,
          hex.slice(0, 5).find((digits) => digits !== undefined),
          16,
        ),
    )
    .replace(/\\([0-7]{3})/g, (all, octal: string) => characterOf(all, octal, 8));
}

function characterOf(written: string, digits: unknown, base: number): string {
  const code = Number.parseInt(String(digits), base);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : written;
}

/** `"GIT" + "HUB"`, `GIT""HUB`, `GIT\HUB` and `"GIT" "HUB"` as one word. */
function joined(text: string): string {
  return text
    .replace(/(["'`])\s*(?:\+|\.|~|\|\||&)?\s*\1(?=[\w])/g, "")
    .replace(/''|""|\\(?=[A-Za-z_])/g, "");
}
