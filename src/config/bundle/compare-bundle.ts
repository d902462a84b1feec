import { createHash } from "node:crypto";
import { certain } from "../../fault/certain.ts";
import type { Digest } from "../../tree/digest.ts";
import type { Cells, Session } from "../connection/session.ts";
import { schemaVersion } from "../schema/migrations.ts";
import type { ConfigTable, TableShape } from "../schema/tables.ts";
import { type BundleHeader, bundleDigest } from "./bundle-header.ts";
import { type BundleReader, compareKeys } from "./bundle-reader.ts";
import type { BundleSignature } from "./bundle-signature.ts";
import { pagesOf } from "./export-bundle.ts";
import { lineForm } from "./row-line.ts";

/** A row as the bundle has it and as the database has it; at least one of them is there. */
export interface RowPair {
  readonly shape: TableShape;
  readonly bundle: Cells | undefined;
  readonly database: Cells | undefined;
}

/** What is known when bundle and database were walked to their ends. */
export interface Compared {
  /** The digest that an export of the database, as it was, would have. */
  readonly base: Digest;
  /** The bundle's signature, if it has one; not verified. */
  readonly signature: BundleSignature | undefined;
}

/**
 * Walks bundle and database side by side in the order of their keys, holding a page of each. It gives the pairs that differ.
 *
 * Rows may be written while this runs, as long as they do not lie ahead of the pair given last.
 * @param settled waits until nothing is being written: asked each time before the database is read
 * @throws {IdentikitError} the faults of {@link BundleReader}: a bundle is known to be whole only at the end
 */
export async function* compareBundle(
  session: Session,
  bundle: BundleReader,
  signal: AbortSignal | undefined,
  settled: () => Promise<void> = async () => {},
): AsyncGenerator<readonly RowPair[], Compared> {
  const tables = new Map<ConfigTable, { rows: number; digest: Digest }>();
  for (const shape of bundle.tables) {
    const have = new DatabaseSide(shape, pagesOf(session, shape, bundle.header.scopes, signal), settled);
    for (const rows of bundle.rows(shape)) yield* comparePage(rows, have);
    yield* rest(have);
    tables.set(shape.name, have.summary());
  }
  const signature = bundle.end();
  const header: BundleHeader = { ...bundle.header, schema: schemaVersion, tables };
  return { base: bundleDigest(header), signature };
}

async function* comparePage(
  rows: readonly Cells[],
  have: DatabaseSide,
): AsyncGenerator<readonly RowPair[], void> {
  const { shape } = have;
  let pairs: RowPair[] = [];
  for (const row of rows) {
    // Awaited only where a page is used up, not for each of a million rows.
    if (!have.ready) await have.load();
    while (have.isBefore(row)) {
      pairs.push({ shape, bundle: undefined, database: have.take() });
      if (have.ready) continue;
      yield pairs;
      pairs = [];
      await have.load();
    }
    const database = have.takeSameKey(row);
    if (!database || !same(database, row)) pairs.push({ shape, bundle: row, database });
  }
  if (pairs.length > 0) yield pairs;
}

/** What the database has after the bundle's last row. */
async function* rest(have: DatabaseSide): AsyncGenerator<readonly RowPair[], void> {
  for (;;) {
    const pairs: RowPair[] = [];
    while (have.head) pairs.push({ shape: have.shape, bundle: undefined, database: have.take() });
    if (pairs.length > 0) yield pairs;
    if (have.ready) return;
    await have.load();
  }
}

/** The rows of one table of the database, hashed on the way as an export would. */
class DatabaseSide {
  readonly shape: TableShape;
  readonly #pages: AsyncGenerator<readonly Cells[], void>;
  readonly #settled: () => Promise<void>;
  readonly #line: (cells: Cells) => string;
  readonly #hash = createHash("sha256");
  #page: readonly Cells[] = [];
  #at = 0;
  #rows = 0;
  #ended = false;

  constructor(
    shape: TableShape,
    pages: AsyncGenerator<readonly Cells[], void>,
    settled: () => Promise<void>,
  ) {
    this.shape = shape;
    this.#pages = pages;
    this.#settled = settled;
    this.#line = lineForm(shape).write;
  }

  /** The row at hand; `undefined` at the end, and where the page is used up. */
  get head(): Cells | undefined {
    return this.#page[this.#at];
  }

  /** False where the next page must be loaded before {@link head} tells anything. */
  get ready(): boolean {
    return this.#ended || this.#at < this.#page.length;
  }

  async load(): Promise<void> {
    await this.#settled();
    const { done, value } = await this.#pages.next();
    this.#ended = done === true;
    [this.#page, this.#at] = [value ?? [], 0];
    this.#rows += this.#page.length;
    let text = "";
    for (const row of this.#page) text += `${this.#line(row)}\n`;
    this.#hash.update(text);
  }

  isBefore(row: Cells): boolean {
    return this.head !== undefined && compareKeys(this.shape, this.head, row) < 0;
  }

  take(): Cells {
    return certain(this.#page[this.#at++]);
  }

  takeSameKey(row: Cells): Cells | undefined {
    return this.head && compareKeys(this.shape, this.head, row) === 0 ? this.take() : undefined;
  }

  summary(): { rows: number; digest: Digest } {
    return { rows: this.#rows, digest: `sha256:${this.#hash.digest("hex")}` };
  }
}

function same(a: Cells, b: Cells): boolean {
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false;
  return true;
}
