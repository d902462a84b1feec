import { Panel } from "../../../../src/console/ui/components/data/panel.tsx";
import { ApprovalCard } from "../../../../src/console/ui/components/run/approval-card.tsx";
import { ContextPanel } from "../../../../src/console/ui/components/run/context-panel.tsx";
import { ReviewPanel } from "../../../../src/console/ui/components/run/review-panel.tsx";
import { RunRow } from "../../../../src/console/ui/components/run/run-row.tsx";
import { SubagentLanes } from "../../../../src/console/ui/components/run/subagent-lanes.tsx";
import { Timeline } from "../../../../src/console/ui/components/run/timeline.tsx";
import { TranscriptPanel } from "../../../../src/console/ui/components/run/transcript-panel.tsx";
import { approval, context, diff, events, review, runs } from "./run-data.ts";
import { now, type Story } from "./story.ts";

const startedAt = "2026-11-22T11:47:20Z";

export const runStories: readonly Story[] = [
  {
    name: "Runs",
    view: (
      <Panel id="runs" title="Runs" icon="play" count={runs.length} flush>
        <ul>
          {runs.map((run) => (
            <RunRow
              key={run.metadata.name}
              run={run}
              href={`/orgs/tidewater/agents/runs/${run.metadata.name}`}
              now={now}
            />
          ))}
        </ul>
      </Panel>
    ),
  },
  {
    name: "Timeline",
    view: (
      <Panel id="timeline" title="Timeline" icon="activity" count={events.length} flush>
        <Timeline
          events={events}
          startedAt={startedAt}
          after={9000}
          leftOutWords="They are in the run bundle."
          open={[2, 4, 12, 13]}
        />
      </Panel>
    ),
  },
  {
    name: "Subagents",
    view: (
      <Panel id="lanes" title="Who worked when" icon="bot">
        <SubagentLanes
          startedAt={startedAt}
          until={now}
          lanes={[
            { startedAt, events: 41, tone: "busy" },
            {
              name: "test-writer 1",
              startedAt: "2026-11-22T11:47:45Z",
              finishedAt: "2026-11-22T11:51:00Z",
              events: 12,
              tone: "ok",
            },
            {
              name: "reader 2",
              startedAt: "2026-11-22T11:52:00Z",
              finishedAt: "2026-11-22T11:52:40Z",
              events: 3,
              tone: "bad",
            },
          ]}
        />
      </Panel>
    ),
  },
  {
    name: "Conversation",
    view: (
      <Panel id="chat" title="Conversation" icon="message-square" flush>
        <TranscriptPanel events={events} now={now} />
      </Panel>
    ),
  },
  {
    name: "Approval",
    view: (
      <ApprovalCard
        approval={approval}
        runHref="/orgs/tidewater/agents/runs/run-9c41"
        diff={diff}
        now={now}
        offers={[
          { id: "approve", word: "Approve", href: "/review/approve", icon: "check", weight: "first" },
          {
            id: "subset",
            word: "Approve a part",
            reason: "A pull request is approved whole.",
            icon: "list-checks",
          },
          { id: "reject", word: "Reject", href: "/review/reject", icon: "ban", weight: "danger" },
        ]}
      />
    ),
  },
  {
    name: "Decided approval",
    view: (
      <ApprovalCard
        approval={{
          metadata: { name: "run-3f00-comment" },
          spec: {
            run: "run-3f00",
            action: "comment",
            requestedBy: approval.spec.requestedBy,
            artifactDigest: approval.spec.artifactDigest,
            needed: 1,
            risk: "high",
          },
          status: {
            phase: "ApplyFailed",
            result: "the forge answered 503 three times",
            decisions: [{ by: { kind: "User", name: "mira" }, verdict: "reject", via: "console", time: now }],
          },
        }}
        now={now}
      />
    ),
  },
  { name: "Review", view: <ReviewPanel review={review} /> },
  { name: "Context", view: <ContextPanel context={context} now={now} /> },
];
