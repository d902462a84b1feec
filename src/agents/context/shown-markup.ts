/** A text in which nothing is hidden any more, and how much was. */
export interface ShownText {
  readonly text: string;
  /** Pieces of hidden markup and invisible characters. */
  readonly hidden: number;
}

/** What Markdown hides from who reads the page, or shows only on request, each with what it is called. Every pattern is bounded. */
const hiding: readonly (readonly [name: string, pattern: RegExp])[] = [
  ["comment", /<!--/g],
  ["HTML", /<[/?!]?[A-Za-z][^<>]{0,2000}>/g],
  ["link definition", /^ {0,3}\[[^\]\n]{1,999}\]:/gm],
  ["link title", /\]\((?:<[^<>\n]{0,2000}>|[^\s"']{0,2000})[ \t\n]{1,10}["'(]/g],
  ["image text", /!\[/g],
  ["character reference", /&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[A-Za-z]{2,31});/gi],
];

/**
 * Controls but tab and line feed, format characters (zero-width, bidirectional, tags), surrogates, separators of lines, fillers that
 * look like nothing, and selectors of variants, which can carry any bytes; the one behind an emoji is none.
 */
const fillers =
  "\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u2800\\u3164\\uffa0\\u{e0100}-\\u{e01ef}\\ufe00-\\ufe0e";
const invisible = new RegExp(
  `(?![\\n\\t ])[\\s\\p{Cc}\\p{Cf}\\p{Cs}${fillers}]|(?<!\\p{Extended_Pictographic})\\ufe0f`,
  "gu",
);

/**
 * A text of Markdown in which everything can be seen: before each piece of markup that a page does not show stands what it is, and each
 * invisible character is written as its number. Nothing is taken out.
 */
export function showHidden(raw: string): ShownText {
  let hidden = 0;
  let text = raw.replaceAll("\r\n", "\n");
  text = text.replace(invisible, (character) => {
    hidden++;
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
  for (const [name, pattern] of hiding) {
    text = text.replace(pattern, (markup) => {
      hidden++;
      return `[hidden ${name}]${markup}`;
    });
  }
  return { text, hidden };
}
