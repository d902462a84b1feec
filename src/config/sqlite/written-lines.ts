import { isUtf8 } from "node:buffer";
import type { Cells, LineForm } from "../connection/session.ts";
import { isFlag, type TableShape } from "../schema/tables.ts";

/** Rows that SQLite writes at a time: with the largest value in each they are still shorter than the longest text that it makes. */
export const lineRows = 100;

/**
 * A query for the number of some rows of a table, and for their lines. SQLite's JSON escapes in strings what `JSON.stringify` escapes.
 * @param rest what follows the table: which rows, in the order that the lines are to have
 */
export function lineQuery(shape: TableShape, { labels, raw, end }: LineForm, rest: string): string {
  const parts = shape.columns.flatMap((column, at) => {
    const json = isFlag(column) ? `iif(${column}, 'true', 'false')` : `json_quote(${column})`;
    return [textOf(labels[at] ?? ""), at === raw ? column : json];
  });
  const line = `concat(${parts.join(", ")}, ${textOf(`${end}\n`)})`;
  return `SELECT count(*), CAST(group_concat(line, '') AS BLOB) FROM (SELECT ${line} AS line FROM ${shape.name} ${rest})`;
}

function textOf(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/**
 * The lines that the database answered, if each is after the one before it: SQLite takes the rows in the order of the query inside, but
 * does not promise it. Keys whose order is not that of their lines are rare: a space in a key is less than the quotation mark at the
 * end of another.
 * @returns `undefined` also for what is not UTF-8, which JavaScript reads with U+FFFD in it
 */
export function risingLines(value: unknown): Buffer | undefined {
  if (!(value instanceof Uint8Array) || !isUtf8(value)) return undefined;
  const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  let at = 0;
  let end = bytes.indexOf(10);
  for (;;) {
    const next = end + 1;
    const nextEnd = bytes.indexOf(10, next);
    if (nextEnd === -1) return bytes;
    if (bytes.compare(bytes, next, nextEnd, at, end) >= 0) return undefined;
    [at, end] = [next, nextEnd];
  }
}

/**
 * Frees lines that nobody needs any more. The collector sees only the small objects in front of them, and would let 64 MB of them
 * come together.
 */
export function freeLines(value: unknown): void {
  if (value instanceof Uint8Array && value.buffer instanceof ArrayBuffer) value.buffer.transfer(0);
}

/** The lines of rows, made of their cells. */
export function linesOfCells(rows: readonly Cells[], form: LineForm): Buffer {
  let text = "";
  for (const row of rows) text += `${form.write(row)}\n`;
  return Buffer.from(text);
}
