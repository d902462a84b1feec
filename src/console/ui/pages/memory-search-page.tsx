import type { PageDataOf } from "../../page/page.ts";
import { CodeBlock } from "../components/code/code-block.tsx";
import { Panel } from "../components/data/panel.tsx";
import { PageHead } from "../components/shell/page-head.tsx";
import { FilterForm } from "../parts/filter-form.tsx";
import { MemoryPlaceBar } from "../parts/memory-place.tsx";
import { ShownRows } from "../parts/shown-rows.tsx";

export function MemorySearchPage({ model, frame: { now, title } }: PageDataOf<"memory-search">) {
  const { place, filter, table, more, record } = model;
  return (
    <>
      <PageHead title={title} lead="Words in the records that you may see." />
      <MemoryPlaceBar place={place} path="Search" action={filter.action} />
      <FilterForm filter={filter} />
      <Panel id="found" title="Found" icon="search" count={table.rows.length} flush>
        <ShownRows label="Found" table={table} now={now} />
        {more > 0 && <p class="pad muted">{`${more} more were found; look for more words.`}</p>}
      </Panel>
      {record && (
        <Panel id="record" title={record.path} icon="file-pen">
          <CodeBlock text={record.text} numbered />
        </Panel>
      )}
    </>
  );
}
