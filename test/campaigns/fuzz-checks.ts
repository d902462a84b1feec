import process from "node:process";
import { parseArgs } from "node:util";
import { allChecks, type Check } from "../attack/layers/checks.ts";
import { firstWrong, readCorpus } from "../attack/layers/corpus-case.ts";
import { FindingSaver } from "../attack/layers/finding-saver.ts";
import { answerOf, failureIn, judge, noAnswer, type Outcome, outcomeOf } from "../attack/layers/fuzz-run.ts";
import { generate } from "../attack/layers/generator.ts";
import type { Judgement } from "../attack/layers/judgement.ts";
import { caseOf } from "../attack/layers/layer-case.ts";
import { Mutant } from "../attack/layers/mutant.ts";
import { buildOracle, Oracle } from "../attack/layers/oracle.ts";
import { type Answer, loadSubject, type Subject } from "../attack/layers/subject.ts";

// Whether the layer fuzz notices each check that is switched off: npm run fuzz:checks -- [--cases N] [--seed N] [--only TEXT]
// With --save, a case that a check alone decides is put into the corpus.
const { values } = parseArgs({
  options: {
    cases: { type: "string", default: "10000" },
    seed: { type: "string", default: "1" },
    only: { type: "string", default: "" },
    save: { type: "boolean", default: false },
  },
});
const [cases, seed] = [Number(values.cases), Number(values.seed)];
const numbers = [...Array(cases).keys()];
const print = (text: string) => process.stdout.write(`${text}\n`);

await using oracle = new Oracle(buildOracle());
const checks = allChecks();
const judgements = new Map<number, Judgement>();
const whole = await firstFailure(await loadSubject(), numbers);
if (whole) throw new Error(`with every check on, case ${whole.number} fails: ${whole.failure?.reason}`);
const reached = await casesThatReach();
let unnoticed = 0;
for (const [number, check] of checks.entries())
  if (check.name.includes(values.only)) await tryWithout(check, number);
print(`${checks.length} checks, ${cases} cases of seed ${seed}: ${unnoticed} not noticed`);
process.exitCode = unnoticed > 0 ? 1 : 0;

async function tryWithout(check: Check, number: number): Promise<void> {
  const candidates = check.isThrow ? (reached.get(number) ?? []) : numbers;
  await using mutant = Mutant.without(check);
  const found = await firstFailure(mutant.subject, candidates);
  if (!found) unnoticed++;
  const how = found
    ? `case ${found.number}, ${found.failure?.kind}`
    : `NOT NOTICED, reached by ${candidates.length}`;
  print(`${check.name}: ${how}`);
  if (!found || !values.save || (await firstWrong(mutant.subject, readCorpus()))) return;
  const file = await new FindingSaver(mutant.subject, oracle, 1).save(seed, found);
  if (file) print(`  saved as test/attack/corpus/${file}`);
}

/** The cases in which each check that is a throw is reached: without it, no other case is answered otherwise. */
async function casesThatReach(): Promise<Map<number, number[]>> {
  await using marking = Mutant.marking(checks);
  const reached = new Map<number, number[]>();
  for (const number of numbers) {
    await marking.subject.answer(caseOf(generate(seed, number).plan));
    for (const check of marking.subject.fired) reached.set(check, [...(reached.get(check) ?? []), number]);
  }
  return reached;
}

async function firstFailure(subject: Subject, among: readonly number[]): Promise<Outcome | undefined> {
  const abreast = 16;
  for (let at = 0; at < among.length; at += abreast) {
    const outcomes = await Promise.all(among.slice(at, at + abreast).map((number) => look(subject, number)));
    const failed = outcomes.find(({ failure }) => failure);
    if (failed) return failed;
  }
  return undefined;
}

/** The oracles' word on a case is asked for once, for all mutants. What is no answer is noticed as well. */
async function look(subject: Subject, number: number): Promise<Outcome> {
  const { plan, classes, touches } = generate(seed, number);
  const made = caseOf(plan);
  const answer = await answerOf(subject, made, `case ${number}`).catch(() => undefined);
  const said: Answer = answer ?? { verdict: "unverified", findings: [], view: undefined };
  const outcome = { number, classes, touches, answer: said, judgement: undefined };
  if (!answer) return { ...outcome, ...outcomeOf(noAnswer) };
  if (answer.verdict === "unverified") return { ...outcome, ...outcomeOf(undefined) };
  const judgement = judgements.get(number) ?? (await judge(oracle, made));
  judgements.set(number, judgement);
  return { ...outcome, judgement, ...outcomeOf(await failureIn(oracle, made, answer, judgement)) };
}
