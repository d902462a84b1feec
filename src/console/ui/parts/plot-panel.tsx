import type { ShownPlot } from "../../page/shown.ts";
import { countWords, moneyWords } from "../components/data/figure-words.ts";
import { Panel } from "../components/data/panel.tsx";
import { Plot } from "../components/plot/plot.tsx";

const figures: Readonly<Record<ShownPlot["unit"], (value: number) => string>> = {
  count: countWords,
  dollars: (value) => moneyWords(String(value)),
};

export interface PlotPanelProps {
  readonly id: string;
  readonly title: string;
  readonly plots: readonly ShownPlot[];
}

/** Plots beside one another, each with its sentence. */
export function PlotPanel({ id, title, plots }: PlotPanelProps) {
  return (
    <Panel id={id} title={title} icon="activity">
      {plots.length === 0 ? (
        <p class="muted">Nothing was measured yet: the controllers do it each quarter of an hour.</p>
      ) : (
        <div class="plots">
          {plots.map(({ unit, ...plot }) => (
            <div key={plot.id} class="stack tight">
              <h3>{plot.title}</h3>
              <p class="muted small">{plot.summary}</p>
              <Plot {...plot} figure={figures[unit]} />
            </div>
          ))}
        </div>
      )}
    </Panel>
  );
}
