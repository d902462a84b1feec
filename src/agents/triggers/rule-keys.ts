import { digestOf } from "../../tree/digest.ts";
import { usualDedupeKey } from "../kinds/config/agent-trigger-rule.ts";
import type { EventFacts } from "./event-facts.ts";
import type { TriggerRuleSpec } from "./match-rule.ts";

type DedupeFact = NonNullable<TriggerRuleSpec["dedupePolicy"]>["key"][number];
type GroupFact = NonNullable<TriggerRuleSpec["concurrencyPolicy"]>["group"][number];

/** The keys' column has room for more. */
const mostCharacters = 900;

/** What a key is made of. */
export interface KeyInput {
  readonly rule: string;
  readonly spec: TriggerRuleSpec;
  readonly facts: EventFacts;
  /** Whether it is a fork's: such events share keys among themselves only, so that no stranger keeps the team's runs from starting. */
  readonly isFork: boolean;
  /** RFC 3339, in UTC. */
  readonly at: string;
}

/** The key that events share which are one, such as `rule=fix&repository=tidewater%2Fberths&number=12&head=`. */
export function dedupeKey(input: KeyInput): string {
  return keyOf(input.spec.dedupePolicy?.key ?? usualDedupeKey, input);
}

/** The key of the group in which runs count together; `undefined` where a rule sets no bound. */
export function concurrencyKey(input: KeyInput): string | undefined {
  const group: readonly GroupFact[] | undefined = input.spec.concurrencyPolicy?.group;
  return group && keyOf(group, input);
}

/** Values are escaped, so that no value can be read as the name of the next one. */
function keyOf(names: readonly DedupeFact[], input: KeyInput): string {
  const unique = [...new Set(names)];
  const parts = unique.map((name) => `${name}=${encodeURIComponent(factOf(name, input).toWellFormed())}`);
  const key = [...(input.isFork ? ["fork=yes"] : []), ...parts].join("&");
  return key.length <= mostCharacters ? key || "all" : digestOf(key);
}

function factOf(name: DedupeFact, { rule, facts, at }: KeyInput): string {
  const { refs } = facts;
  const values: Readonly<Record<DedupeFact, string | undefined>> = {
    rule,
    // Forges ignore case in the names of repositories and people.
    repository: facts.repository?.toLowerCase(),
    actor: facts.actor?.toLowerCase(),
    ref: refs.ref,
    head: refs.head,
    number: facts.number?.toString(),
    action: facts.action,
    label: facts.label,
    workflow: facts.workflow,
    job: facts.job,
    check: facts.check,
    failure: failureOf(facts),
    day: at.slice(0, 10),
  };
  return values[name] ?? "";
}

/** What failed, whichever commit it failed on. */
function failureOf({ workflow, job, check, conclusion }: EventFacts): string | undefined {
  return conclusion === undefined ? undefined : JSON.stringify([workflow, job, check, conclusion]);
}
