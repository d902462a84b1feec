/** What a job took at a size. */
export interface Point {
  readonly size: number;
  readonly value: number;
}

/**
 * The exponent with which a value grows with the size: the slope of the line through the logarithms, by least squares. What a
 * job takes at any size, such as the start of its process, makes it smaller; see {@link lastExponentOf}.
 */
export function exponentOf(points: readonly Point[]): number {
  const logs = points.map(({ size, value }) => [Math.log(size), Math.log(value)] as const);
  const mean = (at: 0 | 1) => logs.reduce((sum, log) => sum + log[at], 0) / logs.length;
  const [x, y] = [mean(0), mean(1)];
  const covariance = logs.reduce((sum, log) => sum + (log[0] - x) * (log[1] - y), 0);
  const variance = logs.reduce((sum, log) => sum + (log[0] - x) ** 2, 0);
  return covariance / variance;
}

/** The exponent between the two largest sizes, where fixed costs hide least of it. */
export function lastExponentOf(points: readonly Point[]): number {
  return exponentOf(points.toSorted((a, b) => a.size - b.size).slice(-2));
}
