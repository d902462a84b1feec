import { certain } from "../../fault/certain.ts";
import type { Cell, Cells } from "../connection/session.ts";
import type { HistoryChangeTable, TableShape } from "../schema/tables.ts";

/** A change as it is recorded, with what tells its row apart. */
export interface RecordedChange extends Omit<HistoryChangeTable, "id"> {
  readonly id: number;
}

/** The columns that say which row a change is of. */
export const keyColumns = ["config_table", "key1", "key2", "key3"] as const;

/** One name for each row of any table. */
export function rowIdentity(change: Pick<RecordedChange, (typeof keyColumns)[number]>): string {
  return JSON.stringify(keyColumns.map((column) => change[column]));
}

/** {@link rowIdentity} of a row in the order of its columns. */
export function identityOfCells(shape: TableShape, cells: Cells): string {
  const [key1 = "", key2 = "", key3 = ""] = cells.slice(0, shape.key.length).map(String);
  return rowIdentity({ config_table: shape.name, key1, key2, key3 });
}

/** The key of a changed row, in the order of its table's columns. */
export function recordedKey(shape: TableShape, { key1, key2, key3 }: RecordedChange): Cells {
  return [key1, key2, key3].slice(0, shape.key.length);
}

/**
 * The row that a change began with; `undefined` where there was none. Of a secret only version and key are recorded: the
 * other columns are empty.
 */
export function recordedRow(shape: TableShape, change: RecordedChange): Cells | undefined {
  const { enabled, value } = change;
  if (value === null) return undefined;
  const key = recordedKey(shape, change);
  switch (shape.name) {
    case "agent_type":
    case "agent":
      return [...key, value, Boolean(enabled)];
    case "agent_type_config":
      return [...key, value];
    case "secret":
      return [...key, ...secretCells(value)];
    default:
      return [...key, Boolean(enabled), value];
  }
}

function secretCells(value: string): Cell[] {
  const [version, keyId] = value.split(/ (.*)/s);
  return [certain(version), keyId ?? "", "", "", ""];
}
