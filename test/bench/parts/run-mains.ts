// Runs every benchmark of test/bench, or those that are named, one after the other, and prints one table at the end:
// npm run bench -- [--times N] [--save DIR] [NAME…]. Exit 0: every target is met, or cannot be measured here; 2: one is missed; 1: a benchmark did not come to its end, or gave no figure.
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { type Figure, parseFigure, parseSkipped, type Skipped } from "./figure.ts";
import { type Result, resultHead, resultsOf, rowOf } from "./results.ts";
import { saveResults } from "./save-results.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  // Another directory of benchmarks, for the test of this program.
  options: {
    from: { type: "string", default: join(import.meta.dirname, "..") },
    times: { type: "string", default: "1" },
    save: { type: "string" },
  },
});
const mains = readdirSync(values.from)
  .filter((name) => name.endsWith(".ts"))
  .map((name) => name.slice(0, -".ts".length))
  .sort();
const strange = positionals.filter((name) => !mains.includes(name));
if (strange.length > 0) {
  process.stderr.write(`there is no benchmark ${strange.join(", ")}; there are: ${mains.join(", ")}\n`);
  process.exit(64);
}

const times = Number(values.times);
if (!Number.isInteger(times) || times < 1) {
  process.stderr.write(`--times is ${values.times}: give a whole number from 1\n`);
  process.exit(64);
}

const results: Result[] = [];
const failures: string[][] = [];
const skipped: (Skipped & { readonly benchmark: string })[] = [];
const chosen = positionals.length > 0 ? positionals : mains;
for (const name of chosen) {
  const runs: Figure[][] = [];
  for (let time = 0; time < times; time++) {
    const { figures, skips, code } = await run(name);
    runs.push(figures);
    if (time === 0) skipped.push(...skips.map((each) => ({ benchmark: name, ...each })));
    if (code === 0 && figures.length + skips.length > 0) continue;
    failures.push([name, code === 0 ? "gave no figure" : `ended with ${code}`, "", "", "", "FAILED"]);
    break;
  }
  results.push(...resultsOf(name, runs));
}
const passedOver = skipped.map(({ benchmark, what, why }) => [benchmark, what, "", "", why, "skipped"]);
process.stdout.write(`\n${table([resultHead, ...results.map(rowOf), ...passedOver, ...failures])}`);
if (values.save !== undefined) saveResults(values.save, chosen, { results, skipped });
process.exitCode = failures.length > 0 ? 1 : results.some(({ met }) => !met) ? 2 : 0;

/** One benchmark, in a process of its own; what it prints is passed on as it comes. */
async function run(name: string): Promise<{ figures: Figure[]; skips: Skipped[]; code: number | string }> {
  process.stdout.write(`\n${name}\n`);
  // The one benchmark whose figures are plots: it writes them beside the table.
  const saving = name === "growth" && values.save !== undefined ? ["--save", values.save] : [];
  const child = spawn(process.execPath, [join(values.from, `${name}.ts`), ...saving], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<number | string>((done) => {
    child.once("close", (code, signal) => done(code ?? signal ?? 1));
  });
  const figures: Figure[] = [];
  const skips: Skipped[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    process.stdout.write(`  ${line}\n`);
    const figure = parseFigure(line);
    if (figure) figures.push(figure);
    const skip = parseSkipped(line);
    if (skip) skips.push(skip);
  }
  return { figures, skips, code: await ended };
}

function table(lines: readonly (readonly string[])[]): string {
  const widths =
    lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  return lines
    .map(
      (line) =>
        `${line
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join("  ")
          .trimEnd()}\n`,
    )
    .join("");
}
