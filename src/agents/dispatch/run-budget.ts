import type { z } from "zod";
import type { runBudget } from "../kinds/budget-fields.ts";
import { spanMs } from "../triggers/span.ts";

type RunBudget = z.output<typeof runBudget>;

/** What a run may use: of each bound the smaller of the stack's and the run's own. */
export function narrowBudget(stack: RunBudget = {}, run: RunBudget = {}): RunBudget {
  const smaller = <Bound>(
    one: Bound | undefined,
    other: Bound | undefined,
    size: (bound: Bound) => number,
  ) => (one === undefined || (other !== undefined && size(other) < size(one)) ? other : one);
  const narrow = {
    time: smaller(stack.time, run.time, spanMs),
    turns: smaller(stack.turns, run.turns, Number),
    tokens: smaller(stack.tokens, run.tokens, Number),
    cost: smaller(stack.cost, run.cost, Number),
  };
  return Object.fromEntries(Object.entries(narrow).filter(([, bound]) => bound !== undefined));
}
