import { shortened, visible } from "../../fault/visible.ts";
import { ambiguousImage, invalid } from "../image-fault.ts";

/** The deepest nesting that is read; Go's decoders stop at 10,000. */
const maxDepth = 100;

/**
 * Bytes as the JSON value that every program reads in them (RFC 8259, and I-JSON, RFC 7493, where programs differ).
 * @param what the document, for messages
 * @throws {IdentikitError} `IMAGE_INVALID` where they are not JSON, nested over 100 levels included; `IMAGE_AMBIGUOUS`
 * where programs read them differently: a key that stands twice, data after the value, text that is not Unicode, a whole number that is not written as one or that loses digits
 */
export function readJson(bytes: Uint8Array, what: string): unknown {
  return new Reader(textOf(bytes, what), what).document();
}

/** Go puts U+FFFD for bytes that are not UTF-8, other programs refuse them. A byte order mark stays, and is refused. */
function textOf(bytes: Uint8Array, what: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw ambiguousImage(what, "it has bytes that are not UTF-8, which some programs replace");
  }
}

class Reader {
  readonly #text: string;
  readonly #what: string;
  #at = 0;

  constructor(text: string, what: string) {
    this.#text = text;
    this.#what = what;
  }

  document(): unknown {
    const value = this.#value(0);
    this.#space();
    // A decoder of a stream stops here, one of a whole document refuses.
    if (this.#at < this.#text.length) throw ambiguousImage(this.#what, "its JSON goes on after its end");
    return value;
  }

  #value(depth: number): unknown {
    if (depth > maxDepth) throw invalid(this.#what, `it is nested deeper than ${maxDepth} levels`);
    this.#space();
    switch (this.#text[this.#at]) {
      case "{":
        return this.#object(depth + 1);
      case "[":
        return this.#array(depth + 1);
      case '"':
        return this.#string();
      case "t":
        return this.#word("true", true);
      case "f":
        return this.#word("false", false);
      case "n":
        return this.#word("null", null);
      default:
        return this.#number();
    }
  }

  #object(depth: number): Record<string, unknown> {
    const value: Record<string, unknown> = {};
    this.#at++;
    if (this.#takes("}")) return value;
    do {
      this.#space();
      if (this.#text[this.#at] !== '"') throw this.#malformed();
      const key = this.#string();
      if (Object.hasOwn(value, key) || key === "__proto__")
        throw ambiguousImage(
          this.#what,
          `${shown(key)} ${key === "__proto__" ? "is a key in it" : "stands twice"}`,
        );
      if (!this.#takes(":")) throw this.#malformed();
      value[key] = this.#value(depth);
    } while (this.#takes(","));
    if (!this.#takes("}")) throw this.#malformed();
    return value;
  }

  #array(depth: number): unknown[] {
    const value: unknown[] = [];
    this.#at++;
    if (this.#takes("]")) return value;
    do value.push(this.#value(depth));
    while (this.#takes(","));
    if (!this.#takes("]")) throw this.#malformed();
    return value;
  }

  #string(): string {
    const start = this.#at;
    let end = start;
    do end = this.#text.indexOf('"', end + 1);
    while (end !== -1 && isEscaped(this.#text, end));
    if (end === -1) throw this.#malformed();
    this.#at = end + 1;
    const value = this.#unescaped(this.#text.slice(start, end + 1));
    // Go puts U+FFFD for half a surrogate pair.
    if (!value.isWellFormed())
      throw ambiguousImage(this.#what, `the text ${shown(value)} holds half a surrogate pair`);
    return value;
  }

  #unescaped(literal: string): string {
    try {
      return String(JSON.parse(literal));
    } catch {
      throw this.#malformed();
    }
  }

  #number(): number {
    const form = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
    form.lastIndex = this.#at;
    const literal = form.exec(this.#text)?.[0];
    if (literal === undefined) throw this.#malformed();
    this.#at += literal.length;
    const value = Number(literal);
    // Go takes 1.0 and 1e2 for no whole number, where others do; and a double has not the digits of a 64-bit number.
    if (!Number.isFinite(value) || (Number.isInteger(value) && String(value) !== literal))
      throw ambiguousImage(this.#what, `programs differ on the number ${shown(literal)}`);
    return value;
  }

  #word<Value>(word: string, value: Value): Value {
    if (!this.#text.startsWith(word, this.#at)) throw this.#malformed();
    this.#at += word.length;
    return value;
  }

  #takes(mark: string): boolean {
    this.#space();
    if (this.#text[this.#at] !== mark) return false;
    this.#at++;
    return true;
  }

  #space(): void {
    while (/[ \t\n\r]/.test(this.#text[this.#at] ?? "")) this.#at++;
  }

  #malformed(): Error {
    return invalid(this.#what, `it is not JSON (at character ${this.#at})`);
  }
}

/** True where an odd number of backslashes stands before a quote. */
function isEscaped(text: string, quote: number): boolean {
  let before = quote;
  while (text[before - 1] === "\\") before--;
  return (quote - before) % 2 === 1;
}

/** Text from outside in quotes, for one line of a message. */
export function shown(text: string): string {
  return JSON.stringify(shortened(visible(text), 80));
}
