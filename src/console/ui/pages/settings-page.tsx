import type { PageDataOf } from "../../page/page.ts";
import { ActionBar, ActionLink } from "../components/action/action-link.tsx";
import { DataTable } from "../components/data/data-table.tsx";
import { Panel } from "../components/data/panel.tsx";
import { PageHead } from "../components/shell/page-head.tsx";
import { StatusWord } from "../components/status/status-word.tsx";
import { HiddenCharacters } from "../components/text/hidden-characters.tsx";
import { Time } from "../components/time/time.tsx";
import { PlotPanel } from "../parts/plot-panel.tsx";

/** What limits the agents of an organisation. */
export function SettingsPage({ frame, model }: PageDataOf<"settings">) {
  const { pauses, budgets, policies, offers, use } = model;
  return (
    <>
      <PageHead
        title={frame.title}
        lead={policies.map(({ word, href, count }) => <a key={href} href={href}>{`${word} (${count})`}</a>)}
        actions={<ActionBar label="What can be done" offers={offers} />}
      />
      <Panel title="Pauses" id="pauses" icon="circle-pause" count={pauses.length} flush>
        <DataTable
          label="Pauses"
          rows={pauses}
          keyOf={({ name }) => name}
          empty={<p class="muted">Nothing is paused.</p>}
          columns={[
            { title: "What", names: true, cell: ({ target, href }) => <a href={href}>{target}</a> },
            { title: "Status", cell: ({ phase }) => <StatusWord phase={phase} kind="AgentPause" /> },
            { title: "Why", cell: ({ reason }) => <HiddenCharacters text={reason} most={300} /> },
            { title: "Since", cell: ({ since }) => <Time at={since} now={frame.now} /> },
            {
              title: "Until",
              cell: ({ until }) =>
                until === undefined ? "it is ended" : <Time at={until} now={frame.now} />,
            },
            { title: "Action", cell: ({ end }) => <ActionLink offer={end} /> },
          ]}
        />
      </Panel>
      <Panel title="Budgets" id="budgets" icon="gauge" count={budgets.length} flush>
        <DataTable
          label="Budgets, with what was used today"
          rows={budgets}
          keyOf={({ name }) => name}
          empty={<p class="muted">No budget limits runs, tokens or money.</p>}
          columns={[
            { title: "Budget", names: true, cell: ({ name, href }) => <a href={href}>{name}</a> },
            { title: "For", cell: ({ target }) => target },
            { title: "Runs today", figures: true, cell: ({ runs }) => runs },
            { title: "Tokens today", figures: true, cell: ({ tokens }) => tokens },
            { title: "US dollars today", figures: true, cell: ({ cost }) => cost },
            { title: "Longest chain", figures: true, cell: ({ chainDepth }) => chainDepth ?? 3 },
          ]}
        />
      </Panel>
      {use && <PlotPanel id="use" title="Use by day" plots={use} />}
    </>
  );
}
