import { readWebhook, seenDeliveries, storeDelivery } from "./agents.js";
import { IdentikitError } from "../start/faces.js";
// src/commands/places/webhooks.ts
function webhookSecrets({ env, log }) {
	const secrets = (env.IDENTIKIT_WEBHOOK_SECRET ?? "").split(",").filter((secret) => secret !== "");
	for (const secret of secrets) log.mask(secret);
	return secrets;
}
function takeWebhook({ namespace, secrets, ...services }) {
	const seen = seenDeliveries(services.database, namespace);
	return async (forge, headers, body) => {
		const incoming = await readWebhook(headers, body, {
			secrets,
			seen
		});
		if (incoming.forge !== forge) throw new IdentikitError("EVENT_INVALID", `a webhook of ${incoming.forge} came to /webhooks/${forge}`, { remedy: `Set the address of the webhook to /webhooks/${incoming.forge}.` });
		const { delivery } = await storeDelivery(services, namespace, incoming);
		return { delivery: delivery.metadata.name };
	};
}
export { takeWebhook, webhookSecrets };
