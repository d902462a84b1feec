import type { NamedCount, StoreFigures } from "../../agents/store/figures/store-figures.ts";
import type { MetricFamily } from "./open-metrics.ts";

/** The figures of the store as families: the same from every process that serves one database. */
export function storeFamilies(figures: StoreFigures): readonly MetricFamily[] {
  return [
    gauge("identikit_queue_objects", "Objects that a controller has to look at, now or later.", {
      controller: figures.queued,
    }),
    gauge("identikit_queue_due_objects", "Objects that a controller has to look at now.", {
      controller: figures.due,
    }),
    gauge("identikit_queue_failing_objects", "Objects that a controller failed on when it looked last.", {
      controller: figures.failing,
    }),
    gauge("identikit_runs", "Runs by their phase.", { phase: figures.runs }),
    gauge("identikit_approvals", "Approvals by their phase.", { phase: figures.approvals }),
    gauge("identikit_queued_renders", "Agents that wait to be rendered.", figures.renders),
    gauge("identikit_failing_renders", "Agents whose last rendering failed.", figures.failingRenders),
    gauge(
      "identikit_env_directories",
      "Env directories as they were found when controllers compared them last.",
      {
        state: figures.environments,
      },
    ),
    {
      ...gauge(
        "identikit_env_directories_compared_timestamp_seconds",
        "When controllers compared env directories last.",
        {},
      ),
      unit: "seconds",
      samples: figures.environmentsSeen === undefined ? [] : [{ value: figures.environmentsSeen }],
    },
  ];
}

function gauge(
  name: string,
  help: string,
  counts: number | Readonly<Record<string, readonly NamedCount[]>>,
): MetricFamily {
  const samples =
    typeof counts === "number"
      ? [{ value: counts }]
      : Object.entries(counts).flatMap(([label, named]) =>
          named.map((one) => ({ labels: { [label]: one.name }, value: one.count })),
        );
  return { name, type: "gauge", help, samples };
}
