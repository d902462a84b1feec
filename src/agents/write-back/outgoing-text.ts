/** What Markdown may be on the forges, after everything that is added to it; GitHub takes 65,536 characters. */
export const mostText = 64_000;
const mostTitle = 250;
const cut = "\n\n(The rest was cut off.)";

/** Between two characters it is seen by nobody, and no forge sees what they would be together. */
const zeroWidthSpace = "\u200b";

/**
 * Controls but tab and line feed, format characters (bidirectional, zero-width, tags), surrogates and separators: who reads the text would
 * see something else than what it says.
 */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * A body, comment or commit message of an agent in which nothing acts by itself: no mention, no word that closes an issue, no command to a
 * bot, no directive to CI, no hidden markup, and every character that cannot be seen is shown as its number.
 * GitHub's closing words: https://docs.github.com/en/issues/tracking-your-work-with-issues/using-issues/linking-a-pull-request-to-an-issue;
 * Gitea's are the same by default, and its words that open an issue again (custom/conf/app.example.ini, CLOSE_KEYWORDS, REOPEN_KEYWORDS).
 */
export function outgoingText(raw: string): string {
  return shortenedText(defused(shown(raw.replaceAll("\r\n", "\n"))));
}

/** The same for a title: one line. */
export function outgoingTitle(raw: string): string {
  const line = defused(shown(raw.replace(/\s+/g, " ").trim()));
  return line.length > mostTitle
    ? `${[...line]
        .slice(0, mostTitle - 1)
        .join("")
        .slice(0, mostTitle - 1)}…`
    : line || "(no title)";
}

function shown(text: string): string {
  return text.replace(unseen, (character) =>
    character === "\n" || character === "\t"
      ? character
      : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

const reference = String.raw`(?:(?:[\w.-]+/[\w.-]+)?[#!]\d|GH-\d|[A-Z]{1,10}-\d|https?://)`;
const acting: readonly (readonly [RegExp, (whole: string) => string])[] = [
  // A mention: people, ORGANISATION/TEAM, and the accounts of bots that take orders.
  [/@(?=[A-Za-z0-9_])/g, () => `@${zeroWidthSpace}`],
  [
    new RegExp(
      String.raw`\b(?:close[sd]?|fix(?:es|ed)?|resolve[sd]?|reopen(?:s|ed)?|implement(?:s|ed)?)(?=[\s:*_~\x60(\[<]{1,20}${reference})`,
      "gi",
    ),
    (word) => `${word[0]}${zeroWidthSpace}${word.slice(1)}`,
  ],
  // A command to a bot, ours included, at the beginning of a line.
  [/^([ \t>*+-]{0,20})\/(?=[A-Za-z])/gm, (start) => `${start}${zeroWidthSpace}`],
  // Directives that keep checks from running.
  [
    /\[(?=(?:skip[ -](?:ci|actions)|(?:ci|actions)[ -]skip|no[ -]ci)\])/gi,
    (start) => `${start}${zeroWidthSpace}`,
  ],
  [/^skip-checks(?=:)/gim, (word) => `${word[0]}${zeroWidthSpace}${word.slice(1)}`],
  // Trailers of commits that only Identikit writes, or that speak for people.
  [
    /^(?:identikit|co-authored|signed-off|approved|reviewed|acked|tested)-(?=[A-Za-z-]{1,30}:)/gim,
    (word) => `${word[0]}${zeroWidthSpace}${word.slice(1)}`,
  ],
  // Hidden markup, our own markers included.
  [/<!--/g, () => "&lt;!--"],
];

function defused(text: string): string {
  return acting.reduce(
    (result, [pattern, replace]) => result.replace(pattern, (whole) => replace(whole)),
    text,
  );
}

function shortenedText(text: string): string {
  if (text.length <= mostText) return text;
  return `${text.slice(0, mostText - cut.length).toWellFormed()}${cut}`;
}
