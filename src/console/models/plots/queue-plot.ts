import { type FigureSample, sampleStepMs } from "../../../agents/store/figures/figure-samples.ts";
import type { ShownPlot } from "../../page/shown.ts";
import { clockWords, lastKnown, mostInSteps, mostOf, stepStarts } from "./time-steps.ts";

const hourMs = 60 * 60 * 1000;

/** When the plot of the queue begins: at a full hour, less than a day ago, so that no time of day is there twice. */
export function queuePlotFrom(now: Date): Date {
  return new Date(Math.floor(now.getTime() / hourMs) * hourMs - 23 * hourMs);
}

/** How many runs waited and ran in the last day; nothing where nothing was measured. */
export function queuePlot(samples: readonly FigureSample[], now: Date): ShownPlot | undefined {
  const steps = { from: queuePlotFrom(now), stepMs: sampleStepMs, count: (24 * hourMs) / sampleStepMs };
  const places = stepStarts(steps).map(clockWords);
  const queued = mostInSteps(samples, "Queued", steps);
  const last = lastKnown(queued);
  if (last === undefined) return undefined;
  const most = mostOf(queued);
  const summary =
    most.value === 0
      ? "No run was queued whenever it was measured."
      : `${last} queued when it was measured last; the most were ${most.value}, at ${places[most.at]} UTC.`;
  return {
    ...{ id: "queue-depth", title: "Runs that are not over, last 24 hours", summary, unit: "count" },
    ...{ kind: "line", placeName: "Time (UTC)", places },
    series: [
      { name: "Queued", values: queued },
      { name: "Running", values: mostInSteps(samples, "Running", steps) },
      { name: "Waiting for a person", values: mostInSteps(samples, "Waiting", steps) },
    ],
  };
}
