import type { ShownCondition } from "../../models/object-detail.ts";
import { shownText } from "../../page/shown-text.ts";

/** What is known of an object, and what to do where something does not hold. */
export function ConditionsPanel({ conditions }: { readonly conditions: readonly ShownCondition[] }) {
  if (conditions.length === 0) return null;
  return (
    <section class="panel" aria-labelledby="conditions">
      <h2 id="conditions">Conditions</h2>
      <ul class="conditions">
        {conditions.map(({ type, status, reason, message, remedy, meaning }) => (
          <li key={type}>
            <strong title={meaning}>{`${type}: ${status}`}</strong> <small>{reason}</small>
            <p>{shownText(message)}</p>
            {remedy !== undefined && <p class="remedy">{shownText(remedy)}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}
