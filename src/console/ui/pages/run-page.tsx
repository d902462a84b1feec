import type { PageDataOf } from "../../page/page.ts";
import { ActionBar } from "../components/action/action-link.tsx";
import { FactsList } from "../components/data/facts-list.tsx";
import { Panel } from "../components/data/panel.tsx";
import { TranscriptPanel } from "../components/run/transcript-panel.tsx";
import { PageHead } from "../components/shell/page-head.tsx";
import { HiddenCharacters } from "../components/text/hidden-characters.tsx";
import { LanePanel } from "../parts/lane-panel.tsx";
import { PatchPanel } from "../parts/patch-panel.tsx";
import { RunTimeline } from "../parts/run-timeline.tsx";
import { SectionPanel } from "../parts/section-panel.tsx";
import { ShownRows } from "../parts/shown-rows.tsx";
import { ShownValue } from "../parts/shown-value.tsx";
import { StateList } from "../parts/state-list.tsx";

/** A run is its line of time, what it made and what was decided; what was said stands in a panel beside them. */
export function RunPage({ model, frame: { now, title } }: PageDataOf<"run">) {
  const { status, reason, states, offers, facts, attempts, approvals, events } = model;
  const { eventsNote, lanes, messages, sections, patch, startedAt, finishedAt } = model;
  return (
    <>
      <PageHead
        title={title}
        beside={<ShownValue value={status} now={now} />}
        lead={
          reason !== undefined && (
            <span class="any-text">
              <HiddenCharacters text={reason} most={1000} />
            </span>
          )
        }
      />
      <ActionBar label="What can be done" offers={offers} />
      <StateList states={states} />
      <div class="split">
        <div class="stack">
          <Panel id="timeline" title="Timeline" icon="activity" count={events?.total} flush>
            <p class="pad small muted">{eventsNote}</p>
            {events && <RunTimeline part={events} startedAt={startedAt} />}
          </Panel>
          <LanePanel lanes={lanes} startedAt={startedAt ?? now} until={finishedAt ?? now} />
          <Panel id="approvals" title="Approvals" icon="shield" count={approvals.rows.length} flush>
            <ShownRows label="Approvals" table={approvals} now={now} />
          </Panel>
          {patch && <PatchPanel patch={patch} />}
        </div>
        <div class="stack">
          <Panel id="facts" title="Run" icon="info">
            <FactsList
              facts={facts.map(({ label, value }) => [label, <ShownValue value={value} now={now} />])}
            />
          </Panel>
          <Panel id="conversation" title="Conversation" icon="message-square" count={messages.length}>
            {messages.length === 0 ? (
              <p class="muted">Nothing was said yet.</p>
            ) : (
              <TranscriptPanel events={messages} now={now} />
            )}
          </Panel>
        </div>
      </div>
      <Panel id="attempts" title="Attempts" icon="play" count={attempts.rows.length} flush>
        <ShownRows label="Attempts" table={attempts} now={now} />
      </Panel>
      {sections.map((section) => (
        <SectionPanel key={section.id} section={section} now={now} />
      ))}
    </>
  );
}
