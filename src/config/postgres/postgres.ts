import { CompiledQuery, type QueryResult } from "kysely";
import { certain } from "../../fault/certain.ts";
import { codeOf } from "../../fault/thrown.ts";
import { cellOf, cellText, namedRows, numberOf } from "../connection/cells.ts";
import { type BulkAccess, type Cell, type Cells, pageRows, RejectedRow } from "../connection/session.ts";
import { isFlag, type TableShape } from "../schema/tables.ts";

/** The connection that a transaction has to itself. */
export interface Connection {
  executeQuery(query: CompiledQuery): Promise<QueryResult<unknown>>;
}

/** {@link BulkAccess} over one connection: whole batches travel as arrays, one per column. */
export class PostgresBulk implements BulkAccess {
  readonly #connection: Connection;
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

  async count(shape: TableShape, scopes?: readonly string[]): Promise<number> {
    const filtered = scopes && shape.key[0] === "scope";
    const where = filtered ? "WHERE scope = ANY ($1)" : "";
    const [row] = await this.#run(
      `SELECT count(*) AS n FROM ${shape.name} ${where}`,
      filtered ? [[...scopes]] : [],
    );
    return numberOf(row?.n);
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

  /** Sends a batch; where it is refused, again row by row, to find the one that is to blame. */
  async #batch(text: string, width: number, rows: readonly Cells[]): Promise<void> {
    if (rows.length === 0) return;
    await this.#run("SAVEPOINT batch", []);
    try {
      await this.#write(text, rows, width);
    } catch (cause) {
      if (!isRowFault(cause)) throw cause;
      await this.#run("ROLLBACK TO SAVEPOINT batch", []);
      await this.#blame(text, width, rows, cause);
    }
    await this.#run("RELEASE SAVEPOINT batch", []);
  }

  async #write(text: string, rows: readonly Cells[], width: number): Promise<void> {
    const query = CompiledQuery.raw(text, transpose(rows, width));
    const { numAffectedRows } = await this.#connection.executeQuery(query);
    if (numAffectedRows !== BigInt(rows.length)) throw new SwallowedWrite();
  }

  async #blame(text: string, width: number, rows: readonly Cells[], batchFault: unknown): Promise<never> {
    for (const [index, row] of rows.entries()) {
      try {
        await this.#write(text, [row], width);
      } catch (cause) {
        if (isRowFault(cause)) throw new RejectedRow(index, cause);
        throw cause;
      }
    }
    throw batchFault;
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
