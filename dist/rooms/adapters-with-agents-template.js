import { redactCredentials } from "./agents-with-template.js";
// src/adapters/masking/masked-events.ts
const mask = "***";
const [mostHeld, mostVoices] = [200, 1e3];
const shortestOpening = 4;
async function* maskedEvents(events, finder) {
	const queue = new HoldingQueue(finder);
	for await (const event of events) {
		if (event.kind === "usage") {
			yield event;
			continue;
		}
		queue.add(event);
		for (const held of queue.ready()) yield await shown(held, finder);
	}
	queue.close();
	for (const held of queue.ready()) yield await shown(held, finder);
}
var HoldingQueue = class {
	#finder;
	#queue = [];
	#tails = new Map();
	constructor(finder) {
		this.#finder = finder;
	}
	add(event) {
		const held = {
			event,
			masked: [],
			isReleased: false
		};
		this.#queue.push(held);
		if (event.kind === "event" && event.event.text !== void 0) this.#look(held, voiceOf(event.event), event.event.text);
		for (const [voice, tail] of this.#tails) {
			if (this.#tails.size <= mostVoices) break;
			release(tail);
			this.#tails.delete(voice);
		}
		if (this.#queue.length > mostHeld) for (const tail of this.#tails.values()) release(tail);
	}
	ready() {
		const open = new Set([...this.#tails.values()].flatMap((tail) => tail.map(({ held }) => held)));
		const first = this.#queue.findIndex((held) => !held.isReleased && open.has(held));
		return this.#queue.splice(0, first === -1 ? this.#queue.length : first);
	}
	close() {
		for (const tail of this.#tails.values()) release(tail);
		this.#tails.clear();
	}
	#look(held, voice, text) {
		const parts = [...this.#tails.get(voice) ?? [], {
			held,
			from: 0,
			text
		}];
		const { found, openFrom } = this.#finder.find(parts.map((part) => part.text).join(""));
		const left = [];
		let offset = 0;
		for (const part of parts) {
			const end = offset + part.text.length;
			for (const one of found) if (one.start < end && one.end > offset) part.held.masked.push({
				start: part.from + Math.max(0, one.start - offset),
				end: part.from + Math.min(end, one.end) - offset
			});
			const cut = Math.max(0, openFrom - offset);
			if (cut < part.text.length) left.push({
				held: part.held,
				from: part.from + cut,
				text: part.text.slice(cut)
			});
			offset = end;
		}
		this.#tails.delete(voice);
		if (left.length === 0) return;
		this.#tails.set(voice, left);
		if (left.reduce((sum, one) => sum + one.text.replace(/\s+/g, "").length, 0) < shortestOpening) for (const one of left) one.held.isReleased = true;
	}
};
function release(tail) {
	for (const { held, from, text } of tail) {
		if (!held.isReleased) held.masked.push({
			start: from,
			end: from + text.length
		});
		held.isReleased = true;
	}
}
function voiceOf({ lane, type, tool, data }) {
	return JSON.stringify([
		lane ?? "",
		type,
		tool ?? "",
		data?.call ?? ""
	]);
}
async function shown({ event, masked }, finder) {
	if (event.kind === "event") return {
		kind: "event",
		event: await shownEvent(event.event, masked, finder)
	};
	if (event.kind === "session") return {
		...event,
		sessionId: maskIn(event.sessionId, finder)
	};
	if (event.kind !== "result") return event;
	const { text, reason, ...others } = event.result;
	const rest = {
		...others,
		...reason === void 0 ? {} : { reason: maskIn(reason, finder) }
	};
	return {
		kind: "result",
		result: text === void 0 ? rest : {
			...rest,
			text: await shownText(text, [], finder)
		}
	};
}
async function shownEvent(event, masked, finder) {
	const { text, tool, lane, data, ...rest } = event;
	const plain = (value) => maskIn(value, finder);
	return {
		...rest,
		...lane === void 0 ? {} : { lane: plain(lane) },
		...tool === void 0 ? {} : { tool: plain(tool) },
		...text === void 0 ? {} : { text: await shownText(text, masked, finder) },
		...data === void 0 ? {} : { data: await shownData(data, finder) }
	};
}
async function shownData(data, finder) {
	const entries = [];
	for (const [key, value] of Object.entries(data)) entries.push([maskIn(key, finder), typeof value === "string" ? await shownText(value, [], finder) : value]);
	return Object.fromEntries(entries);
}
async function shownText(text, masked, finder) {
	const all = [...masked, ...finder.find(text).found];
	return (await redactCredentials(without(text, all))).text;
}
function maskIn(text, finder) {
	return without(text, finder.find(text).found);
}
function without(text, stretches) {
	let shownSoFar = "";
	let at = 0;
	for (const { start, end } of stretches.toSorted((a, b) => a.start - b.start)) {
		if (end <= at) continue;
		if (start >= at) shownSoFar += text.slice(at, start) + mask;
		at = end;
	}
	return shownSoFar + text.slice(at);
}
export { maskIn, maskedEvents };
