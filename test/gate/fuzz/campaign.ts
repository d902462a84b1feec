import { verdictOf } from "../../../src/fault/finding.ts";
import { falselyClean, type Gate, judge, truthOf, wrongTree } from "./differential.ts";
import { type DockerfileCase, generateCase } from "./generate.ts";
import type { Oracle } from "./oracle.ts";
import { Random } from "./random.ts";

export interface Failure {
  readonly case: DockerfileCase;
  readonly reason: string;
}

const batch = 500;

/** Generates cases, holds the gate against BuildKit, and counts. */
export class Campaign {
  readonly failures: Failure[] = [];
  readonly verdicts = { clean: 0, drift: 0, unverified: 0 };
  readonly classes = new Map<string, number>();
  /** Called drift, while every image that BuildKit makes of it holds the identity. */
  falseDrift = 0;
  /** How many cases the builders were asked about. */
  asked = 0;
  refused = 0;
  refusedByBuildah = 0;
  readonly #gate: Gate;
  readonly #oracle: Oracle;

  constructor(gate: Gate, oracle: Oracle) {
    this.#gate = gate;
    this.#oracle = oracle;
  }

  run(seed: number, howMany: number): void {
    const random = new Random(seed);
    for (let done = 0; done < howMany; done += batch) {
      this.#batch(Array.from({ length: Math.min(batch, howMany - done) }, () => generateCase(random)));
    }
  }

  /** The part of the cases that got an answer. */
  get decided(): number {
    const { clean, drift, unverified } = this.verdicts;
    return (clean + drift) / Math.max(1, clean + drift + unverified);
  }

  account(): string {
    const { clean, drift, unverified } = this.verdicts;
    const classes = [...this.classes].map(([name, count]) => `${name} ${count}`).sort();
    return [
      `${clean} clean, ${drift} drift, ${unverified} unverified: ${Math.round(this.decided * 100)} % decided`,
      `of ${this.asked} asked about, ${this.refused} refused by BuildKit and ${this.refusedByBuildah} by buildah, ${this.falseDrift} called drift whose images hold the identity`,
      classes.join(", "),
      `${this.failures.length} falsely clean`,
      ...this.failures
        .slice(0, 10)
        .map(({ case: { text, ignore, classes: of }, reason }) =>
          [
            `--- ${of.join(", ")}: ${reason}`,
            text,
            ...(ignore === "" ? [] : ["--- .dockerignore", ignore]),
          ].join("\n"),
        ),
    ].join("\n");
  }

  #batch(cases: readonly DockerfileCase[]): void {
    const judged = cases.map((each) => {
      const findings = judge(this.#gate, each);
      const said = verdictOf(findings);
      this.verdicts[said] += 1;
      for (const name of each.classes) this.classes.set(name, (this.classes.get(name) ?? 0) + 1);
      return { each, findings, said };
    });
    // Builders are asked about what is called clean, and about some of the rest.
    const asked = judged.filter(({ said }, at) => said === "clean" || at % 10 === 0);
    const truths = truthOf(
      this.#oracle,
      asked.map(({ each }) => each),
    );
    for (const [at, { each, findings, said }] of asked.entries()) {
      const truth = truths[at];
      if (!truth) continue;
      this.asked += 1;
      if (truth.plain.refused !== undefined) this.refused += 1;
      if (truth.plain.buildah === undefined) this.refusedByBuildah += 1;
      const isRight = truth.plain.tree && !wrongTree(truth.plain.tree) && !wrongTree(truth.withArgument.tree);
      if (said === "drift" && isRight) this.falseDrift += 1;
      const reason = said === "clean" ? falselyClean(this.#gate, each, truth, findings) : undefined;
      if (reason !== undefined) this.failures.push({ case: each, reason });
    }
  }
}
