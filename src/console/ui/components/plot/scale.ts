/**
 * Round values of an axis from 0 to at least `most`: steps of 1, 2 or 5 times a power of ten.
 * @param least of a step, such as 1 where halves make no sense
 */
export function axisTicks(most: number, count = 4, least = 0): readonly number[] {
  if (!(most > 0) || !Number.isFinite(most)) return [0, 1];
  const rough = most / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power, least);
  const ticks = [0];
  while ((ticks.at(-1) ?? 0) < most) ticks.push(rounded(step * ticks.length));
  return ticks;
}

/** Places on a line of `length`, for values from 0 to `most`. */
export function placeOn(length: number, most: number): (value: number) => number {
  return (value) => rounded((Math.min(Math.max(value, 0), most) / most) * length);
}

/** How many values fall into each of `count` parts of their span. */
export function histogramBins(values: readonly number[], count = 12): readonly HistogramBin[] {
  const known = values.filter(Number.isFinite);
  if (known.length === 0) return [];
  const [least, most] = known.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  const width = (most - least) / count || 1;
  const bins = Array.from({ length: count }, (_, at) => ({
    from: rounded(least + at * width),
    to: rounded(least + (at + 1) * width),
    count: 0,
  }));
  for (const value of known) {
    const bin = bins[Math.min(count - 1, Math.floor((value - least) / width))];
    if (bin) bin.count++;
  }
  return bins;
}

export interface HistogramBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
