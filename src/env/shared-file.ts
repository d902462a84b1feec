import { type ParseError, parse, printParseErrorCode } from "jsonc-parser";
import type { IdentikitError } from "../fault/error.ts";
import { type JsonMember, type JsonOutline, jsonOutline } from "./json-outline.ts";
import { type SharedText, sharedTextInvalid } from "./shared-text.ts";

interface Parts {
  readonly name: string;
  readonly mark: string;
  readonly depth: number;
}

/**
 * A JSON file that several programs write, as text: what is not ours in it stays byte for byte, byte order mark,
 * line ends, order of keys, long numbers and all.
 */
export class SharedFile implements SharedText {
  readonly #name: string;
  readonly #mark: string;
  readonly #text: string;
  readonly #outline: JsonOutline;
  /** How many objects this one stands in. */
  readonly #depth: number;

  private constructor(text: string, from: Pick<Parts, "name" | "mark" | "depth">) {
    this.#name = from.name;
    this.#mark = from.mark;
    this.#depth = from.depth;
    this.#text = text;
    this.#outline = jsonOutline(text);
  }

  /** What a file that does not exist yet starts from. */
  static empty(): SharedFile {
    return new SharedFile("{}\n", { name: "a new file", mark: "", depth: 0 });
  }

  /**
   * @param name what messages call the file; nothing of its content is ever in a message
   * @throws {IdentikitError} `ENV_FILE_INVALID` with line and column for what is not a JSON object in UTF-8
   */
  static parse(bytes: Uint8Array, name: string): SharedFile {
    const decoded = decode(bytes, name);
    const mark = decoded.startsWith("\ufeff") ? "\ufeff" : "";
    const text = decoded.slice(mark.length);
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw malformed(text, name);
    }
    if (value === null || typeof value !== "object" || Array.isArray(value)) {
      throw sharedTextInvalid(name, { line: 1, column: 1 }, "is not a JSON object");
    }
    return new SharedFile(text, { name, mark, depth: 0 });
  }

  /** The value of a key, as the client reads it: of a key that stands twice, the last. */
  value(key: string): unknown {
    const [first, rest] = keyPath(key);
    if (rest !== undefined) return this.#objectAt(first)?.value(rest);
    const member = this.#memberAt(key);
    return member ? JSON.parse(this.#text.slice(member.valueStart, member.end)) : undefined;
  }

  /** How often a key stands in its object. */
  count(key: string): number {
    const [first, rest] = keyPath(key);
    if (rest !== undefined) return this.#objectAt(first)?.count(rest) ?? 0;
    return this.#outline.members.filter((member) => member.key === key).length;
  }

  /** This file with the value under the key, once, and everything else as it is; `undefined` takes the key out. */
  with(key: string, value: unknown): SharedFile {
    const [first, rest] = keyPath(key);
    if (rest !== undefined) return this.#withIn(first, rest, value);
    const standing = this.#outline.members.filter((member) => member.key === key);
    const [superfluous] = value === undefined ? standing : standing.slice(0, -1);
    if (superfluous) return this.#without(superfluous).with(key, value);
    const [member] = standing;
    if (value === undefined) return this;
    return member ? this.#replace(member, value) : this.#append(key, value);
  }

  bytes(): Buffer {
    return Buffer.from(this.#mark + this.#text);
  }

  #memberAt(key: string): JsonMember | undefined {
    return this.#outline.members.findLast((each) => each.key === key);
  }

  /** The object under a key, as a file of its own; `undefined` where something else stands there. */
  #objectAt(key: string): SharedFile | undefined {
    const member = this.#memberAt(key);
    if (!member || this.#text[member.valueStart] !== "{") return undefined;
    const text = this.#text.slice(member.valueStart, member.end);
    return new SharedFile(text, { name: this.#name, mark: "", depth: this.#depth + 1 });
  }

  #withIn(key: string, rest: string, value: unknown): SharedFile {
    const member = this.#memberAt(key);
    const inner = this.#objectAt(key);
    if (!member || (inner && inner.#outline.members.length === 0)) {
      return value === undefined ? this : this.with(key, { [rest]: value });
    }
    if (!inner) {
      const before = this.#text.slice(0, member.valueStart);
      const position = {
        line: before.split("\n").length,
        column: before.length - before.lastIndexOf("\n"),
      };
      throw sharedTextInvalid(this.#name, position, `holds no object under "${key}"`);
    }
    const changed = inner.with(rest, value);
    // An object that held nothing but ours goes with it.
    if (changed.#outline.members.length === 0) return this.with(key, undefined);
    return this.#splice(member.valueStart, member.end, changed.#text);
  }

  #without(member: JsonMember): SharedFile {
    const { members, open, close } = this.#outline;
    const at = members.indexOf(member);
    const previous = members[at - 1];
    const next = members[at + 1];
    if (next) return this.#splice(member.start, next.start, "");
    return previous ? this.#splice(previous.end, member.end, "") : this.#splice(open + 1, close, "");
  }

  #replace(member: JsonMember, value: unknown): SharedFile {
    const lead = this.#leadOf(member);
    return this.#splice(member.valueStart, member.end, this.#write(value, lead));
  }

  #append(key: string, value: unknown): SharedFile {
    const { members, open, close } = this.#outline;
    const name = JSON.stringify(key);
    const last = members.at(-1);
    if (!last) {
      const lead = `${this.#lineEnd()}  `;
      const content = `${lead}${name}: ${this.#write(value, lead)}${this.#lineEnd()}`;
      return this.#splice(open + 1, close, content);
    }
    const lead = this.#leadOf(last);
    const colon = this.#text.slice(last.start, last.valueStart).endsWith(":") ? ":" : ": ";
    return this.#splice(last.end, last.end, `,${lead}${name}${colon}${this.#write(value, lead)}`);
  }

  /** The white space before a member, from its last line end on: where it has one, the object is laid out in lines. */
  #leadOf(member: JsonMember): string {
    let start = member.start;
    while (" \t\r\n".includes(this.#text[start - 1] ?? "x")) start--;
    const space = this.#text.slice(start, member.start);
    const feed = space.lastIndexOf("\n");
    return space.slice(space[feed - 1] === "\r" ? feed - 1 : Math.max(feed, 0));
  }

  #write(value: unknown, lead: string): string {
    if (!lead.includes("\n")) return JSON.stringify(value);
    const indent = lead.slice(lead.indexOf("\n") + 1) || "  ";
    // The outermost members are one step deep, so their indentation is one step of it; that of others is as many more.
    const step = indent.slice(0, Math.max(1, Math.floor(indent.length / (this.#depth + 1))));
    return JSON.stringify(value, null, step).replaceAll("\n", lead);
  }

  #lineEnd(): string {
    return this.#text.includes("\r\n") ? "\r\n" : "\n";
  }

  #splice(start: number, end: number, content: string): SharedFile {
    const text = this.#text.slice(0, start) + content + this.#text.slice(end);
    return new SharedFile(text, { name: this.#name, mark: this.#mark, depth: this.#depth });
  }
}

/** The first name of a key, and the one below it. */
function keyPath(key: string): [first: string, rest: string | undefined] {
  const dot = key.indexOf(".");
  return dot === -1 ? [key, undefined] : [key.slice(0, dot), key.slice(dot + 1)];
}

function decode(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw sharedTextInvalid(name, { line: 1, column: 1 }, "is not UTF-8 text");
  }
}

/** Says where the text stops being JSON. The engine's own message quotes the text, which may hold secrets. */
function malformed(text: string, name: string): IdentikitError {
  const errors: ParseError[] = [];
  try {
    parse(text, errors, { disallowComments: true, allowTrailingComma: false });
  } catch {
    return sharedTextInvalid(name, { line: 1, column: 1 }, "is not valid JSON: nested too deep");
  }
  const [error] = errors;
  const before = text.slice(0, error?.offset ?? 0);
  const position = {
    line: before.split("\n").length,
    column: before.length - before.lastIndexOf("\n"),
  };
  const problem = error
    ? printParseErrorCode(error.error)
        .replace(/(?<=[a-z])(?=[A-Z])/g, " ")
        .toLowerCase()
    : "";
  return sharedTextInvalid(name, position, `is not valid JSON${problem && `: ${problem}`}`);
}
