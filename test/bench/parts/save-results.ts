import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { table } from "../../../build/sections.ts";
import { comparePaths } from "../../../src/tree/path.ts";
import type { Skipped } from "./figure.ts";
import { writePerformanceIndex } from "./performance-index.ts";
import { machineInWords, type Result, resultHead, rowOf } from "./results.ts";

/** What `results.json` holds. */
interface Saved {
  readonly machine: string;
  readonly results: readonly Result[];
  readonly skipped: readonly (Skipped & { readonly benchmark: string })[];
}

/**
 * Writes results as `results.json`, and the page made from it, into a directory.
 * @param ran the benchmarks that they are of; what was saved of others stays, if this machine measured it
 */
export function saveResults(directory: string, ran: readonly string[], now: Omit<Saved, "machine">): void {
  const machine = machineInWords();
  const before = readSaved(join(directory, "results.json"));
  const kept = <Row extends { readonly benchmark: string }>(rows: readonly Row[]) =>
    before?.machine === machine ? rows.filter(({ benchmark }) => !ran.includes(benchmark)) : [];
  const inOrder = <Row extends { readonly benchmark: string }>(rows: readonly Row[]) =>
    rows.toSorted((a, b) => comparePaths(a.benchmark, b.benchmark));
  const saved: Saved = {
    machine,
    results: inOrder([...kept(before?.results ?? []), ...now.results]),
    skipped: inOrder([...kept(before?.skipped ?? []), ...now.skipped]),
  };
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, "results.json"), `${JSON.stringify(saved, undefined, 2)}\n`);
  writeFileSync(join(directory, "results.md"), pageOf(saved));
  writePerformanceIndex(directory);
}

function readSaved(file: string): Saved | undefined {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

function pageOf({ machine, results, skipped }: Saved): string {
  const notHere = skipped.map(({ benchmark, what, why }) => `- ${benchmark}, ${what}: ${why}\n`);
  const most = Math.max(0, ...results.map(({ runs }) => runs.length));
  const runs = most === 1 ? "one run" : `up to ${most} runs of each benchmark, one after the other`;
  return `# Measured

Written by \`npm run bench -- --save docs/performance\` from what it measured; [results.json](results.json) has the figure of every
run. With the names of some benchmarks it replaces the figures of these, and with \`--times 3\` there is a spread.

Machine: ${machine}.

Where a figure is against another program, it is our time over the time of that program, so less is better; "as many times as fast" is
the other way round, and its target is a least. The median and the spread are of ${runs}. A target is met where every run met it.

${table(resultHead, results.map(rowOf))}
${notHere.length > 0 ? `\nNot measured on this machine:\n\n${notHere.join("")}` : ""}`;
}
