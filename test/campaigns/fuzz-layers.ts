import process from "node:process";
import { parseArgs } from "node:util";
import { FindingSaver } from "../attack/layers/finding-saver.ts";
import { type Outcome, runCases } from "../attack/layers/fuzz-run.ts";
import { buildOracle, Oracle } from "../attack/layers/oracle.ts";
import { loadSubject } from "../attack/layers/subject.ts";
import { Tally } from "../attack/layers/tally.ts";

// The long run of the layer fuzz: npm run fuzz:layers -- [--cases N] [--seed N] [--save N]
const { values } = parseArgs({
  options: {
    cases: { type: "string", default: "10000" },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
    /** How many failing cases are put into the corpus, one of each cause. */
    save: { type: "string", default: "20" },
  },
});
const [cases, seed, save] = [Number(values.cases), Number(values.seed), Number(values.save)];
const print = (text: string) => process.stdout.write(`${text}\n`);

print(`${cases} images, seed ${seed}`);
await using oracle = new Oracle(buildOracle());
const subject = await loadSubject();
const started = performance.now();
const tally = new Tally();
const failed: Outcome[] = [];
await runCases(subject, oracle, seed, Array(cases).keys(), (outcome) => {
  tally.add(outcome);
  if (outcome.failure) failed.push(outcome);
  if ((outcome.number + 1) % 10_000 === 0) print(`${outcome.number + 1} done, ${failed.length} failed`);
});
const seconds = Math.round((performance.now() - started) / 1000);
for (const line of tally.lines()) print(line);
const kinds = [...tally.failed].map(([kind, count]) => `${count} ${kind}`);
print(`${tally.touching} touch the destination; ${seconds} s; failed: ${kinds.join(", ") || "none"}`);

const saver = new FindingSaver(subject, oracle, save);
for (const outcome of failed) {
  const { number, classes, failure } = outcome;
  print(`case ${number} (${classes.join(", ")}): ${failure?.kind}: ${failure?.reason}`);
  const file = await saver.save(seed, outcome);
  if (file) print(`  saved as test/attack/corpus/${file}`);
}
const shortcomings = tally.shortcomings();
for (const each of shortcomings) print(each);
process.exitCode = failed.length + shortcomings.length > 0 ? 1 : 0;
