/** A piece of a terminal's text with one look. */
export interface AnsiPiece {
  readonly text: string;
  readonly classes: readonly string[];
}

interface Look {
  color: number | undefined;
  bold: boolean;
  faint: boolean;
  italic: boolean;
  underlined: boolean;
  struck: boolean;
  reversed: boolean;
}

const plain: Look = {
  ...{ color: undefined, bold: false, faint: false, italic: false },
  ...{ underlined: false, struck: false, reversed: false },
};

/** A change of the look (ECMA-48, 8.3.117 SGR), by its parameters. All other sequences stay, and their escape is shown. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is what a terminal is sent.
const selectGraphics = /\x1b\[([0-9;:]{0,64})m/g;

/** Pieces of one text: each is an element of the page. */
const mostPieces = 5000;

/** Cuts a terminal's text where its look changes. No sequence moves the cursor, names a link or sets a title here. */
export function ansiPieces(text: string): readonly AnsiPiece[] {
  const found: AnsiPiece[] = [];
  const look = { ...plain };
  let from = 0;
  const add = (to: number) => {
    if (to > from) found.push({ text: text.slice(from, to), classes: classesOf(look) });
  };
  for (const { 0: sequence, 1: parameters = "", index } of text.matchAll(selectGraphics)) {
    add(index);
    from = index + sequence.length;
    if (found.length >= mostPieces) break;
    change(look, parameters.split(/[;:]/).map(Number));
  }
  add(text.length);
  return found;
}

/** A terminal's text without the changes of its look. */
export function withoutColors(text: string): string {
  return text.replace(selectGraphics, "");
}

function change(look: Look, parameters: readonly number[]): void {
  for (let at = 0; at < parameters.length; at++) {
    const code = parameters[at] ?? 0;
    if (code === 38 || code === 48) {
      const isIndexed = parameters[at + 1] === 5;
      if (code === 38) look.color = isIndexed ? firstSixteen(parameters[at + 2]) : undefined;
      at += isIndexed ? 2 : 4;
    } else if (code === 0) Object.assign(look, plain);
    else Object.assign(look, switches[code] ?? colorOf(code));
  }
}

/** Of 256 colours the first sixteen have a look here. */
function firstSixteen(color = 16): number | undefined {
  return color < 16 ? color : undefined;
}

function colorOf(code: number): Partial<Look> {
  if (code >= 30 && code <= 37) return { color: code - 30 };
  return code >= 90 && code <= 97 ? { color: code - 82 } : {};
}

const switches: Readonly<Record<number, Partial<Look>>> = {
  1: { bold: true },
  2: { faint: true },
  3: { italic: true },
  4: { underlined: true },
  7: { reversed: true },
  9: { struck: true },
  22: { bold: false, faint: false },
  23: { italic: false },
  24: { underlined: false },
  27: { reversed: false },
  29: { struck: false },
  39: { color: undefined },
};

function classesOf({ color, ...flags }: Look): string[] {
  const set = Object.entries(flags).flatMap(([name, isSet]) => (isSet ? [name] : []));
  return color === undefined || flags.reversed ? set : [...set, `color-${color}`];
}
