import { cpus, totalmem } from "node:os";
import process from "node:process";
import { type Figure, isMet } from "./figure.ts";
import { median } from "./ratio.ts";

/** What one figure came to in all runs of its benchmark. */
export interface Result extends Figure {
  readonly benchmark: string;
  /** The figure of each run; {@link Figure.figure} is their median. */
  readonly runs: readonly number[];
  /** Every run met the target: a median alone would call a ratio met that every third run misses. */
  readonly met: boolean;
}

/** One result a figure, in the order in which they were first printed. */
export function resultsOf(benchmark: string, runs: readonly (readonly Figure[])[]): Result[] {
  const named = new Map<string, Figure[]>();
  for (const figure of runs.flat()) named.set(figure.what, [...(named.get(figure.what) ?? []), figure]);
  return [...named.values()].map((figures): Result => {
    const values = figures.map(({ figure }) => figure);
    const [first] = figures as [Figure];
    return { ...first, benchmark, figure: median(values), runs: values, met: figures.every(isMet) };
  });
}

/** How far the runs lie apart: `0.95 to 1.02`, or nothing of a single run. */
export function spreadOf({ runs }: Result): string {
  return runs.length < 2 ? "" : `${Math.min(...runs).toFixed(2)} to ${Math.max(...runs).toFixed(2)}`;
}

export const resultHead = ["benchmark", "figure", "median", "spread", "target", "verdict"];

/** A result in the columns of {@link resultHead}. */
export function rowOf(result: Result): string[] {
  const { benchmark, what, figure, bound, target, met } = result;
  const verdict = met ? "met" : "MISSED";
  return [benchmark, what, figure.toFixed(2), spreadOf(result), `${bound} ${target}`, verdict];
}

/** The machine that measured, in words. */
export function machineInWords(): string {
  const processors = cpus();
  const model = processors[0]?.model.trim() || "an unnamed processor";
  const count = processors.length === 1 ? "one core" : `${processors.length} cores`;
  return `${count} of ${model}, ${Math.round(totalmem() / 2 ** 30)} GiB of memory, ${process.platform}, Node.js ${process.versions.node}`;
}
