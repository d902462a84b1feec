import { DataTable } from "../components/data/data-table.tsx";
import { Panel } from "../components/data/panel.tsx";
import { Plot } from "../components/plot/plot.tsx";
import { StatusWord } from "../components/status/status-word.tsx";
import { HiddenCharacters } from "../components/text/hidden-characters.tsx";
import { durationWords } from "../components/time/time-words.ts";
import type { ShownStep } from "./pipeline-report-data.ts";

/** How long each step took, and what it came to. */
export function StepTimes({ steps }: { readonly steps: readonly ShownStep[] }) {
  const longest = steps.reduce<ShownStep | undefined>(
    (most, step) => (most === undefined || step.seconds > most.seconds ? step : most),
    undefined,
  );
  return (
    <Panel id="steps" title="Steps" icon="list-checks" count={steps.length} flush>
      <div class="body">
        <Plot
          id="step-times"
          kind="bars"
          title="How long each step took"
          summary={
            longest === undefined
              ? "No step ran."
              : `${longest.name} took longest, ${durationWords(longest.seconds)}.`
          }
          figure={durationWords}
          placeName="Step"
          places={steps.map(({ name }) => name)}
          series={[{ name: "Took", values: steps.map(({ seconds }) => seconds) }]}
        />
      </div>
      <DataTable
        label="Steps"
        rows={steps}
        keyOf={({ name }) => name}
        columns={[
          { title: "Step", names: true, cell: ({ name }) => name },
          {
            title: "Status",
            cell: ({ changed }) => <StatusWord phase={changed ? "changed" : "unchanged"} />,
          },
          { title: "Took", figures: true, cell: ({ seconds }) => durationWords(seconds) },
          { title: "What it came to", cell: ({ line }) => <HiddenCharacters text={line} most={600} /> },
        ]}
      />
    </Panel>
  );
}
