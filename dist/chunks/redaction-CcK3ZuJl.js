const hidden = "[hidden]", secretLike = /pass(word|wd|phrase)?$|secret|token|credential|authorization|cookie|(api|access|private|signing)[-_]?key|^key$/i, secretHolders = /* @__PURE__ */ new Set([
	"env",
	"headers",
	"oauth"
]), placeholdersOnly = /^(\$\{SECRET:[A-Za-z_][A-Za-z0-9_]*\}|Bearer |Basic |[\s:])*$/, flag = /^(--?[\w-]*(?:token|secret|password|key|credential|auth)[\w-]*)(=)(.*)$/is, flagAlone = /^--?[\w-]*(?:token|secret|password|key|credential|auth)[\w-]*$/i;
/**
* A copy of a config value that can be shown: by where a string stands, not by what it looks like. Strings under
* `env`, `headers`, `oauth` and secret-like keys, values of secret-like flags, and the credentials and query of URLs are
* hidden. A placeholder is no secret and stays.
*/
function redact(value) {
	return copy(value, !1);
}
function copy(value, hide) {
	if (typeof value == "string") return hide ? hideString(value) : redactText(value);
	if (Array.isArray(value)) return copyList(value, hide);
	if (typeof value != "object" || !value) return hide && value !== null ? hidden : value;
	let entries = Object.entries(value).map(([key, item]) => [key, copy(item, hide || secretLike.test(key) || secretHolders.has(key) && typeof item == "object")]);
	return Object.fromEntries(entries);
}
/** In a list, a flag such as `--token` hides what follows it. */
function copyList(list, hide) {
	return list.map((item, index) => {
		let before = list[index - 1];
		return copy(item, hide || typeof before == "string" && flagAlone.test(before));
	});
}
function hideString(text) {
	return placeholdersOnly.test(text) ? text : hidden;
}
function redactText(text) {
	let match = flag.exec(text);
	return match ? `${match[1]}=${hideString(match[3])}` : redactUrls(text);
}
/** Any URL in a text without its user, password, query and fragment, except for placeholders. */
function redactUrls(text) {
	return text.replace(/\b([a-z][a-z0-9+.-]*:\/\/)([^\s/?#]*@)?([^\s?#]*)([?#]\S*)?/gi, (_, scheme, user, rest, tail) => `${scheme}${user === void 0 ? "" : `${hideString(user.slice(0, -1))}@`}${rest}${tail === void 0 ? "" : `${tail[0]}${hidden}`}`);
}
export { redact as t };
