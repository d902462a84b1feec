import { F as visible, I as IdentikitError, P as shortened } from "./foundation-QtvXJkSz.js";
/** The run was stopped by its signal. */
function cancelled() {
	return new IdentikitError("CANCELLED", "stopped while talking to a registry", { remedy: "Run again; nothing is reachable in the registry before its manifest is written." });
}
/** The fault for an answer that trying again will not change. */
function refusedBy(refusal) {
	let { registry, what, status } = refusal, message = `${registry} answered ${status} to ${what}${reasonIn(refusal.body)}`;
	return status === 401 || refusal.isDenial && status !== 403 ? new IdentikitError("REGISTRY_DENIED", message, { remedy: refusal.hadCredential ? "Check the credential for this registry: it is wrong, has run out, or may not do this." : "No credential for this registry was found: give a user name and password, or log in with `docker login`." }) : status === 403 ? new IdentikitError("REGISTRY_DENIED", message, { remedy: "Use a credential that may do this in this repository." }) : new IdentikitError("REGISTRY_REFUSED", message, { remedy: status === 413 ? "Raise the size that the registry, or the proxy before it, accepts." : "Read the registry's reason; its own log says more." });
}
/** The fault for an answer that may be another one later. */
function failedAt(refusal, retry) {
	let { registry, what, status } = refusal, afterMs = retry.kind === "later" ? retry.afterMs : void 0, wait = afterMs ? `; it asks for ${Math.ceil(afterMs / 1e3)} s of patience` : "";
	return new IdentikitError("REGISTRY_UNREACHABLE", `${registry} answered ${status} to ${what}${reasonIn(refusal.body)}${wait}`, {
		remedy: "Run again later; what was sent so far is kept or sent again.",
		retry
	});
}
/** The registry's own words as `: CODE: message`, or nothing; they come from outside, so only what is seen is kept. */
function reasonIn(body) {
	let text = wordsOf(errorTexts(body).join("; "));
	return text === "" ? "" : `: ${text}`;
}
/** Text from another program as one short line without control characters: they could forge lines of a log. */
function wordsOf(text) {
	return shortened(visible(text.trim()), 300);
}
/** Distribution's `{"errors": [{"code", "message"}]}`, OAuth's `{"error", "error_description"}`, or short plain text. */
function errorTexts(body) {
	let document;
	try {
		document = JSON.parse(body);
	} catch {
		return /^\s*</.test(body) ? [] : [body];
	}
	if (typeof document != "object" || !document) return [];
	let { errors, error, error_description, details, message } = document;
	return Array.isArray(errors) ? errors.slice(0, 5).map(errorText).filter((text) => text !== "") : [error, error_description ?? details ?? message].filter((text) => typeof text == "string");
}
function errorText(error) {
	if (typeof error != "object" || !error) return "";
	let { code, message } = error;
	return [code, message].filter((text) => typeof text == "string" && text !== "").join(": ");
}
export { wordsOf as i, failedAt as n, refusedBy as r, cancelled as t };
