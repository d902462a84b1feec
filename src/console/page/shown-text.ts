/** Characters of no letters that look like nothing, besides those that Unicode calls controls and formats. */
const fillers =
  "\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u2800\\u3164\\uffa0\\u{e0100}-\\u{e01ef}\\ufe00-\\ufe0e";

/**
 * Runs of one character that cannot be seen, or that turns how others look: controls but tab and line feed, format characters, separators of
 * lines, lone surrogates, fillers.
 */
export const hiddenRun: RegExp = new RegExp(
  `((?![\\n\\t])[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}${fillers}])\\1*`,
  "gu",
);

/** A character by its number: `U+202E`. */
export function characterNumber(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/** A text that others wrote, for where no marks can be drawn: every character that hides or turns something is written as its number. */
export function shownText(text: string): string {
  return text.replace(hiddenRun, (run, character: string) =>
    `⟨${characterNumber(character)}⟩`.repeat(run.length / character.length),
  );
}
