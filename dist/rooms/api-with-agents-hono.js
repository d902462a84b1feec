import { Hono } from "../vendor/hono.js";
import { mostWebhookBytes } from "./agents.js";
import { IdentikitError } from "../start/faces.js";
// src/api/webhooks.ts
const statusOf = new Map([
	["WEBHOOK_FORGED", 401],
	["WEBHOOK_REPLAYED", 409],
	["WEBHOOK_TOO_LARGE", 413],
	["EVENT_INVALID", 422],
	["EVENT_REFUSED", 422],
	["DOCUMENT_INVALID", 422],
	["REF_UNSAFE", 422],
	["RESOURCE_TOO_LARGE", 413]
]);
function webhookRoutes({ take, onFault }) {
	return new Hono().all("/webhooks/:forge{github|gitea}", async (context) => {
		if (context.req.method !== "POST") return context.body(null, 405, { allow: "POST" });
		try {
			const body = await boundedBody(context.req.raw);
			const headers = Object.fromEntries(context.req.raw.headers);
			const forge = context.req.param("forge") === "github" ? "github" : "gitea";
			return context.json(await take(forge, headers, body), 202);
		} catch (thrown) {
			const status = thrown instanceof IdentikitError ? statusOf.get(thrown.code) : void 0;
			if (!(thrown instanceof IdentikitError) || status === void 0) {
				onFault(thrown);
				return context.json({ error: {
					code: "INTERNAL",
					message: "the server could not do it; its log says why"
				} }, 500);
			}
			const { code, message, remedy } = thrown;
			return context.json({ error: {
				code,
				message,
				remedy
			} }, status);
		}
	});
}
async function boundedBody(request) {
	const pieces = [];
	let bytes = 0;
	for await (const piece of request.body ?? []) {
		bytes += piece.length;
		if (bytes > 26214400) throw new IdentikitError("WEBHOOK_TOO_LARGE", `the webhook has more than ${mostWebhookBytes} bytes`, { remedy: "Forges send no more than that: look at who sent it." });
		pieces.push(piece);
	}
	return Buffer.concat(pieces);
}
export { webhookRoutes };
