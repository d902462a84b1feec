import { createHash } from "node:crypto";
import { certain } from "../../fault/certain.ts";
import { comparePaths } from "../../tree/path.ts";
import { textAt } from "../connection/cells.ts";
import type { Cells } from "../connection/session.ts";
import { rowName } from "../rows/row-name.ts";
import type { TableShape } from "../schema/tables.ts";
import { type BundleHeader, bundleTables, invalidBundle, parseHeader } from "./bundle-header.ts";
import { type BundleSignature, parseSignature } from "./bundle-signature.ts";
import { type HeldLines, LineFile } from "./line-file.ts";
import { lineReader, tableOf } from "./row-line.ts";

/**
 * A bundle, read from its beginning to its end once, in pieces. Rows are given out before the digest of their table is
 * known: whoever uses them undoes everything when reading fails later.
 */
export class BundleReader implements Disposable {
  readonly header: BundleHeader;
  /** How messages call it. */
  readonly name: string;
  readonly #file: LineFile;

  /**
   * @param source the bundle's file, or what is in it
   * @throws {IdentikitError} `FILE_UNREADABLE`, `BUNDLE_INVALID`, `BUNDLE_TOO_NEW`
   */
  constructor(source: string | HeldLines) {
    this.#file = new LineFile(source, invalidBundle);
    this.name = this.#file.name;
    try {
      this.header = parseHeader(this.#headerLine(), this.name);
    } catch (cause) {
      this[Symbol.dispose]();
      throw cause;
    }
  }

  /** The tables, in the order in which {@link rows} must be asked for them. */
  get tables(): TableShape[] {
    return bundleTables(this.header);
  }

  /**
   * The rows of the next table, some hundred at a time, in strictly rising order of their keys.
   * @throws {IdentikitError} `BUNDLE_INVALID` for a row that is malformed, out of order, or of another table; for a row too
   * few or too many, and for a table whose rows are not those of its digest
   */
  *rows(shape: TableShape): Generator<readonly Cells[]> {
    const want = certain(this.header.tables.get(shape.name));
    const hash = createHash("sha256");
    const read = lineReader(shape);
    const isScoped = shape.key[0] === "scope";
    let before: Cells | undefined;
    for (let left = want.rows; left > 0; ) {
      const lines = this.#file.lines(left, hash);
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
    if (this.#file.ended()) return undefined;
    const [line = ""] = this.#file.lines(1, createHash("sha256"));
    const signature = parseSignature(line);
    if (signature && this.#file.ended()) return signature;
    throw invalidBundle(this.name, "has more rows than its header says");
  }

  [Symbol.dispose](): void {
    this.#file[Symbol.dispose]();
  }

  /** What the header says of scopes decides which rows of a database a prune would delete. */
  #checkScope(shape: TableShape, row: Cells): void {
    if (this.header.scopes.includes(textAt(row, 0))) return;
    const covered = this.header.scopes.join(", ");
    throw invalidBundle(
      this.name,
      `has ${rowName(shape, row)}, and its header says that it covers ${covered}`,
    );
  }

  #headerLine(): string {
    const hash = createHash("sha256");
    const [line] = this.#file.lines(1, hash);
    if (line === undefined) throw invalidBundle(this.name, "is empty");
    return line;
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
    const order = comparePaths(textAt(a, index), textAt(b, index));
    if (order !== 0) return order;
  }
  return 0;
}
