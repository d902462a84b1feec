import type { PageDataOf } from "../../page/page.ts";
import { shownText } from "../../page/shown-text.ts";
import { DataTable } from "../components/data/data-table.tsx";
import { Panel } from "../components/data/panel.tsx";
import { PageHead } from "../components/shell/page-head.tsx";
import { EmptyState } from "../components/states/page-states.tsx";
import { StatusWord } from "../components/status/status-word.tsx";

/** What was found, by organisation and kind. */
export function SearchPage({ model: { text, organizations }, frame }: PageDataOf<"search">) {
  return (
    <>
      <PageHead title={frame.title} />
      <search>
        <form class="row" method="get">
          <label for="q">Words of a name, title or repository</label>
          <input id="q" name="q" type="search" value={text} />
          <button class="action" type="submit">
            Search
          </button>
        </form>
      </search>
      {organizations.map(({ name, groups }) =>
        groups.length === 0 ? (
          <EmptyState key={name} title={text === "" ? "Search for something" : `Nothing in ${name}`}>
            {text === "" ? "Write a word of it above." : "Nothing that you may see has these words."}
          </EmptyState>
        ) : (
          groups.map(({ kind, plural, hits, isPartial }) => (
            <Panel
              {...{ key: plural, id: `${name}-${plural}`, title: `${kind} in ${name}` }}
              count={isPartial ? `${hits.length}+` : hits.length}
              flush
            >
              <DataTable
                label={`${kind} in ${name}`}
                rows={hits}
                keyOf={(hit) => hit.name}
                columns={[
                  {
                    title: "What",
                    names: true,
                    cell: (hit) => <a href={hit.href}>{shownText(hit.title ?? hit.name)}</a>,
                  },
                  { title: "Name", cell: (hit) => hit.name },
                  {
                    title: "Status",
                    cell: ({ phase }) =>
                      phase === undefined ? "–" : <StatusWord phase={phase} kind={kind} />,
                  },
                ]}
              />
              {isPartial && <p class="pad muted">There may be more: use more words.</p>}
            </Panel>
          ))
        ),
      )}
    </>
  );
}
