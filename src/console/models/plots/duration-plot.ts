import type { agentDispatchRun } from "../../../agents/kinds/record/agent-dispatch-run.ts";
import type { Resource } from "../../../agents/resource/resource.ts";
import type { ShownPlot } from "../../page/shown.ts";
import { durationWords } from "../../ui/components/time/time-words.ts";

/** Fewer runs have no shape. */
const fewest = 3;

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
  return {
    ...{ id: "durations", kind: "histogram", name: "Took", unit: "seconds", values },
    title: "How long the runs on this page took",
    summary: `Half of the ${values.length} that ended took up to ${durationWords(middle)}, the longest ${durationWords(longest)}.`,
  };
}
