import { agentTriggerRule } from "../../../agents/kinds/config/agent-trigger-rule.ts";
import { webhookDelivery } from "../../../agents/kinds/record/webhook-delivery.ts";
import type { Resource } from "../../../agents/resource/resource.ts";
import { addressOf } from "../../page/address.ts";
import type { ActionOffer } from "../../page/page.ts";
import { reviewAddress } from "../../page/review-address.ts";
import type { ViewerObjects } from "../../page/viewer-objects.ts";

/** What can be done with a rule. @param delivery its newest one, which can be replayed */
export function ruleOffers(
  { organization, rights }: ViewerObjects,
  { metadata: { name, managedByRepository } }: Resource<typeof agentTriggerRule>,
  delivery: string | undefined,
): readonly ActionOffer[] {
  const own = addressOf(organization, "objects", agentTriggerRule.plural, name);
  return [
    rights.offer(
      { word: "Edit", href: `${own}/edit` },
      rights.may("update", agentTriggerRule, name),
      managedByRepository
        ? {
            reason: "The repository declares this rule.",
            remedy: "Change its file by a pull request; the object's page offers to open one.",
          }
        : undefined,
    ),
    rights.offer(
      {
        word: "Pause the rule",
        href: reviewAddress(organization, "pause", {
          kind: "agentpauses",
          "spec.target.kind": agentTriggerRule.kind,
          "spec.target.name": name,
        }),
        weight: "danger",
      },
      rights.mayDo("pause", {}),
    ),
    rights.offer(
      {
        word: "Replay its newest delivery",
        href: reviewAddress(organization, "replay", { kind: webhookDelivery.plural, name: delivery }),
      },
      rights.mayDo("replay", delivery === undefined ? {} : { name: delivery }),
      delivery === undefined
        ? { reason: "It has had no delivery.", remedy: "Wait for an event, or dispatch by hand." }
        : undefined,
    ),
    { id: "yaml", word: "YAML and history", href: own },
  ];
}
