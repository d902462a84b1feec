import { type Outcome, runCases } from "./fuzz-run.ts";
import { attackClasses } from "./generator.ts";
import type { Oracle } from "./oracle.ts";
import type { Subject } from "./subject.ts";

/**
 * Cases for engines that take their time: of each class one that is clean and one that has drifted, as far as every
 * oracle shows the same of them.
 * @param most how many cases are looked at for it
 */
export async function sampleOf(
  subject: Subject,
  oracle: Oracle,
  seed: number,
  most: number,
): Promise<Outcome[]> {
  const wanted = new Set(attackClasses.flatMap((name) => [`${name} clean`, `${name} drift`]));
  const chosen: Outcome[] = [];
  await runCases(subject, oracle, seed, Array(most).keys(), (outcome) => {
    const { classes, answer, judgement } = outcome;
    const serves = classes.map((name) => `${name} ${answer.verdict}`).filter((each) => wanted.has(each));
    if (!judgement?.agreed || serves.length === 0) return;
    for (const each of serves) wanted.delete(each);
    chosen.push(outcome);
  });
  return chosen;
}
