import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { table } from "../../../build/sections.ts";
import type { Skipped } from "./figure.ts";
import { writePerformanceIndex } from "./performance-index.ts";
import { machineInWords, type Result, resultHead, rowOf } from "./results.ts";

/** Writes results as `results.json`, and the page made from it, into a directory. */
export function saveResults(
  directory: string,
  results: readonly Result[],
  skipped: readonly (Skipped & { readonly benchmark: string })[],
): void {
  const machine = machineInWords();
  mkdirSync(directory, { recursive: true });
  writeFileSync(
    join(directory, "results.json"),
    `${JSON.stringify({ machine, results, skipped }, undefined, 2)}\n`,
  );
  writeFileSync(join(directory, "results.md"), pageOf(machine, results, skipped));
  writePerformanceIndex(directory);
}

function pageOf(
  machine: string,
  results: readonly Result[],
  skipped: Parameters<typeof saveResults>[2],
): string {
  const notHere = skipped.map(({ benchmark, what, why }) => `- ${benchmark}, ${what}: ${why}\n`);
  const most = Math.max(0, ...results.map(({ runs }) => runs.length));
  const times = most === 1 ? "" : ` --times ${most}`;
  const runs = most === 1 ? "one run" : `up to ${most} runs of each benchmark, one after the other`;
  return `# Measured

Written by \`npm run bench --${times} --save docs/performance\` from what it measured; [results.json](results.json) has the
figure of every run.

Machine: ${machine}.

Where a figure is against another program, it is our time over the time of that program, so less is better; "as many times as fast" is
the other way round, and its target is a least. The median and the spread are of ${runs}. A target is met where every run met it.

${table(resultHead, results.map(rowOf))}
${notHere.length > 0 ? `\nNot measured on this machine:\n\n${notHere.join("")}` : ""}`;
}
