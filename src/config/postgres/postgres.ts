import { CompiledQuery, type QueryResult } from "kysely";
import { escapeLiteral } from "pg";
import { certain } from "../../fault/certain.ts";
import { codeOf } from "../../fault/thrown.ts";
import { cellOf, cellText, namedRows, numberOf } from "../connection/cells.ts";
import {
  type BulkAccess,
  type Cell,
  type Cells,
  type LineForm,
  pageRows,
  RejectedRow,
  type RowBatch,
  type WrittenRows,
} from "../connection/session.ts";
import { isFlag, type TableShape } from "../schema/tables.ts";
import { CopiedRows } from "./copied-rows.ts";
import { CopyReader } from "./copy-text.ts";

/** The connection that a transaction has to itself. */
export interface Connection {
  executeQuery(query: CompiledQuery): Promise<QueryResult<unknown>>;
  /** @returns how many rows were written */
  copyIn(statement: string, pieces: Iterable<Buffer>): Promise<number>;
  copyOut(statement: string): AsyncGenerator<Buffer, void>;
}

/** Rows that are sent as arrays, one a column; more of them go by COPY where that can be. */
const arrayRows = 500;

/** {@link BulkAccess} over one connection: few rows travel as arrays, one a column, many by COPY. */
export class PostgresBulk implements BulkAccess {
  readonly #connection: Connection;
  /** Whether a table's rows can come by COPY, as far as it was asked. */
  readonly #copied = new Map<string, boolean>();
  #cursors = 0;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async *pages(shape: TableShape, scopes?: readonly string[]): AsyncGenerator<readonly Cells[], void> {
    // A cursor sees what was there when it was opened.
    const cursor = `identikit_${this.#cursors++}`;
    const filter = scopes && shape.key[0] === "scope" ? "WHERE scope = ANY ($1)" : "";
    await this.#run(
      `DECLARE ${cursor} NO SCROLL CURSOR FOR
       SELECT ${shape.columns.join(", ")} FROM ${shape.name} ${filter} ORDER BY ${shape.key.join(", ")}`,
      filter === "" ? [] : [[...(scopes ?? [])]],
    );
    for (;;) {
      const rows = await this.#run(`FETCH ${pageRows} FROM ${cursor}`, []);
      if (rows.length > 0) yield rows.map((row) => shape.columns.map((column) => cellOf(row[column])));
      if (rows.length < pageRows) break;
    }
    await this.#run(`CLOSE ${cursor}`, []);
  }

  async *allLines(
    shape: TableShape,
    form: LineForm,
    scopes?: readonly string[],
  ): AsyncGenerator<WrittenRows, void> {
    const filtered = scopes && shape.key[0] === "scope";
    // A COPY takes no parameters.
    const where = filtered ? `WHERE scope IN (${scopes.map(escapeLiteral).join(", ")})` : "";
    const select = `SELECT ${shape.columns.join(", ")} FROM ${shape.name} ${where} ORDER BY ${shape.key.join(", ")}`;
    const reader = new CopyReader(shape, form);
    for await (const piece of this.#connection.copyOut(`COPY (${select}) TO STDOUT`)) {
      const rows = reader.read(piece);
      if (rows) yield rows;
    }
  }

  async count(shape: TableShape, scopes?: readonly string[]): Promise<number> {
    const filtered = scopes && shape.key[0] === "scope";
    const where = filtered ? "WHERE scope = ANY ($1)" : "";
    const [row] = await this.#run(
      `SELECT count(*) AS n FROM ${shape.name} ${where}`,
      filtered ? [[...scopes]] : [],
    );
    return numberOf(row?.n);
  }

  batch(shape: TableShape): RowBatch {
    return new CopiedRows(shape, (rows) => this.#add(shape, rows));
  }

  async #add(shape: TableShape, rows: CopiedRows): Promise<void> {
    if (rows.count <= arrayRows || !(await this.#canCopy(shape))) return await this.put(shape, rows.cells());
    const statement = `COPY ${shape.name} (${shape.columns.join(", ")}) FROM STDIN`;
    const write = async () => {
      if ((await this.#connection.copyIn(statement, rows.pieces)) !== rows.count) throw new SwallowedWrite();
    };
    await this.#kept(write, () => this.put(shape, rows.cells()));
  }

  /** COPY passes over a table's rules, and is refused where the server looks at whose rows they are. */
  async #canCopy({ name }: TableShape): Promise<boolean> {
    const known = this.#copied.get(name);
    if (known !== undefined) return known;
    const text = `SELECT NOT (relhasrules OR relrowsecurity) AS plain FROM pg_class WHERE oid = '${name}'::regclass`;
    const [row] = await this.#run(text, []);
    this.#copied.set(name, row?.plain === true);
    return row?.plain === true;
  }

  put(shape: TableShape, rows: readonly Cells[]): Promise<void> {
    const rest = shape.columns.filter((column) => !shape.key.includes(column));
    const text =
      `INSERT INTO ${shape.name} (${shape.columns.join(", ")}) SELECT * FROM unnest(${arrays(shape.columns)}) ` +
      `ON CONFLICT (${shape.key.join(", ")}) DO UPDATE SET ${rest.map((column) => `${column} = excluded.${column}`).join(", ")}`;
    return this.#batch(text, shape.columns.length, rows);
  }

  remove(shape: TableShape, keys: readonly Cells[]): Promise<void> {
    const text = `DELETE FROM ${shape.name} WHERE (${shape.key.join(", ")}) IN (SELECT * FROM unnest(${arrays(shape.key)}))`;
    return this.#batch(text, shape.key.length, keys);
  }

  /** On PostgreSQL a transaction is its own epoch. */
  async beginEpoch(): Promise<void> {}

  async affected(): Promise<string[]> {
    const rows = await this.#run(
      "SELECT agent FROM render_queue WHERE epoch = pg_current_xact_id()::text::bigint ORDER BY agent",
      [],
    );
    return rows.map((row) => cellText(row.agent));
  }

  /** Sends rows in batches; where one is refused, again row by row, to find the one that is to blame. */
  async #batch(text: string, width: number, rows: readonly Cells[]): Promise<void> {
    for (let start = 0; start < rows.length; start += arrayRows) {
      const batch = rows.slice(start, start + arrayRows);
      const write = () => this.#write(text, batch, width);
      await this.#kept(write, () => this.#blame(text, width, batch, start));
    }
  }

  /**
   * Does a write, or nothing of it.
   * @param blame finds the row because of which the write was refused, and throws it
   */
  async #kept(write: () => Promise<void>, blame: () => Promise<void>): Promise<void> {
    await this.#run("SAVEPOINT batch", []);
    try {
      await write();
    } catch (cause) {
      if (!isRowFault(cause)) throw cause;
      await this.#run("ROLLBACK TO SAVEPOINT batch", []);
      await blame();
      throw cause;
    }
    await this.#run("RELEASE SAVEPOINT batch", []);
  }

  async #write(text: string, rows: readonly Cells[], width: number): Promise<void> {
    const query = CompiledQuery.raw(text, transpose(rows, width));
    const { numAffectedRows } = await this.#connection.executeQuery(query);
    if (numAffectedRows !== BigInt(rows.length)) throw new SwallowedWrite();
  }

  async #blame(text: string, width: number, rows: readonly Cells[], start: number): Promise<void> {
    for (const [index, row] of rows.entries()) {
      try {
        await this.#write(text, [row], width);
      } catch (cause) {
        if (isRowFault(cause)) throw new RejectedRow(start + index, cause);
        throw cause;
      }
    }
  }

  async #run(text: string, parameters: readonly unknown[]): Promise<readonly Record<string, unknown>[]> {
    const query = CompiledQuery.raw(text, [...parameters]);
    return namedRows((await this.#connection.executeQuery(query)).rows);
  }
}

function arrays(columns: readonly string[]): string {
  return columns.map((column, index) => `$${index + 1}::${isFlag(column) ? "boolean" : "text"}[]`).join(", ");
}

function transpose(rows: readonly Cells[], width: number): Cell[][] {
  return Array.from({ length: width }, (_, column) => rows.map((row) => certain(row[column])));
}

/** Fewer rows were written than were sent: a rule or a trigger of the database is in the way. */
class SwallowedWrite extends Error {
  constructor() {
    super("a rule or a trigger of the database swallowed the write");
  }
}

/** Integrity violations (class 23), malformed values (class 22), too much of something (class 54), and rows that were not written. */
function isRowFault(cause: unknown): boolean {
  if (cause instanceof SwallowedWrite) return true;
  return /^(2[23]|54)/.test(codeOf(cause) ?? "");
}
