import "./rolldown-runtime-DqgWs3Hx.js";
import { k as workPath } from "./foundation-QtvXJkSz.js";
import { dirname, resolve } from "node:path";
import { mkdirSync } from "node:fs";
/** The file that runs append their events to, and that `events` serves. */
function eventFile(context, project, named) {
	return named === void 0 ? workPath(project, "events.jsonl") : resolve(context.cwd, named);
}
/** Events go to the file and, where `IDENTIKIT_EVENTS_URL` names one, to an HTTP endpoint. */
async function openEventSinks(context, project, named) {
	let { EventFile, toAll } = await import("./events-OIrqUksq.js"), { IDENTIKIT_EVENTS_URL: url, IDENTIKIT_EVENTS_TOKEN: token } = context.env, file = eventFile(context, project, named);
	mkdirSync(dirname(file), { recursive: !0 });
	let endpoint = url ? await openEndpoint(url, token) : void 0, kept = new EventFile(file);
	return {
		...toAll(kept, ...endpoint ? [endpoint] : []),
		[Symbol.asyncDispose]: async () => {
			kept[Symbol.dispose](), await endpoint?.[Symbol.asyncDispose]();
		}
	};
	async function openEndpoint(address, bearer) {
		let { EventEndpoint } = await import("./event-endpoint-g1bpZBdO.js");
		return new EventEndpoint({
			url: address,
			onUndelivered: (line) => context.log.warn(line),
			...bearer ? { token: bearer } : {}
		});
	}
}
export { openEventSinks as n, eventFile as t };
