import type { MarksProps } from "./plot.tsx";
import { PlotFrame, plotArea, ticksFor } from "./plot-frame.tsx";
import { placeOn } from "./scale.ts";

/** A line for each series; it is interrupted where nothing is known. */
export function LineMarks({ places, series, figure }: MarksProps) {
  const { left, top, width, height } = plotArea;
  const ticks = ticksFor(series);
  const high = placeOn(height, ticks.at(-1) ?? 1);
  const last = Math.max(1, places.length - 1);
  const x = (at: number) => Math.round((left + 24 + (at / last) * (width - 48)) * 10) / 10;
  const y = (value: number) => Math.round((top + height - high(value)) * 10) / 10;
  return (
    <>
      <PlotFrame ticks={ticks} places={places} middle={x} figure={figure} />
      {series.map(({ name, values }, number) => (
        <g key={name} class={`series-${number % 4}`}>
          {piecesOf(values).map((piece) => {
            const points = piece.map(([at, value]) => `${x(at)},${y(value)}`).join(" ");
            const [first, end] = [piece[0]?.[0] ?? 0, piece.at(-1)?.[0] ?? 0];
            return piece.length === 1 ? (
              <circle class="bar" cx={x(first)} cy={y(piece[0]?.[1] ?? 0)} r="2.5" />
            ) : (
              <g key={first}>
                {series.length === 1 && (
                  <polygon class="area" points={`${x(first)},${y(0)} ${points} ${x(end)},${y(0)}`} />
                )}
                <polyline class="curve" points={points} />
              </g>
            );
          })}
        </g>
      ))}
    </>
  );
}

type Place = readonly [at: number, value: number];

function piecesOf(values: readonly (number | null)[]): readonly (readonly Place[])[] {
  const pieces: Place[][] = [];
  let goesOn = false;
  for (const [at, value] of values.entries()) {
    if (value !== null) {
      if (goesOn) pieces.at(-1)?.push([at, value]);
      else pieces.push([[at, value]]);
    }
    goesOn = value !== null;
  }
  return pieces;
}
