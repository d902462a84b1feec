import { counted } from "../data/figure-words.ts";
import { Icon } from "../icon/icon.tsx";
import type { Tone } from "../status/tone.ts";
import { HiddenCharacters } from "../text/hidden-characters.tsx";
import { durationWords, secondsBetween } from "../time/time-words.ts";

/** The work of the agent itself, or of one subagent, in an attempt. */
export interface Lane {
  /** The subagent; the agent itself if left out. */
  readonly name?: string | undefined;
  readonly startedAt: string;
  /** Left out while it is at work. */
  readonly finishedAt?: string | undefined;
  readonly events: number;
  readonly tone: Tone;
}

export interface SubagentLanesProps {
  readonly lanes: readonly Lane[];
  readonly startedAt: string;
  /** The end of the attempt, or the moment of the page. */
  readonly until: string;
}

/** Who worked when: a bar for each of them on one scale of time. */
export function SubagentLanes({ lanes, startedAt, until }: SubagentLanesProps) {
  const whole = Math.max(1, secondsBetween(startedAt, until) ?? 1);
  return (
    <ul class="lanes">
      {lanes.map((lane) => {
        const from = secondsBetween(startedAt, lane.startedAt) ?? 0;
        const to = Math.min(whole, secondsBetween(startedAt, lane.finishedAt ?? until) ?? whole);
        const name = lane.name ?? "Agent";
        return (
          <li key={name} class={`lane tone-${lane.tone}`}>
            <span class="row any-text">
              <Icon name={lane.name === undefined ? "user" : "bot"} />
              <HiddenCharacters text={name} most={80} />
            </span>
            <svg viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
              <rect
                x={round((from / whole) * 1000)}
                width={Math.max(4, round(((to - from) / whole) * 1000))}
                height="10"
              />
            </svg>
            <span class="small muted">
              {durationWords(Math.max(0, to - from))}, {counted(lane.events, "event")}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
