import { isRepositoryOf } from "../../../agents/admission/pattern.ts";
import { agentStack } from "../../../agents/kinds/config/agent-stack.ts";
import { agentTriggerRule } from "../../../agents/kinds/config/agent-trigger-rule.ts";
import { objectAddress } from "../../page/object-address.ts";
import type { PageAsk } from "../../page/page-ask.ts";
import type { LinkedRecord } from "./linked-record.ts";

/** All stacks of the organisation: each can work in each repository. */
export async function linkedStacks({ organization, objects }: PageAsk): Promise<LinkedRecord[]> {
  const found = await Array.fromAsync(objects.each(agentStack));
  return found.map(({ metadata, spec, status }) => ({
    name: metadata.name,
    href: objectAddress(organization, agentStack, metadata.name),
    phase: status.phase ?? "Pending",
    text: spec.title ?? spec.baseAgent,
    since: metadata.creationTimestamp,
  }));
}

/** The rules that hold for a repository; those that name none hold for all. */
export async function linkedRules(
  { organization, objects }: PageAsk,
  repository: string,
): Promise<LinkedRecord[]> {
  const found = await Array.fromAsync(objects.each(agentTriggerRule));
  return found
    .filter(({ spec }) => {
      const patterns = spec.match?.repositories;
      return patterns === undefined || patterns.some((pattern) => isRepositoryOf(pattern, repository));
    })
    .map(({ metadata, spec, status }) => ({
      name: metadata.name,
      href: objectAddress(organization, agentTriggerRule, metadata.name),
      phase: status.phase ?? spec.lifecycle,
      text: `${spec.sources.join(", ")} → ${spec.agentStack}`,
      since: metadata.creationTimestamp,
    }));
}
