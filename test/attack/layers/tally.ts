import { type FailureKind, refusalsOf } from "./comparison.ts";
import type { Outcome } from "./fuzz-run.ts";
import { attackClasses } from "./generator.ts";
import type { AttackClass } from "./twist.ts";

interface Counts {
  cases: number;
  clean: number;
  drift: number;
  unverified: number;
  /** Unverified, though every oracle shows exactly the identity: of those that they were asked about, one in ten. */
  undecided: number;
  /** Clean, though an engine refuses it; the others show the identity. */
  refused: number;
  /** Clean, though go-containerregistry shows it differently by the names of layers that were not read (ADR 14). */
  spelled: number;
}

/** What a run came to, and whether it was worth something: a fuzz that decides little proves little. */
export class Tally {
  readonly all: Counts = none();
  readonly #classes = new Map<AttackClass, Counts>(attackClasses.map((name) => [name, none()]));
  /** Cases in which something at the destination was changed. */
  touching = 0;

  /** Cases that failed, by how. */
  readonly failed = new Map<FailureKind, number>();

  add({ classes, touches, answer, judgement, failure, isSpelled }: Outcome): void {
    if (failure) this.failed.set(failure.kind, (this.failed.get(failure.kind) ?? 0) + 1);
    if (touches) this.touching++;
    for (const counts of [this.all, ...classes.map((name) => this.#classes.get(name) as Counts)]) {
      counts.cases++;
      counts[answer.verdict]++;
      if (answer.verdict === "unverified" && judgement?.isExact) counts.undecided++;
      if (judgement && refusalsOf(answer, judgement).length > 0) counts.refused++;
      if (isSpelled) counts.spelled++;
    }
  }

  /** What a run lacks: a share of decided cases, of those at the destination, and of each class. */
  shortcomings(): string[] {
    const { cases, unverified } = this.all;
    const found: string[] = [];
    if (cases - unverified < 0.4 * cases)
      found.push(`only ${cases - unverified} of ${cases} cases are decided`);
    if (this.touching < 0.2 * cases)
      found.push(`only ${this.touching} of ${cases} cases touch the destination`);
    for (const [name, counts] of this.#classes)
      if (counts.cases < 0.02 * cases) found.push(`only ${counts.cases} cases are of the class ${name}`);
    return found;
  }

  /** The counts as lines of text, all of them first. */
  lines(): string[] {
    const line = (name: string, cells: readonly (string | number)[]) =>
      name.padEnd(24) + cells.map((cell) => String(cell).padStart(11)).join("");
    const rows = [["all", this.all] as const, ...this.#classes].map(([name, counts]) =>
      line(name, Object.values(counts)),
    );
    return [line("class", Object.keys(this.all)), ...rows];
  }
}

function none(): Counts {
  return { cases: 0, clean: 0, drift: 0, unverified: 0, undecided: 0, refused: 0, spelled: 0 };
}
