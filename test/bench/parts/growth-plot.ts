import type { Point } from "./growth.ts";

/** A job at several sizes. */
export interface Growth {
  readonly job: string;
  /** What the sizes count: `rows`. */
  readonly sizes: string;
  /** What was measured: `seconds of the processor`. */
  readonly values: string;
  readonly points: readonly Point[];
}

/** What was measured along one axis. */
export interface Grown {
  /** Has to grow with the size, and hardly faster. */
  readonly must: readonly Growth[];
  /** Has to stay as it is. */
  readonly mustNot: readonly Growth[];
}

const themes = {
  light: { page: "#ffffff", ink: "#1f2328", grid: "#d1d9e0", line: "#0969da" },
  dark: { page: "#0d1117", ink: "#e6edf3", grid: "#3d444d", line: "#4493f8" },
} as const;

/** The dark one where whoever looks at it has asked for dark pages: a page of Markdown shows one picture, and knows no theme. */
const style = [rulesOf("light"), `@media (prefers-color-scheme: dark) {\n${rulesOf("dark")}\n}`].join("\n");

function rulesOf(theme: keyof typeof themes): string {
  const { page, ink, grid, line } = themes[theme];
  return `.page { fill: ${page} } text { fill: ${ink} } .grid { stroke: ${grid} } polyline { stroke: ${line} } circle { fill: ${line} }`;
}

const [width, height, left, right, top, bottom] = [560, 340, 80, 45, 60, 55];

/**
 * A plot of a job as SVG, light and dark, both axes logarithmic: a straight line is a power, its slope the exponent.
 * @param exponent as it is judged, for the title
 */
export function plotOf({ job, sizes, values, points }: Growth, exponent: number): string {
  const x = scale(
    points.map(({ size }) => size),
    left,
    width - right,
  );
  const y = scale(
    points.map(({ value }) => value),
    height - bottom,
    top,
  );
  const path = points.map(({ size, value }) => `${x.at(size)},${y.at(value)}`).join(" ");
  const text = (at: string, content: string) => `<text ${at}>${escaped(content)}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="13" role="img" aria-label="${escaped(`${job}: ${values} by ${sizes}`)}">`,
    `<style>\n${style}\n</style>`,
    `<rect class="page" width="${width}" height="${height}"/>`,
    text(`x="${left}" y="26" font-size="15" font-weight="600"`, `${job}: exponent ${exponent.toFixed(2)}`),
    text(`x="${left}" y="46"`, values),
    ...x.ticks.flatMap((tick) => [
      `<line x1="${x.at(tick)}" x2="${x.at(tick)}" y1="${top}" y2="${height - bottom}" class="grid"/>`,
      text(`x="${x.at(tick)}" y="${height - bottom + 18}" text-anchor="middle"`, labelOf(tick)),
    ]),
    ...y.ticks.flatMap((tick) => [
      `<line x1="${left}" x2="${width - right}" y1="${y.at(tick)}" y2="${y.at(tick)}" class="grid"/>`,
      text(`x="${left - 8}" y="${y.at(tick) + 4}" text-anchor="end"`, labelOf(tick)),
    ]),
    text(`x="${(left + width - right) / 2}" y="${height - 12}" text-anchor="middle"`, sizes),
    `<polyline points="${path}" fill="none" stroke-width="2"/>`,
    ...points.map(({ size, value }) => `<circle cx="${x.at(size)}" cy="${y.at(value)}" r="4"/>`),
    "</svg>",
    "",
  ].join("\n");
}

/** A logarithmic axis over whole powers of ten, from one pixel to another. */
function scale(numbers: readonly number[], from: number, to: number) {
  const low = Math.floor(Math.log10(Math.min(...numbers)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...numbers))));
  return {
    at: (number: number) =>
      Math.round(10 * (from + ((Math.log10(number) - low) / (high - low)) * (to - from))) / 10,
    ticks: Array.from({ length: high - low + 1 }, (_, power) => 10 ** (low + power)),
  };
}

function labelOf(number: number): string {
  return number >= 1 ? number.toLocaleString("en") : String(Number(number.toPrecision(1)));
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
