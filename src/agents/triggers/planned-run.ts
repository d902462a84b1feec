import { visible } from "../../fault/visible.ts";
import type { HostFacts } from "../kinds/actor.ts";
import type { RunInput, StoredRule } from "./delivery-plan.ts";
import type { EventFacts } from "./event-facts.ts";
import { fillRuleText } from "./rule-text.ts";

/** The run whose write-back led to an event. */
export interface ParentRun {
  readonly name: string;
  readonly chainDepth: number;
}

/** As deep as a chain is counted. */
const deepestChain = 100;

export interface RunSource {
  readonly rule: StoredRule;
  readonly facts: EventFacts;
  /** Of a schedule, which nobody causes, it says what the ref is. */
  readonly host?: HostFacts | undefined;
  readonly repository: string;
  readonly delivery: string;
  readonly parent?: ParentRun | undefined;
}

/**
 * The run that a rule makes of an event. Who asked for it is whom the host names.
 * @throws {IdentikitError} `TEMPLATE_LOGIC`
 */
export function plannedRun({ rule, facts, host, repository, delivery, parent }: RunSource): RunInput {
  const { spec } = rule;
  const title = facts.title ?? spec.title;
  const prompt = spec.prompt === undefined ? undefined : fillRuleText(spec.prompt, facts);
  return {
    ...(title === undefined ? {} : { title: visible(title).slice(0, 300) }),
    repository,
    sourceRefs: facts.refs,
    agentStack: spec.agentStack,
    taskKind: spec.taskKind,
    source: facts.type ?? "webhook",
    ...(facts.target === undefined ? {} : { target: facts.target }),
    ...(prompt === undefined ? {} : { prompt }),
    ...(spec.contextLabels === undefined ? {} : { contextLabels: spec.contextLabels }),
    triggerRule: rule.name,
    delivery,
    ...(parent ? { parentRun: parent.name, chainDepth: Math.min(parent.chainDepth + 1, deepestChain) } : {}),
    requestedBy:
      host && facts.type !== "schedule"
        ? { kind: "User", name: host.actor }
        : { kind: "System", name: "schedule" },
    ...(host === undefined ? {} : { host }),
  };
}
