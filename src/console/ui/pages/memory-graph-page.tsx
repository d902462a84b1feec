import type { PageDataOf } from "../../page/page.ts";
import { Panel } from "../components/data/panel.tsx";
import { Graph } from "../components/plot/graph.tsx";
import { PageHead } from "../components/shell/page-head.tsx";
import { MemoryPlaceBar } from "../parts/memory-place.tsx";
import { SectionPanel } from "../parts/section-panel.tsx";

export function MemoryGraphPage({ model, frame }: PageDataOf<"memory-graph">) {
  const { place, nodes, edges, kinds, action, kind, from, sections } = model;
  return (
    <>
      <PageHead title={frame.title} lead="What the organisation knows, as its runs are told." />
      <MemoryPlaceBar place={place} path="Graph" action={action} />
      <form method="get" action={action} class="filters row">
        <input type="hidden" name="at" value={place.asked} />
        <p class="field">
          <label for="kind">Kind</label>
          <select id="kind" name="kind">
            <option value="">Any</option>
            {kinds.map((one) => (
              <option key={one} value={one} selected={one === kind}>
                {one}
              </option>
            ))}
          </select>
        </p>
        <p class="field">
          <label for="from">Around the record</label>
          <input id="from" type="text" name="from" defaultValue={from} />
        </p>
        <button type="submit" class="action">
          Filter
        </button>
        {(kind !== "" || from !== "") && <a href={action}>Show all</a>}
      </form>
      {nodes.length > 0 && (
        <Panel id="graph" title="Graph" icon="brain" count={nodes.length}>
          <Graph
            id="memory"
            title="Records of the memory"
            summary="Which record links to which."
            nodes={nodes}
            edges={edges}
          />
        </Panel>
      )}
      {sections.map((section) => (
        <SectionPanel key={section.id} section={section} now={frame.now} />
      ))}
    </>
  );
}
