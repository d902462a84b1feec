import { certain } from "../../fault/certain.ts";
import { codeOf, fieldsOf } from "../../fault/thrown.ts";
import { type Cells, RejectedRow, type RowBatch, type Session } from "../connection/session.ts";
import type { TableShape } from "../schema/tables.ts";
import { invalidRow } from "./row-check.ts";

/**
 * Inserts rows, or gives rows of the same keys their values.
 * @throws {IdentikitError} `ROW_INVALID` naming the first row that the database refuses
 */
export async function putRows({ bulk }: Session, shape: TableShape, rows: readonly Cells[]): Promise<void> {
  if (rows.length > 0) await telling(shape, { cells: () => rows }, () => bulk.put(shape, rows));
}

/**
 * Writes a batch of rows of which none is there.
 * @throws {IdentikitError} `ROW_INVALID` naming the first row that the database refuses
 */
export async function addRows(shape: TableShape, batch: RowBatch): Promise<void> {
  if (batch.count > 0) await telling(shape, batch, () => batch.write());
}

/**
 * Deletes the rows of these keys.
 * @throws {IdentikitError} `ROW_INVALID` naming the first row that others still refer to
 */
export async function removeRows(
  { bulk }: Session,
  shape: TableShape,
  keys: readonly Cells[],
): Promise<void> {
  if (keys.length > 0) await telling(shape, { cells: () => keys }, () => bulk.remove(shape, keys));
}

/** Tells what the database refuses in the words of the row. */
async function telling(
  shape: TableShape,
  rows: Pick<RowBatch, "cells">,
  write: () => Promise<void>,
): Promise<void> {
  try {
    await write();
  } catch (cause) {
    if (!(cause instanceof RejectedRow)) throw cause;
    const row = certain(rows.cells()[cause.index]);
    throw invalidRow(shape, row, rejection(cause), cause);
  }
}

/** A constraint's name or a trigger's sentence may be shown; what a server quotes of the row may not. */
function rejection(cause: RejectedRow): string {
  const { constraint } = fieldsOf(cause.cause);
  const code = codeOf(cause.cause);
  if (code === "23503")
    return "it refers to an agent or agent type that is not there, or is still referred to";
  if (constraint !== undefined) return `it breaks the constraint ${constraint}`;
  return cause.message.replace(/^CHECK constraint failed: .*$/s, "it breaks a constraint of its table");
}
