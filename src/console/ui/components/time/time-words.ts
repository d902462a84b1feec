const steps = [
  [60, "s"],
  [60, "min"],
  [24, "h"],
  [30, "d"],
] as const;

/** How long something took, in at most two units: `1 h 20 min`, `3.2 s`. */
export function durationWords(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return "unknown";
  if (seconds < 10) return `${Math.round(seconds * 10) / 10} s`;
  const whole = Math.round(seconds);
  const days = Math.floor(whole / 86_400);
  const hours = Math.floor((whole % 86_400) / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const parts = [
    [days, "d"],
    [hours, "h"],
    [minutes, "min"],
    [whole % 60, "s"],
  ] as const;
  const first = parts.findIndex(([value]) => value > 0);
  return parts
    .slice(first, first + 2)
    .filter(([value]) => value > 0)
    .map(([value, unit]) => `${value} ${unit}`)
    .join(" ");
}

/** How far a moment is from now, in one unit: `3 min ago`, `in 2 d`. */
export function distanceWords(at: string, now: string): string {
  const seconds = (Date.parse(now) - Date.parse(at)) / 1000;
  if (Number.isNaN(seconds)) return at;
  let value = Math.abs(seconds);
  if (value < 5) return "just now";
  for (const [size, unit] of steps) {
    if (value < size) return said(Math.floor(value), unit, seconds);
    value /= size;
  }
  return value < 12 ? said(Math.floor(value), "months", seconds) : momentWords(at).slice(0, 10);
}

/** A moment as people read it: `2026-01-02 03:04:05 UTC`. */
export function momentWords(at: string): string {
  const time = new Date(at);
  return Number.isNaN(time.getTime()) ? at : `${time.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** The seconds from one moment to another; `undefined` where one of them is not known. */
export function secondsBetween(from: string | undefined, to: string | undefined): number | undefined {
  if (from === undefined || to === undefined) return undefined;
  const seconds = (Date.parse(to) - Date.parse(from)) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}

function said(value: number, unit: string, seconds: number): string {
  const words = `${value} ${value === 1 && unit === "months" ? "month" : unit}`;
  return seconds >= 0 ? `${words} ago` : `in ${words}`;
}
