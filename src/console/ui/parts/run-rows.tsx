import type { RunEntry } from "../../models/runs/run-rows.ts";
import { RunRow } from "../components/run/run-row.tsx";

/** Runs as CI lists its own. */
export function RunRows({
  runs,
  now,
  empty,
  label = "Runs",
}: {
  readonly runs: readonly RunEntry[];
  readonly now: string;
  readonly empty: string;
  readonly label?: string;
}) {
  if (runs.length === 0) return <p class="pad muted">{empty}</p>;
  return (
    <ul class="run-rows" aria-label={label}>
      {runs.map(({ run, href }) => (
        <RunRow key={run.metadata.name} run={run} href={href} now={now} />
      ))}
    </ul>
  );
}
