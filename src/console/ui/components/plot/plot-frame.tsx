import type { PlotSeries } from "./plot.tsx";
import { axisTicks, placeOn } from "./scale.ts";

/** The inside of a plot in units of its drawing, between the axes. */
export const plotArea = { left: 46, top: 10, width: 428, height: 150 } as const;

export interface PlotFrameProps {
  readonly ticks: readonly number[];
  readonly places: readonly string[];
  /** The middle of a place. */
  readonly middle: (at: number) => number;
  readonly figure: (value: number) => string;
}

/** The axes: round values at the side, some of the places below. */
export function PlotFrame({ ticks, places, middle, figure }: PlotFrameProps) {
  const { left, top, width, height } = plotArea;
  const high = placeOn(height, ticks.at(-1) ?? 1);
  const every = Math.max(1, Math.ceil(places.length / 5));
  return (
    <g>
      {ticks.map((tick) => {
        const y = top + height - high(tick);
        return (
          <g key={tick}>
            <line class={tick === 0 ? "axis" : "grid-line"} x1={left} x2={left + width} y1={y} y2={y} />
            <text x={left - 8} y={y + 4} text-anchor="end">
              {figure(tick)}
            </text>
          </g>
        );
      })}
      {places.map((place, at) =>
        at % every === 0 ? (
          <text key={place} x={middle(at)} y={top + height + 18} text-anchor="middle">
            {place.length > 16 ? `${place.slice(0, 15)}…` : place}
          </text>
        ) : null,
      )}
    </g>
  );
}

/** The ticks that all values of some series are within. */
export function ticksFor(series: readonly PlotSeries[]): readonly number[] {
  const known = series.flatMap(({ values }) => values.filter((value) => value !== null));
  const most = known.reduce((one, value) => Math.max(one, value), 0);
  return axisTicks(most, 4, known.every(Number.isInteger) ? 1 : 0);
}
