import type { PageDataOf } from "../../page/page.ts";
import { Panel } from "../components/data/panel.tsx";
import { PageHead } from "../components/shell/page-head.tsx";
import { FilterForm } from "../parts/filter-form.tsx";
import { ShownRows } from "../parts/shown-rows.tsx";

export function SessionListPage({
  model: { filter, table },
  frame: { now, title },
}: PageDataOf<"session-list">) {
  return (
    <>
      <PageHead title={title} lead="The conversations of runs." />
      <FilterForm filter={filter} />
      <Panel id="sessions" title="Sessions" icon="message-square" count={table.rows.length} flush>
        <ShownRows label="Sessions" table={table} now={now} />
      </Panel>
    </>
  );
}
