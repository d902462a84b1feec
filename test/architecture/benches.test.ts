import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isMet, parseFigure } from "../bench/parts/figure.ts";
import type { Result } from "../bench/parts/results.ts";
import { scratchDirectory } from "../scratch.ts";
import { house } from "./rooms.ts";

const parts = join(house, "test/bench/parts");

/** Runs benchmarks that are made for this test, each a list of figures and an exit code. */
function benches(mains: Readonly<Record<string, string>>, ...named: readonly string[]) {
  const from = scratchDirectory();
  for (const [name, body] of Object.entries(mains)) {
    const text = `import { print, skip } from ${JSON.stringify(join(parts, "figure.ts"))};\n${body}\n`;
    writeFileSync(join(from, `${name}.ts`), text);
  }
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(parts, "run-mains.ts"), "--from", from, ...named],
    { encoding: "utf8" },
  );
  return { status, stderr, table: stdout.slice(stdout.lastIndexOf("benchmark  ")) };
}

const good = 'print("time, against a bare loop", 0.5, { atMost: 1 });';
const slow = 'print("rows a second", 3, { atLeast: 4 });';

test("every file in test/bench is a benchmark that gives figures, and its parts are in a folder of their own", () => {
  const mains = readdirSync(join(house, "test/bench")).filter((name) => name.endsWith(".ts"));
  expect(mains).not.toHaveLength(0);
  for (const name of mains) {
    expect(readFileSync(join(house, "test/bench", name), "utf8"), name).toMatch(/\bprint\(/);
  }
});

test("a benchmark's line is read as it was written", () => {
  expect(parseFigure("a: b (c): 1.20 (target: at most 1.2)")).toEqual({
    what: "a: b (c)",
    figure: 1.2,
    bound: "at most",
    target: 1.2,
  });
  expect(parseFigure("setting up")).toBeUndefined();
  expect(isMet({ what: "", figure: Number.NaN, bound: "at most", target: 1 })).toBe(false);
});

test("all benchmarks run, and one table says which target is met", () => {
  const { status, table } = benches({ a: good, b: `${good}\nprint("memory", 1, { atMost: 1 });` });
  expect(table.split("\n")).toEqual([
    "benchmark  figure                     median  spread  target     verdict",
    "a          time, against a bare loop  0.50            at most 1  met",
    "b          time, against a bare loop  0.50            at most 1  met",
    "b          memory                     1.00            at most 1  met",
    "",
  ]);
  expect(status).toBe(0);
});

test("a target that is missed makes the exit code 2, and only of the benchmarks that were asked for", () => {
  const { status, table } = benches({ a: good, b: slow });
  expect(table).toContain("b          rows a second              3.00            at least 4  MISSED");
  expect(status).toBe(2);
  expect(benches({ a: good, b: slow }, "a").status).toBe(0);
});

test("several runs give a median and a spread, a target counts as met where each run met it, and both are saved", () => {
  const counter = join(scratchDirectory(), "runs");
  const text = (path: string) => JSON.stringify(path);
  const rising = `import { appendFileSync, readFileSync } from "node:fs";
appendFileSync(${text(counter)}, "x");
print("time", readFileSync(${text(counter)}, "utf8").length, { atMost: 2 });`;
  const into = join(scratchDirectory(), "performance");
  const { status, table } = benches({ a: rising }, "--times", "3", "--save", into);
  expect(table).toContain("a          time    2.00    1.00 to 3.00  at most 2  MISSED");
  expect(status).toBe(2);
  const { machine, results } = JSON.parse(readFileSync(join(into, "results.json"), "utf8"));
  expect(machine).toContain(process.versions.node);
  expect(results).toEqual([
    {
      benchmark: "a",
      what: "time",
      figure: 2,
      bound: "at most",
      target: 2,
      runs: [1, 2, 3],
      met: false,
    },
  ]);
  expect(readFileSync(join(into, "results.md"), "utf8")).toContain(
    "| a | time | 2.00 | 1.00 to 3.00 | at most 2 | MISSED |",
  );
  expect(benches({ a: good }, "--times", "0").status).toBe(64);
});

test("what is saved of some benchmarks replaces their rows only, and nothing stays that another machine measured", () => {
  const into = join(scratchDirectory(), "performance");
  const file = join(into, "results.json");
  const saved = () => JSON.parse(readFileSync(file, "utf8"));
  const rows = () => saved().results.map(({ benchmark, figure }: Result) => [benchmark, figure]);
  benches({ a: good, b: slow, c: slow }, "--save", into);
  benches({ a: slow, b: good, c: slow }, "--save", into, "b");
  expect(rows()).toEqual([
    ["a", 0.5],
    ["b", 0.5],
    ["c", 3],
  ]);
  writeFileSync(file, JSON.stringify({ ...saved(), machine: "another" }));
  benches({ a: good, b: slow, c: slow }, "--save", into, "b");
  expect(rows()).toEqual([["b", 3]]);
});

test("a benchmark that breaks off, or gives no figure, is a failure, whatever the others say", () => {
  const { status, table } = benches({ a: `${good}\nprocess.exit(3);`, b: slow, c: "" });
  expect(table).toContain("ended with 3");
  expect(table).toContain("gave no figure");
  expect(status).toBe(1);
});

test("what a machine lacks a program for is shown as skipped, on the page too, and fails nothing", () => {
  const into = join(scratchDirectory(), "performance");
  const lacking = 'skip("bake, against regctl", "regctl is not on this machine");';
  const { status, table } = benches({ a: `${good}\n${lacking}`, b: lacking }, "--times", "2", "--save", into);
  expect(table.split("\n").filter((line) => line.includes("skipped"))).toEqual([
    expect.stringMatching(/^a +bake, against regctl +regctl is not on this machine +skipped$/),
    expect.stringMatching(/^b +bake, against regctl +regctl is not on this machine +skipped$/),
  ]);
  expect(status).toBe(0);
  const { results, skipped } = JSON.parse(readFileSync(join(into, "results.json"), "utf8"));
  expect(results).toHaveLength(1);
  const named = { what: "bake, against regctl", why: "regctl is not on this machine" };
  expect(skipped).toEqual(["a", "b"].map((benchmark) => ({ benchmark, ...named })));
  expect(readFileSync(join(into, "results.md"), "utf8")).toContain(
    "Not measured on this machine:\n\n- a, bake, against regctl: regctl is not on this machine\n",
  );
});

test("a name that is none is told, with those that there are", () => {
  const { status, stderr } = benches({ a: good }, "z");
  expect(status).toBe(64);
  expect(stderr).toContain("there is no benchmark z; there are: a");
});
