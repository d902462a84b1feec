import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { allKinds } from "../../../src/agents/kinds/all-kinds.ts";
import { toolEventType } from "../../../src/agents/kinds/event-type.ts";
import { iconShapes } from "../../../src/console/ui/components/icon/icon-shapes.ts";
import { graphLayout } from "../../../src/console/ui/components/plot/graph-layout.ts";
import { axisTicks, histogramBins } from "../../../src/console/ui/components/plot/scale.ts";
import { eventLooks } from "../../../src/console/ui/components/run/event-words.ts";
import { namedStates } from "../../../src/console/ui/components/states/named-states.ts";
import { hasStatusMark } from "../../../src/console/ui/components/status/status-marks.ts";
import { consoleStyle } from "../../../src/console/ui/style/style-text.ts";
import { house, sources } from "../../architecture/rooms.ts";
import { processorMs } from "../../processor-time.ts";

test("every phase of every kind has a look", () => {
  const without = allKinds.flatMap(({ kind, phases = {} }) =>
    Object.keys(phases).flatMap((phase) => (hasStatusMark(kind, phase) ? [] : [`${kind} ${phase}`])),
  );
  expect(without).toEqual([]);
});

test("every type of event has a look, and the twelve named states have their words", () => {
  expect(Object.keys(eventLooks).sort()).toEqual([...toolEventType.options].sort());
  expect(Object.keys(namedStates)).toHaveLength(12);
});

test("the shapes of icons are those that were compared with lucide-static", () => {
  expect(createHash("sha256").update(JSON.stringify(iconShapes)).digest("hex")).toBe(
    "214be91f35c32e8f22cb51e557bbf0a4c59b4bef8ea42ba39de9b74787ac7570",
  );
});

test("the style of a page is at most 15 kB, and loads nothing", () => {
  expect(gzipSync(consoleStyle).length).toBeLessThanOrEqual(15_000);
  expect(consoleStyle).not.toMatch(/url\(|@import|expression/);
});

test("components set no style attribute and no markup, which the policy of pages and reports forbids", () => {
  const breaches = sources("src/console/ui").filter((file) => {
    // What the browser alone draws sets properties of elements, which the policy allows; the page's data are no markup.
    if (file.startsWith("src/console/ui/client/") || file === "src/console/ui/document.tsx") return false;
    return /\bstyle=|dangerouslySetInnerHTML|innerHTML/.test(readFileSync(join(house, file), "utf8"));
  });
  expect(breaches).toEqual([]);
});

test("an axis has round values to beyond the highest", () => {
  expect(axisTicks(9.4)).toEqual([0, 5, 10]);
  expect(axisTicks(0)).toEqual([0, 1]);
  expect(axisTicks(128_400).at(-1)).toBeGreaterThanOrEqual(128_400);
});

test("each value falls into one bin of a histogram", () => {
  const bins = histogramBins([1, 1, 2, 9, Number.NaN], 4);
  expect(bins.map(({ count }) => count)).toEqual([3, 0, 0, 1]);
  expect(histogramBins([5, 5]).reduce((sum, { count }) => sum + count, 0)).toBe(2);
});

test("things of a graph stand right of what leads to them, also where it has a circle", () => {
  const nodes = ["a", "b", "c", "d"].map((id) => ({ id, name: id, kind: "x" }));
  const edge = (from: string, to: string) => ({ from, to });
  const placed = graphLayout(nodes, [
    edge("a", "b"),
    edge("b", "c"),
    edge("a", "c"),
    edge("c", "a"),
    edge("d", "d"),
  ]);
  expect(Object.fromEntries(placed.map(({ id, column }) => [id, column]))).toEqual({
    a: 0,
    b: 1,
    c: 2,
    d: 0,
  });
});

test("a graph of a thousand things in one line is laid out within a second of a processor", () => {
  const nodes = Array.from({ length: 1000 }, (_, at) => ({ id: `${at}`, name: `${at}`, kind: "x" }));
  const edges = nodes.slice(1).map(({ id }, at) => ({ from: `${at}`, to: id }));
  expect(graphLayout(nodes, edges).at(-1)).toMatchObject({ id: "999", column: 999 });
  expect(processorMs(() => graphLayout(nodes, edges))).toBeLessThan(1000);
});
