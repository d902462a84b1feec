import type { FigureSample } from "../../../agents/store/figures/figure-samples.ts";

/** Steps of time, of one length. */
export interface TimeSteps {
  readonly from: Date;
  readonly stepMs: number;
  readonly count: number;
}

export const dayMs: number = 24 * 60 * 60 * 1000;

/** The beginning of the day (UTC) 13 days before today: fourteen days are shown. */
export function fortnightBefore(now: Date): Date {
  return new Date(Math.floor(now.getTime() / dayMs) * dayMs - 13 * dayMs);
}

/** When each step begins, in UTC. */
export function stepStarts({ from, stepMs, count }: TimeSteps): readonly Date[] {
  return Array.from({ length: count }, (_, at) => new Date(from.getTime() + at * stepMs));
}

/** The largest value of a label in each step; `null` where nothing was measured. */
export function mostInSteps(
  samples: readonly FigureSample[],
  label: string,
  { from, stepMs, count }: TimeSteps,
): readonly (number | null)[] {
  const values = Array.from({ length: count }, (): number | null => null);
  for (const sample of samples) {
    const at = Math.floor((Date.parse(sample.time) - from.getTime()) / stepMs);
    const known = values[at];
    if (sample.label === label && known !== undefined) values[at] = Math.max(known ?? 0, sample.value);
  }
  return values;
}

/** The largest of some values, and the place of its first. */
export function mostOf(values: readonly (number | null)[]): { readonly value: number; readonly at: number } {
  return values.reduce<{ readonly value: number; readonly at: number }>(
    (most, value, at) => (value !== null && value > most.value ? { value, at } : most),
    { value: 0, at: 0 },
  );
}

/** The last value that is known; `undefined` where none is. */
export function lastKnown(values: readonly (number | null)[]): number | undefined {
  return values.findLast((value) => value !== null) ?? undefined;
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `14:15`, in UTC. */
export function clockWords(time: Date): string {
  return time.toISOString().slice(11, 16);
}

/** `16 Nov`, in UTC. */
export function dayWords(time: Date): string {
  return `${time.getUTCDate()} ${months[time.getUTCMonth()]}`;
}
