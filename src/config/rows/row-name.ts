import { shortened, visible } from "../../fault/visible.ts";
import type { Cells } from "../connection/session.ts";
import type { ConfigTable, TableShape } from "../schema/tables.ts";

/** How people are told which row: `agent ada`, `mcp_server global forge`, `skill instance ada/deploy`. */
export function rowName(shape: TableShape, cells: Cells): string {
  return `${shape.name} ${keyName(shape.name, cells.slice(0, shape.key.length).map(String))}`;
}

/** The key of a row for people, without its table. */
export function keyName(table: ConfigTable, key: readonly string[]): string {
  const parts = key.map((part) => shortened(visible(part), 120));
  const [scope, reference, name] = parts;
  if (reference === undefined || name === undefined) return parts.join("/");
  return table === "system_prompt" || reference === ""
    ? [scope, reference || name].join(" ")
    : `${scope} ${reference}/${name}`;
}
