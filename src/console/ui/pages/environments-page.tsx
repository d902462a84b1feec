import type { PageDataOf } from "../../page/page.ts";
import { DataTable } from "../components/data/data-table.tsx";
import { Panel } from "../components/data/panel.tsx";
import { FindingEntry } from "../components/finding/finding-entry.tsx";
import { PageHead } from "../components/shell/page-head.tsx";
import { EmptyState } from "../components/states/page-states.tsx";
import { StatusWord } from "../components/status/status-word.tsx";
import { HiddenCharacters } from "../components/text/hidden-characters.tsx";
import { Time } from "../components/time/time.tsx";
import { PlotPanel } from "../parts/plot-panel.tsx";

/** The env directories of the agents, each compared with what it should hold. */
export function EnvironmentsPage({
  frame,
  model: { environments, next, drift },
}: PageDataOf<"environments">) {
  return (
    <>
      <PageHead
        title={frame.title}
        lead="What each agent reads at its start, compared with the config database when this page was made."
      />
      <DataTable
        label="Environments"
        rows={environments}
        keyOf={({ agent }) => agent}
        empty={
          <EmptyState title="Nothing is rendered here">
            No env directory is known on this machine. identikit render --all makes them.
          </EmptyState>
        }
        columns={[
          { title: "Agent", names: true, cell: ({ agent, href }) => <a href={href}>{agent}</a> },
          { title: "State", cell: ({ state }) => <StatusWord phase={state} /> },
          { title: "Findings", figures: true, cell: ({ findings }) => findings },
          {
            title: "First",
            long: true,
            cell: ({ first }) => (first === undefined ? "–" : <code>{first}</code>),
          },
        ]}
      />
      {next !== undefined && (
        <nav class="pages" aria-label="More">
          <a rel="next" href={next}>
            Next page
          </a>
        </nav>
      )}
      <PlotPanel id="over-time" title="Over time" plots={drift} />
    </>
  );
}

/** One env directory: how it differs, and what the agent in it is. */
export function EnvironmentPage({
  frame,
  model: { agent, state, findings, reads },
}: PageDataOf<"environment">) {
  return (
    <>
      <PageHead title={frame.title} beside={<StatusWord phase={state} boxed />} />
      <Panel title="Drift" id="drift" icon="file-diff" count={findings.length}>
        {findings.length === 0 ? (
          <p class="muted">
            {state === "unknown"
              ? "No env directory of this agent is known on this machine."
              : "Every file that Identikit wrote is as it should be, byte for byte."}
          </p>
        ) : (
          <ul class="findings">
            {findings.map((finding) => (
              <li key={`${finding.code} ${finding.path}`}>
                <FindingEntry finding={finding} />
              </li>
            ))}
          </ul>
        )}
      </Panel>
      <Panel title="Identity" id="identity" icon="bot" count={agent.entries.length} flush>
        <DataTable
          label="Configuration, with where each value comes from"
          rows={agent.entries}
          keyOf={({ group, key }) => `${group} ${key}`}
          columns={[
            {
              title: "Entry",
              names: true,
              cell: ({ group, key }) => (
                <>
                  <span class="muted">{group}</span> <HiddenCharacters text={key} most={200} />
                </>
              ),
            },
            { title: "Value", long: true, cell: ({ value }) => <HiddenCharacters text={value} most={200} /> },
            { title: "From", cell: ({ enabled, from }) => (enabled ? from : `taken away by ${from}`) },
            { title: "Over", cell: ({ over }) => over.join(", ") },
          ]}
        />
      </Panel>
      <Panel title="Secrets read for it" id="reads" icon="key-round" count={reads.length} flush>
        <DataTable
          label="Secrets read for it"
          rows={reads}
          keyOf={({ time, secret }) => `${time} ${secret}`}
          empty={<p class="muted">No secret was read for this agent.</p>}
          columns={[
            { title: "Secret", names: true, cell: ({ secret }) => secret },
            { title: "When", cell: ({ time }) => <Time at={time} now={frame.now} /> },
            { title: "By", cell: ({ accessor }) => <HiddenCharacters text={accessor} most={200} /> },
            { title: "Reason", cell: ({ reason }) => <HiddenCharacters text={reason} most={200} /> },
          ]}
        />
      </Panel>
    </>
  );
}
