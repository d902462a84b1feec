import { IdentikitError } from "../start/faces.js";
import { kindCalled, readWebhook, seenDeliveries, storeDelivery } from "./agents.js";
// src/commands/places/object-called.ts
function objectCalled(what, name) {
	const slash = what.indexOf("/");
	if (slash < 0) return {
		kind: kindCalled(what),
		name
	};
	const joined = what.slice(slash + 1);
	if (joined === "" || name !== void 0) throw new IdentikitError("USAGE", `${JSON.stringify(what)} is not a kind`, { remedy: "Write KIND NAME, or KIND/NAME." });
	return {
		kind: kindCalled(what.slice(0, slash)),
		name: joined
	};
}
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
export { objectCalled, takeWebhook, webhookSecrets };
