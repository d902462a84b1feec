/** What a text says of a time. */
export type TimeReading =
  | { readonly kind: "moment"; readonly at: Date }
  | { readonly kind: "unclear"; readonly problem: string }
  | { readonly kind: "none" };

const numbers: Readonly<Record<string, number>> = Object.fromEntries(
  [
    "a",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
  ].map((word, at) => [word, Math.max(1, at)]),
);
const unitMs: Readonly<Record<string, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
};
const ago = /^(\d{1,5}|[a-z]+) (minute|hour|day|week|month|year)s? ago$/;
const date = /^(\d{4})-(\d{2})-(\d{2})$/;
const instant = /^\d{4}-\d{2}-\d{2}[t ]\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?( ?z|[+-]\d{2}:\d{2})?$/;
const speaksOfFuture = /\b(tomorrow|next|in \d{1,9})\b/;
const speaksOfTime =
  /\b(ago|yesterday|today|last|monday|tuesday|wednesday|thursday|friday|saturday|sunday|week|month|morning|noon|night|since|before|until)\b/;

/**
 * The moment that some words mean: `now`, `yesterday` and a date (the end of that day in UTC), `3 weeks ago` (a span of exactly so
 * long; months and years by the calendar), an RFC 3339 time with its zone.
 */
export function readTime(words: string, now: Date): TimeReading {
  const text = words.trim().replace(/\s+/g, " ").toLowerCase();
  if (text === "now") return { kind: "moment", at: now };
  if (text === "yesterday")
    return { kind: "moment", at: endOfDay(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() - 1) };
  const [, count, unit] = ago.exec(text) ?? [];
  if (count !== undefined && unit !== undefined) return spanAgo(count, unit, now);
  const [, year, month, day] = date.exec(text) ?? [];
  if (year !== undefined) return calendarDay(Number(year), Number(month), Number(day), now);
  if (instant.test(text)) return zoned(text);
  if (/^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}$/.test(text))
    return {
      kind: "unclear",
      problem: "a date has to be written as 2026-01-31, or day and month can be taken for each other",
    };
  if (speaksOfFuture.test(text)) return { kind: "unclear", problem: "it is in the future" };
  return speaksOfTime.test(text)
    ? { kind: "unclear", problem: "it may mean several moments" }
    : { kind: "none" };
}

function spanAgo(count: string, unit: string, now: Date): TimeReading {
  const number = /^\d+$/.test(count)
    ? Number(count)
    : count === "an"
      ? 1
      : Object.hasOwn(numbers, count)
        ? numbers[count]
        : undefined;
  if (number === undefined) return { kind: "unclear", problem: `"${count}" is not a number` };
  const length = unitMs[unit];
  if (length !== undefined) return { kind: "moment", at: new Date(now.getTime() - number * length) };
  const months = unit === "year" ? number * 12 : number;
  const at = new Date(now);
  at.setUTCDate(1);
  at.setUTCMonth(at.getUTCMonth() - months);
  // A month without such a day ends with its last one.
  const days = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate();
  at.setUTCDate(Math.min(now.getUTCDate(), days));
  return { kind: "moment", at };
}

function calendarDay(year: number, month: number, day: number, now: Date): TimeReading {
  const end = endOfDay(year, month - 1, day);
  if (end.getUTCFullYear() !== year || end.getUTCMonth() !== month - 1 || end.getUTCDate() !== day)
    return { kind: "unclear", problem: "there is no such day" };
  const isToday = end.toISOString().slice(0, 10) === now.toISOString().slice(0, 10);
  return { kind: "moment", at: isToday ? now : end };
}

function zoned(text: string): TimeReading {
  if (!/(z|[+-]\d{2}:\d{2})$/.test(text))
    return { kind: "unclear", problem: "a time needs its zone, such as Z for UTC" };
  const at = new Date(text.replace(" z", "z").replace(" ", "T").toUpperCase());
  return Number.isNaN(at.getTime())
    ? { kind: "unclear", problem: "there is no such time" }
    : { kind: "moment", at };
}

function endOfDay(year: number, month: number, day: number): Date {
  return new Date(Date.UTC(year, month, day, 23, 59, 59, 999));
}
