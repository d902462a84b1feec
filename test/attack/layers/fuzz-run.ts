import { type Failure, failureOf, respelled } from "./comparison.ts";
import { generate } from "./generator.ts";
import { type Judgement, judgementOf } from "./judgement.ts";
import { caseOf, type LayerCase } from "./layer-case.ts";
import type { Oracle } from "./oracle.ts";
import type { Answer, Subject } from "./subject.ts";
import type { AttackClass } from "./twist.ts";

/** How many cases are under way at once: what one process waits for, the other works on. */
const underWay = 16;
/**
 * `unverified` says nothing that an oracle could contradict. How often they all show the identity where it is said is a
 * question of usefulness, for which one such case in so many is enough.
 */
export const undecidedShare = 10;
/** The failure of code that gives no answer to a case. */
export const noAnswer: Failure = { kind: "false-alarm", reason: "no answer" };
/** Milliseconds that one answer may take, on a machine that has other work. */
const patience = 20_000;

/** One case of a run, with what both sides said. */
export interface Outcome {
  readonly number: number;
  readonly classes: readonly AttackClass[];
  /** Whether what was changed is at the destination, above it or in it. */
  readonly touches: boolean;
  readonly answer: Answer;
  /** The oracles' word, where they were asked. */
  readonly judgement: Judgement | undefined;
  readonly failure: Failure | undefined;
  /** Whether go-containerregistry shows it differently by the names of layers that were not read, and nobody else does. */
  readonly isSpelled: boolean;
}

/** The oracles' word on a case. */
export async function judge(oracle: Oracle, of: LayerCase): Promise<Judgement> {
  return judgementOf(await oracle.judge(of), of.layers.length);
}

/** The answer of the code under test; what is no answer, or takes too long, is thrown. */
export async function answerOf(subject: Subject, of: LayerCase, what: string): Promise<Answer> {
  const started = performance.now();
  const answer = await subject.answer(of).catch((cause: unknown) => {
    throw new Error(`${what}: not an answer`, { cause });
  });
  if (performance.now() - started > patience) throw new Error(`${what}: took too long`);
  return answer;
}

/**
 * Has both sides look at cases of a seed.
 * @param take is given each outcome, in the cases' order
 */
export async function runCases(
  subject: Subject,
  oracle: Oracle,
  seed: number,
  numbers: Iterable<number>,
  take: (outcome: Outcome) => void,
): Promise<void> {
  const started: Promise<Outcome>[] = [];
  for (const number of numbers) {
    started.push(runCase(subject, oracle, seed, number));
    if (started.length >= underWay) take(await (started.shift() as Promise<Outcome>));
  }
  for (const each of started) take(await each);
}

async function runCase(subject: Subject, oracle: Oracle, seed: number, number: number): Promise<Outcome> {
  const { plan, classes, touches } = generate(seed, number);
  const made = caseOf(plan);
  const what = `seed ${seed}, case ${number}`;
  const answer = await answerOf(subject, made, what);
  const isAsked = answer.verdict !== "unverified" || number % undecidedShare === 0;
  const judgement = isAsked ? await judge(oracle, made) : undefined;
  const found = judgement && (await failureIn(oracle, made, answer, judgement));
  return { number, classes, touches, answer, judgement, ...outcomeOf(found) };
}

/** {@link failureIn}, as an outcome has it. */
export function outcomeOf(found: Failure | "spelled" | undefined): Pick<Outcome, "failure" | "isSpelled"> {
  const isSpelled = found === "spelled";
  return { isSpelled, failure: isSpelled ? undefined : found };
}

/**
 * How a case failed, if it did.
 * @returns `spelled` for the one difference that is left out (ADR 14): go-containerregistry alone shows something else, and
 * no longer does where the names in the layers that were not read do not start with a slash
 */
export async function failureIn(
  oracle: Oracle,
  made: LayerCase,
  answer: Answer,
  judgement: Judgement,
): Promise<Failure | "spelled" | undefined> {
  const failure = failureOf(answer, judgement);
  const { length } = made.layers;
  const unread = length - (answer.view?.layersRead ?? length);
  const isOfOne = failure !== undefined && failure.kind !== "false-alarm" && judgement.agreed === undefined;
  if (!isOfOne || unread === 0) return failure;
  const relative = judgementOf(await oracle.judgeRelative(made, unread), length);
  const isSpelled = relative.refusals.length === 0 && !failureOf(answer, respelled(judgement, relative));
  return isSpelled ? "spelled" : failure;
}
