import type { PageDataOf } from "../../page/page.ts";
import { ActionBar } from "../components/action/action-link.tsx";
import { Panel } from "../components/data/panel.tsx";
import { Tabs } from "../components/data/tabs.tsx";
import { PageHead } from "../components/shell/page-head.tsx";
import { FilterForm } from "../parts/filter-form.tsx";
import { ShownRows } from "../parts/shown-rows.tsx";

export function WorkspaceListPage({ model, frame: { now, title } }: PageDataOf<"workspace-list">) {
  const { filter, create, modes, mode, table } = model;
  return (
    <>
      <PageHead
        title={title}
        lead="Where agents work on repositories."
        actions={<ActionBar label="What can be done" offers={[create]} />}
      />
      <Tabs label="Which workspaces" tabs={modes} current={mode} />
      <FilterForm filter={filter} />
      <Panel id="workspaces" title="Workspaces" icon="folder-git-2" count={table.rows.length} flush>
        <ShownRows label="Workspaces" table={table} now={now} />
      </Panel>
    </>
  );
}
