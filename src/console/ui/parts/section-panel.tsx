import type { ShownSection } from "../../page/shown.ts";
import { CodeBlock } from "../components/code/code-block.tsx";
import { FactsList } from "../components/data/facts-list.tsx";
import { Panel } from "../components/data/panel.tsx";
import { Conditions } from "../components/status/conditions.tsx";
import { HiddenCharacters } from "../components/text/hidden-characters.tsx";
import { ShownRows } from "./shown-rows.tsx";
import { ShownValue } from "./shown-value.tsx";

/** A part of a page, whatever is in it. */
export function SectionPanel({ section, now }: { readonly section: ShownSection; readonly now: string }) {
  const { id, title, folded = false, table } = section;
  const content = <SectionContent section={section} now={now} />;
  const { summary, facts = [], conditions = [], text } = section;
  const isTable = table && !folded && summary === undefined && text === undefined;
  return (
    <Panel
      {...{ id, title }}
      count={table && table.rows.length > 0 ? table.rows.length : undefined}
      flush={isTable && facts.length === 0 && conditions.length === 0}
    >
      {folded ? (
        <details>
          <summary aria-label={`Show: ${title}`}>Show</summary>
          {content}
        </details>
      ) : (
        content
      )}
    </Panel>
  );
}

function SectionContent({ section, now }: { readonly section: ShownSection; readonly now: string }) {
  const { title, summary, facts = [], conditions = [], table, text } = section;
  return (
    <div class="stack">
      {summary !== undefined && (
        <p class="muted any-text">
          <HiddenCharacters text={summary} />
        </p>
      )}
      {facts.length > 0 && (
        <FactsList
          facts={facts.map(({ label, value }) => [label, <ShownValue value={value} now={now} copies />])}
        />
      )}
      {conditions.length > 0 && <Conditions conditions={conditions} now={now} />}
      {table && <ShownRows label={title} table={table} now={now} />}
      {text !== undefined && <CodeBlock text={text} />}
    </div>
  );
}
