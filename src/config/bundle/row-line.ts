import { isRecord } from "../../fault/thrown.ts";
import { cellOf } from "../connection/cells.ts";
import type { Cell, Cells, LineForm } from "../connection/session.ts";
import { type ConfigTable, isFlag, type TableShape, tableShapes } from "../schema/tables.ts";

/**
 * A row as its line in a bundle, without the line end: a JSON object, `table` first, then the columns in their order. A
 * `value` stands in it as it stands in the database, since it is one line of JSON already: no number is rounded and no
 * key moved.
 */
export function lineForm(shape: TableShape): LineForm {
  const opening = `{"table":${JSON.stringify(shape.name)}`;
  const labels = shape.columns.map((column, at) => `${at === 0 ? opening : ""},${JSON.stringify(column)}:`);
  const raw = shape.columns.indexOf("value");
  const end = "}";
  const write = (cells: Cells) => {
    let line = "";
    for (let index = 0; index < labels.length; index++)
      line += `${labels[index]}${index === raw ? cells[index] : JSON.stringify(cells[index])}`;
    return line + end;
  };
  return { labels, raw, end, write };
}

/** A reader of one table's lines; it gives `undefined` for what that table's writer would not have written. */
export function lineReader(shape: TableShape): (line: string) => Cells | undefined {
  const { write } = lineForm(shape);
  const hasValue = shape.columns.at(-1) === "value";
  const plain = hasValue ? shape.columns.slice(0, -1) : shape.columns;
  const types = plain.map((column) => (isFlag(column) ? "boolean" : "string"));
  const readPlainly = plainLineReader(shape, plain, hasValue);
  return (line) => {
    const cells = readPlainly(line);
    if (cells) return cells;
    // No string before it can hold this text: its quotation marks would be escaped.
    const at = hasValue ? line.indexOf(',"value":') : -1;
    if (hasValue && at === -1) return undefined;
    const head = parseObject(hasValue ? `${line.slice(0, at)}}` : line);
    if (head === undefined || plain.some((column, index) => typeof head[column] !== types[index]))
      return undefined;
    const parsed = plain.map((column) => cellOf(head[column]));
    if (hasValue) parsed.push(line.slice(at + 9, -1));
    return write(parsed) === line ? parsed : undefined;
  };
}

/**
 * The way for nearly all lines, whose strings need no escape and so stand in them as they are; `undefined` for any other. It
 * takes a third of the time of parsing the line and writing it again.
 */
function plainLineReader(
  shape: TableShape,
  plain: readonly string[],
  hasValue: boolean,
): (line: string) => Cells | undefined {
  const fields = plain.map((column, index) => fieldOf(column, index === 0 ? shape.name : undefined));
  const ending = hasValue ? ',"value":' : "}";
  return (line) => {
    const cells: Cell[] = [];
    let at = 0;
    for (const { label, endOf, cellOf, after } of fields) {
      const end = line.startsWith(label, at) ? endOf(line, at + label.length) : undefined;
      if (end === undefined) return undefined;
      cells.push(cellOf(line.slice(at + label.length, end)));
      at = end + after;
    }
    if (!line.startsWith(ending, at) || !line.endsWith("}")) return undefined;
    if (hasValue) cells.push(line.slice(at + ending.length, -1));
    return hasValue || at === line.length - 1 ? cells : undefined;
  };
}

/** How one column is read: what stands before it, where it ends, what it means, and how much of its own follows it. */
interface Field {
  readonly label: string;
  readonly endOf: (line: string, at: number) => number | undefined;
  readonly cellOf: (text: string) => Cell;
  readonly after: number;
}

/** @param table given for the first column, before which the table stands */
function fieldOf(column: string, table: string | undefined): Field {
  const opening = table === undefined ? "" : `{"table":${JSON.stringify(table)}`;
  const label = `${opening},${JSON.stringify(column)}:`;
  return isFlag(column)
    ? { label, endOf: endOfFlag, cellOf: (text) => text === "true", after: 0 }
    : { label: `${label}"`, endOf: endOfText, cellOf: (text) => text, after: 1 };
}

function endOfFlag(line: string, at: number): number | undefined {
  if (line.startsWith("true", at)) return at + 4;
  return line.startsWith("false", at) ? at + 5 : undefined;
}

function endOfText(line: string, at: number): number | undefined {
  const end = line.indexOf('"', at);
  return end === -1 || needsEscape.test(line.slice(at, end)) ? undefined : end;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON escapes exactly these, and lone surrogates
const needsEscape = /[\\\u0000-\u001f\ud800-\udfff]/;

/** The table that a line says it is of, for messages. */
export function tableOf(line: string): ConfigTable | undefined {
  const named = /^\{"table":"([a-z_]{1,40})"/.exec(line)?.[1];
  return tableShapes.find(({ name }) => name === named)?.name;
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
