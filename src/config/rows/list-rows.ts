import { textAt } from "../connection/cells.ts";
import type { Cells } from "../connection/session.ts";
import type { ConfigDatabase } from "../database.ts";
import type { Scope } from "../schema/agent-config.ts";
import {
  type ConfigTable,
  isScopedTable,
  type ScopedTable,
  shapeOf,
  type TableShape,
} from "../schema/tables.ts";
import { shownRow } from "./row-change.ts";
import { keyName } from "./row-name.ts";

/** Which rows are listed; what is left out narrows nothing. */
export interface RowFilter {
  readonly tables: readonly (ScopedTable | "agent_type_config")[];
  readonly scope?: Scope | undefined;
  readonly reference?: string | undefined;
  readonly key?: string | undefined;
  /** Rows that are held at most; the others are counted. */
  readonly limit: number;
}

/** One row for people: nothing secret is in it. */
export interface ListedRow {
  readonly table: ConfigTable;
  /** `builtin`, `global`, `type` or `instance`. */
  readonly scope: string;
  readonly reference: string;
  readonly key: string;
  /** As messages call it: `instance ada/forge`. */
  readonly name: string;
  readonly enabled: boolean;
  readonly value: unknown;
}

/** Rows in byte order of table, scope, reference and key, as they are at one moment. */
export function listRows(
  database: ConfigDatabase,
  filter: RowFilter,
): Promise<{ readonly rows: readonly ListedRow[]; readonly total: number }> {
  return database.transaction("read", async ({ bulk }) => {
    const rows: ListedRow[] = [];
    let total = 0;
    for (const shape of filter.tables.map(shapeOf)) {
      for await (const page of bulk.pages(shape, filter.scope ? [filter.scope] : undefined)) {
        database.signal?.throwIfAborted();
        const found = page.filter((cells) => passes(shape, cells, filter));
        total += found.length;
        rows.push(...found.slice(0, filter.limit - rows.length).map((cells) => listed(shape, cells)));
      }
    }
    return { rows, total };
  });
}

function passes(shape: TableShape, cells: Cells, { scope, reference, key }: RowFilter): boolean {
  const place = placeOf(shape, cells);
  return (
    (scope === undefined || place.scope === scope) &&
    (reference === undefined || place.reference === reference) &&
    (key === undefined || place.key === key)
  );
}

function placeOf(shape: TableShape, cells: Cells): Pick<ListedRow, "scope" | "reference" | "key"> {
  if (!isScopedTable(shape.name))
    return { scope: "type", reference: textAt(cells, 0), key: textAt(cells, 1) };
  return { scope: textAt(cells, 0), reference: textAt(cells, 1), key: textAt(cells, 2) };
}

function listed(shape: TableShape, cells: Cells): ListedRow {
  const { enabled = true, value } = shownRow(shape, cells);
  return {
    table: shape.name,
    ...placeOf(shape, cells),
    name: keyName(shape.name, cells.slice(0, shape.key.length).map(String)),
    enabled: enabled === true,
    value,
  };
}
