import type { BoardLane } from "../../models/repository/board.ts";
import type { LinkedRecord } from "../../models/repository/linked-record.ts";
import type { RunOfRepository } from "../../models/repository/run-of-repository.ts";
import type { PageDataOf } from "../../page/page.ts";
import { ActionBar } from "../components/action/action-link.tsx";
import { Board } from "../components/data/board.tsx";
import { DataTable } from "../components/data/data-table.tsx";
import { Panel } from "../components/data/panel.tsx";
import { Tabs } from "../components/data/tabs.tsx";
import type { IconName } from "../components/icon/icon-shapes.ts";
import { PageHead } from "../components/shell/page-head.tsx";
import { EmptyState } from "../components/states/page-states.tsx";
import { StatusWord } from "../components/status/status-word.tsx";
import { HiddenCharacters } from "../components/text/hidden-characters.tsx";
import { Time } from "../components/time/time.tsx";

/** What agents do in one repository. */
export function RepositoryPage({ frame, model }: PageDataOf<"repository">) {
  const { tabs, tab, offers, runs, board } = model;
  const { now } = frame;
  const showsRuns = ["code", "pull-requests", "issues", "runs"].includes(tab);
  return (
    <>
      <PageHead title={frame.title} actions={<ActionBar label="What can be done" offers={offers} />} />
      <Tabs
        label="Parts of the repository"
        tabs={tabs}
        current={tabs.find(({ href }) => href.endsWith(`/${tab}`))?.href ?? ""}
      />
      {tab === "issues" && <LabelBoard lanes={board} />}
      {showsRuns && <RepositoryRuns runs={runs} now={now} />}
      <RecordPanel
        title="Approvals"
        id="approvals"
        icon="inbox"
        kind="AgentApproval"
        records={model.approvals}
        now={now}
      />
      <RecordPanel
        title="Workspaces"
        id="workspaces"
        icon="folder"
        kind="AgentWorkspace"
        records={model.workspaces}
        now={now}
      />
      <RecordPanel
        title="Sessions"
        id="sessions"
        icon="message-square"
        kind="AgentSession"
        records={model.sessions}
        now={now}
      />
      <RecordPanel
        title="Deliveries"
        id="deliveries"
        icon="webhook"
        kind="WebhookDelivery"
        records={model.deliveries}
        now={now}
      />
      <RecordPanel
        title="Rules"
        id="rules"
        icon="webhook"
        kind="AgentTriggerRule"
        records={model.rules}
        now={now}
      />
      <RecordPanel
        title="Stacks"
        id="stacks"
        icon="layers"
        kind="AgentStack"
        records={model.stacks}
        now={now}
      />
      {!showsRuns && isEmpty(model) && (
        <EmptyState title="Nothing here yet">Nothing of this kind is known of the repository.</EmptyState>
      )}
    </>
  );
}

function isEmpty({
  approvals,
  workspaces,
  sessions,
  deliveries,
  rules,
  stacks,
}: PageDataOf<"repository">["model"]) {
  return [approvals, workspaces, sessions, deliveries, rules, stacks].every(
    (records) => records.length === 0,
  );
}

function RepositoryRuns({ runs, now }: { readonly runs: readonly RunOfRepository[]; readonly now: string }) {
  return (
    <Panel title="Runs" id="runs" icon="activity" count={runs.length} flush>
      <DataTable
        label="Runs"
        rows={runs}
        keyOf={({ name }) => name}
        empty={<EmptyState title="No runs">No agent has worked on it.</EmptyState>}
        columns={[
          {
            title: "Run",
            names: true,
            cell: ({ title, href }) => (
              <a href={href}>
                <HiddenCharacters text={title} most={200} />
              </a>
            ),
          },
          { title: "Status", cell: ({ phase }) => <StatusWord phase={phase} kind="AgentDispatchRun" /> },
          { title: "Stack", cell: ({ stack }) => stack },
          {
            title: "From",
            cell: ({ source, target }) => (target === undefined ? source : `${source}, ${target}`),
          },
          { title: "Since", cell: ({ since }) => <Time at={since} now={now} /> },
        ]}
      />
    </Panel>
  );
}

function RecordPanel({
  title,
  id,
  icon,
  kind,
  records,
  now,
}: {
  readonly title: string;
  readonly id: string;
  readonly icon: IconName;
  readonly kind: string;
  readonly records: readonly LinkedRecord[];
  readonly now: string;
}) {
  if (records.length === 0) return null;
  return (
    <Panel title={title} id={id} icon={icon} count={records.length} flush>
      <DataTable
        label={title}
        rows={records}
        keyOf={({ name }) => name}
        columns={[
          { title: "Name", names: true, cell: ({ name, href }) => <a href={href}>{name}</a> },
          { title: "Status", cell: ({ phase }) => <StatusWord phase={phase} kind={kind} /> },
          { title: "What", cell: ({ text }) => <HiddenCharacters text={text} most={200} /> },
          { title: "Since", cell: ({ since }) => <Time at={since} now={now} /> },
        ]}
      />
    </Panel>
  );
}

/** Issues by the label that says how far they are. */
function LabelBoard({ lanes }: { readonly lanes: readonly BoardLane[] }) {
  if (lanes.length === 0)
    return <EmptyState title="An empty board">An issue is here once a rule or a run works on it.</EmptyState>;
  return (
    <Board
      label="Issues by label"
      columns={lanes.map(({ label, limit, items }) => ({ name: label, limit, cards: items }))}
      keyOf={({ name }) => name}
      card={({ title, phase, href, moves }) => (
        <>
          <a href={href}>
            <HiddenCharacters text={title} most={200} />
          </a>{" "}
          <StatusWord phase={phase} kind="WorkItem" />
          <details>
            <summary aria-label={`Move ${title}`}>Move</summary>
            <ActionBar label={`Where ${title} can go`} offers={moves} />
          </details>
        </>
      )}
    />
  );
}
