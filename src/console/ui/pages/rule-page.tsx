import type { DryRunForm } from "../../models/rules/rule.ts";
import type { PageDataOf } from "../../page/page.ts";
import { ActionBar } from "../components/action/action-link.tsx";
import { Panel } from "../components/data/panel.tsx";
import { PageHead } from "../components/shell/page-head.tsx";
import { HiddenCharacters } from "../components/text/hidden-characters.tsx";
import { SectionPanel } from "../parts/section-panel.tsx";
import { ShownRows } from "../parts/shown-rows.tsx";
import { ShownValue } from "../parts/shown-value.tsx";
import { StateList } from "../parts/state-list.tsx";

/** A rule: what it asks for, what came of its events, and what would come of one that is stored. */
export function RulePage({ model, frame: { now, title } }: PageDataOf<"rule">) {
  const { status, states, offers, sections, executions, dryRun } = model;
  return (
    <>
      <PageHead title={title} beside={<ShownValue value={status} now={now} />} />
      <ActionBar label="What can be done" offers={offers} />
      <StateList states={states} />
      {sections.map((section) => (
        <SectionPanel key={section.id} section={section} now={now} />
      ))}
      <Panel id="executions" title="Executions" icon="list-checks" count={executions.rows.length} flush>
        <ShownRows label="Executions" table={executions} now={now} />
      </Panel>
      <DryRunPanel form={dryRun} now={now} />
    </>
  );
}

function DryRunPanel({ form, now }: { readonly form: DryRunForm; readonly now: string }) {
  const { action, delivery, deliveries, offer, result, problem } = form;
  return (
    <Panel id="dry-run" title="Dry run" icon="play">
      <p class="muted">
        What would come of a stored delivery. Nothing is started, and nothing is written down.
      </p>
      {offer.reason === undefined ? (
        <form method="get" action={`${action}#dry-run`} class="row">
          <label for="delivery">Delivery</label>
          <input
            id="delivery"
            name="delivery"
            type="text"
            defaultValue={delivery}
            list="deliveries"
            required
          />
          <datalist id="deliveries">
            {deliveries.map(({ name, words }) => (
              <option key={name} value={name}>
                {words.slice(0, 200)}
              </option>
            ))}
          </datalist>
          <button type="submit" class="action">
            Try it
          </button>
        </form>
      ) : (
        <ActionBar label="What can be done" offers={[offer]} />
      )}
      {problem !== undefined && (
        <p class="any-text">
          <HiddenCharacters text={problem} />
        </p>
      )}
      {result && (
        <>
          <p class="strong">
            {result.matched ? "The rule matches this event." : "The rule does not match this event."}
          </p>
          {result.sections.map((section) => (
            <SectionPanel key={section.id} section={section} now={now} />
          ))}
        </>
      )}
    </Panel>
  );
}
