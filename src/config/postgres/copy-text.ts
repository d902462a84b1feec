import { certain } from "../../fault/certain.ts";
import { cellOf } from "../connection/cells.ts";
import type { Cells, LineForm, WrittenRows } from "../connection/session.ts";
import { isFlag, type TableShape } from "../schema/tables.ts";

// The text format of COPY: https://www.postgresql.org/docs/current/sql-copy.html#id-1.9.3.55.9.2

const letters: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };
const escapes: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};
const needsEscape = /[\\\n\r\t]/;

/** Rows as a server's COPY reads them. */
export function copyText(rows: readonly Cells[]): string {
  let text = "";
  for (const row of rows)
    for (let at = 0; at < row.length; at++)
      text += `${fieldOf(certain(row[at]))}${at === row.length - 1 ? "\n" : "\t"}`;
  return text;
}

/** A reader of one row of a table, as COPY writes it, without its line end. */
export function copyRowReader(shape: TableShape): (row: string) => Cells {
  const flag = shape.columns.findIndex(isFlag);
  return (row) => {
    const fields: (string | boolean)[] = row.split("\t");
    if (row.includes("\\")) for (const [at, field] of fields.entries()) fields[at] = cellOf(unescaped(field));
    if (flag !== -1) fields[flag] = fields[flag] === "t";
    return fields;
  };
}

function fieldOf(cell: string | boolean): string {
  if (typeof cell === "boolean") return cell ? "t" : "f";
  return needsEscape.test(cell)
    ? cell.replace(/[\\\n\r\t]/g, (character) => certain(escapes[character]))
    : cell;
}

/** Makes lines of the rows that a server's COPY writes, from pieces that end anywhere. */
export class CopyReader {
  readonly #form: LineForm;
  readonly #flag: number;
  readonly #cells: (row: string) => Cells;
  #rest: Buffer = Buffer.alloc(0);

  constructor(shape: TableShape, form: LineForm) {
    this.#form = form;
    this.#flag = shape.columns.findIndex(isFlag);
    this.#cells = copyRowReader(shape);
  }

  /**
   * The rows that end in a piece; `undefined` for none.
   * @throws {IdentikitError} `INTERNAL` for a cell that is empty
   */
  read(piece: Buffer): WrittenRows | undefined {
    const bytes = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
    const end = bytes.lastIndexOf(10);
    this.#rest = bytes.subarray(end + 1);
    if (end === -1) return undefined;
    const rows = bytes.toString("utf8", 0, end).split("\n");
    let lines = "";
    for (const row of rows) lines += `${this.#line(row)}\n`;
    return { count: rows.length, bytes: Buffer.from(lines), cells: () => rows.map(this.#cells) };
  }

  /** Fields of a row without escapes, which are nearly all, go into the line as they stand. */
  #line(row: string): string {
    if (row.includes("\\")) return this.#form.write(this.#cells(row));
    const { labels, raw, end } = this.#form;
    let line = "";
    let at = 0;
    for (let column = 0; column < labels.length; column++) {
      const tab = row.indexOf("\t", at);
      const field = row.slice(at, tab === -1 ? row.length : tab);
      at = tab + 1;
      line += `${labels[column]}${column === raw ? field : column === this.#flag ? field === "t" : jsonOf(field)}`;
    }
    return line + end;
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON escapes exactly these, and lone surrogates
const escapedInJson = /["\\\u0000-\u001f\ud800-\udfff]/;

function jsonOf(field: string): string {
  return escapedInJson.test(field) ? JSON.stringify(field) : `"${field}"`;
}

/** @returns `undefined` for NULL */
function unescaped(field: string | boolean): string | boolean | undefined {
  if (typeof field === "boolean" || !field.includes("\\")) return field;
  if (field === "\\N") return undefined;
  return field.replace(/\\(.)/g, (_, letter: string) => letters[letter] ?? letter);
}
