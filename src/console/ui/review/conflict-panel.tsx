import type { ComponentChildren } from "preact";
import type { DraftConflict } from "../../models/apply-review.ts";
import { shownText } from "../../page/shown-text.ts";
import { DataTable } from "../components/data/data-table.tsx";
import { DifferenceLines } from "./difference-lines.tsx";

/** What two people changed, and the three ways on. Until one is chosen both changes stay as they are. */
export function ConflictPanel({
  conflict,
  action,
  children,
}: {
  readonly conflict: DraftConflict;
  readonly action: string;
  readonly children: ComponentChildren;
}) {
  const { theirs, mine, taken, contested } = conflict;
  return (
    <section class="panel notice tone-warn" aria-labelledby="conflict">
      <h2 id="conflict">Somebody else has changed it</h2>
      <h3>Their change</h3>
      <DifferenceLines lines={theirs} />
      <h3>Your change</h3>
      <DifferenceLines lines={mine} />
      {contested.length > 0 && (
        <DataTable
          label="Fields that both of you changed"
          rows={contested}
          keyOf={({ path }) => path}
          columns={[
            { title: "Field", names: true, cell: ({ path }) => shownText(path) },
            { title: "Before", cell: ({ base }) => shownText(base) },
            { title: "Theirs", cell: ({ theirs: they }) => shownText(they) },
            { title: "Yours", cell: ({ mine: me }) => shownText(me) },
          ]}
        />
      )}
      <form method="post" action={action} aria-label="Settle the conflict">
        {children}
        <div class="actions">
          <button class="action first" type="submit" name="resolve" value="both">
            Keep both
          </button>
          <button class="action" type="submit" name="resolve" value="mine">
            Replace theirs with mine
          </button>
          <button class="action danger" type="submit" name="resolve" value="theirs">
            Discard mine
          </button>
        </div>
        <p>
          {taken.length === 0
            ? "They changed nothing that you did not."
            : `Keep both takes over: ${taken.map(shownText).join(", ")}.`}{" "}
          {contested.length > 0 &&
            "Where both changed a field, yours stays. You see the result before it is applied."}
        </p>
      </form>
    </section>
  );
}
