import { certain } from "../../fault/certain.ts";
import { cellOf } from "../connection/cells.ts";
import type { Cells } from "../connection/session.ts";

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

function fieldOf(cell: string | boolean): string {
  if (typeof cell === "boolean") return cell ? "t" : "f";
  return needsEscape.test(cell)
    ? cell.replace(/[\\\n\r\t]/g, (character) => certain(escapes[character]))
    : cell;
}

/** Reads the rows that a server's COPY writes, from pieces that end anywhere. */
export class CopyReader {
  readonly #flag: number;
  #rest: Buffer = Buffer.alloc(0);

  /** @param flag which column, from 0, is true or false; -1 for none */
  constructor(flag: number) {
    this.#flag = flag;
  }

  /** The rows that end in a piece. @throws {IdentikitError} `INTERNAL` for a cell that is empty */
  rows(piece: Buffer): Cells[] {
    const bytes = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
    const end = bytes.lastIndexOf(10);
    this.#rest = bytes.subarray(end + 1);
    return end === -1 ? [] : bytes.toString("utf8", 0, end).split("\n").map(this.#row);
  }

  readonly #row = (line: string): Cells => {
    const fields: (string | boolean)[] = line.split("\t");
    if (line.includes("\\"))
      for (const [at, field] of fields.entries()) fields[at] = cellOf(unescaped(field));
    if (this.#flag !== -1) fields[this.#flag] = fields[this.#flag] === "t";
    return fields;
  };
}

/** @returns `undefined` for NULL */
function unescaped(field: string | boolean): string | boolean | undefined {
  if (typeof field === "boolean" || !field.includes("\\")) return field;
  if (field === "\\N") return undefined;
  return field.replace(/\\(.)/g, (_, letter: string) => letters[letter] ?? letter);
}
