import type { Finding } from "../../../src/fault/finding.ts";
import { verdictOf } from "../../../src/fault/finding.ts";
import { type Alteration, alteredSource } from "../../altered-source.ts";
import { falselyClean, type Gate, judge, parsedBy, type Truth, truthOf } from "./differential.ts";
import { type DockerfileCase, generateCase } from "./generate.ts";
import type { Oracle } from "./oracle.ts";
import { Random } from "./random.ts";

/** A check of the gate, and the text that takes it out. */
export interface Check {
  readonly name: string;
  /** Below `src/gate`. */
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly text: string;
  readonly instead: string;
}

/** The gate with one check switched off. */
export async function gateWithout({ file, text, instead }: Check): Promise<Gate> {
  const alteration: Alteration = { file: `gate/${file}`, from: text, to: instead };
  const load = alteredSource(alteration);
  const side = (await load("gate/dockerfile-side.ts")) as Pick<Gate, "checkDockerfile">;
  const reader = (await load("gate/dockerfile/instruction.ts")) as Pick<Gate, "readInstructions">;
  return { checkDockerfile: side.checkDockerfile, readInstructions: reader.readInstructions };
}

/** What a gate says of a case. */
interface Said {
  readonly isClean: boolean;
  readonly findings: readonly Finding[];
  /** All of it that {@link falselyClean} holds against what builders make. */
  readonly compared: string;
}

interface KnownCase {
  readonly case: DockerfileCase;
  readonly rightly: Said;
  truth?: Truth;
}

/** Cases with the word of the whole gate on them, and with the builders' where somebody needed it: for many gates one after another. */
export class KnownCases {
  readonly #gate: Gate;
  readonly #oracle: Oracle;
  readonly #random: Random;
  readonly #known: KnownCase[] = [];

  /** @param gate with every check */
  constructor(gate: Gate, oracle: Oracle, seed: number) {
    this.#gate = gate;
    this.#oracle = oracle;
    this.#random = new Random(seed);
  }

  at(index: number): KnownCase {
    while (this.#known.length <= index) {
      const each = generateCase(this.#random);
      this.#known.push({ case: each, rightly: sayingOf(this.#gate, each) });
    }
    return this.#known[index] as KnownCase;
  }

  /** Asks the builders about those of the cases that they have not been asked about. */
  truths(cases: readonly KnownCase[]): readonly Truth[] {
    const asked = cases.filter(({ truth }) => truth === undefined);
    const truths =
      asked.length === 0
        ? []
        : truthOf(
            this.#oracle,
            asked.map((each) => each.case),
          );
    for (const [at, each] of asked.entries()) each.truth = truths[at] as Truth;
    return cases.map(({ truth }) => truth as Truth);
  }
}

const batch = 100;

/**
 * How many cases it takes until a gate calls something clean that is not; `undefined` where `most` are not enough. Builders are not asked
 * about a case of which it says the same as the gate with every check: what is wrong with that is not for the lack of this check.
 */
export function casesUntilFooled(gate: Gate, known: KnownCases, most: number): number | undefined {
  for (let from = 0; from < most; from += batch) {
    const suspects = Array.from({ length: Math.min(batch, most - from) }, (_, at) => from + at).flatMap(
      (at) => {
        const one = known.at(at);
        const said = sayingOf(gate, one.case);
        const isSuspect = said.isClean && !(one.rightly.isClean && said.compared === one.rightly.compared);
        return isSuspect ? [{ at, one, said }] : [];
      },
    );
    const truths = known.truths(suspects.map(({ one }) => one));
    const fooled = suspects.find(
      ({ one, said }, at) => falselyClean(gate, one.case, truths[at] as Truth, said.findings) !== undefined,
    );
    if (fooled) return fooled.at + 1;
  }
  return undefined;
}

function sayingOf(gate: Gate, each: DockerfileCase): Said {
  const findings = judge(gate, each);
  const isClean = verdictOf(findings) === "clean";
  const paths = findings.map(({ path }) => path);
  return { isClean, findings, compared: isClean ? JSON.stringify([paths, parsedBy(gate, each.text)]) : "" };
}
