const unitsMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A span such as `90s` or `30d` in milliseconds. */
export function spanMs(span: string): number {
  return Number(span.slice(0, -1)) * (unitsMs[span.slice(-1)] ?? 0);
}
