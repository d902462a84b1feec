import { expect, test } from "vitest";
import { exponentOf, lastExponentOf } from "../bench/parts/growth.ts";
import { plotOf } from "../bench/parts/growth-plot.ts";

const powers = (exponent: number, fixed = 0) =>
  [1e2, 1e3, 1e4, 1e5].map((size) => ({ size, value: 3 * size ** exponent + fixed }));

test("the exponent of a power is found, and what is fixed hides less of it between the largest sizes", () => {
  for (const exponent of [0, 0.5, 1, 2]) expect(exponentOf(powers(exponent))).toBeCloseTo(exponent, 9);
  const hidden = powers(2, 1e9);
  expect(lastExponentOf(hidden)).toBeGreaterThan(exponentOf(hidden) + 0.2);
});

test("a plot names its job and its exponent, and has a mark a point, in a light and a dark form", () => {
  const growth = { job: "Export <a>", sizes: "rows", values: "seconds", points: powers(1) };
  const plot = plotOf(growth, 1);
  expect(plot).toContain("Export &lt;a>: exponent 1.00");
  expect(plot.match(/<circle /g)).toHaveLength(4);
  expect(plot).not.toContain("NaN");
  const [light, dark] = plot.split("@media (prefers-color-scheme: dark)");
  expect(light).toContain(".page { fill: #ffffff }");
  expect(dark).toContain(".page { fill: #0d1117 }");
});
