import type { PageDataOf } from "../../page/page.ts";
import { Panel } from "../components/data/panel.tsx";
import { ApprovalCard } from "../components/run/approval-card.tsx";
import { PageHead } from "../components/shell/page-head.tsx";
import { FilterForm } from "../parts/filter-form.tsx";
import { scopedOffers } from "../parts/scoped-offers.ts";
import { ShownRows } from "../parts/shown-rows.tsx";

/** What waits for a person stands first. Of one run some can be chosen; each is still decided on its own. */
export function ApprovalListPage({ model, frame: { now, title } }: PageDataOf<"approval-list">) {
  const { filter, waiting, choose, chosen, others } = model;
  return (
    <>
      <PageHead title={title} lead="What waits for a person, and what was decided." />
      <FilterForm filter={filter} />
      {chosen.map(({ approval, runHref, offers }) => (
        <ApprovalCard
          key={approval.metadata.name}
          approval={approval}
          runHref={runHref}
          offers={scopedOffers(offers, approval.metadata.name)}
          now={now}
        />
      ))}
      <Panel id="waiting" title="Waiting for a person" icon="shield" count={waiting.rows.length} flush>
        {choose ? (
          <form method="get" action={choose.action}>
            <input type="hidden" name="run" value={choose.run} />
            <ShownRows
              label="Waiting for a person"
              table={waiting}
              now={now}
              pick={{
                title: "Choose",
                cell: (name) => (
                  <input type="checkbox" name="pick" value={name} aria-label={`Choose ${name}`} />
                ),
              }}
            />
            <p class="pad">
              <button type="submit" class="action">
                Look at the chosen
              </button>
            </p>
          </form>
        ) : (
          <ShownRows label="Waiting for a person" table={waiting} now={now} />
        )}
      </Panel>
      <Panel id="decided" title="Decided, ended or superseded" icon="archive" flush>
        <ShownRows label="Decided, ended or superseded" table={others} now={now} />
      </Panel>
    </>
  );
}
