import type { PageDataOf } from "../../page/page.ts";
import { ActionBar } from "../components/action/action-link.tsx";
import { PageHead } from "../components/shell/page-head.tsx";
import { AssociationsPanel } from "../object/associations-panel.tsx";
import { ConditionsPanel } from "../object/conditions-panel.tsx";
import { FieldsPanel } from "../object/fields-panel.tsx";
import { HistoryPanel } from "../object/history-panel.tsx";
import { YamlPanel } from "../object/yaml-panel.tsx";

/** One object, drawn from its kind's schema. */
export function ObjectPage({ model, frame }: PageDataOf<"object">) {
  const { summary, phase, metadata, isManaged, offers, conditions, spec, status, associations } = model;
  return (
    <>
      <PageHead title={frame.title} />
      <p>{summary}</p>
      {isManaged && (
        <p class="notice tone-idle">
          The repository declares this object. It changes by a pull request; a form here writes one.
        </p>
      )}
      <ActionBar offers={offers} label="What can be done" />
      <dl class="facts">
        {phase && (
          <>
            <dt>Status</dt>
            <dd>
              <strong>{phase.name}</strong> <small>{phase.meaning}</small>
            </dd>
          </>
        )}
        {metadata.map(([name, value]) => [<dt key={`${name} name`}>{name}</dt>, <dd key={name}>{value}</dd>])}
      </dl>
      <ConditionsPanel conditions={conditions} now={frame.now} />
      <FieldsPanel id="spec" title="What it is meant to be" fields={spec} />
      {status.length > 0 && <FieldsPanel id="status" title="What it is" fields={status} />}
      <AssociationsPanel associations={associations} />
      <YamlPanel yaml={model.yaml} command={model.command} />
      <HistoryPanel history={model.history} />
    </>
  );
}
