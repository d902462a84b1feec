import { readFileSync } from "node:fs";

/** How much memory something held, over the time of a run. */
export class MemorySamples {
  readonly #samples: number[] = [];

  add(mebibytes: number): void {
    this.#samples.push(mebibytes);
  }

  get most(): number {
    return Math.max(...this.#samples);
  }

  /** The median of the last third against that of the second: what only warms up has done so in the first. */
  get growth(): number {
    const third = Math.floor(this.#samples.length / 3);
    return middle(this.#samples.slice(-third)) / middle(this.#samples.slice(third, -third));
  }
}

/** What a process holds, in MiB. */
export function residentMebibytes(pid: number): number {
  const [, kibibytes = "NaN"] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kibibytes) / 1024;
}

function middle(samples: readonly number[]): number {
  return samples.toSorted((a, b) => a - b)[samples.length >> 1] ?? Number.NaN;
}
