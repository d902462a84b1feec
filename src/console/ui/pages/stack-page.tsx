import type { PageDataOf } from "../../page/page.ts";
import { ActionBar } from "../components/action/action-link.tsx";
import { Panel } from "../components/data/panel.tsx";
import { McpHealthCard } from "../components/grants/mcp-health-card.tsx";
import { NeedsPanel } from "../components/grants/needs-panel.tsx";
import { PageHead } from "../components/shell/page-head.tsx";
import { RunRows } from "../parts/run-rows.tsx";
import { scopedOffers } from "../parts/scoped-offers.ts";
import { SectionPanel } from "../parts/section-panel.tsx";
import { ShownRows } from "../parts/shown-rows.tsx";
import { ShownValue } from "../parts/shown-value.tsx";

/** A stack: whether it can be dispatched stands first, then what is missing, then what it is made of. */
export function StackPage({ model, frame: { now, title } }: PageDataOf<"stack">) {
  const { status, offers, builder, needs, servers, runs, sections } = model;
  return (
    <>
      <PageHead title={title} beside={<ShownValue value={status} now={now} />} />
      <ActionBar label="What can be done" offers={offers} />
      <Panel id="builder" title="Readiness" icon="list-checks" flush>
        <ShownRows label="Readiness" table={builder} now={now} />
      </Panel>
      <NeedsPanel needs={needs} />
      {servers.map(({ server, offers: own }) => (
        <McpHealthCard
          key={server.metadata.name}
          server={server}
          offers={scopedOffers(own, server.metadata.name)}
          now={now}
        />
      ))}
      {sections.map((section) => (
        <SectionPanel key={section.id} section={section} now={now} />
      ))}
      <Panel id="runs" title="Newest runs" icon="play" count={runs.length} flush>
        <RunRows runs={runs} now={now} empty="No run has used it." />
      </Panel>
    </>
  );
}
