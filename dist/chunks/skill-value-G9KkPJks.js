import { F as visible, P as shortened } from "./foundation-QtvXJkSz.js";
import { g as string, h as strictObject, i as base64, l as literal, r as array } from "./zod-BjridcMG.js";
import { t as FileTree } from "./file-tree-CsgLrUn3.js";
/** How people are told which row: `agent ada`, `mcp_server global forge`, `skill instance ada/deploy`. */
function rowName(shape, cells) {
	return `${shape.name} ${keyName(shape.name, cells.slice(0, shape.key.length).map(String))}`;
}
/** The key of a row for people, without its table. */
function keyName(table, key) {
	let parts = key.map((part) => shortened(visible(part), 120));
	if (parts.length !== 3) return parts.join("/");
	let [scope, reference, name] = parts;
	return table === "system_prompt" || reference === "" ? [scope, reference || name].join(" ") : `${scope} ${reference}/${name}`;
}
/** The largest skill, in bytes of its files together. */
const maxSkillBytes = 4194304, skillFile = strictObject({
	path: string().min(1),
	executable: literal(!0).optional(),
	text: string().optional(),
	base64: base64().optional()
}).refine(({ text, base64 }) => text === void 0 != (base64 === void 0), "needs text or base64"), skillShape = array(skillFile).refine((files) => files.some(({ path }) => path === "SKILL.md"), "has no SKILL.md");
/** A skill's files as the value of a row; equal trees give equal values. */
function skillValue(files) {
	let list = [...files].map(({ path, mode, bytes }) => {
		let executable = mode === 493 ? { executable: !0 } : {}, text = asText(bytes);
		return {
			path,
			...executable,
			...text === void 0 ? { base64: Buffer.from(bytes).toString("base64") } : { text }
		};
	});
	return JSON.stringify(list);
}
/**
* The files of a skill's row.
* @param owner the row, for messages
* @throws {IdentikitError} for a path that is unsafe, or two that are one; `ZodError` for another shape
*/
function skillTree(value, owner) {
	let files = skillShape.parse(value).map(({ path, executable, text, base64 }) => ({
		path,
		mode: executable ? 493 : 420,
		bytes: text === void 0 ? Buffer.from(base64, "base64") : Buffer.from(text)
	}));
	return FileTree.of(files, owner);
}
function asText(bytes) {
	try {
		return new TextDecoder("utf-8", {
			fatal: !0,
			ignoreBOM: !0
		}).decode(bytes);
	} catch {
		return;
	}
}
export { keyName as a, skillValue as i, skillShape as n, rowName as o, skillTree as r, maxSkillBytes as t };
