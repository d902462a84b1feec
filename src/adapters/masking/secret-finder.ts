import { maskForms } from "../../secret/mask.ts";

/** A stretch of a text, in characters: from, and up to. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Shorter forms would blot out innocent text; the house's masker leaves out the same. */
const shortestForm = 4;

/**
 * Finds the values of secrets in texts, in the forms that `maskForms` knows, also where white space and line ends stand between their
 * characters: so a value is found that was broken over lines.
 */
export class SecretFinder {
  /** Without white space, longest first: where two begin at one place, the longer one counts. */
  readonly #forms: readonly string[];
  readonly #pattern: RegExp;

  constructor(secrets: Iterable<string>) {
    const all = [...secrets].flatMap(maskForms).map((form) => form.replace(/\s+/g, ""));
    this.#forms = [...new Set(all)]
      .filter(({ length }) => length >= shortestForm)
      .sort((a, b) => b.length - a.length);
    this.#pattern = new RegExp(this.#forms.map((form) => RegExp.escape(form)).join("|"), "g");
  }

  /**
   * @returns the values in a text, in order and apart; and from where on its end may be the beginning of one, which only what comes
   * next can tell: its length where that is nowhere
   */
  find(text: string): { readonly found: readonly Stretch[]; readonly openFrom: number } {
    const [longest] = this.#forms;
    if (longest === undefined) return { found: [], openFrom: text.length };
    const { squeezed, placeOf } = squeeze(text);
    const matches = [...squeezed.matchAll(this.#pattern)].map(({ index, 0: form }) => ({
      start: index,
      end: index + form.length,
    }));
    const found = matches.map(({ start, end }) => ({ start: placeOf(start), end: placeOf(end - 1) + 1 }));
    for (let at = Math.max(0, squeezed.length - longest.length + 1); at < squeezed.length; at++) {
      // Where a value begins, a longer one may.
      const within = matches.find(({ start, end }) => start < at && at < end);
      if (within) at = within.end - 1;
      else if (this.#mayBegin(squeezed.slice(at))) return { found, openFrom: placeOf(at) };
    }
    return { found, openFrom: text.length };
  }

  #mayBegin(rest: string): boolean {
    return this.#forms.some((form) => form.length > rest.length && form.startsWith(rest));
  }
}

/** A text without white space, and where each of its characters stood. */
function squeeze(text: string): { readonly squeezed: string; readonly placeOf: (at: number) => number } {
  const words = [...text.matchAll(/\S+/g)];
  let starts: number[] | undefined;
  const placeOf = (at: number): number => {
    if (!starts) {
      starts = [];
      let length = 0;
      for (const { 0: word } of words) {
        starts.push(length);
        length += word.length;
      }
    }
    const word = Math.max(0, lastAtMost(starts, at));
    return (words[word]?.index ?? 0) + at - (starts[word] ?? 0);
  };
  return { squeezed: words.map(([word]) => word).join(""), placeOf };
}

/** The index of the last number that is at most the bound, in a list that rises. */
function lastAtMost(rising: readonly number[], bound: number): number {
  let [low, high] = [0, rising.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rising[middle] ?? 0) <= bound) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
