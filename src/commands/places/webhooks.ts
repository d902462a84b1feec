import { type DeliveryStore, seenDeliveries, storeDelivery } from "../../agents/dispatch/store-delivery.ts";
import { readWebhook } from "../../agents/triggers/webhook-request.ts";
import type { WebhookRoutes } from "../../api/webhooks.ts";
import { IdentikitError } from "../../fault/error.ts";
import type { CommandContext } from "../context.ts";

export interface WebhookPlace extends DeliveryStore {
  /** The organisation whose deliveries they are. */
  readonly namespace: string;
  /** Those in force; two while one is replaced by the other. */
  readonly secrets: readonly string[];
}

/** The secrets that webhooks are signed with: `IDENTIKIT_WEBHOOK_SECRET`, several with commas while one takes the place of another. */
export function webhookSecrets({ env, log }: CommandContext): readonly string[] {
  const secrets = (env.IDENTIKIT_WEBHOOK_SECRET ?? "").split(",").filter((secret) => secret !== "");
  for (const secret of secrets) log.mask(secret);
  return secrets;
}

/** Checks and stores webhooks; the controllers do the rest. */
export function takeWebhook({ namespace, secrets, ...services }: WebhookPlace): WebhookRoutes["take"] {
  const seen = seenDeliveries(services.database, namespace);
  return async (forge, headers, body) => {
    const incoming = await readWebhook(headers, body, { secrets, seen });
    if (incoming.forge !== forge)
      throw new IdentikitError("EVENT_INVALID", `a webhook of ${incoming.forge} came to /webhooks/${forge}`, {
        remedy: `Set the address of the webhook to /webhooks/${incoming.forge}.`,
      });
    const { delivery } = await storeDelivery(services, namespace, incoming);
    return { delivery: delivery.metadata.name };
  };
}
