import type { RunEvent } from "../../../../agents/run-bundle/run-event.ts";
import { CodeBlock } from "../code/code-block.tsx";
import { countWords } from "../data/figure-words.ts";
import { Icon } from "../icon/icon.tsx";
import { Chip } from "../status/chip.tsx";
import { statusMark } from "../status/status-marks.ts";
import { ToneWord } from "../status/status-word.tsx";
import { AnsiText } from "../text/ansi-text.tsx";
import { HiddenCharacters } from "../text/hidden-characters.tsx";
import { Markdown } from "../text/markdown.tsx";
import { durationWords, secondsBetween } from "../time/time-words.ts";
import { eventLooks, eventSentence, eventTone, hasMore, shownData, speakerOf } from "./event-words.ts";

/** The height of a row that is closed, in rem: a window of rows can be shown without measuring them. */
export const timelineRowHeight = 2;

export interface TimelineProps {
  readonly events: readonly RunEvent[];
  /** When the attempt started: times are shown from there. */
  readonly startedAt?: string | undefined;
  /** Events before the first and after the last that are shown. */
  readonly before?: number | undefined;
  readonly after?: number | undefined;
  /** Why they are not shown, such as `Load the older events`. */
  readonly leftOutWords?: string | undefined;
  /** Rows that are open at the start, by number. */
  readonly open?: readonly number[] | undefined;
  /** Characters of the text of one event that are shown at most. */
  readonly most?: number | undefined;
}

/** What happened in an attempt, an event a row; a row with more to say opens, also without script. */
export function Timeline(props: TimelineProps) {
  const { events, startedAt, before = 0, after = 0, leftOutWords = "", open = [], most } = props;
  return (
    <ol class="timeline">
      {before > 0 && <LeftOut count={before} words={leftOutWords} />}
      {events.map((event) => (
        <TimelineRow
          key={event.seq}
          event={event}
          startedAt={startedAt}
          open={open.includes(event.seq)}
          most={most}
        />
      ))}
      {after > 0 && <LeftOut count={after} words={leftOutWords} />}
    </ol>
  );
}

function LeftOut({ count, words }: { readonly count: number; readonly words: string }) {
  return (
    <li class="gap">
      {countWords(count)} {count === 1 ? "event is" : "events are"} not shown here. {words}
    </li>
  );
}

export interface TimelineRowProps {
  readonly event: RunEvent;
  readonly startedAt?: string | undefined;
  readonly open?: boolean | undefined;
  readonly most?: number | undefined;
}

export function TimelineRow({ event, startedAt, open = false, most }: TimelineRowProps) {
  return (
    <li>
      {hasMore(event) ? (
        <details open={open}>
          <summary class="event">
            <EventLine event={event} startedAt={startedAt} opens />
          </summary>
          <div class="whole-event">
            <WholeEvent event={event} most={most} />
          </div>
        </details>
      ) : (
        <div class="event">
          <EventLine event={event} startedAt={startedAt} />
        </div>
      )}
    </li>
  );
}

interface EventLineProps extends TimelineRowProps {
  readonly opens?: boolean;
}

function EventLine({ event, startedAt, opens = false }: EventLineProps) {
  const { icon, word } = eventLooks[event.type];
  const tone = eventTone(event);
  const passed = secondsBetween(startedAt, event.time);
  return (
    <>
      <span class="at">{passed === undefined ? `#${event.seq}` : durationWords(passed)}</span>
      <span class="kind">
        <Icon name={icon} />
        <span class="word">{word}</span>
      </span>
      <span class="what">
        {event.lane !== undefined && (
          <Chip icon="bot">
            <HiddenCharacters text={event.lane} most={60} />
          </Chip>
        )}
        {event.type === "message" && speakerOf(event).from !== "agent" && (
          <Chip>{speakerOf(event).from}</Chip>
        )}
        <span class="first-line">
          <HiddenCharacters text={eventSentence(event)} most={300} />
        </span>
      </span>
      <span class="end">
        {tone !== undefined && tone !== "ok" && (
          <ToneWord tone={tone} icon={statusMark(event.status ?? "").icon} word={event.status ?? ""} />
        )}
        {event.truncated && <Chip tone="warn">cut off</Chip>}
        {opens && <Icon name="chevron-right" class="open" />}
      </span>
    </>
  );
}

interface WholeEventProps {
  readonly event: RunEvent;
  readonly most: number | undefined;
}

function WholeEvent({ event: { type, text = "", data = {} }, most = 20_000 }: WholeEventProps) {
  const facts = shownData(data);
  return (
    <>
      {text !== "" &&
        (type === "message" ? <Markdown text={text} most={most} /> : <AnsiText text={text} most={most} />)}
      {Object.keys(facts).length > 0 && (
        <CodeBlock text={JSON.stringify(facts, null, 2).slice(0, most)} most={200} />
      )}
    </>
  );
}
