import type { PageDataOf } from "../../page/page.ts";
import { ActionBar } from "../components/action/action-link.tsx";
import { Panel } from "../components/data/panel.tsx";
import { PageHead } from "../components/shell/page-head.tsx";
import { FilterForm } from "../parts/filter-form.tsx";
import { ShownRows } from "../parts/shown-rows.tsx";

export function RuleListPage({
  model: { filter, create, table },
  frame: { now, title },
}: PageDataOf<"rule-list">) {
  return (
    <>
      <PageHead
        title={title}
        lead="Which events start which stacks."
        actions={<ActionBar label="What can be done" offers={[create]} />}
      />
      <FilterForm filter={filter} />
      <Panel id="rules" title="Rules" icon="webhook" count={table.rows.length} flush>
        <ShownRows label="Rules" table={table} now={now} />
      </Panel>
    </>
  );
}
