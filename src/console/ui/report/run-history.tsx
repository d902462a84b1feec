import type { RunEvent } from "../../../agents/run-bundle/run-event.ts";
import { counted, countWords } from "../components/data/figure-words.ts";
import { Panel } from "../components/data/panel.tsx";
import { type Lane, SubagentLanes } from "../components/run/subagent-lanes.tsx";
import { Timeline } from "../components/run/timeline.tsx";
import { EmptyState } from "../components/states/page-states.tsx";
import type { RunPartProps } from "./run-reasons.tsx";

/** What happened: who worked when, and the first and the last events, with how many are between them. */
export function RunHistory({ data, room }: RunPartProps) {
  const { run, events } = data;
  const telling = events.filter(({ type }) => type !== "heartbeat");
  const first = telling.slice(0, Math.ceil(room.events / 3));
  const last = telling.slice(Math.max(first.length, telling.length - Math.floor((room.events * 2) / 3)));
  const between = telling.length - first.length - last.length;
  const beats = events.length - telling.length;
  const lanes = lanesOf(telling, run.startedAt, run.finishedAt).slice(0, room.entries);
  return (
    <>
      {lanes.length > 1 && (
        <Panel id="lanes" title="Who worked when" icon="bot" count={lanes.length}>
          <SubagentLanes lanes={lanes} startedAt={run.startedAt} until={run.finishedAt} />
        </Panel>
      )}
      <Panel id="timeline" title="Timeline" icon="activity" count={countWords(events.length)} flush>
        {telling.length === 0 ? (
          <EmptyState title="Nothing happened" icon="activity">
            The attempt ended before its client said anything.
          </EmptyState>
        ) : (
          <>
            <Timeline
              events={first}
              startedAt={run.startedAt}
              after={between}
              leftOutWords="The run bundle has them."
              most={room.text}
            />
            {last.length > 0 && <Timeline events={last} startedAt={run.startedAt} most={room.text} />}
            <p class="more">
              Times are from the start.
              {beats > 0 && ` ${counted(beats, "heartbeat")} left out.`}
              {data.eventsTruncated && " The end of the events was cut off when they were written."}
            </p>
          </>
        )}
      </Panel>
    </>
  );
}

/** The agent itself, then its subagents in the order in which they came. */
function lanesOf(events: readonly RunEvent[], startedAt: string, finishedAt: string): readonly Lane[] {
  const byName = Map.groupBy(events, ({ lane }) => lane);
  return [...byName].map(([name, ones]): Lane => {
    const end = ones.findLast(({ type, status }) => type === "subagent" && status !== "started");
    const failed = end?.status === "failed" || end?.status === "denied";
    return {
      ...(name === undefined ? {} : { name }),
      startedAt: (name === undefined ? startedAt : ones[0]?.time) ?? startedAt,
      finishedAt: (name === undefined ? finishedAt : ones.at(-1)?.time) ?? finishedAt,
      events: ones.length,
      tone: failed ? "bad" : "ok",
    };
  });
}
