import type { Finding } from "./finding.ts";

const most = 100;

/** What a check found; of very many findings the first hundred, and one that says how many more there are. */
export class FirstFindings {
  readonly #findings: Finding[] = [];
  readonly #rest: (left: number) => Finding;
  #left = 0;

  constructor(rest: (left: number) => Finding) {
    this.#rest = rest;
  }

  add(finding: Finding): void {
    if (this.#findings.length < most) this.#findings.push(finding);
    else this.#left++;
  }

  all(): readonly Finding[] {
    return this.#left === 0 ? this.#findings : [...this.#findings, this.#rest(this.#left)];
  }
}
