import { allKinds } from "../../../../src/agents/kinds/all-kinds.ts";
import { ActionBar, ActionLink } from "../../../../src/console/ui/components/action/action-link.tsx";
import { CodeBlock } from "../../../../src/console/ui/components/code/code-block.tsx";
import { TextDiff } from "../../../../src/console/ui/components/code/text-diff.tsx";
import { TreeChanges } from "../../../../src/console/ui/components/code/tree-changes.tsx";
import { YamlView } from "../../../../src/console/ui/components/code/yaml-view.tsx";
import { Board } from "../../../../src/console/ui/components/data/board.tsx";
import { Counter } from "../../../../src/console/ui/components/data/counter.tsx";
import { DataTable } from "../../../../src/console/ui/components/data/data-table.tsx";
import { FactsList } from "../../../../src/console/ui/components/data/facts-list.tsx";
import { Panel } from "../../../../src/console/ui/components/data/panel.tsx";
import { Tabs } from "../../../../src/console/ui/components/data/tabs.tsx";
import { Chip, LabelChip, RefChips, TrustChip } from "../../../../src/console/ui/components/status/chip.tsx";
import { Conditions } from "../../../../src/console/ui/components/status/conditions.tsx";
import { StatusWord } from "../../../../src/console/ui/components/status/status-word.tsx";
import { AnsiText } from "../../../../src/console/ui/components/text/ansi-text.tsx";
import { DigestText } from "../../../../src/console/ui/components/text/digest-text.tsx";
import { HiddenCharacters } from "../../../../src/console/ui/components/text/hidden-characters.tsx";
import { Markdown } from "../../../../src/console/ui/components/text/markdown.tsx";
import { Duration, Time } from "../../../../src/console/ui/components/time/time.tsx";
import { hostileText } from "./hostile-text.ts";
import { diff, runs } from "./run-data.ts";
import { commitOf, digestOf, now, type Story } from "./story.ts";

const manifest = `# The stack that fixes issues
apiVersion: identikit.dev/v1alpha1
kind: AgentStack
metadata:
  name: fixer
spec:
  adapter: claude
  "prompt": prompts/fixer.md
  tools:
    - name: shell
      allow: [ "npm test" ]
`;

