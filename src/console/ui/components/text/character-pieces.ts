import { characterNumber, hiddenRun } from "../../../page/shown-text.ts";

/** A run of characters that cannot be seen, as it is shown. */
export interface CharacterMark {
  readonly mark: string;
  readonly title: string;
}

export interface CharacterPieces {
  readonly shown: readonly (string | CharacterMark)[];
  /** Characters that are not shown, because there was no room. */
  readonly left: number;
}

/** Marks of one text: each is an element of the page. */
const mostMarks = 300;

/** ECMA-48, 8.2 and ECMA-6: in letters, because many fonts have no pictures of controls. */
const controls =
  "NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US".split(
    " ",
  );

const names: Readonly<Record<number, string>> = {
  173: "soft hyphen",
  8203: "zero-width space",
  8204: "zero-width non-joiner",
  8205: "zero-width joiner",
  8206: "left-to-right mark",
  8207: "right-to-left mark",
  8232: "line separator",
  8233: "paragraph separator",
  8234: "left-to-right embedding",
  8235: "right-to-left embedding",
  8236: "pop directional formatting",
  8237: "left-to-right override",
  8238: "right-to-left override",
  8288: "word joiner",
  8294: "left-to-right isolate",
  8295: "right-to-left isolate",
  8296: "first strong isolate",
  8297: "pop directional isolate",
  65279: "byte order mark",
};

/** Cuts a text into what can be seen and marks for what cannot, bounded in length and in marks. */
export function pieces(text: string, most: number): CharacterPieces {
  const cut = text.length > most ? text.slice(0, wholeCharacters(text, most)) : text;
  const shown: (string | CharacterMark)[] = [];
  let from = 0;
  let marks = 0;
  for (const { 0: run, 1: character = "", index } of cut.matchAll(hiddenRun)) {
    if (marks++ === mostMarks) {
      return { shown, left: text.length - from };
    }
    if (index > from) shown.push(cut.slice(from, index));
    shown.push(markOf(character, run.length / character.length));
    from = index + run.length;
  }
  if (from < cut.length) shown.push(cut.slice(from));
  return { shown, left: text.length - cut.length };
}

/** Where to cut so that no surrogate pair is parted. */
export function wholeCharacters(text: string, most: number): number {
  const last = text.charCodeAt(most - 1);
  return last >= 0xd800 && last <= 0xdbff ? most - 1 : most;
}

function markOf(character: string, times: number): CharacterMark {
  const code = character.codePointAt(0) ?? 0;
  const number = characterNumber(character);
  const picture = controls[code] ?? number;
  const name = names[code] ?? (code < 0xa0 ? "control character" : "character that cannot be seen");
  return {
    mark: times === 1 ? picture : `${picture}×${times}`,
    title: `${number}, ${name}${times === 1 ? "" : `, ${times} times`}`,
  };
}
