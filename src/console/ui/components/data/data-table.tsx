import type { ComponentChildren } from "preact";
import { Icon } from "../icon/icon.tsx";
import { classes } from "../status/tone.ts";
import { TableWrap } from "./table-wrap.tsx";

/** A column of a table of things of one type. */
export interface DataColumn<Row> {
  readonly title: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** Whether it holds figures, which stand at the end. */
  readonly figures?: boolean | undefined;
  /** Whether it holds long texts without spaces, such as JSON, digests and paths, which are broken anywhere. */
  readonly long?: boolean | undefined;
  /** Whether it names the row: it is the row's header, and the title of its card where there is no room for columns. */
  readonly names?: boolean | undefined;
  /** Where the list sorted by this column is. */
  readonly sortHref?: string | undefined;
  /** How the list is sorted by it now. */
  readonly sorted?: "ascending" | "descending" | undefined;
}

export interface DataTableProps<Row> {
  /** What it is a table of, for those who do not see it. */
  readonly label: string;
  readonly columns: readonly DataColumn<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** What stands there where there are no rows. */
  readonly empty?: ComponentChildren;
}

/** A dense table; where it is narrower than 38 rem, a card for each row. */
export function DataTable<Row>({ label, columns, rows, keyOf, empty }: DataTableProps<Row>) {
  if (rows.length === 0 && empty !== undefined) return <>{empty}</>;
  return (
    <TableWrap>
      <table class="data" aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <ColumnHead column={column} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ names, figures, long, title, cell }) =>
                names ? (
                  <th class={long ? "long" : undefined} scope="row">
                    <span>{cell(row)}</span>
                  </th>
                ) : (
                  <td class={figures ? "number" : long ? "long" : undefined} data-label={title}>
                    <span>{cell(row)}</span>
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </TableWrap>
  );
}

function ColumnHead<Row>({ column }: { readonly column: DataColumn<Row> }) {
  const { title, sortHref, sorted, figures } = column;
  const sign = sorted === "ascending" ? "arrow-up" : sorted === "descending" ? "arrow-down" : "arrow-up-down";
  return (
    <th scope="col" class={classes(figures && "number")} aria-sort={sorted}>
      {sortHref === undefined ? (
        title
      ) : (
        <a href={sortHref}>
          {title}
          <Icon name={sign} />
        </a>
      )}
    </th>
  );
}
