import { createHash, type Hash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";
import { fileFault } from "../tree/file-fault.ts";
import { comparePaths } from "../tree/path.ts";
import { type BundleHeader, bundleTables, invalidBundle, parseHeader } from "./bundle-header.ts";
import { type BundleSignature, parseSignature } from "./bundle-signature.ts";
import { lineReader, tableOf } from "./row-line.ts";
import { rowName } from "./row-name.ts";
import type { TableShape } from "./schema/tables.ts";
import type { Cells } from "./session.ts";

/** Read at a time. The strings of a larger piece outlive the young generation, and memory grows with them. */
const chunkBytes = 64 * 1024;
/** The longest line: a skill of the largest size, escaped at its worst, and its key. */
const maxLineBytes = 64 * 1024 * 1024;
const lineFeed = 10;

/**
 * A bundle, read from its beginning to its end once, in pieces. Rows are given out before the digest of their table is
 * known: whoever uses them undoes everything when reading fails later.
 */
export class BundleReader implements Disposable {
  readonly header: BundleHeader;
  /** How messages call it. */
  readonly name: string;
  readonly #descriptor: number;
  /** One buffer for the whole file, of which the bytes from start to end are read and not yet given out. */
  #buffer: Buffer = Buffer.allocUnsafe(2 * chunkBytes);
  #from = 0;
  #to = 0;

  /** @throws {IdentikitError} `FILE_UNREADABLE`, `BUNDLE_INVALID`, `BUNDLE_TOO_NEW` */
  constructor(file: string) {
    this.name = file;
    try {
      this.#descriptor = openSync(file, "r");
    } catch (cause) {
      throw fileFault("FILE_UNREADABLE", file, cause);
    }
    try {
      this.header = parseHeader(this.#headerLine(), file);
    } catch (cause) {
      this[Symbol.dispose]();
      throw cause;
    }
  }

  /** The tables, in the order in which {@link rows} must be asked for them. */
  get tables(): TableShape[] {
    return bundleTables(this.header.secrets);
  }

  /**
   * The rows of the next table, some hundred at a time, in strictly rising order of their keys.
   * @throws {IdentikitError} `BUNDLE_INVALID` for a row that is malformed, out of order, or of another table; for a row too
   * few or too many, and for a table whose rows are not those of its digest
   */
  *rows(shape: TableShape): Generator<readonly Cells[]> {
    const want = this.header.tables.get(shape.name) as { rows: number; digest: string };
    const hash = createHash("sha256");
    const read = lineReader(shape);
    const isScoped = shape.key[0] === "scope";
    let before: Cells | undefined;
    for (let left = want.rows; left > 0; ) {
      const lines = this.#lines(left, hash);
      if (lines.length === 0) throw invalidBundle(this.name, `ends ${left} rows of ${shape.name} too early`);
      left -= lines.length;
      const rows = lines.map((line) => read(line) ?? this.#refuse(shape, line));
      if (isScoped) for (const row of rows) this.#checkScope(shape, row);
      for (const row of rows) {
        if (before && compareKeys(shape, before, row) >= 0)
          throw invalidBundle(this.name, `has ${rowName(shape, row)} out of order, or twice`);
        before = row;
      }
      yield rows;
    }
    if (`sha256:${hash.digest("hex")}` !== want.digest)
      throw invalidBundle(this.name, `was altered: the rows of ${shape.name} are not those of its digest`);
  }

  /**
   * Reads what follows the last row: nothing, or a signature.
   * @throws {IdentikitError} `BUNDLE_INVALID` for anything else
   */
  end(): BundleSignature | undefined {
    if (this.#to === this.#from && !this.#fill()) return undefined;
    const [line = ""] = this.#lines(1, createHash("sha256"));
    const signature = parseSignature(line);
    if (signature && this.#to === this.#from && !this.#fill()) return signature;
    throw invalidBundle(this.name, "has more rows than its header says");
  }

  [Symbol.dispose](): void {
    closeSync(this.#descriptor);
  }

  /** What the header says of scopes decides which rows of a database a prune would delete. */
  #checkScope(shape: TableShape, row: Cells): void {
    if (this.header.scopes.includes(row[0] as string)) return;
    const covered = this.header.scopes.join(", ");
    throw invalidBundle(
      this.name,
      `has ${rowName(shape, row)}, and its header says that it covers ${covered}`,
    );
  }

  #headerLine(): string {
    const hash = createHash("sha256");
    const [line] = this.#lines(1, hash);
    if (line === undefined) throw invalidBundle(this.name, "is empty");
    return line;
  }

  /** Whole lines from what was read, `most` at most; reads on until there is at least one, and hashes what it gives. */
  #lines(most: number, hash: Hash): string[] {
    let end = this.#lastLineFeed();
    while (end === -1) {
      const seen = this.#to - this.#from;
      if (seen > maxLineBytes) throw invalidBundle(this.name, `has a line over ${maxLineBytes} bytes`);
      if (!this.#fill()) {
        if (seen > 0) throw invalidBundle(this.name, "ends in the middle of a line");
        return [];
      }
      end = this.#lastLineFeed();
    }
    let lines = decode(this.#buffer.subarray(this.#from, end), this.name).split("\n");
    if (lines.length > most) {
      lines = lines.slice(0, most);
      end = nthLineFeed(this.#buffer, this.#from, most);
    }
    hash.update(this.#buffer.subarray(this.#from, end + 1));
    this.#from = end + 1;
    return lines;
  }

  #lastLineFeed(): number {
    const at = this.#buffer.subarray(this.#from, this.#to).lastIndexOf(lineFeed);
    return at === -1 ? -1 : this.#from + at;
  }

  /** Reads the next piece behind what is there, which moves to the front; false at the end of the file. */
  #fill(): boolean {
    this.#buffer.copyWithin(0, this.#from, this.#to);
    this.#to -= this.#from;
    this.#from = 0;
    if (this.#buffer.length - this.#to < chunkBytes)
      this.#buffer = Buffer.concat([this.#buffer.subarray(0, this.#to)], 2 * this.#buffer.length);
    try {
      const read = readSync(this.#descriptor, this.#buffer, this.#to, this.#buffer.length - this.#to, null);
      this.#to += read;
      return read > 0;
    } catch (cause) {
      throw fileFault("FILE_UNREADABLE", this.name, cause);
    }
  }

  #refuse(shape: TableShape, line: string): never {
    const table = tableOf(line);
    if (table === shape.name) throw invalidBundle(this.name, `has a malformed row of ${shape.name}`);
    throw invalidBundle(
      this.name,
      `has ${table ? `a row of ${table}` : "a malformed row"} where ${shape.name} is`,
    );
  }
}

/** Orders rows of a table by the bytes of their keys, as both databases do. */
export function compareKeys(shape: TableShape, a: Cells, b: Cells): number {
  for (let index = 0; index < shape.key.length; index++) {
    const order = comparePaths(a[index] as string, b[index] as string);
    if (order !== 0) return order;
  }
  return 0;
}

const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function decode(bytes: Uint8Array, name: string): string {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    throw invalidBundle(name, "is not UTF-8 text");
  }
}

function nthLineFeed(bytes: Buffer, from: number, count: number): number {
  let at = from - 1;
  for (let seen = 0; seen < count; seen++) at = bytes.indexOf(lineFeed, at + 1);
  return at;
}
