import { certain } from "../../fault/certain.ts";
import { ambiguousLine } from "./refusal.ts";

/** What a builder reads as one line: continuations joined, comments within them left out. */
export interface LogicalLine {
  readonly text: string;
  /** Where it begins, 1-based. */
  readonly line: number;
}

/** Builders read no line of 64 KiB or more; some bytes less keeps clear of how they count. */
const maxLineBytes = 60_000;
// Blanks that some builders skip and others do not, and bytes that no Dockerfile needs.
const forbidden =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the point
  /[\u0000-\u0008\u000b-\u001f\u007f-\u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]/;

/** Hands out the lines of a Dockerfile, one after the other, as BuildKit's parser and the older ones agree on. */
export class LogicalLines {
  readonly #lines: readonly string[];
  readonly #file: string;
  #next = 0;

  /** @param lines without their line feeds */
  constructor(lines: readonly string[], file: string) {
    this.#lines = lines;
    this.#file = file;
  }

  /**
   * The next line that holds an instruction.
   * @throws {IdentikitError} `DOCKERFILE_AMBIGUOUS`
   */
  next(): LogicalLine | undefined {
    while (this.#next < this.#lines.length) {
      const line = this.#next + 1;
      const first = this.#take();
      if (isComment(first)) continue;
      let { text, continues } = this.#join(first.replace(/^[ \t]+/, ""));
      if (text === "" && !continues) continue;
      while (continues && this.#next < this.#lines.length) {
        const more = this.#take();
        if (isComment(more) || more.trim() === "") continue;
        const joined = this.#join(more);
        text += joined.text;
        continues = joined.continues;
      }
      return { text, line };
    }
    return undefined;
  }

  /** The next line as it stands, carriage return and all, for the body of a here document. */
  raw(): string | undefined {
    return this.#lines[this.#next++];
  }

  #take(): string {
    const text = certain(this.#lines[this.#next++]).replace(/\r+$/, "");
    const place = { file: this.#file, line: this.#next };
    if (Buffer.byteLength(text) > maxLineBytes)
      throw ambiguousLine(place, "the line is too long for some builders");
    if (!isComment(text) && forbidden.test(text))
      throw ambiguousLine(
        place,
        "it holds a control character or a blank that builders read in different ways",
      );
    return text;
  }

  #join(text: string): { text: string; continues: boolean } {
    if (/\\\\[ \t]*$/.test(text))
      throw ambiguousLine(
        { file: this.#file, line: this.#next },
        "builders differ in whether a line that ends in two backslashes goes on",
      );
    const continues = /\\[ \t]*$/.test(text);
    return { text: continues ? text.replace(/\\[ \t]*$/, "") : text, continues };
  }
}

function isComment(text: string): boolean {
  return /^[ \t]*#/.test(text);
}
