import type { FigureSample } from "../../../agents/store/figures/figure-samples.ts";
import type { ShownPlot } from "../../page/shown.ts";
import {
  clockWords,
  dayMs,
  dayWords,
  fortnightBefore,
  lastKnown,
  mostInSteps,
  mostOf,
  stepStarts,
} from "./time-steps.ts";

/**
 * How many env directories differed from what they should hold; nothing where none were compared. Of each quarter of a day the most are
 * shown: a drift that did not last is there, too.
 */
export function driftPlot(samples: readonly FigureSample[], now: Date): ShownPlot | undefined {
  const steps = { from: fortnightBefore(now), stepMs: dayMs / 4, count: 14 * 4 };
  const places = stepStarts(steps).map((time) => `${dayWords(time)} ${clockWords(time)}`);
  const drifted = mostInSteps(samples, "drifted", steps);
  const newest = samples.filter(({ time }) => time === samples.at(-1)?.time);
  const last = newest.find(({ label }) => label === "drifted")?.value;
  if (lastKnown(drifted) === undefined || last === undefined) return undefined;
  const most = mostOf(drifted);
  const all = newest.reduce((sum, { value }) => sum + value, 0);
  const summary =
    most.value === 0
      ? `None of ${all} differed whenever they were compared.`
      : `${last} of ${all} differed when they were compared last; the most were ${most.value}, after ${places[most.at]} UTC.`;
  return {
    ...{ id: "drift-over-time", title: "Env directories that differ, last 14 days", summary, unit: "count" },
    ...{ kind: "line", placeName: "From (UTC)", places },
    series: [
      { name: "Drifted", values: drifted },
      { name: "Unverified", values: mostInSteps(samples, "unverified", steps) },
    ],
  };
}
