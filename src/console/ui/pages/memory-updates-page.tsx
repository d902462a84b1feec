import type { PageDataOf } from "../../page/page.ts";
import { Panel } from "../components/data/panel.tsx";
import { Tabs } from "../components/data/tabs.tsx";
import { PageHead } from "../components/shell/page-head.tsx";
import { FilterForm } from "../parts/filter-form.tsx";
import { ShownRows } from "../parts/shown-rows.tsx";

export function MemoryUpdatesPage({
  model: { filter, table, tabs },
  frame: { now, title },
}: PageDataOf<"memory-updates">) {
  return (
    <>
      <PageHead title={title} lead="Changes of the memory that runs propose." />
      <Tabs label="The memory" tabs={tabs} current={filter.action} />
      <FilterForm filter={filter} />
      <Panel id="updates" title="Proposed changes" icon="brain" count={table.rows.length} flush>
        <ShownRows label="Proposed changes" table={table} now={now} />
      </Panel>
    </>
  );
}
