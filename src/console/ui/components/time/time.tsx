import { distanceWords, durationWords, momentWords, secondsBetween } from "./time-words.ts";

export interface TimeProps {
  /** The moment, as ISO 8601 has it. */
  readonly at: string;
  /** The moment of the page: with it the distance is shown, and the moment itself when one points at it. */
  readonly now?: string | undefined;
}

export function Time({ at, now }: TimeProps) {
  const moment = momentWords(at);
  return now === undefined ? (
    <time dateTime={at}>{moment}</time>
  ) : (
    <time dateTime={at} title={moment}>
      {distanceWords(at, now)}
    </time>
  );
}

export interface DurationProps {
  readonly from?: string | undefined;
  /** The end; the moment of the page for what is under way. */
  readonly to?: string | undefined;
  /** In place of the two. */
  readonly seconds?: number | undefined;
}

/** How long something took; a dash where that is not known. */
export function Duration({ from, to, seconds = secondsBetween(from, to) }: DurationProps) {
  return <span class="duration">{seconds === undefined ? "–" : durationWords(seconds)}</span>;
}
