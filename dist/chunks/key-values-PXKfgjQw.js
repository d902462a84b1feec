import { t as IdentikitError } from "./error-CP_nAw3O.js";
/**
* `KEY=VALUE` items as a record; a key may stand once.
* @param option what messages call the items, such as `--label`
* @throws {IdentikitError} `USAGE`
*/
function keyValues(option, items) {
	let values = /* @__PURE__ */ new Map();
	for (let item of items) {
		let at = item.indexOf("=");
		if (at < 1) throw wrong(`${option} ${JSON.stringify(item)} is not KEY=VALUE`);
		let key = item.slice(0, at);
		if (values.has(key)) throw wrong(`${option} gives ${JSON.stringify(key)} twice`);
		values.set(key, item.slice(at + 1));
	}
	return Object.fromEntries(values);
}
function wrong(problem) {
	return new IdentikitError("USAGE", problem, { remedy: "Write it as KEY=VALUE, each key once." });
}
export { keyValues as t };
