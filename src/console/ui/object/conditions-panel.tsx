import type { ShownCondition } from "../../models/object-detail.ts";
import { Panel } from "../components/data/panel.tsx";
import { Conditions } from "../components/status/conditions.tsx";

/** What is known of an object, and what to do where something does not hold. */
export function ConditionsPanel({
  conditions,
  now,
}: {
  readonly conditions: readonly ShownCondition[];
  readonly now: string;
}) {
  if (conditions.length === 0) return null;
  const meanings = Object.fromEntries(conditions.map(({ type, meaning = "" }) => [type, meaning]));
  return (
    <Panel id="conditions" title="Conditions" count={conditions.length} flush>
      <Conditions conditions={conditions} meanings={meanings} now={now} />
    </Panel>
  );
}
