import { IdentikitError } from "../../fault/error.ts";
import { isRecord } from "../../fault/thrown.ts";
import type { Cell, Cells } from "./session.ts";

/**
 * The text in a row's column.
 * @param at from 0; a negative one counts from the end
 * @throws {IdentikitError} `INTERNAL` where there is a flag, or nothing
 */
export function textAt(cells: Cells, at: number): string {
  return cellText(cells.at(at));
}

/** What a database answered, as text. @throws {IdentikitError} `INTERNAL` */
export function cellText(value: unknown): string {
  return typeof value === "string" ? value : unexpected("text", value);
}

/** What a database answered, as a whole number. @throws {IdentikitError} `INTERNAL` */
export function numberOf(value: unknown): number {
  const isWhole = typeof value === "number" || typeof value === "bigint" || /^\d+$/.test(String(value));
  return isWhole ? Number(value) : unexpected("a number", value);
}

/** What a database answered, as a row's cell. @throws {IdentikitError} `INTERNAL` */
export function cellOf(value: unknown): Cell {
  return typeof value === "string" || typeof value === "boolean"
    ? value
    : unexpected("text or a flag", value);
}

/** What a database answered, as rows whose columns have names. @throws {IdentikitError} `INTERNAL` */
export function namedRows(rows: readonly unknown[]): readonly Record<string, unknown>[] {
  return rows.map((row) => (isRecord(row) ? row : unexpected("a row", row)));
}

/** What a database answered, as rows whose columns have places. @throws {IdentikitError} `INTERNAL` */
export function plainRows(rows: readonly unknown[]): readonly (readonly unknown[])[] {
  return rows.map((row) => (Array.isArray(row) ? row : unexpected("a row", row)));
}

function unexpected(what: string, value: unknown): never {
  throw new IdentikitError("INTERNAL", `a database answered ${typeof value} where ${what} belongs`, {
    remedy: "Report this, with what --verbose adds: it is a defect of Identikit.",
  });
}
