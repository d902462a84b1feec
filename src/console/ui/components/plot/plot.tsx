import { BarMarks } from "./bar-marks.tsx";
import { LineMarks } from "./line-marks.tsx";
import { histogramBins } from "./scale.ts";

/** Values of one thing over the places of a plot; `null` where nothing is known. */
export interface PlotSeries {
  readonly name: string;
  readonly values: readonly (number | null)[];
}

interface PlotCommon {
  /** Of the page. */
  readonly id: string;
  readonly title: string;
  /** What it shows, in a sentence: what somebody sees who looks at it. */
  readonly summary: string;
  /** A value as it is read. */
  readonly figure?: ((value: number) => string) | undefined;
}

export type PlotProps =
  | (PlotCommon & {
      readonly kind: "line" | "bars";
      /** What the places are, such as days. */
      readonly placeName: string;
      /** The names of the places. */
      readonly places: readonly string[];
      readonly series: readonly PlotSeries[];
    })
  | (PlotCommon & {
      readonly kind: "histogram";
      readonly values: readonly number[];
      /** What is counted. */
      readonly name: string;
    });

/** A plot as SVG without script or style attributes, with a table of the same values. */
export function Plot(props: PlotProps) {
  const { id, title, summary, figure = String } = props;
  const { places, series, kind } = shownOf(props, figure);
  const Marks = kind === "line" ? LineMarks : BarMarks;
  // Of a histogram the values are counts, and the figures are of the places.
  const valueFigure = props.kind === "histogram" ? String : figure;
  return (
    <figure class="plot">
      <svg viewBox="0 0 480 190" role="img" aria-labelledby={`${id}-title ${id}-summary`}>
        <title id={`${id}-title`}>{title}</title>
        <desc id={`${id}-summary`}>{summary}</desc>
        <Marks places={places} series={series} figure={valueFigure} />
      </svg>
      {series.length > 1 && (
        <figcaption class="legend">
          {series.map(({ name }, at) => (
            <span key={name} class={`series-${at % 4}`}>
              <svg viewBox="0 0 16 8" aria-hidden="true">
                <line x1="0" y1="4" x2="16" y2="4" />
              </svg>
              {name}
            </span>
          ))}
        </figcaption>
      )}
      <details>
        <summary>The same as a table</summary>
        <table>
          <caption class="visually-hidden">{title}</caption>
          <thead>
            <tr>
              <th scope="col">{props.kind === "histogram" ? props.name : props.placeName}</th>
              {series.map(({ name }) => (
                <th key={name} scope="col" class="number">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {places.map((place, at) => (
              <tr key={place}>
                <th scope="row">{place}</th>
                {series.map(({ name, values }) => (
                  <td key={name} class="number">
                    {typeof values[at] === "number" ? valueFigure(values[at]) : "–"}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}

function shownOf(props: PlotProps, figure: (value: number) => string) {
  if (props.kind !== "histogram") return props;
  // Where figures are rounded, bins that are read alike are one.
  const bins = new Map<string, number>();
  for (const { from, count } of histogramBins(props.values)) {
    const place = `from ${figure(from)}`;
    bins.set(place, (bins.get(place) ?? 0) + count);
  }
  return {
    kind: "bars" as const,
    places: [...bins.keys()],
    series: [{ name: "Count", values: [...bins.values()] }],
  };
}

/** What the marks of a plot are drawn from. */
export interface MarksProps {
  readonly places: readonly string[];
  readonly series: readonly PlotSeries[];
  readonly figure: (value: number) => string;
}
