/** Prints one figure beside its target; benchmarks print, they do not judge. */
export function print(
  what: string,
  figure: number,
  target: { readonly atMost?: number; readonly atLeast?: number },
): void {
  const { atMost, atLeast } = target;
  const bound = atMost === undefined ? `at least ${atLeast}` : `at most ${atMost}`;
  process.stdout.write(`${what}: ${figure.toFixed(2)} (target: ${bound})\n`);
}
