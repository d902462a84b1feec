import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { EventWindow } from "../../models/runs/event-window.ts";
import { Timeline } from "../components/run/timeline.tsx";

export interface RunTimelineProps {
  readonly part: EventWindow;
  /** When the attempt started. */
  readonly startedAt?: string | undefined;
}

/** The rows that the page came with, and links to those before and after them: what there is without the script. */
export function PagedTimeline({ part: { rows, total, older, newer }, startedAt }: RunTimelineProps) {
  const [first, last] = [rows[0]?.seq ?? 0, rows.at(-1)?.seq ?? 0];
  return (
    <>
      <p class="pad small muted">
        {total === 0 ? "Nothing has happened yet." : `Events ${first} to ${last} of ${total}`}
      </p>
      {rows.length > 0 && <Timeline events={rows} startedAt={startedAt} />}
      <p class="pad row">
        {older !== undefined && (
          <a class="action" href={older}>
            Older events
          </a>
        )}
        {newer !== undefined && (
          <a class="action" href={newer}>
            Newer events
          </a>
        )}
      </p>
    </>
  );
}

/** What draws a line of time. In a browser with the script it holds the visible rows only. */
export const TimelineDrawing = createContext(PagedTimeline);

export function RunTimeline(props: RunTimelineProps) {
  const Drawing = useContext(TimelineDrawing);
  return <Drawing key={props.part.attempt} {...props} />;
}
