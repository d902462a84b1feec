import type { z } from "zod";
import type { Decision, HostFacts } from "../kinds/actor.ts";
import type { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import type { agentTriggerExecution } from "../kinds/record/agent-trigger-execution.ts";
import type { workItem } from "../kinds/record/work-item.ts";
import type { EventFacts } from "./event-facts.ts";
import type { MatchCheck, TriggerRuleSpec } from "./match-rule.ts";
import type { KnownRun } from "./open-run.ts";
import type { ParentRun } from "./planned-run.ts";

export type ExecutionSpec = z.output<typeof agentTriggerExecution.spec>;
export type RunInput = z.input<typeof agentDispatchRun.spec>;

/** A rule as it is stored. */
export interface StoredRule {
  readonly name: string;
  readonly generation: number;
  readonly spec: TriggerRuleSpec;
}

export interface DeliveryInput {
  /** The name of the stored delivery. */
  readonly delivery: string;
  readonly facts: EventFacts;
  /** What the host says; without it nothing is started. */
  readonly host?: HostFacts | undefined;
  /** The run whose write-back the event comes of, where it does. */
  readonly parent?: ParentRun | undefined;
  readonly rules: readonly StoredRule[];
  /** Runs that are not over, and those that are younger than the longest window of a rule. */
  readonly runs: Iterable<KnownRun>;
  /** Admission's answer to a run that a rule would make; everything is allowed where it is left out, as in a dry run. */
  readonly admit?: ((rule: StoredRule, run: RunInput) => Decision) | undefined;
  /** RFC 3339, in UTC. */
  readonly now: string;
}

/** What is to be stored of one rule that matched. */
export interface PlannedExecution {
  readonly name: string;
  readonly spec: ExecutionSpec;
  /** The run to make; one that waits for a person must not start. */
  readonly run?: {
    readonly name: string;
    readonly spec: RunInput;
    readonly dedupeKey: string;
    readonly concurrencyKey?: string;
  };
  /** The work item to make or to find, where the rule wants one. */
  readonly workItem?: {
    readonly mode: "create" | "update";
    readonly name: string;
    readonly spec: z.input<typeof workItem.spec>;
  };
  /** Whether the run has to wait until its group has room. */
  readonly isHeld: boolean;
  /** Runs to cancel first. */
  readonly cancel: readonly string[];
}

export interface DeliveryPlan {
  readonly phase: "Matched" | "Ignored";
  readonly executions: readonly PlannedExecution[];
  /** Rules in force that did not match, each with the first demand that does not hold. */
  readonly unmatched: readonly { readonly rule: string; readonly check: MatchCheck }[];
}
