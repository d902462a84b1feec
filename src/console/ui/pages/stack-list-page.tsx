import type { PageDataOf } from "../../page/page.ts";
import { ActionBar } from "../components/action/action-link.tsx";
import { Panel } from "../components/data/panel.tsx";
import { PageHead } from "../components/shell/page-head.tsx";
import { FilterForm } from "../parts/filter-form.tsx";
import { ShownRows } from "../parts/shown-rows.tsx";

export function StackListPage({
  model: { filter, create, table },
  frame: { now, title },
}: PageDataOf<"stack-list">) {
  return (
    <>
      <PageHead
        title={title}
        lead="Agents that can be dispatched."
        actions={<ActionBar label="What can be done" offers={[create]} />}
      />
      <FilterForm filter={filter} />
      <Panel id="stacks" title="Stacks" icon="layers" count={table.rows.length} flush>
        <ShownRows label="Stacks" table={table} now={now} />
      </Panel>
    </>
  );
}
