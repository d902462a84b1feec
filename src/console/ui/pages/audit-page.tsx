import type { ChainFacts } from "../../page/console-sources.ts";
import type { PageDataOf } from "../../page/page.ts";
import { ActionBar } from "../components/action/action-link.tsx";
import { DataTable } from "../components/data/data-table.tsx";
import { Panel } from "../components/data/panel.tsx";
import { FindingEntry } from "../components/finding/finding-entry.tsx";
import { PageHead } from "../components/shell/page-head.tsx";
import { EmptyState } from "../components/states/page-states.tsx";
import { StatusWord } from "../components/status/status-word.tsx";
import { HiddenCharacters } from "../components/text/hidden-characters.tsx";
import { Time } from "../components/time/time.tsx";
import { FilterForm } from "../parts/filter-form.tsx";

/** What was done with runs, approvals and workspaces, in one chain of lines. */
export function AuditPage({ frame, model: { lines, older, verify, checked } }: PageDataOf<"audit">) {
  return (
    <>
      <PageHead
        title={frame.title}
        lead="Every line has a hash of the one before it, so that none can be changed unseen."
        actions={
          <ActionBar
            label="Checks"
            offers={[{ id: "verify", word: "Check the chain", href: verify, icon: "shield-check" }]}
          />
        }
      />
      {checked && <ChainPanel checked={checked} />}
      <DataTable
        label="Audit"
        rows={lines}
        keyOf={({ number }) => String(number)}
        empty={
          <EmptyState title="Nothing was done yet">
            Lines are written with the first run, approval or action.
          </EmptyState>
        }
        columns={[
          { title: "Line", names: true, figures: true, cell: ({ number }) => number },
          { title: "When", cell: ({ time }) => <Time at={time} now={frame.now} /> },
          {
            title: "Record",
            long: true,
            cell: ({ record }) => <HiddenCharacters text={record} most={200} />,
          },
          {
            title: "Run",
            cell: ({ run, runHref }) => (runHref === undefined ? "–" : <a href={runHref}>{run}</a>),
          },
          { title: "Entry", long: true, cell: ({ entry }) => <HiddenCharacters text={entry} most={300} /> },
        ]}
      />
      {older !== undefined && (
        <nav class="pages" aria-label="More">
          <a rel="next" href={older}>
            Older lines
          </a>
        </nav>
      )}
    </>
  );
}

/** Which secrets were read, by whom and for which agent. */
export function AccessesPage({ frame, model: { reads, filter, verify, checked } }: PageDataOf<"accesses">) {
  return (
    <>
      <PageHead
        title={frame.title}
        lead="Each read of a secret is written down before the value is used."
        actions={
          <ActionBar
            label="Checks"
            offers={[{ id: "verify", word: "Check the chains", href: verify, icon: "shield-check" }]}
          />
        }
      />
      {checked && <ChainPanel checked={checked} />}
      <FilterForm
        filter={{
          action: frame.address.split("?")[0] ?? "",
          fields: [
            { name: "secret", label: "Secret", value: filter.secret },
            { name: "agent", label: "Agent", value: filter.agent },
          ],
          active: filter.secret !== "" || filter.agent !== "",
        }}
      />
      <DataTable
        label="Reads of secrets"
        rows={reads.map((read, at) => ({ ...read, at }))}
        keyOf={({ at }) => String(at)}
        empty={
          <EmptyState title="No reads">No secret was read, or none that the filter lets through.</EmptyState>
        }
        columns={[
          { title: "When", names: true, cell: ({ time }) => <Time at={time} now={frame.now} /> },
          { title: "Secret", cell: ({ secret }) => secret },
          { title: "Agent", cell: ({ agent }) => agent },
          { title: "By", cell: ({ accessor }) => <HiddenCharacters text={accessor} most={200} /> },
          {
            title: "Reason",
            long: true,
            cell: ({ reason }) => <HiddenCharacters text={reason} most={200} />,
          },
        ]}
      />
    </>
  );
}

function ChainPanel({ checked: { lines, verdict, findings } }: { readonly checked: ChainFacts }) {
  return (
    <Panel title="The chain" id="chain" icon="link" aside={<StatusWord phase={verdict} boxed />}>
      <p>{`${lines} lines were checked just now.`}</p>
      <ul class="findings">
        {findings.map((finding) => (
          <li key={`${finding.code} ${finding.path}`}>
            <FindingEntry finding={finding} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
