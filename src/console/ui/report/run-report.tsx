import { Counter } from "../components/data/counter.tsx";
import { counted, moneyWords } from "../components/data/figure-words.ts";
import { Notice } from "../components/states/notice.tsx";
import { StatusWord } from "../components/status/status-word.tsx";
import { durationWords, secondsBetween } from "../components/time/time-words.ts";
import { nextOfRun } from "./next-of-run.ts";
import { ReportHead } from "./report-head.tsx";
import { RunArtifacts } from "./run-artifacts.tsx";
import { RunChanges } from "./run-changes.tsx";
import { RunHistory } from "./run-history.tsx";
import { RunReasons } from "./run-reasons.tsx";
import type { ReportRoom, RunReportData } from "./run-report-data.ts";
import { RunRequests } from "./run-requests.tsx";

export interface RunReportProps {
  readonly data: RunReportData;
  readonly room: ReportRoom;
}

/** One attempt of a run: who, what, why it was allowed, what happened, what it changed and asks for, what to do next. */
export function RunReport({ data, room }: RunReportProps) {
  const { run, ticket, writtenAt, requests } = data;
  const seconds = secondsBetween(run.startedAt, run.finishedAt) ?? 0;
  return (
    <main class="main" id="main">
      <ReportHead
        title={run.run}
        beside={<StatusWord phase={run.outcome.phase} kind="AgentDispatchRun" boxed />}
        lead={
          <span>
            {ticket.stack.name} · {ticket.taskKind} · {run.repository} · {run.attempt}
          </span>
        }
        writtenAt={writtenAt}
        parts={[
          ["reasons", "Who and why"],
          ["timeline", "Timeline"],
          ["requests", "Asked for"],
          ["changes", "Changes"],
          ["artifacts", "Artifacts"],
        ]}
      />
      <Notice {...nextOfRun(data)} />
      <div class="grid counters">
        <Counter label="Took" value={durationWords(seconds)} icon="timer" />
        <Counter label="Cost" value={moneyWords(run.usage.cost)} icon="dollar-sign" />
        <Counter label="Tokens" value={run.usage.tokens} icon="gauge" />
        <Counter label="Turns" value={run.usage.turns} icon="rotate-ccw" />
        <Counter label="Files changed" value={data.changes.length} icon="file-diff" />
        <Counter label="Asked for" value={requests.length} icon="inbox" />
      </div>
      <RunReasons data={data} room={room} />
      <RunHistory data={data} room={room} />
      <RunRequests requests={requests} room={room} />
      <RunChanges data={data} room={room} />
      <RunArtifacts data={data} room={room} />
      <p class="small muted">
        This page loads nothing, runs nothing and holds no value of a secret. The run bundle has all of it, in{" "}
        {counted(run.parts.length, "part")}.
      </p>
    </main>
  );
}
