import process from "node:process";
import { parseArgs } from "node:util";
import { allChecks } from "../attack/layers/checks.ts";
import { failureOf } from "../attack/layers/comparison.ts";
import { FindingSaver } from "../attack/layers/finding-saver.ts";
import { answerOf, judge, type Outcome } from "../attack/layers/fuzz-run.ts";
import { generate } from "../attack/layers/generator.ts";
import type { Judgement } from "../attack/layers/judgement.ts";
import { caseOf, type LayerCase } from "../attack/layers/layer-case.ts";
import { Mutant } from "../attack/layers/mutant.ts";
import { buildOracle, Oracle } from "../attack/layers/oracle.ts";
import { loadSubject, type Subject } from "../attack/layers/subject.ts";

// Whether the layer fuzz notices each check that is switched off: npm run fuzz:checks -- [--cases N] [--seed N] [--only TEXT]
// With --save, what a check alone catches is put into the corpus.
const { values } = parseArgs({
  options: {
    cases: { type: "string", default: "10000" },
    seed: { type: "string", default: "1" },
    only: { type: "string", default: "" },
    save: { type: "boolean", default: false },
  },
});
const [cases, seed] = [Number(values.cases), Number(values.seed)];
const print = (text: string) => process.stdout.write(`${text}\n`);

await using oracle = new Oracle(buildOracle());
const judged = await judgeAll();
const none = await firstFailure(await loadSubject());
if (none) throw new Error(`with every check on, case ${none.number} fails: ${none.failure?.reason}`);
const checks = allChecks().filter(({ name }) => name.includes(values.only));
let unnoticed = 0;
for (const check of checks) {
  using mutant = Mutant.without(check);
  const subject = await mutant.load();
  const found = await firstFailure(subject);
  if (!found) unnoticed++;
  print(`${check.name}: ${found ? `case ${found.number}, ${found.failure?.kind}` : "NOT NOTICED"}`);
  if (!found || !values.save) continue;
  const file = await new FindingSaver(subject, oracle, 1).save(seed, found);
  if (file) print(`  saved as test/attack/corpus/${file}`);
}
print(`${checks.length} checks, ${cases} cases of seed ${seed}: ${unnoticed} not noticed`);
process.exitCode = unnoticed > 0 ? 1 : 0;

/** The oracles' word on every case, once for all mutants. */
async function judgeAll(): Promise<{ made: LayerCase; judgement: Judgement }[]> {
  const all: { made: LayerCase; judgement: Judgement }[] = [];
  for (let number = 0; number < cases; ) {
    const some = Array.from({ length: Math.min(64, cases - number) }, () =>
      caseOf(generate(seed, number++).plan),
    );
    all.push(
      ...(await Promise.all(some.map(async (made) => ({ made, judgement: await judge(oracle, made) })))),
    );
  }
  return all;
}

async function firstFailure(subject: Subject): Promise<Outcome | undefined> {
  for (const [number, { made, judgement }] of judged.entries()) {
    const answer = await answerOf(subject, made, `case ${number}`).catch(() => undefined);
    const failure = answer
      ? failureOf(answer, judgement)
      : ({ kind: "false-alarm", reason: "not an answer" } as const);
    if (!failure) continue;
    const { classes, touches } = generate(seed, number);
    const said = answer ?? { verdict: "unverified", findings: [], view: undefined };
    return { number, classes, touches, answer: said, judgement, failure };
  }
  return undefined;
}
