import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
import { setTimeout } from "node:timers/promises";
/** Too slow, too many, or failing by itself: what RFC 9110 and RFC 6585 let a client try again. */
function isRetryableStatus(status) {
	return status === 408 || status === 429 || status >= 500 && status !== 501 && status !== 505;
}
/**
* The `Retry-After` header (RFC 9110, 10.2.3) in milliseconds, in either of its forms. A date is taken relative to the
* answer's own `Date`, so that a wrong clock on either side does not matter; without that header it says nothing.
*/
function retryAfterMs(header, date) {
	if (header === void 0) return;
	if (/^\s*\d{1,9}\s*$/.test(header)) return Number(header) * 1e3;
	let wait = Date.parse(header) - Date.parse(date ?? "");
	return Number.isNaN(wait) ? void 0 : Math.max(0, wait);
}
/**
* Tries until it succeeds, fails with a fault whose retry policy is `never`, or was tried often enough.
* @throws what the last try threw; the signal's reason
*/
async function withRetries(attempt, options) {
	for (let tried = 1;; tried++) try {
		return await attempt();
	} catch (caught) {
		await waitBeforeRetry(caught, tried, options);
	}
}
/**
* Waits before the next try, not before the time that the fault names, or throws where there is to be none.
* @param tried how many tries there were
*/
async function waitBeforeRetry(caught, tried, options) {
	let { signal, tries = 8, firstWaitMs = 100 } = options;
	if (signal.aborted) throw stopped(signal);
	if (!(caught instanceof IdentikitError) || caught.retry.kind === "never") throw caught;
	if (tried >= Math.min(tries, isRefusedConnection(caught) ? 3 : tries)) throw tried === 1 ? caught : tiredOf(caught, tried);
	let asked = caught.retry.afterMs;
	if (asked !== void 0 && asked > 6e4) throw caught;
	let full = Math.min(5e3, firstWaitMs * 2 ** (tried - 1));
	await setTimeout(asked ?? full / 2 + full / 2 * Math.random(), void 0, { signal }).catch(() => {
		throw stopped(signal);
	});
}
/** A deadline keeps its own reason, which the one who set it knows; anything else was told to stop. */
function stopped({ reason }) {
	return reason instanceof IdentikitError || reason?.name === "TimeoutError" ? reason : new IdentikitError("CANCELLED", "stopped while waiting to try again", {
		remedy: "Run it again: it takes up where it was left.",
		cause: reason
	});
}
function isRefusedConnection(fault) {
	return fault.cause?.code === "ECONNREFUSED";
}
function tiredOf(fault, tried) {
	let { code, message, remedy, retry, location, cause } = fault;
	return new IdentikitError(code, `${message} (tried ${tried} times)`, {
		remedy,
		cause: cause ?? fault,
		retry,
		...location ? { location } : {}
	});
}
export { withRetries as i, retryAfterMs as n, waitBeforeRetry as r, isRetryableStatus as t };
