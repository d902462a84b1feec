import type { Kysely, sql } from "kysely";
import type { DatabaseKind } from "../schema/create-tables.ts";
import type { ConfigSchema, TableShape } from "../schema/tables.ts";

/** One column of a row as the program sees it. */
export type Cell = string | boolean;
/** A row in the order of its table's columns. */
export type Cells = readonly Cell[];

/** How rows of a table are written as lines of text. */
export interface LineForm {
  /** What stands before each column, in their order. A column is written as JSON. */
  readonly labels: readonly string[];
  /** The column whose text stands as it is; -1 for none. */
  readonly raw: number;
  /** What stands after the last column. */
  readonly end: string;
  /** A row as its line, without the line end. */
  write(cells: Cells): string;
}

/** Rows as their lines, each with its line end, in UTF-8; good until the next are asked for. */
export interface WrittenRows {
  readonly count: number;
  readonly bytes: Buffer;
  /** The same rows, for who has to tell which of them is wrong. */
  cells(): readonly Cells[];
}

/** Rows of one table that are to be written together. */
export interface RowBatch {
  readonly count: number;
  push(rows: readonly Cells[]): void;
  /**
   * Writes them all, and lets go of them: a batch that has grown old would keep them in memory until the next full collection. It takes no more.
   * @throws {RejectedRow} for the first row that a constraint refuses
   */
  write(): Promise<void>;
  /** The rows that are not written, for who has to tell which of them is wrong. */
  cells(): readonly Cells[];
}

/** One transaction on the config database. It is committed when the function that it was given to returns. */
export interface Session {
  /** The database that it is on, for what only one of them does. */
  readonly kind: DatabaseKind;
  /** Typed queries for a handful of rows. */
  readonly query: Kysely<ConfigSchema>;
  /** Kysely's own tag, handed over so that only who opens a database loads Kysely. */
  readonly sql: typeof sql;
  /** Whole tables, page by page. */
  readonly bulk: BulkAccess;
}

/** Rows that are read at a time. */
export const pageRows = 1000;

/** Reads and writes many rows without a query builder in between. */
export interface BulkAccess {
  /**
   * The rows of a table in byte order of their keys, some at a time. What this transaction writes behind the place
   * where the reading stands does not appear.
   * @param scopes where given, for a scoped table, only rows of these scopes; left out is faster than all of them
   */
  pages(shape: TableShape, scopes?: readonly string[]): AsyncGenerator<readonly Cells[], void>;
  /**
   * {@link pages}, written as lines, for who says nothing else to the database before it was given the last ones; who stops before
   * that has given up the transaction. A value with a line end gives more lines than rows.
   */
  allLines(shape: TableShape, form: LineForm, scopes?: readonly string[]): AsyncGenerator<WrittenRows, void>;
  /** How many rows there are. */
  count(shape: TableShape, scopes?: readonly string[]): Promise<number>;
  /**
   * Inserts rows, or gives rows of the same keys their values.
   * @throws {RejectedRow} for the first row that a constraint refuses
   */
  put(shape: TableShape, rows: readonly Cells[]): Promise<void>;
  /** Collects rows of which none is there: many of them, for few writes. */
  batch(shape: TableShape): RowBatch;
  /**
   * Deletes the rows of these keys.
   * @throws {RejectedRow} for the first row that others still refer to
   */
  remove(shape: TableShape, keys: readonly Cells[]): Promise<void>;
  /** Starts a count of the agents that this transaction affects. */
  beginEpoch(): Promise<void>;
  /** The agents that this transaction made due, in byte order. */
  affected(): Promise<string[]>;
}

/** A row that the database refused; `index` is its place in what was written. */
export class RejectedRow extends Error {
  override readonly name = "RejectedRow";
  readonly index: number;

  constructor(index: number, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.index = index;
  }
}
