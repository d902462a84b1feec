import type { ReadableField } from "../../object/readable-fields.ts";
import { shownText } from "../../page/shown-text.ts";
import { DataTable } from "../components/data/data-table.tsx";
import { Panel } from "../components/data/panel.tsx";

/** Fields of an object with their values, and what each means. */
export function FieldsPanel({
  id,
  title,
  fields,
}: {
  readonly id: string;
  readonly title: string;
  readonly fields: readonly ReadableField[];
}) {
  return (
    <Panel id={id} title={title} flush>
      <DataTable
        label={title}
        rows={fields}
        keyOf={({ path }) => path}
        columns={[
          {
            title: "Field",
            names: true,
            cell: ({ label, depth }) => <span class={`depth-${Math.min(depth, 5)}`}>{shownText(label)}</span>,
          },
          { title: "Value", long: true, cell: ({ value }) => (value === undefined ? "" : shownText(value)) },
          { title: "What it means", cell: ({ description }) => <span class="muted">{description}</span> },
        ]}
      />
    </Panel>
  );
}
