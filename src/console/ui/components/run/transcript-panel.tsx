import type { RunEvent } from "../../../../agents/run-bundle/run-event.ts";
import { Icon } from "../icon/icon.tsx";
import { HiddenCharacters } from "../text/hidden-characters.tsx";
import { Markdown } from "../text/markdown.tsx";
import { Time } from "../time/time.tsx";
import { speakerOf } from "./event-words.ts";

export interface TranscriptPanelProps {
  /** Of a run's events, those of the type message are shown. */
  readonly events: readonly RunEvent[];
  readonly now?: string | undefined;
}

/** The conversation of a run. */
export function TranscriptPanel({ events, now }: TranscriptPanelProps) {
  return (
    <div class="transcript">
      {events
        .filter(({ type }) => type === "message")
        .map((event) => (
          <ChatMessage key={event.seq} event={event} now={now} />
        ))}
    </div>
  );
}

function ChatMessage({ event, now }: { readonly event: RunEvent; readonly now: string | undefined }) {
  const { name, from } = speakerOf(event);
  const look = { agent: "", person: "from-person", thinking: "thinking" }[from];
  return (
    <article class={look} aria-label={`Message ${event.seq} of ${name}`}>
      <span class="face">
        <Icon name={from === "person" ? "user" : from === "thinking" ? "brain" : "bot"} />
      </span>
      <div class="stack tight">
        <p class="row small muted">
          <span class="strong">
            <HiddenCharacters text={name} most={80} />
          </span>
          {from === "thinking" && "thinking"}
          {event.time !== undefined && <Time at={event.time} now={now} />}
          {event.truncated && "cut off"}
        </p>
        <Markdown text={event.text ?? ""} />
      </div>
    </article>
  );
}
