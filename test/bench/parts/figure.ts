/** What a benchmark measured, beside what it is to be. */
export interface Figure {
  readonly what: string;
  readonly figure: number;
  readonly bound: "at most" | "at least";
  readonly target: number;
}

/** Prints one figure beside its target, in the form that {@link parseFigure} reads; benchmarks print, they do not judge. */
export function print(
  what: string,
  figure: number,
  target: { readonly atMost?: number; readonly atLeast?: number },
): void {
  const { atMost, atLeast } = target;
  const bound = atMost === undefined ? `at least ${atLeast}` : `at most ${atMost}`;
  process.stdout.write(`${what}: ${figure.toFixed(2)} (target: ${bound})\n`);
}

/** What this machine cannot measure. */
export interface Skipped {
  readonly what: string;
  readonly why: string;
}

/** Prints what cannot be measured here, so that the table shows it too. */
export function skip(what: string, why: string): void {
  process.stdout.write(`${what}: skipped (${why})\n`);
}

/** What a line of {@link skip} says; `undefined` for any other line. */
export function parseSkipped(line: string): Skipped | undefined {
  const [, what, why] = /^(.+?): skipped \((.+)\)$/.exec(line) ?? [];
  return what !== undefined && why !== undefined ? { what, why } : undefined;
}

/** The figure that a line of a benchmark gives; `undefined` for any other line. */
export function parseFigure(line: string): Figure | undefined {
  const found = /^(.+): (-?\d+\.\d\d|-?Infinity|NaN) \(target: (at most|at least) (\S+)\)$/.exec(line);
  if (!found) return undefined;
  const [, what = "", figure, bound, target] = found;
  return {
    what,
    figure: Number(figure),
    bound: bound === "at most" ? "at most" : "at least",
    target: Number(target),
  };
}

/** Whether a figure is within its target; one that is no number is not. */
export function isMet({ figure, bound, target }: Figure): boolean {
  return bound === "at most" ? figure <= target : figure >= target;
}
