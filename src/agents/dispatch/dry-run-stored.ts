import { type DryRun, dryRun } from "../context/dry-run.ts";
import { agentTriggerRule } from "../kinds/config/agent-trigger-rule.ts";
import { webhookDelivery } from "../kinds/record/webhook-delivery.ts";
import type { ResourceStore } from "../resource/resource-store.ts";
import { objectMissing } from "../store/object-fault.ts";
import { factsOfDelivery } from "../triggers/delivery.ts";
import { storedLabels } from "./run-context.ts";
import { storedRules } from "./stored-rules.ts";

/** What is tried, by name, in one organisation. */
export interface StoredTrial {
  readonly namespace: string;
  readonly rule: string;
  readonly delivery: string;
}

/**
 * What would come of a stored delivery for a rule, with the rules and labels of now; nothing is stored.
 * @throws {IdentikitError} `NOT_FOUND`
 */
export async function dryRunStored(store: ResourceStore, trial: StoredTrial, now: Date): Promise<DryRun> {
  const { namespace } = trial;
  const { rule, labels, delivery } = await store.read(async (reader) => ({
    rule: (await storedRules(reader, namespace)).find(({ name }) => name === trial.rule),
    labels: await storedLabels(reader, namespace),
    delivery: await reader.get(webhookDelivery, { namespace, name: trial.delivery }),
  }));
  if (!rule) throw objectMissing(agentTriggerRule, { namespace, name: trial.rule });
  if (!delivery) throw objectMissing(webhookDelivery, { namespace, name: trial.delivery });
  const facts = factsOfDelivery(delivery.spec);
  return dryRun({ rule, facts, host: delivery.spec.host, runs: [], labels, now: now.toISOString() });
}
