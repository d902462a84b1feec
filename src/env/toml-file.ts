import { parse, stringify, TomlDate, TomlError, type TomlTable } from "smol-toml";
import { canonicalJson } from "../document/canonical-json.ts";
import { type SharedText, sharedTextInvalid } from "./shared-text.ts";
import { cut, withNested } from "./toml-edit.ts";
import { outlineOf, type TomlStatement } from "./toml-outline.ts";

/**
 * A TOML file that several programs write, as text: what is not ours in it stays byte for byte, byte order mark, line ends,
 * comments and layout. A key is the first name of a file, with everything below it, or the path of one value in tables. Each change is read again by another reader, which has to find what was
 * asked for and everything else as it was.
 */
export class TomlFile implements SharedText {
  readonly #name: string;
  readonly #mark: string;
  readonly #text: string;
  readonly #content: TomlTable;

  private constructor(name: string, mark: string, text: string) {
    this.#name = name;
    this.#mark = mark;
    this.#text = text;
    this.#content = read(text, name);
  }

  /** What a file that does not exist yet starts from. */
  static empty(): TomlFile {
    return new TomlFile("a new file", "", "");
  }

  /**
   * @param name what messages call the file; nothing of its content is ever in a message
   * @throws {IdentikitError} `ENV_FILE_INVALID` with line and column for what is not TOML in UTF-8
   */
  static parse(bytes: Uint8Array, name: string): TomlFile {
    const decoded = decode(bytes, name);
    const mark = decoded.startsWith("\ufeff") ? "\ufeff" : "";
    return new TomlFile(name, mark, decoded.slice(mark.length));
  }

  value(key: string): unknown {
    const value = valueAt(this.#content, namesOf(key));
    return value === undefined ? undefined : plain(value);
  }

  count(key: string): number {
    return valueAt(this.#content, namesOf(key)) === undefined ? 0 : 1;
  }

  with(key: string, value: unknown): TomlFile {
    const text =
      namesOf(key).length > 1 ? withNested(this.#text, namesOf(key), value) : this.#whole(key, value);
    const next = new TomlFile(this.#name, this.#mark, text);
    next.#prove(this, key, value);
    return next;
  }

  bytes(): Buffer {
    return Buffer.from(this.#mark + this.#text);
  }

  #whole(key: string, value: unknown): string {
    const ours = outlineOf(this.#text).filter(({ path }) => path[0] === key);
    return value === undefined ? cut(this.#text, ours) : this.#put(key, value, ours);
  }

  #put(key: string, value: unknown, ours: readonly TomlStatement[]): string {
    const [first, ...others] = ours;
    const written =
      stringify({ [key]: value })
        .trimEnd()
        .replaceAll("\n", this.#lineEnd()) + this.#lineEnd();
    if (isTable(value)) {
      // A table's header takes what follows it, up to the next header: in the place of headers that were ours, or last of all.
      const header = ours.find(({ kind }) => kind === "table");
      if (!header) return this.#append(cut(this.#text, ours), written);
      return cut(this.#text, ours, new Map([[header, written]]));
    }
    if (first?.kind === "pair" && first.value && first.path.length === 1) {
      const [from, to] = first.value;
      const replaced = written.slice(written.indexOf("=") + 1).trim();
      return cut(this.#text.slice(0, from) + replaced + this.#text.slice(to), others);
    }
    return this.#insert(cut(this.#text, ours), written);
  }

  /** Behind the last of the keys that stand before the first table. */
  #insert(text: string, written: string): string {
    const statements = outlineOf(text);
    const tables = statements.findIndex(({ kind }) => kind === "table");
    const last = statements.slice(0, tables === -1 ? undefined : tables).at(-1);
    const at = last?.end ?? 0;
    const before = text.slice(0, at);
    const gap = before === "" || before.endsWith("\n") ? "" : this.#lineEnd();
    return before + gap + written + text.slice(at);
  }

  #append(text: string, written: string): string {
    if (text === "") return written;
    const end = this.#lineEnd();
    const gap = text.endsWith("\n") ? "" : end;
    return text + gap + (/\n\r?\n$/.test(text) ? "" : end) + written;
  }

  #lineEnd(): string {
    return this.#text.includes("\r\n") ? "\r\n" : "\n";
  }

  /** Holds the change against what another reader makes of it. */
  #prove(before: TomlFile, key: string, value: unknown): void {
    const others = (content: TomlTable) => canonicalJson(plain(without(content, namesOf(key))));
    const [want, have] = [canonicalJson(value ?? null), canonicalJson(this.value(key) ?? null)];
    if (others(before.#content) === others(this.#content) && want === have) return;
    const problem = `lays ${JSON.stringify(key)} out in a way that cannot be edited`;
    throw sharedTextInvalid(this.#name, { line: 1, column: 1 }, problem);
  }
}

/** What stands in the file as JSON could hold it: dates and long numbers are told from strings of the same letters. */
function plain(value: unknown): unknown {
  if (typeof value === "bigint") return { integer: value.toString() };
  if (typeof value === "number" && !Number.isFinite(value)) return { float: String(value) };
  if (value instanceof TomlDate) return { date: value.toISOString() };
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

/** The value that names lead to. */
function valueAt(table: unknown, [first = "", ...rest]: readonly string[]): unknown {
  if (!isTable(table) || !Object.hasOwn(table, first)) return undefined;
  return rest.length === 0 ? table[first] : valueAt(table[first], rest);
}

/** A table without what names lead to, and without the tables on the way that have nothing else. */
function without(
  table: Readonly<Record<string, unknown>>,
  [first = "", ...rest]: readonly string[],
): Readonly<Record<string, unknown>> {
  const { [first]: inner, ...others } = table;
  const left = rest.length > 0 && isTable(inner) ? without(inner, rest) : {};
  return Object.keys(left).length === 0 ? others : { ...others, [first]: left };
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof TomlDate);
}

/** The names of a key; none of them has a dot in it. */
function namesOf(key: string): string[] {
  return key.split(".");
}

function read(text: string, name: string): TomlTable {
  try {
    return parse(text, { integersAsBigInt: "asNeeded" });
  } catch (cause) {
    // The reader's own message quotes the text, which may hold secrets.
    const { line, column } = cause instanceof TomlError ? cause : { line: 1, column: 1 };
    throw sharedTextInvalid(name, { line, column }, "is not valid TOML");
  }
}

function decode(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw sharedTextInvalid(name, { line: 1, column: 1 }, "is not UTF-8 text");
  }
}
