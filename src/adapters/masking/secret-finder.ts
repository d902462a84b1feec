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
  /** Without white space, by their first character; longest first. */
  readonly #forms = new Map<string, string[]>();
  /** Characters of the longest form. */
  readonly longest: number;

  constructor(secrets: Iterable<string>) {
    const all = [...secrets].flatMap(maskForms).map((form) => form.replace(/\s+/g, ""));
    const forms = [...new Set(all)].filter(({ length }) => length >= shortestForm);
    for (const form of forms.sort((a, b) => b.length - a.length)) {
      const [first = ""] = form;
      this.#forms.set(first, [...(this.#forms.get(first) ?? []), form]);
    }
    this.longest = Math.max(0, ...forms.map(({ length }) => length));
  }

  get isEmpty(): boolean {
    return this.longest === 0;
  }

  /**
   * @returns the values in a text, in order and apart; and from where on its end may be the beginning of one, which only what comes
   * next can tell: its length where that is nowhere
   */
  find(text: string): { readonly found: readonly Stretch[]; readonly openFrom: number } {
    const { squeezed, places } = squeeze(text);
    const found: Stretch[] = [];
    let openFrom = text.length;
    for (let at = 0; at < squeezed.length; ) {
      // Also behind a value: it may be the beginning of a longer one.
      if (openFrom === text.length && this.#mayBegin(squeezed, at)) openFrom = placeAt(places, at);
      const form = this.#formAt(squeezed, at);
      if (form !== undefined) {
        found.push({ start: placeAt(places, at), end: placeAt(places, at + form.length - 1) + 1 });
        at += form.length;
      } else at++;
    }
    return { found, openFrom };
  }

  #formAt(squeezed: string, at: number): string | undefined {
    return this.#forms.get(squeezed[at] ?? "")?.find((form) => squeezed.startsWith(form, at));
  }

  /** Whether the rest of a text is the beginning of a value. */
  #mayBegin(squeezed: string, at: number): boolean {
    const length = squeezed.length - at;
    if (length >= this.longest) return false;
    const rest = squeezed.slice(at);
    return (
      this.#forms.get(rest[0] ?? "")?.some((form) => form.length > length && form.startsWith(rest)) ?? false
    );
  }
}

/** A text without white space, and where each of its characters stood. */
function squeeze(text: string): { readonly squeezed: string; readonly places: Uint32Array } {
  const places = new Uint32Array(text.length);
  let length = 0;
  let squeezed = "";
  for (const { index, 0: word } of text.matchAll(/\S+/g)) {
    squeezed += word;
    for (let at = 0; at < word.length; at++) places[length++] = index + at;
  }
  return { squeezed, places };
}

function placeAt(places: Uint32Array, at: number): number {
  return places[at] ?? 0;
}
