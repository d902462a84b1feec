import type { PageDataOf } from "../../page/page.ts";
import { ActionBar } from "../components/action/action-link.tsx";
import { Panel } from "../components/data/panel.tsx";
import { TranscriptPanel } from "../components/run/transcript-panel.tsx";
import { PageHead } from "../components/shell/page-head.tsx";
import { SectionPanel } from "../parts/section-panel.tsx";
import { StateList } from "../parts/state-list.tsx";

export function SessionPage({ model, frame: { now, title } }: PageDataOf<"session">) {
  const { states, offers, sections, messages } = model;
  return (
    <>
      <PageHead title={title} />
      {offers.length > 0 && <ActionBar label="What can be done" offers={offers} />}
      <StateList states={states} />
      {sections.map((section) => (
        <SectionPanel key={section.id} section={section} now={now} />
      ))}
      <Panel id="conversation" title="Conversation" icon="message-square" count={messages.length}>
        {messages.length === 0 ? (
          <p class="muted">Nothing was said yet.</p>
        ) : (
          <TranscriptPanel events={messages} now={now} />
        )}
      </Panel>
    </>
  );
}
