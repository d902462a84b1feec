import type { MarksProps } from "./plot.tsx";
import { PlotFrame, plotArea, ticksFor } from "./plot-frame.tsx";
import { placeOn } from "./scale.ts";

/** A bar for each value, those of one place beside each other. */
export function BarMarks({ places, series, figure }: MarksProps) {
  const { left, top, width, height } = plotArea;
  const ticks = ticksFor(series);
  const high = placeOn(height, ticks.at(-1) ?? 1);
  const room = width / Math.max(1, places.length);
  const thick = Math.min(44, (room * 0.72) / Math.max(1, series.length));
  const middle = (at: number) => Math.round((left + room * (at + 0.5)) * 10) / 10;
  return (
    <>
      <PlotFrame ticks={ticks} places={places} middle={middle} figure={figure} />
      {series.map(({ name, values }, number) => (
        <g key={name} class={`series-${number % 4}`}>
          {values.map((value, at) => {
            const tall = value === null ? 0 : high(value);
            const start = middle(at) - (thick * series.length) / 2 + thick * number;
            return tall === 0 ? null : (
              <rect
                key={places[at]}
                class="bar"
                x={Math.round(start * 10) / 10}
                y={top + height - tall}
                width={Math.max(1, Math.round((thick - 1) * 10) / 10)}
                height={tall}
                rx="2"
              />
            );
          })}
        </g>
      ))}
    </>
  );
}
