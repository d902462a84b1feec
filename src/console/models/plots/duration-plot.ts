import type { agentDispatchRun } from "../../../agents/kinds/record/agent-dispatch-run.ts";
import type { Resource } from "../../../agents/resource/resource.ts";
import type { ShownPlot } from "../../page/shown.ts";
import { durationWords } from "../../ui/components/time/time-words.ts";

/** Fewer runs have no shape. */
const fewest = 3;
const mostBars = 12;
/** Widths of bars that people read at once, in seconds. */
const widths = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21_600, 43_200, 86_400];

/** How long those of some runs took that have ended; nothing where they are too few. */
export function durationPlot(runs: readonly Resource<typeof agentDispatchRun>[]): ShownPlot | undefined {
  const values = runs
    .flatMap(({ status: { startedAt, finishedAt } }) =>
      startedAt === undefined || finishedAt === undefined
        ? []
        : [(Date.parse(finishedAt) - Date.parse(startedAt)) / 1000],
    )
    .filter((seconds) => seconds >= 0)
    .toSorted((a, b) => a - b);
  const [middle, longest] = [values[Math.floor((values.length - 1) / 2)], values.at(-1)];
  if (values.length < fewest || middle === undefined || longest === undefined) return undefined;
  const width = widths.find((one) => longest / one < mostBars) ?? Math.ceil(longest / mostBars);
  const counts = Array.from({ length: Math.floor(longest / width) + 1 }, () => 0);
  for (const seconds of values) {
    const bar = Math.floor(seconds / width);
    counts[bar] = (counts[bar] ?? 0) + 1;
  }
  return {
    ...{ id: "durations", kind: "bars", unit: "count", placeName: "Took at least" },
    title: "How long the runs on this page took",
    summary: `Half of the ${values.length} that ended took up to ${durationWords(middle)}, the longest ${durationWords(longest)}.`,
    places: counts.map((_, at) => durationWords(at * width)),
    series: [{ name: "Runs", values: counts }],
  };
}
