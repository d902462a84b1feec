import { fieldsOf } from "../../fault/thrown.ts";
import { redact, redactEntry } from "../../secret/redaction.ts";
import { cellText } from "../connection/cells.ts";
import type { Cells } from "../connection/session.ts";
import type { ConfigTable, TableShape } from "../schema/tables.ts";
import { keyName } from "./row-name.ts";

/** One row that would be, or was, created, changed or deleted; `before` and `after` hold nothing that is secret. */
export interface RowChange {
  readonly kind: "create" | "change" | "delete";
  readonly table: ConfigTable;
  /** The row's key for people, such as `instance ada/forge`. */
  readonly key: string;
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
}

/** How many rows were created, changed and deleted. */
export interface ChangeCounts {
  create: number;
  change: number;
  delete: number;
}

/** The change from one row to another of the same key; `undefined` on one side where there is none. */
export function changeOf(shape: TableShape, before: Cells | undefined, after: Cells | undefined): RowChange {
  const key = (before ?? after ?? []).slice(0, shape.key.length).map(String);
  return {
    kind: before ? (after ? "change" : "delete") : "create",
    table: shape.name,
    key: keyName(shape.name, key),
    ...(before && { before: shownRow(shape, before) }),
    ...(after && { after: shownRow(shape, after) }),
  };
}

/** What a sealed secret is shown as: which value it is and under which key, and nothing of it. */
const shownOfSecrets = new Set(["version", "key_id"]);

/** The columns of a row besides its key, for people: nothing secret is in them. */
export function shownRow(shape: TableShape, cells: Cells): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [index, column] of shape.columns.entries()) {
    if (shape.key.includes(column) || (shape.name === "secret" && !shownOfSecrets.has(column))) continue;
    const cell = cells[index];
    fields[column] = column === "value" ? shownValue(shape, cells, parsed(cellText(cell))) : cell;
  }
  return fields;
}

function shownValue({ name, key }: TableShape, cells: Cells, value: unknown): unknown {
  if (name === "agent_type_config") return redactEntry(String(cells[key.indexOf("key")]), value);
  // What a skill says is for people, as a prompt is.
  if (name === "skill" && Array.isArray(value)) return value.map(shownFile);
  return redact(value);
}

function shownFile(file: unknown): unknown {
  const { text } = fieldsOf(file);
  return typeof text === "string" ? { ...fieldsOf(file), text: redact(text) } : redact(file);
}

/** A foreign writer's value may be anything; then nothing of it is shown. */
function parsed(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return "[malformed]";
  }
}
