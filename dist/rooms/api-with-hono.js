import { IdentikitError } from "../start/faces.js";
import { mostWebhookBytes } from "./agents.js";
import { Hono } from "../vendor/hono.js";
import { EventFeed } from "./api.js";
// src/api/event-stream.ts
const maxListeners = 256;
function eventStream({ file, signal }) {
	const feeds = new Set();
	return new Hono().all("/events", (context) => {
		if (context.req.method !== "GET") return context.body(null, 405, { allow: "GET" });
		if (feeds.size >= maxListeners) return context.body(null, 503, { "retry-after": "5" });
		const last = context.req.header("last-event-id") ?? "";
		const after = /^\d{1,15}$/.test(last) ? { after: Number(last) } : {};
		const feed = new EventFeed({
			file,
			signal,
			...after,
			onEnd: () => feeds.delete(feed)
		});
		feeds.add(feed);
		return context.body(feed.stream, 200, {
			"content-type": "text/event-stream",
			"cache-control": "no-store"
		});
	});
}
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
export { eventStream, webhookRoutes };
