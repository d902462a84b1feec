import { existsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { type Dialect, SqliteDialect, type SqliteStatement } from "kysely";
import { certain } from "../../fault/certain.ts";
import { sqliteCodeOf } from "../../fault/thrown.ts";
import { makeDirectories } from "../../tree/make-directories.ts";
import { cellOf, cellText, numberOf, plainRows } from "../connection/cells.ts";
import { LockWait } from "../connection/lock-wait.ts";
import {
  type BulkAccess,
  type Cells,
  type LineForm,
  pageRows,
  RejectedRow,
  type RowBatch,
  type WrittenRows,
} from "../connection/session.ts";
import { isFlag, type TableShape } from "../schema/tables.ts";
import { freeLines, lineQuery, lineRows, linesOfCells, risingLines } from "./written-lines.ts";

const statementsKept = 100;
/** Rows that one statement adds; more of them save nothing. */
const addedRows = 100;

/** What Kysely's SQLite dialect asks of a database, answered by Node's own SQLite. */
export class SqliteFile {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, SqliteStatement>();
  readonly bulk: BulkAccess;
  /** Tells whether a file that is read without SQLite's locks is still the one that was opened. */
  readonly #isUnchanged: () => boolean;
  #isRelaxed = false;

  /**
   * Opens a database file, making it and the directory above it where they are missing.
   *
   * Write-ahead logging, so that reading jobs and a writing one do not wait for each other; FULL, so that what was
   * committed (a line of the access log before its secret is used) survives a loss of power, all but claims of the queue. Somebody who may not write
   * beside the file, where SQLite keeps what its users share, can read it while nobody else has it open.
   */
  constructor(file: string) {
    if (file !== ":memory:") makeDirectories(dirname(file), 0o777);
    const { database, isUnchanged } = openFile(file);
    this.#database = database;
    this.#isUnchanged = isUnchanged;
    this.bulk = new SqliteBulk(database);
  }

  /** For Kysely, with the statements kept: preparing one takes longer than most of them run. */
  prepare(sql: string): SqliteStatement {
    const kept = this.#statements.get(sql);
    if (kept) return kept;
    const statement = adapt(this.#database.prepare(sql));
    if (this.#statements.size >= statementsKept) this.#statements.clear();
    this.#statements.set(sql, statement);
    return statement;
  }

  /**
   * Starts a transaction; false where another connection is writing. It does not wait: Node's SQLite waits by
   * stopping the whole process, and the writer may be in it.
   */
  tryBegin(kind: "read" | "write" | "claim"): boolean {
    try {
      if (kind === "claim") this.#relax();
      this.#database.exec("PRAGMA busy_timeout = 0");
      this.#database.exec(kind === "read" ? "BEGIN" : "BEGIN IMMEDIATE");
      return true;
    } catch (cause) {
      const busy = 5;
      if (sqliteCodeOf(cause) % 256 === busy) return false;
      throw cause;
    } finally {
      this.#database.exec("PRAGMA busy_timeout = 5000");
      this.#tightenAgain();
    }
  }

  exec(sql: string): void {
    try {
      this.#database.exec(sql);
    } finally {
      this.#tightenAgain();
    }
    if (sql === "COMMIT" && !this.#isUnchanged()) throw new LockWait("SQLITE_BUSY", undefined);
  }

  /**
   * Lets the next transaction return before it is on the disk. With write-ahead logging it is lost whole or not at all, and never one
   * before another that is kept; without, a loss of power could damage the file.
   */
  #relax(): void {
    if (this.#database.prepare("PRAGMA journal_mode").get()?.journal_mode !== "wal") return;
    this.#database.exec("PRAGMA synchronous = NORMAL");
    this.#isRelaxed = true;
  }

  /** SQLite changes this between transactions only. */
  #tightenAgain(): void {
    if (!this.#isRelaxed || this.#database.isTransaction) return;
    this.#database.exec("PRAGMA synchronous = FULL");
    this.#isRelaxed = false;
  }

  /** Whether a transaction is open. */
  get inTransaction(): boolean {
    return this.#database.isTransaction;
  }

  /** Closes the file; closing it again does nothing. */
  close(): void {
    this.#statements.clear();
    if (this.#database.isOpen) this.#database.close();
  }
}

interface OpenFile {
  readonly database: DatabaseSync;
  readonly isUnchanged: () => boolean;
}

function openFile(file: string): OpenFile {
  const database = new DatabaseSync(file, { timeout: 5000, enableForeignKeyConstraints: false });
  try {
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF");
    return { database, isUnchanged: () => true };
  } catch (cause) {
    database.close();
    const [readonly, cannotOpen] = [8, 14];
    const denied = [readonly, cannotOpen].includes(sqliteCodeOf(cause) % 256);
    // What is in a write-ahead log would be missed.
    if (!denied || existsSync(`${file}-wal`)) throw cause;
    return openWithoutLocks(file);
  }
}

function openWithoutLocks(file: string): OpenFile {
  const state = () => {
    const { ino, size, mtimeNs } = statSync(file, { bigint: true });
    return `${ino} ${size} ${mtimeNs} ${existsSync(`${file}-wal`)}`;
  };
  const before = state();
  const url = pathToFileURL(file);
  url.searchParams.set("immutable", "1");
  const database = new DatabaseSync(url, { readOnly: true });
  database.exec("PRAGMA trusted_schema = OFF");
  return { database, isUnchanged: () => state() === before };
}

/** The dialect of Kysely for an open file. */
export function sqliteDialect(file: SqliteFile): Dialect {
  return new SqliteDialect({ database: file });
}

function adapt(statement: StatementSync): SqliteStatement {
  const bind = (parameters: readonly unknown[]) => parameters.map(toSql);
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...bind(parameters)),
    run: (parameters) => statement.run(...bind(parameters)),
    iterate: (parameters) => statement.iterate(...bind(parameters)),
  };
}

function toSql(value: unknown): SQLInputValue {
  return typeof value === "boolean" ? Number(value) : (value as SQLInputValue);
}

class SqliteBulk implements BulkAccess {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  async *pages(shape: TableShape, scopes?: readonly string[]): AsyncGenerator<readonly Cells[], void> {
    const { after, filtered } = keysAfter(shape, scopes);
    const select = `SELECT ${shape.columns.join(", ")} FROM ${shape.name} ${after} LIMIT ${pageRows}`;
    for (let last = beforeAll(shape); ; ) {
      const rows = this.#rows(shape, select, [...last, ...filtered]);
      if (rows.length > 0) yield rows;
      if (rows.length < pageRows) return;
      last = certain(rows.at(-1)).slice(0, shape.key.length).map(cellText);
    }
  }

  /** SQLite writes the lines itself: a row takes a third of the time that its cells take as values of JavaScript. */
  async *allLines(
    shape: TableShape,
    form: LineForm,
    scopes?: readonly string[],
  ): AsyncGenerator<WrittenRows, void> {
    const { after, filtered } = keysAfter(shape, scopes);
    const select = `SELECT ${shape.columns.join(", ")} FROM ${shape.name} ${after} LIMIT ${lineRows}`;
    const lines = this.#prepare(lineQuery(shape, form, `${after} LIMIT ${lineRows}`));
    const lastKey = this.#prepare(
      `SELECT ${shape.key.join(", ")} FROM ${shape.name} ${after} LIMIT 1 OFFSET ${lineRows - 1}`,
    );
    for (let last: readonly string[] | undefined = beforeAll(shape); last; ) {
      const from: string[] = [...last, ...filtered];
      const [answered = []] = plainRows(lines.all(...from));
      const count = numberOf(answered[0]);
      const cells = () => this.#rows(shape, select, from);
      if (count > 0) yield { count, bytes: risingLines(answered[1]) ?? linesOfCells(cells(), form), cells };
      freeLines(answered[1]);
      last = plainRows(lastKey.all(...from))[0]?.map(cellText);
    }
  }

  /** The rows of a table that a query selects. */
  #rows(shape: TableShape, select: string, parameters: readonly string[]): Cells[] {
    const flag = shape.columns.findIndex(isFlag);
    return plainRows(this.#prepare(select).all(...parameters)).map((row) =>
      row.map((cell, at) => (at === flag ? Boolean(cell) : cellOf(cell))),
    );
  }

  async count(shape: TableShape, scopes?: readonly string[]): Promise<number> {
    const filtered = scopes && shape.key[0] === "scope" ? scopes : [];
    const where = filtered.length === 0 ? "" : `WHERE scope IN (${filtered.map(() => "?").join(", ")})`;
    const [row] = plainRows(this.#prepare(`SELECT count(*) FROM ${shape.name} ${where}`).all(...filtered));
    return numberOf(row?.[0]);
  }

  async put(shape: TableShape, rows: readonly Cells[]): Promise<void> {
    this.#putEach(shape, rows, 0);
  }

  batch(shape: TableShape): RowBatch {
    const held: Cells[] = [];
    return {
      get count() {
        return held.length;
      },
      push: (rows) => {
        for (const row of rows) held.push(row);
      },
      write: async () => {
        this.#add(shape, held);
        held.length = 0;
      },
      cells: () => held,
    };
  }

  /** Many rows in a statement take two thirds of their time in as many statements. */
  #add(shape: TableShape, rows: readonly Cells[]): void {
    const whole = rows.length - (rows.length % addedRows);
    for (let start = 0; start < whole; start += addedRows) {
      const added = rows.slice(start, start + addedRows);
      // Where one is refused, again row by row, to find the one that is to blame.
      if (!this.#addedAll(shape, added)) this.#putEach(shape, added, start);
    }
    this.#putEach(shape, rows.slice(whole), whole);
  }

  /** @returns false where a row was refused or swallowed */
  #addedAll(shape: TableShape, rows: readonly Cells[]): boolean {
    try {
      const statement = this.#prepare(putStatement(shape, rows.length));
      return Number(statement.run(...rows.flatMap((row) => row.map(toSql))).changes) === rows.length;
    } catch (cause) {
      if (isConstraint(cause)) return false;
      throw cause;
    }
  }

  #putEach(shape: TableShape, rows: readonly Cells[], start: number): void {
    const statement = this.#prepare(putStatement(shape, 1));
    for (const [index, row] of rows.entries()) run(statement, row, start + index);
  }

  async remove(shape: TableShape, keys: readonly Cells[]): Promise<void> {
    const where = shape.key.map((column) => `${column} = ?`).join(" AND ");
    const statement = this.#prepare(`DELETE FROM ${shape.name} WHERE ${where}`);
    for (const [index, key] of keys.entries()) run(statement, key, index);
  }

  async beginEpoch(): Promise<void> {
    this.#database.exec("UPDATE change_epoch SET epoch = epoch + 1");
  }

  async affected(): Promise<string[]> {
    const sql =
      "SELECT agent FROM render_queue WHERE epoch = (SELECT epoch FROM change_epoch) ORDER BY agent";
    return plainRows(this.#prepare(sql).all()).map(([agent]) => cellText(agent));
  }

  #prepare(sql: string): StatementSync {
    const kept = this.#statements.get(sql);
    if (kept) return kept;
    const statement = this.#database.prepare(sql);
    statement.setReturnArrays(true);
    this.#statements.set(sql, statement);
    return statement;
  }
}

