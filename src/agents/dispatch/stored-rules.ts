import { agentTriggerRule } from "../kinds/config/agent-trigger-rule.ts";
import type { Resource } from "../resource/resource.ts";
import type { ResourceReader } from "../resource/resource-store.ts";
import type { StoredRule } from "../triggers/delivery-plan.ts";

/** The rules of an organisation, whatever their lifecycle. */
export async function storedRules(reader: ResourceReader, namespace: string): Promise<StoredRule[]> {
  const rules = await Array.fromAsync(reader.each(agentTriggerRule, { namespace, limit: 5000 }));
  return rules.map(storedRule);
}

/** A rule as triggers look at it. */
export function storedRule({
  metadata: { name, generation },
  spec,
}: Resource<typeof agentTriggerRule>): StoredRule {
  return { name, generation, spec };
}
