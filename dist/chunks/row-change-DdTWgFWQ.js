import { t as redact } from "./redaction-CcK3ZuJl.js";
import { a as keyName } from "./skill-value-G9KkPJks.js";
/** The change from one row to another of the same key; `undefined` on one side where there is none. */
function changeOf(shape, before, after) {
	let key = (before ?? after ?? []).slice(0, shape.key.length).map(String);
	return {
		kind: before ? after ? "change" : "delete" : "create",
		table: shape.name,
		key: keyName(shape.name, key),
		...before && { before: shown(shape, before) },
		...after && { after: shown(shape, after) }
	};
}
/** What a sealed secret is shown as: which value it is and under which key, and nothing of it. */
const shownOfSecrets = /* @__PURE__ */ new Set(["version", "key_id"]);
function shown(shape, cells) {
	let fields = {};
	for (let [index, column] of shape.columns.entries()) {
		if (shape.key.includes(column) || shape.name === "secret" && !shownOfSecrets.has(column)) continue;
		let cell = cells[index];
		fields[column] = column === "value" ? redact(parsed(cell)) : cell;
	}
	return fields;
}
/** A foreign writer's value may be anything; then nothing of it is shown. */
function parsed(value) {
	try {
		return JSON.parse(value);
	} catch {
		return "[malformed]";
	}
}
export { changeOf as t };
