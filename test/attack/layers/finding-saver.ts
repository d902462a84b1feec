import { saveCase, signatureOf } from "./corpus-case.ts";
import { answerOf, failureIn, judge, noAnswer, type Outcome, outcomeOf } from "./fuzz-run.ts";
import { generate } from "./generator.ts";
import { caseOf } from "./layer-case.ts";
import type { Oracle } from "./oracle.ts";
import type { Plan } from "./plan.ts";
import { shrink } from "./shrink.ts";
import type { Subject } from "./subject.ts";

/** Makes failing cases small and puts one of each cause into the corpus. */
export class FindingSaver {
  readonly #subject: Subject;
  readonly #oracle: Oracle;
  readonly #most: number;
  readonly #known = new Set<string>();

  /** @param most how many cases are kept at most */
  constructor(subject: Subject, oracle: Oracle, most: number) {
    this.#subject = subject;
    this.#oracle = oracle;
    this.#most = most;
  }

  /** Gives the file's name; nothing where there is such a case already, or there are enough. */
  async save(seed: number, { number, classes, failure }: Outcome): Promise<string | undefined> {
    if (!failure || this.#known.size >= this.#most) return undefined;
    const signature = signatureOf(failure);
    if (this.#known.has(signature)) return undefined;
    this.#known.add(signature);
    const failing = async (plan: Plan) => (await this.#failure(plan))?.failure?.kind === failure.kind;
    const plan = await shrink(generate(seed, number).plan, failing);
    const found = await this.#failure(plan);
    return found?.failure && saveCase(found.made, classes, found.failure, found.judgement);
  }

  async #failure(plan: Plan) {
    const made = caseOf(plan);
    if (made.layers.length === 0) return undefined;
    const judgement = await judge(this.#oracle, made);
    const answer = await answerOf(this.#subject, made, "a smaller case").catch(() => undefined);
    if (!answer) return { made, judgement, failure: noAnswer };
    return { made, judgement, ...outcomeOf(await failureIn(this.#oracle, made, answer, judgement)) };
  }
}
