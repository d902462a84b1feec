import { parse, stringify, TomlDate, TomlError, type TomlTable } from "smol-toml";
import { canonicalJson } from "../document/canonical-json.ts";
import { IdentikitError } from "../fault/error.ts";
import type { SharedText } from "./shared-text.ts";
import { outlineOf, type TomlStatement } from "./toml-outline.ts";

/**
 * A TOML file that several programs write, as text: what is not ours in it stays byte for byte, byte order mark, line ends,
 * comments and layout. Keys are the first names of a file. Each change is read again by another reader, which has to find what was
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
    return Object.hasOwn(this.#content, key) ? plain(this.#content[key]) : undefined;
  }

  count(key: string): number {
    return Object.hasOwn(this.#content, key) ? 1 : 0;
  }

  with(key: string, value: unknown): TomlFile {
    const ours = outlineOf(this.#text).filter(({ path }) => path[0] === key);
    const text = value === undefined ? cut(this.#text, ours) : this.#put(key, value, ours);
    const next = new TomlFile(this.#name, this.#mark, text);
    next.#prove(this, key, value);
    return next;
  }

  bytes(): Buffer {
    return Buffer.from(this.#mark + this.#text);
  }

  #put(key: string, value: unknown, ours: readonly TomlStatement[]): string {
    const [first, ...others] = ours;
    const isTable = typeof value === "object" && value !== null && !Array.isArray(value);
    const written =
      stringify({ [key]: value })
        .trimEnd()
        .replaceAll("\n", this.#lineEnd()) + this.#lineEnd();
    if (isTable) {
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
    const others = ({ [key]: _, ...rest }: TomlTable) => canonicalJson(plain(rest));
    const [want, have] = [canonicalJson(value ?? null), canonicalJson(this.value(key) ?? null)];
    if (others(before.#content) === others(this.#content) && want === have) return;
    const problem = `lays ${JSON.stringify(key)} out in a way that cannot be edited`;
    throw invalid(this.#name, { line: 1, column: 1 }, problem);
  }
}

/** A text without the lines of some statements, and with other ones in their place. */
function cut(
  text: string,
  statements: readonly TomlStatement[],
  instead: ReadonlyMap<TomlStatement, string> = new Map(),
): string {
  let [kept, at] = ["", 0];
  for (const statement of statements) {
    kept += text.slice(at, statement.start) + (instead.get(statement) ?? "");
    at = statement.end;
  }
  return kept + text.slice(at);
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

function read(text: string, name: string): TomlTable {
  try {
    return parse(text, { integersAsBigInt: "asNeeded" });
  } catch (cause) {
    // The reader's own message quotes the text, which may hold secrets.
    const { line, column } = cause instanceof TomlError ? cause : { line: 1, column: 1 };
    throw invalid(name, { line, column }, "is not valid TOML");
  }
}

function decode(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw invalid(name, { line: 1, column: 1 }, "is not UTF-8 text");
  }
}

function invalid(
  name: string,
  { line, column }: { readonly line: number; readonly column: number },
  problem: string,
): IdentikitError {
  return new IdentikitError("ENV_FILE_INVALID", `${name}:${line}:${column} ${problem}`, {
    remedy: "Fix the file, or remove it and render again; it was left as it is.",
  });
}
