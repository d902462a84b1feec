import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { verdictOf } from "../../../src/fault/finding.ts";
import { falselyClean, type Gate, judge, type Truth, truthOf } from "./differential.ts";
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

/** The gate with one check switched off: a copy of the source, loaded from a directory of its own. */
export async function gateWithout({ name, file, text, instead }: Check, directory: string): Promise<Gate> {
  const place = join(directory, name.replace(/\W+/g, "-"));
  cpSync(new URL("../../../src", import.meta.url), join(place, "src"), { recursive: true });
  writeFileSync(join(place, "package.json"), '{"type":"module"}');
  const path = join(place, "src/gate", file);
  const source = readFileSync(path, "utf8");
  const found = source.split(text).length - 1;
  if (found !== 1) throw new Error(`${name}: the check stands ${found} times in ${file}`);
  writeFileSync(
    path,
    source.replace(text, () => instead),
  );
  const load = async (module: string): Promise<unknown> =>
    await import(/* @vite-ignore */ pathToFileURL(join(place, "src/gate", module)).href);
  const side = (await load("dockerfile-side.ts")) as Pick<Gate, "checkDockerfile">;
  const reader = (await load("dockerfile/instruction.ts")) as Pick<Gate, "readInstructions">;
  return { checkDockerfile: side.checkDockerfile, readInstructions: reader.readInstructions };
}

/** Cases with the builders' word on them, made as far as somebody asks for them. */
export class KnownCases {
  readonly #oracle: Oracle;
  readonly #random: Random;
  readonly #known: { readonly case: DockerfileCase; readonly truth: Truth }[] = [];

  constructor(oracle: Oracle, seed: number) {
    this.#oracle = oracle;
    this.#random = new Random(seed);
  }

  at(index: number): { readonly case: DockerfileCase; readonly truth: Truth } | undefined {
    while (this.#known.length <= index) {
      const cases = Array.from({ length: 500 }, () => generateCase(this.#random));
      const truths = truthOf(this.#oracle, cases);
      for (const [at, each] of cases.entries()) this.#known.push({ case: each, truth: truths[at] as Truth });
    }
    return this.#known[index];
  }
}

/** How many cases it takes until a gate calls something clean that is not; `undefined` where `most` are not enough. */
export function casesUntilFooled(gate: Gate, known: KnownCases, most: number): number | undefined {
  for (let at = 0; at < most; at += 1) {
    const one = known.at(at);
    if (one && isFooled(gate, one.case, one.truth)) return at + 1;
  }
  return undefined;
}

function isFooled(gate: Gate, each: DockerfileCase, truth: Truth): boolean {
  const findings = judge(gate, each);
  return verdictOf(findings) === "clean" && falselyClean(gate, each, truth, findings) !== undefined;
}