/** The rows of a table after a key, in the order of the keys, as SQL that takes that key and what it is filtered by. */
function keysAfter(shape: TableShape, scopes: readonly string[] | undefined) {
  const key = shape.key.join(", ");
  const filtered = scopes && shape.key[0] === "scope" ? scopes : [];
  // The plus keeps the filter from being taken for the way to find rows: the order of the key is.
  const filter = filtered.length === 0 ? "" : `AND +scope IN (${filtered.map(() => "?").join(", ")})`;
  const after = `WHERE (${key}) > (${shape.key.map(() => "?").join(", ")}) ${filter} ORDER BY ${key}`;
  return { after, filtered };
}

/** Nothing has an empty name or scope, so every key is after this one. */
function beforeAll(shape: TableShape): readonly string[] {
  return shape.key.map(() => "");
}

function run(statement: StatementSync, row: Cells, index: number): void {
  try {
    if (Number(statement.run(...row.map(toSql)).changes) === 0)
      throw new RejectedRow(index, new Error("a trigger of the database swallowed the write"));
  } catch (cause) {
    if (cause instanceof RejectedRow) throw cause;
    if (isConstraint(cause)) throw new RejectedRow(index, cause);
    throw cause;
  }
}

function isConstraint(cause: unknown): boolean {
  const constraint = 19;
  return sqliteCodeOf(cause) % 256 === constraint;
}

function putStatement(shape: TableShape, rows: number): string {
  const rest = shape.columns.filter((column) => !shape.key.includes(column));
  const row = `(${shape.columns.map(() => "?").join(", ")})`;
  return `INSERT INTO ${shape.name} (${shape.columns.join(", ")}) VALUES ${Array(rows).fill(row).join(", ")}
    ON CONFLICT (${shape.key.join(", ")}) DO UPDATE SET ${rest.map((column) => `${column} = excluded.${column}`).join(", ")}`;
}
