import type { ComponentChildren } from "preact";
import type { ShownRow, ShownTable } from "../../page/shown.ts";
import { DataTable } from "../components/data/data-table.tsx";
import { ShownValue } from "./shown-value.tsx";

export interface ShownRowsProps {
  /** What the rows are, for who cannot see what stands around. */
  readonly label: string;
  readonly table: ShownTable;
  readonly now: string;
  /** A further cell at the end of each row, such as a check box. */
  readonly pick?: { readonly title: string; readonly cell: (key: string) => ComponentChildren } | undefined;
}

/** Rows of values, and where they go on. */
export function ShownRows({ label, table: { columns, rows, empty, next }, now, pick }: ShownRowsProps) {
  return (
    <>
      <DataTable<ShownRow>
        label={label}
        rows={rows}
        keyOf={({ key }) => key}
        empty={<p class="pad muted">{empty}</p>}
        columns={[
          ...columns.map((title, at) => ({
            title,
            names: at === 0,
            cell: ({ cells }: ShownRow) => <ShownValue value={cells[at] ?? null} now={now} />,
          })),
          ...(pick ? [{ title: pick.title, cell: ({ key }: ShownRow) => pick.cell(key) }] : []),
        ]}
      />
      <NextPage href={next} />
    </>
  );
}

export function NextPage({ href }: { readonly href: string | undefined }) {
  if (href === undefined) return null;
  return (
    <p class="pad">
      <a class="action" rel="next" href={href}>
        Next page
      </a>
    </p>
  );
}
