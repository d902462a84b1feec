import type { FigureSample } from "../../../agents/store/figures/figure-samples.ts";
import type { ShownPlot } from "../../page/shown.ts";
import { dayMs, dayWords, fortnightBefore, mostInSteps, stepStarts } from "./time-steps.ts";

const microsInDollar = 1_000_000;

/** What the runs of each day cost, and how many they were; nothing where nothing was measured. */
export function dayPlots(samples: readonly FigureSample[], now: Date): readonly ShownPlot[] {
  const steps = { from: fortnightBefore(now), stepMs: dayMs, count: 14 };
  const places = stepStarts(steps).map(dayWords);
  const cost = mostInSteps(samples, "cost", steps).map((value) => value && value / microsInDollar);
  const runs = mostInSteps(samples, "runs", steps);
  if (runs.every((value) => value === null)) return [];
  const common = { kind: "bars", placeName: "Day (UTC)", places } as const;
  return [
    {
      ...{
        ...common,
        id: "cost-of-days",
        title: "Cost of the runs that were made on a day",
        unit: "dollars",
      },
      summary: `$${sumOf(cost).toFixed(2)} in 14 days, $${(cost.at(-1) ?? 0).toFixed(2)} of it today.`,
      series: [{ name: "US dollars", values: cost }],
    },
    {
      ...{ ...common, id: "runs-of-days", title: "Runs that were made on a day", unit: "count" },
      summary: `${sumOf(runs)} in 14 days, ${runs.at(-1) ?? 0} of them today.`,
      series: [{ name: "Runs", values: runs }],
    },
  ];
}

function sumOf(values: readonly (number | null)[]): number {
  return values.reduce<number>((all, one) => all + (one ?? 0), 0);
}
