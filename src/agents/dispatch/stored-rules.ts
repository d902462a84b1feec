import { agentTriggerRule } from "../kinds/config/agent-trigger-rule.ts";
import type { ResourceReader } from "../resource/resource-store.ts";
import type { StoredRule } from "../triggers/delivery-plan.ts";

/** The rules of an organisation, whatever their lifecycle. */
export async function storedRules(reader: ResourceReader, namespace: string): Promise<StoredRule[]> {
  const rules = await Array.fromAsync(reader.each(agentTriggerRule, { namespace, limit: 5000 }));
  return rules.map(({ metadata: { name, generation }, spec }) => ({ name, generation, spec }));
}
