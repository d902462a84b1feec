import type { PageDataOf } from "../../page/page.ts";
import { ActionBar } from "../components/action/action-link.tsx";
import { PageHead } from "../components/shell/page-head.tsx";
import { FilterForm } from "../parts/filter-form.tsx";
import { PlotPanel } from "../parts/plot-panel.tsx";
import { RunRows } from "../parts/run-rows.tsx";
import { NextPage } from "../parts/shown-rows.tsx";

export function RunListPage({ model, frame: { now, title } }: PageDataOf<"run-list">) {
  const { filter, runs, empty, next, dispatch, durations } = model;
  return (
    <>
      <PageHead
        title={title}
        lead="What agents were given to do, the newest first."
        actions={<ActionBar label="What can be done" offers={[dispatch]} />}
      />
      <FilterForm filter={filter} />
      <section class="panel" aria-label="Runs">
        <div class="body flush">
          <RunRows runs={runs} now={now} empty={empty} />
          <NextPage href={next} />
        </div>
      </section>
      {durations && <PlotPanel id="over-runs" title="Durations" plots={[durations]} />}
    </>
  );
}
