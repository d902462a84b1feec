import { useEffect, useRef, useState } from "preact/hooks";
import type { RunEvent } from "../../../agents/run-bundle/run-event.ts";
import { TimelineRow, timelineRowHeight } from "../components/run/timeline.tsx";
import { PagedTimeline, type RunTimelineProps } from "../parts/run-timeline.tsx";
import { readEventRows } from "./read-event-rows.ts";

/** Rows beyond each end of what is seen, so that a short move shows no gap. */
const margin = 20;
/** Rows that are read at once, and parts that are kept. */
const [partRows, keptParts] = [200, 20];

/** A line of time of any length: it holds the rows that are seen, and reads what it does not have when it is looked at. */
export function WindowedTimeline(props: RunTimelineProps) {
  const [isLive, setLive] = useState(false);
  // The first drawing is the server's, so that nothing of it is thrown away.
  useEffect(() => setLive(true), []);
  return isLive && props.part.total > 0 ? <WindowedRows {...props} /> : <PagedTimeline {...props} />;
}

function WindowedRows({ part: { total, rows, address }, startedAt }: RunTimelineProps) {
  const box = useRef<HTMLElement>(null);
  const isAtEnd = useRef(true);
  const [first, setFirst] = useState(total);
  const rowHeight = timelineRowHeight * rootFontSize();
  const seen = Math.ceil((box.current?.clientHeight ?? 480) / rowHeight);
  const from = Math.max(1, Math.min(first, total - seen + 1) - margin);
  const to = Math.min(total, Math.max(first, 1) + seen + margin);
  const rowOf = useRows({ rows, address, total, from, to });

  // Who looks at the end goes on looking at it.
  useEffect(() => {
    if (isAtEnd.current && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [total]);
  const look = () => {
    const { scrollTop = 0, clientHeight = 0, scrollHeight = 0 } = box.current ?? {};
    isAtEnd.current = scrollTop + clientHeight >= scrollHeight - rowHeight;
    setFirst(Math.floor(scrollTop / rowHeight) + 1);
  };
  const shown = Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at);
  return (
    <section class="timeline-box" ref={box} aria-label="Events" onScroll={look} {...{ tabIndex: 0 }}>
      <ol class="timeline">
        <Gap height={(from - 1) * rowHeight} key="before" />
        {shown.map((seq) => {
          const event = rowOf(seq);
          return event ? (
            <TimelineRow key={seq} event={event} startedAt={startedAt} />
          ) : (
            <li key={seq}>
              <div class="event muted">{`#${seq}`}</div>
            </li>
          );
        })}
        <Gap height={(total - to) * rowHeight} key="after" />
      </ol>
    </section>
  );
}

/** The place of the rows that are not there. */
function Gap({ height }: { readonly height: number }) {
  return <li aria-hidden="true" style={{ height: `${height}px` }} />;
}

interface RowsAsk extends Pick<RunTimelineProps["part"], "rows" | "address" | "total"> {
  readonly from: number;
  readonly to: number;
}

/** The rows that are there, by number; those between `from` and `to` are read where they are not. */
function useRows({ rows, address, total, from, to }: RowsAsk): (seq: number) => RunEvent | undefined {
  const parts = useRef(new Map<number, readonly RunEvent[]>()).current;
  const [, redraw] = useState(0);
  const known = new Map(rows.map((row) => [row.seq, row]));
  const read = (seq: number) => parts.get(partOf(seq))?.[(seq - 1) % partRows];
  useEffect(() => {
    const stop = new AbortController();
    for (let part = partOf(from); part * partRows < to; part++) {
      const [low, high] = [Math.max(from, part * partRows + 1), Math.min(to, (part + 1) * partRows)];
      const isThere = Array.from({ length: high - low + 1 }, (_, at) => low + at).every(
        (seq) => known.has(seq) || read(seq) !== undefined,
      );
      if (isThere) continue;
      void readEventRows(address, part * partRows + 1, stop.signal).then((found) => {
        if (!found) return;
        parts.set(part, found);
        for (const oldest of parts.keys()) if (parts.size > keptParts) parts.delete(oldest);
        redraw((count) => count + 1);
      });
    }
    return () => stop.abort();
  }, [partOf(from), partOf(to), total, address]);
  return (seq) => known.get(seq) ?? read(seq);
}

function partOf(seq: number): number {
  return Math.floor((seq - 1) / partRows);
}

function rootFontSize(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
}
