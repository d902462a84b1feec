import type { PageDataOf } from "../../page/page.ts";
import { ActionBar } from "../components/action/action-link.tsx";
import { Panel } from "../components/data/panel.tsx";
import { PageHead } from "../components/shell/page-head.tsx";
import { WorkspaceCard } from "../components/workspace/workspace-card.tsx";
import { RunRows } from "../parts/run-rows.tsx";
import { SectionPanel } from "../parts/section-panel.tsx";
import { StateList } from "../parts/state-list.tsx";

/** A workspace: how it is, what is linked with it, and all that can be done with it. */
export function WorkspacePage({ model, frame: { now, title } }: PageDataOf<"workspace">) {
  const { workspace, states, offers, blocked, runs, sections } = model;
  return (
    <>
      <PageHead title={title} />
      <ActionBar label="What can be done" offers={offers} />
      <StateList states={states} />
      {blocked !== undefined && <p id="blocked">{blocked}</p>}
      <WorkspaceCard workspace={workspace} now={now} />
      <Panel id="runs" title="Runs in it" icon="play" count={runs.length} flush>
        <RunRows runs={runs} now={now} empty="No run has used it." />
      </Panel>
      {sections.map((section) => (
        <SectionPanel key={section.id} section={section} now={now} />
      ))}
    </>
  );
}
