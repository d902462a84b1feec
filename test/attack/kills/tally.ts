import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import type { Round } from "./trial.ts";

/** What the rounds of one trial came to. */
export interface TrialTally {
  /** Rounds that count, and those whose process was done before it could be killed. */
  rounds: number;
  done: number;
  /** Where in its run a killed process was. */
  points: Record<string, number>;
  /** What was found after a kill. */
  found: Record<string, number>;
  /** What broke, each with where the evidence lies. */
  broken: string[];
}

/** The counts of all trials, in a file, so that a run that was stopped can be taken up. */
export class Tally {
  readonly #file: string;
  readonly #trials: Record<string, TrialTally>;

  constructor(file: string) {
    this.#file = file;
    this.#trials = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  }

  of(trial: string): TrialTally {
    this.#trials[trial] ??= { rounds: 0, done: 0, points: {}, found: {}, broken: [] };
    return this.#trials[trial];
  }

  add(trial: string, { counted, point, found }: Round): void {
    const tally = this.of(trial);
    if (!counted) {
      tally.done++;
      return;
    }
    tally.rounds++;
    tally.points[point] = (tally.points[point] ?? 0) + 1;
    tally.found[found] = (tally.found[found] ?? 0) + 1;
  }

  /** Writes the file as a whole. */
  keep(): void {
    writeFileSync(`${this.#file}.next`, `${JSON.stringify(this.#trials, null, 2)}\n`);
    renameSync(`${this.#file}.next`, this.#file);
  }

  get isBroken(): boolean {
    return Object.values(this.#trials).some(({ broken }) => broken.length > 0);
  }

  /** One line a trial. */
  table(): string {
    const counts = (of: Record<string, number>) =>
      Object.entries(of)
        .sort()
        .map(([name, count]) => `${name} ${count}`)
        .join(", ");
    const rows = Object.entries(this.#trials).map(([name, { rounds, done, points, found, broken }]) => [
      name,
      `${rounds}`,
      `${done}`,
      `${broken.length}`,
      counts(points),
      counts(found),
    ]);
    const all = [["trial", "rounds", "done", "broken", "killed at", "found"], ...rows];
    const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
    const lines = all.map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join("  ")
        .trimEnd(),
    );
    const causes = Object.entries(this.#trials).flatMap(([name, { broken }]) =>
      broken.map((what) => `BROKEN ${name}: ${what}`),
    );
    return `${[...lines, ...causes].join("\n")}\n`;
  }
}
