import { IdentikitError, cancelled, fieldsOf } from "../start/faces.js";
import { setTimeout } from "node:timers/promises";
// src/fault/certain.ts
function certain(value) {
	if (value !== void 0) return value;
	throw new IdentikitError("INTERNAL", "a value is missing that has to be there", { remedy: "Report this, with what --verbose adds: it is a defect of Identikit." });
}
// src/fault/stopped.ts
function stopped({ reason }, what = "stopped before it was done") {
	if (reason instanceof IdentikitError || fieldsOf(reason).name === "TimeoutError") return reason;
	return cancelled(what, reason);
}
async function pause(milliseconds, signal) {
	try {
		await setTimeout(milliseconds, void 0, signal ? { signal } : {});
	} catch (cause) {
		throw signal?.aborted ? stopped(signal, "stopped while waiting") : cause;
	}
}
// src/fault/finding.ts
function verdictOf(findings) {
	if (findings.some((finding) => finding.severity === "unverified")) return "unverified";
	return findings.some((finding) => finding.severity === "error") ? "drift" : "clean";
}
// src/fault/slots.ts
var Slots = class {
	#free;
	#waiting = [];
	constructor(count) {
		this.#free = count;
	}
	async run(work) {
		using _slot = await this.take();
		return await work();
	}
	async take() {
		if (this.#free > 0) this.#free -= 1;
		else await new Promise((resolve) => this.#waiting.push(resolve));
		return { [Symbol.dispose]: () => this.#giveBack() };
	}
	#giveBack() {
		const next = this.#waiting.shift();
		if (next) next();
		else this.#free += 1;
	}
};
async function inParallel(items, limit, work) {
	const slots = new Slots(limit);
	const results = [];
	const running = [];
	const faults = [];
	try {
		let slot = await slots.take();
		for await (const item of items) {
			running.push(start(item, running.length, slot));
			slot = await slots.take();
			if (faults.length > 0) break;
		}
	} catch (fault) {
		faults.push(fault);
	}
	await Promise.all(running);
	if (faults.length > 0) throw faults[0];
	return results;
	async function start(item, at, slot) {
		using _slot = slot;
		try {
			results[at] = await work(item);
		} catch (fault) {
			faults.push(fault);
		}
	}
}
const defaultFirstWaitMs = 100;
const longestWaitMs = 5e3;
const longestAskedMs = 6e4;
function isRetryableStatus(status) {
	return status === 408 || status === 429 || status >= 500 && status !== 501 && status !== 505;
}
function isOutageStatus(status) {
	return status === 502 || status === 503 || status === 504;
}
function retryAfterMs(header, date) {
	if (header === void 0) return void 0;
	if (/^\s*\d{1,9}\s*$/.test(header)) return Number(header) * 1e3;
	const wait = Date.parse(header) - Date.parse(date ?? "");
	return Number.isNaN(wait) ? void 0 : Math.max(0, wait);
}
async function withRetries(attempt, options) {
	const patience = new Patience(options);
	for (;;) try {
		return await attempt();
	} catch (caught) {
		await patience.wait(caught);
	}
}
var Patience = class {
	#options;
	#tried = 0;
	#answered = 0;
	#endsAt;
	constructor(options) {
		this.#options = options;
	}
	renew() {
		this.#tried = 0;
		this.#answered = 0;
		this.#endsAt = void 0;
	}
	async wait(caught) {
		const { signal, tries = Number.POSITIVE_INFINITY, firstWaitMs = defaultFirstWaitMs } = this.#options;
		const patienceMs = this.#options.patienceMs ?? 7e3;
		if (signal.aborted) throw stopped(signal);
		if (!(caught instanceof IdentikitError) || caught.retry.kind === "never") throw caught;
		this.#tried++;
		if (!caught.retry.isOutage) this.#answered++;
		const now = performance.now();
		this.#endsAt ??= now + patienceMs;
		const left = this.#endsAt - now;
		if (left <= 0 || this.#answered >= tries) throw tiredOf(caught, this.#tried);
		const asked = caught.retry.afterMs ?? 0;
		if (asked > Math.max(longestAskedMs, patienceMs)) throw caught;
		const own = Math.min(longestWaitMs, firstWaitMs * 2 ** (this.#tried - 1)) * (.65 + .25 * Math.random());
		await pause(Math.max(asked, Math.min(own, Math.ceil(left) + 1)), signal);
	}
};
function tiredOf(fault, tried) {
	if (tried === 1) return fault;
	const { code, message, remedy, retry, location, cause } = fault;
	return new IdentikitError(code, `${message} (tried ${tried} times)`, {
		remedy,
		cause: cause ?? fault,
		retry,
		...location ? { location } : {}
	});
}
// src/fault/first-findings.ts
const most = 100;
var FirstFindings = class {
	#findings = [];
	#rest;
	#left = 0;
	constructor(rest) {
		this.#rest = rest;
	}
	add(finding) {
		if (this.#findings.length < most) this.#findings.push(finding);
		else this.#left++;
	}
	all() {
		return this.#left === 0 ? this.#findings : [...this.#findings, this.#rest(this.#left)];
	}
};
export { FirstFindings, Patience, Slots, certain, inParallel, isOutageStatus, isRetryableStatus, pause, retryAfterMs, stopped, verdictOf, withRetries };
