import type { z } from "zod";
import { micros } from "../../agents/admission/decision/brakes.ts";
import type { runBudget } from "../../agents/kinds/budget-fields.ts";
import type { AttemptUsage } from "../adapter-event.ts";

/** A bound of a run's budget that is reached. Reaching it ends the run, with the reason `BUDGET_SPENT`. */
export interface SpentBudget {
  readonly limit: "turns" | "tokens" | "cost";
  /** For people: `12 of 10 turns`. */
  readonly used: string;
}

/**
 * Counts what an attempt uses against its budget. Time is counted by who starts the client. A client that does not say what it costs
 * (the capability `costs`) is not started with a budget of money.
 */
export class BudgetMeter {
  readonly #budget: z.output<typeof runBudget>;
  #usage: AttemptUsage = { turns: 0, tokens: 0 };

  constructor(budget: z.output<typeof runBudget>) {
    this.#budget = budget;
  }

  /** What the attempt has used so far. */
  get usage(): AttemptUsage {
    return this.#usage;
  }

  /** Takes the sums of a `usage` event; gives the first bound that is reached. */
  count(usage: AttemptUsage): SpentBudget | undefined {
    this.#usage = usage;
    const { turns, tokens, cost } = this.#budget;
    if (turns !== undefined && usage.turns >= turns)
      return { limit: "turns", used: `${usage.turns} of ${turns} turns` };
    if (tokens !== undefined && usage.tokens >= tokens)
      return { limit: "tokens", used: `${usage.tokens} of ${tokens} tokens` };
    if (cost !== undefined && usage.cost !== undefined && micros(usage.cost) >= micros(cost))
      return { limit: "cost", used: `$${usage.cost} of $${cost}` };
    return undefined;
  }
}
