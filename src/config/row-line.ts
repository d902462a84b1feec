import { type ConfigTable, type TableShape, tableShapes } from "./schema/tables.ts";
import type { Cell, Cells } from "./session.ts";

/**
 * A row as its line in a bundle, without the line end: a JSON object, `table` first, then the columns in their order. A
 * `value` stands in it as it stands in the database, since it is one line of JSON already: no number is rounded and no
 * key moved.
 */
export type LineWriter = (cells: Cells) => string;

/** The writer of one table's lines. */
export function lineWriter(shape: TableShape): LineWriter {
  const opening = `{"table":${JSON.stringify(shape.name)}`;
  const labels = shape.columns.map((column) => `,${JSON.stringify(column)}:`);
  const width = labels.length;
  const raw = shape.columns.at(-1) === "value" ? width - 1 : width;
  return (cells) => {
    let line = opening;
    for (let index = 0; index < width; index++)
      line += `${labels[index]}${index === raw ? cells[index] : JSON.stringify(cells[index])}`;
    return `${line}}`;
  };
}

/** A reader of one table's lines; it gives `undefined` for what that table's writer would not have written. */
export function lineReader(shape: TableShape): (line: string) => Cells | undefined {
  const write = lineWriter(shape);
  const raw = shape.columns.at(-1) === "value";
  const plain = raw ? shape.columns.slice(0, -1) : shape.columns;
  const types = plain.map((column) => (column === "enabled" ? "boolean" : "string"));
  return (line) => {
    // No string before it can hold this text: its quotation marks would be escaped.
    const at = raw ? line.indexOf(',"value":') : -1;
    if (raw && at === -1) return undefined;
    const head = parseObject(raw ? `${line.slice(0, at)}}` : line);
    const cells = head && plain.map((column) => head[column] as Cell);
    if (!cells?.every((cell, index) => typeof cell === types[index])) return undefined;
    if (raw) cells.push(line.slice(at + 9, -1));
    return write(cells) === line ? cells : undefined;
  };
}

/** The table that a line says it is of, for messages. */
export function tableOf(line: string): ConfigTable | undefined {
  const named = /^\{"table":"([a-z_]{1,40})"/.exec(line)?.[1];
  return tableShapes.find(({ name }) => name === named)?.name;
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
