import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What the benchmarks write, and what for. */
const pages = [
  ["results.md", "Measured", "beside the programs that do the same work, with medians, spreads and targets"],
  [
    "growth.md",
    "Growth",
    "how the main jobs grow with agents, rows, files, templates, platforms, layers and bytes",
  ],
] as const;

/** Writes the page that leads to those of the directory. */
export function writePerformanceIndex(directory: string): void {
  const here = pages.filter(([file]) => existsSync(join(directory, file)));
  const list = here.map(([file, title, what]) => `- [${title}](${file}): ${what}\n`).join("");
  const page = `# Performance

What Identikit takes of time, memory and requests. Every figure is written by a benchmark of this repository, which you can run
yourself: \`npm run bench\` after \`npm ci\`. It prints each figure beside its target, and exits 2 where a target is missed.
[Scaling](../explanation/scaling.md) says what limits a large fleet and how to share the work.

${list || "No figures of this release are kept here.\n"}`;
  writeFileSync(join(directory, "README.md"), page);
}