export const partStories: readonly Story[] = [
  {
    name: "Phases of every kind",
    view: (
      <Panel id="phases" title="Phases" icon="activity">
        {allKinds.map(({ kind, phases = {} }) =>
          Object.keys(phases).length === 0 ? null : (
            <div class="row" key={kind}>
              <span class="muted">{kind}</span>
              {Object.entries(phases).map(([phase, meaning]) => (
                <StatusWord key={phase} phase={phase} kind={kind} title={meaning} boxed />
              ))}
            </div>
          ),
        )}
      </Panel>
    ),
  },
  {
    name: "Chips, times, digests",
    view: (
      <Panel
        id="chips"
        title="Chips"
        icon="tag"
        aside={<ActionLink offer={{ id: "edit", word: "Edit", href: "/edit", icon: "file-pen" }} />}
      >
        <div class="row">
          <LabelChip name="berth-rules" href="/labels/berth-rules" />
          <TrustChip tier="trusted" />
          <TrustChip tier="restricted" />
          <TrustChip tier="untrusted" />
          <RefChips
            refs={{
              ref: "refs/heads/main",
              issue: 12,
              pullRequest: 88,
              head: commitOf("h"),
              path: "src/a.ts",
              workflowRun: "9182",
              job: "test (linux)",
            }}
          />
          <Chip tone="warn" icon="triangle-alert">
            differs
          </Chip>
        </div>
        <FactsList
          facts={[
            ["Started", <Time at="2026-11-22T11:47:20Z" now={now} />],
            ["At", <Time at="2026-11-22T11:47:20Z" />],
            ["Took", <Duration from="2026-11-22T10:47:20Z" to={now} />],
            ["Digest", <DigestText digest={digestOf("x")} />],
            ["Whole", <DigestText digest={digestOf("x")} whole />],
            ["Hidden", <HiddenCharacters text={"pay\u202egnp.exe\u202c \u200b\u200b\u200b end\u0000"} />],
          ]}
        />
      </Panel>
    ),
  },
  {
    name: "Conditions",
    view: (
      <Panel id="conditions" title="Conditions" icon="list-checks">
        <Conditions
          now={now}
          conditions={[
            {
              type: "CapabilitiesResolved",
              status: "True",
              reason: "AllMet",
              message: "Everything that it needs is given.",
              lastTransitionTime: "2026-11-21T12:00:00Z",
            },
            {
              type: "McpHealthy",
              status: "False",
              severity: "error",
              reason: "NoAnswer",
              message: "forge did not answer initialize within 30s.",
              remedy: "Start the server, then probe it again.",
              lastTransitionTime: "2026-11-22T11:00:00Z",
            },
            {
              type: "SkillsValidated",
              status: "False",
              severity: "warning",
              reason: "Old",
              message: "triage was looked at 40 days ago.",
              lastTransitionTime: "2026-10-12T12:00:00Z",
            },
            {
              type: "RebaseNeeded",
              status: "True",
              severity: "warning",
              reason: "TargetMoved",
              message: "main has 3 commits more.",
              remedy: "Start the rebase.",
              lastTransitionTime: "2026-11-22T11:50:00Z",
            },
            {
              type: "IdentityProven",
              status: "Unknown",
              reason: "NotLooked",
              message: "Nobody has looked yet.",
              lastTransitionTime: "2026-11-22T11:59:58Z",
            },
          ]}
        />
      </Panel>
    ),
  },
  {
    name: "Counters",
    view: (
      <div class="grid counters">
        <Counter label="Active runs" value={12} icon="play" tone="busy" href="/runs" />
        <Counter label="Waiting for a person" value={3} icon="circle-pause" tone="wait" href="/approvals" />
        <Counter label="Failing rules" value={1} icon="triangle-alert" tone="bad" href="/rules" />
        <Counter label="Spent today" value="$14.20" icon="dollar-sign" />
        <Counter label="Events today" value={128_400} icon="activity" />
      </div>
    ),
  },
  {
    name: "Table",
    view: (
      <div class="stack">
        <Tabs
          label="Parts of the list"
          current="/all"
          tabs={[
            { word: "All", href: "/all", count: 1204 },
            { word: "Waiting", href: "/waiting", count: 3 },
            { word: "Failed", href: "/failed" },
          ]}
        />
        <Panel id="table" title="Runs" icon="play" flush>
          <DataTable
            label="Runs"
            rows={runs}
            keyOf={({ metadata }) => metadata.name}
            columns={[
              {
                title: "Run",
                names: true,
                cell: ({ metadata }) => <a href={`/runs/${metadata.name}`}>{metadata.name}</a>,
                sortHref: "?sort=name",
              },
              {
                title: "Status",
                cell: ({ status }) => <StatusWord phase={status.phase ?? "Queued"} kind="AgentDispatchRun" />,
              },
              {
                title: "Repository",
                cell: ({ spec }) => spec.repository,
                sortHref: "?sort=repository",
                sorted: "ascending",
              },
              { title: "Task", cell: ({ spec }) => <HiddenCharacters text={spec.title ?? ""} /> },
              { title: "Cost", figures: true, cell: ({ status }) => status.cost ?? "" },
            ]}
          />
        </Panel>
        <Panel title="Rows" id="rows" flush>
          <DataTable
            label="Long values in many columns"
            rows={["forge", "fleet"]}
            keyOf={(key) => key}
            columns={[
              { title: "Key", names: true, cell: (key) => key },
              ...["Table", "Scope", "Origin", "Scheduled", "Responsible"].map((title) => ({
                title,
                cell: () => `${title.toLowerCase()}-of-the-platform-team`,
              })),
              { title: "Value", long: true, cell: () => JSON.stringify({ digest: digestOf("5") }) },
            ]}
          />
        </Panel>
      </div>
    ),
  },
  {
    name: "Actions",
    view: (
      <ActionBar
        label="Actions on the run"
        offers={[
          { id: "continue", word: "Continue", href: "/continue", icon: "message-square", weight: "first" },
          {
            id: "retry",
            word: "Retry",
            icon: "rotate-ccw",
            reason: "The run has not ended.",
            remedy: "Cancel it first.",
          },
          {
            id: "fork",
            word: "Fork",
            icon: "git-fork",
            reason: "You may not create runs of the stack fixer.",
            remedy: "Ask for the role dispatch.",
          },
          { id: "cancel", word: "Cancel", href: "/cancel", icon: "circle-stop", weight: "danger" },
        ]}
      />
    ),
  },
  {
    name: "Code and differences",
    view: (
      <Panel id="code" title="Code" icon="file">
        <YamlView text={manifest} />
        <CodeBlock text={"const a = 1;\n\tindented\n"} numbered />
        <TextDiff text={diff} />
        <TreeChanges
          changes={[
            {
              path: "src/allocation.ts",
              before: { mode: "100644", digest: digestOf("a"), bytes: 812 },
              after: { mode: "100755", digest: digestOf("b"), bytes: 811 },
            },
            { path: "test/allocation.test.ts", after: { mode: "100644", digest: digestOf("c"), bytes: 90 } },
            { path: "src/old.ts", before: { mode: "100644", digest: digestOf("d"), bytes: 12_000 } },
          ]}
        />
        <AnsiText
          text={
            "\u001b[1m\u001b[32m✓\u001b[0m 41 passed\n\u001b[31m✗ 1 failed\u001b[0m \u001b[7mreversed\u001b[27m \u001b[38;5;4mblue\u001b[39m \u001b[38;2;1;2;3many\u001b[0m"
          }
        />
      </Panel>
    ),
  },
  {
    name: "Text of agents",
    view: (
      <Panel id="prose" title="Text" icon="message-square">
        <Markdown
          text={`# A heading\n\nWords with *emphasis*, **strong**, \`code\` and ~~struck~~.\n\n> a quote\n> of two lines\n\n- one\n- two\n  - inner\n\n1. first\n2. second\n\n| name | value |\n| --- | --- |\n| a | \`1\` |\n\n---\n\nhttps://forge.example.test/tidewater.`}
        />
        <Markdown text={hostileText} />
        <AnsiText text={hostileText} />
      </Panel>
    ),
  },
  {
    name: "Board",
    view: (
      <Board
        label="Issues by label"
        keyOf={({ id }) => id}
        card={({ id, title }) => (
          <>
            <a href={`/issues/${id}`}>#{id}</a>
            <span>{title}</span>
          </>
        )}
        columns={[
          {
            name: "To do",
            cards: [
              { id: "214", title: "Berth allocation rounds down" },
              { id: "219", title: "Pilot is booked twice" },
            ],
          },
          {
            name: "In progress",
            limit: 1,
            cards: [
              { id: "201", title: "Tide tables as data" },
              { id: "207", title: "Crane limits" },
            ],
          },
          { name: "Done", cards: [] },
        ]}
      />
    ),
  },
];
