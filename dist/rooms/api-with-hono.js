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
export { eventStream };
