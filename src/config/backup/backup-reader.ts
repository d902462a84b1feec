import { createHash } from "node:crypto";
import { certain } from "../../fault/certain.ts";
import { LineFile } from "../bundle/line-file.ts";
import { type BackupHeader, invalidBackup, parseBackupHeader } from "./backup-header.ts";
import { type BackupColumn, type BackupTable, backupTables } from "./backup-tables.ts";
import type { BackupCell } from "./table-pages.ts";

/** A row as it is written: by column. */
export type BackupRow = Readonly<Record<string, BackupCell>>;

/** As rows of the widest table, well below the number of parameters that either database takes in one statement. */
const rowsAtATime = 500;

/**
 * A backup, read from its beginning to its end once, in pieces. Rows are given out before the digest of their table is
 * known: whoever uses them undoes everything when reading fails later.
 */
export class BackupReader implements Disposable {
  readonly header: BackupHeader;
  readonly #file: LineFile;

  /** @throws {IdentikitError} `FILE_UNREADABLE`, `BACKUP_INVALID`, `BACKUP_TOO_NEW` */
  constructor(file: string) {
    this.#file = new LineFile(file, invalidBackup);
    try {
      const [line] = this.#file.lines(1, createHash("sha256"));
      if (line === undefined) throw invalidBackup(file, "is empty");
      this.header = parseBackupHeader(line, file);
    } catch (cause) {
      this[Symbol.dispose]();
      throw cause;
    }
  }

  /** The tables that it holds, in the order in which {@link rows} must be asked for them. */
  get tables(): BackupTable[] {
    return backupTables.filter(({ name }) => this.header.tables.has(name));
  }

  /**
   * The rows of the next table, some hundred at a time, in the order of the file.
   * @throws {IdentikitError} `BACKUP_INVALID` for a row that is malformed, for one too few, and for a table whose rows are not
   * those of its digest
   */
  *rows(table: BackupTable): Generator<readonly BackupRow[]> {
    const want = certain(this.header.tables.get(table.name));
    const columns = table.columns.filter(({ name }) => want.columns.includes(name));
    const hash = createHash("sha256");
    for (let left = want.rows; left > 0; ) {
      const lines = this.#file.lines(Math.min(left, rowsAtATime), hash);
      if (lines.length === 0) throw this.#invalid(`ends ${left} rows of ${table.name} too early`);
      left -= lines.length;
      yield lines.map((line) => parseRow(columns, line) ?? this.#refuse(table));
    }
    if (`sha256:${hash.digest("hex")}` !== want.digest)
      throw this.#invalid(`was altered: the rows of ${table.name} are not those of its digest`);
  }

  /** @throws {IdentikitError} `BACKUP_INVALID` where something follows the last row */
  end(): void {
    if (!this.#file.ended()) throw this.#invalid("has more rows than its header says");
  }

  [Symbol.dispose](): void {
    this.#file[Symbol.dispose]();
  }

  #refuse({ name }: BackupTable): never {
    throw this.#invalid(`has a malformed row of ${name}`);
  }

  #invalid(problem: string): Error {
    return invalidBackup(this.#file.name, problem);
  }
}

const types = { text: "string", flag: "boolean", integer: "number" } as const;

/** `undefined` for a line that no backup holds. */
function parseRow(columns: readonly BackupColumn[], line: string): BackupRow | undefined {
  let cells: unknown;
  try {
    cells = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (!Array.isArray(cells) || cells.length !== columns.length || JSON.stringify(cells) !== line)
    return undefined;
  const row: Record<string, BackupCell> = {};
  for (const [index, { name, type, nullable }] of columns.entries()) {
    const cell: unknown = cells[index];
    const fits = cell === null ? nullable === true : typeof cell === types[type];
    if (!fits || (type === "integer" && cell !== null && !Number.isSafeInteger(cell))) return undefined;
    row[name] = cell as BackupCell;
  }
  return row;
}
