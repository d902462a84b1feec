import { certain } from "../../fault/certain.ts";
import { exactDigits, largestExact, maxValueBytes, maxValueDepth } from "../schema/value-rule.ts";

/**
 * What is wrong with the text of a value by the rule of `schema/value-rule.ts`, to follow "the value"; `undefined` for a good one.
 * It shows no part of the value but a number.
 * @param raw valid JSON
 */
export function valueTextProblem(raw: string): string | undefined {
  if (raw.length > maxValueBytes || Buffer.byteLength(raw) > maxValueBytes)
    return `is larger than ${maxValueBytes} bytes`;
  if (/[\n\r]/.test(raw)) return "is not on one line";
  if (!raw.isWellFormed()) return "is not Unicode text";
  return new Scan(raw).problem();
}

/** Whether a number comes back from every reader as it is written. @param text a number of JSON */
export function isExactNumber(text: string): boolean {
  if (!/^-?\d+(\.\d*[1-9])?$/.test(text) || text === "-0" || /^-?0\.0{6}/.test(text)) return false;
  const digits = text.replace(".", "").replace(/^[-0]+/, "");
  if (digits.length <= exactDigits) return true;
  return !text.includes(".") && digits.length === largestExact.length && digits <= largestExact;
}

const number = /-?\d[\d.eE+-]*/y;

/** One walk over a text that is known to be JSON. */
class Scan {
  readonly #raw: string;
  /** For each open object its keys, for each open array nothing. */
  readonly #open: (Set<string> | undefined)[] = [];
  /** Whether the next string is a key. */
  #keyNext = false;

  constructor(raw: string) {
    this.#raw = raw;
  }

  problem(): string | undefined {
    const raw = this.#raw;
    for (let at = 0; at < raw.length; ) {
      const character = raw.charAt(at);
      if (character === '"') {
        const end = endOfString(raw, at);
        const problem = this.#string(raw.slice(at, end));
        if (problem !== undefined) return problem;
        at = end;
      } else if (character === "-" || (character >= "0" && character <= "9")) {
        number.lastIndex = at;
        const text = certain(number.exec(raw)?.[0]);
        if (!isExactNumber(text)) return inexact(text);
        at += text.length;
      } else {
        if (!this.#structure(character)) return `is nested more than ${maxValueDepth} levels deep`;
        at++;
      }
    }
    return undefined;
  }

  #structure(character: string): boolean {
    if (character === "{" || character === "[") {
      this.#open.push(character === "{" ? new Set() : undefined);
      this.#keyNext = character === "{";
    } else if (character === "}" || character === "]") this.#open.pop();
    else if (character === ",") this.#keyNext = this.#open.at(-1) !== undefined;
    else if (character === ":") this.#keyNext = false;
    return this.#open.length <= maxValueDepth;
  }

  #string(literal: string): string | undefined {
    if (literal.includes("\\u")) {
      const text = String(JSON.parse(literal));
      if (text.includes("\0")) return "holds the character NUL";
      if (!text.isWellFormed()) return "holds half of a surrogate pair";
    }
    if (!this.#keyNext) return undefined;
    this.#keyNext = false;
    const keys = certain(this.#open.at(-1));
    const key = literal.includes("\\") ? String(JSON.parse(literal)) : literal.slice(1, -1);
    if (keys.has(key)) return "has a key twice in one object";
    keys.add(key);
    return undefined;
  }
}

/** Where a string ends, behind its closing quotation mark. */
function endOfString(raw: string, start: number): number {
  for (let end = raw.indexOf('"', start + 1); ; end = raw.indexOf('"', end + 1)) {
    let escapes = 0;
    while (raw[end - 1 - escapes] === "\\") escapes++;
    if (escapes % 2 === 0) return end + 1;
  }
}

function inexact(text: string): string {
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  return `holds the number ${shown}, which does not come back as it is written: write it plainly, with at most ${exactDigits} digits, or as a string`;
}
