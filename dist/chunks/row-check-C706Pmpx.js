import { r as showPath } from "./document-XTbQKJdL.js";
import { a as boolean, g as string } from "./zod-BjridcMG.js";
import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
import { a as pluginNamePattern, c as findPlaceholders, n as marketplaceShape, r as mcpServerShape } from "./client-shapes-Ch7m6hYI.js";
import { n as isSecretName } from "./secret-name-BOd28EES.js";
import { o as unsafeReason } from "./path-BaLveIPn.js";
import { n as skillShape, o as rowName, r as skillTree, t as maxSkillBytes } from "./skill-value-G9KkPJks.js";
import { r as systemPromptKey } from "./tables-6EGMOOWa.js";
/** The largest value of a row, in characters. */
const maxValueLength = 2 * maxSkillBytes, [rememberedValues, rememberedLength] = [4e3, 512], secretFields = /* @__PURE__ */ new Set([
	"env",
	"headers",
	"url",
	"args"
]), values = {
	plugin_binding: boolean(),
	plugin_marketplace: marketplaceShape,
	mcp_server: mcpServerShape,
	skill: skillShape,
	system_prompt: string().max(1048576)
};
/**
* Checks rows of configuration before they are written: what would make the agent client drop its file, what no secret
* could be filled into, what could not be laid out as files. Values that were found good are remembered, since a fleet
* repeats itself.
*/
var RowChecker = class {
	#good = /* @__PURE__ */ new Map();
	/**
	* @throws {IdentikitError} `ROW_INVALID` naming the row and what is wrong, never showing a value
	*/
	check(shape, cells) {
		let problem = this.#problemOf(shape, cells);
		if (problem !== void 0) throw invalidRow(shape, cells, problem);
	}
	#problemOf(shape, cells) {
		if (shape.name === "secret") return secretProblem(cells);
		let raw = shape.columns.at(-1) === "value" ? cells.at(-1) : void 0;
		if (raw === void 0) return;
		let scoped = shape.key.length === 3, key = cells[shape.key.length - 1], enabled = !scoped || cells[3] === !0;
		if (scoped) {
			let problem = keyProblem(shape.name, key);
			if (problem !== void 0) return problem;
		}
		let good = this.#goodOf(shape.name);
		if (enabled && good.has(raw)) return;
		let problem = valueProblem(shape.name, raw, scoped, enabled);
		return enabled && problem === void 0 && raw.length < rememberedLength && good.size < rememberedValues && good.add(Buffer.from(raw).toString()), problem;
	}
	#goodOf(table) {
		let there = this.#good.get(table);
		if (there) return there;
		let made = /* @__PURE__ */ new Set();
		return this.#good.set(table, made), made;
	}
};
/** @param problem what is wrong, to follow the row's name; it shows no value */
function invalidRow(shape, cells, problem, cause) {
	return new IdentikitError("ROW_INVALID", `${rowName(shape, cells)}: ${problem}`, {
		remedy: "Change the row where it is written; nothing was kept.",
		cause
	});
}
function keyProblem(table, key) {
	if (table === "plugin_binding" && !pluginNamePattern.test(key)) return "the key is not <plugin>@<marketplace>";
	if (table === "system_prompt" && key !== "system") return `the key is not "${systemPromptKey}"`;
	if (table !== "skill") return;
	let reason = key.includes("/") ? "has a slash" : unsafeReason(key);
	return reason === void 0 ? void 0 : `the key ${reason}`;
}
function valueProblem(table, raw, scoped, enabled) {
	if (raw.length > maxValueLength) return `the value is longer than ${maxValueLength} characters`;
	let value;
	try {
		value = JSON.parse(raw);
	} catch {
		return "the value is not JSON";
	}
	if (/[\n\r]/.test(raw)) return "the value is not on one line";
	if (/\d{16}/.test(raw) && losesDigits(raw)) return "the value holds a number that is too long to be kept exactly";
	if (!scoped || !enabled && value === null) return;
	let result = values[table].safeParse(value);
	return result.success ? table === "skill" ? treeProblem(value) : table === "system_prompt" ? void 0 : placeholderProblem(table, value, raw) : issueText(result.error);
}
function issueText(error) {
	let [issue] = error.issues, path = issue.path.map((part) => typeof part == "symbol" ? String(part) : part);
	return path.length === 0 ? issue.message : `${showPath(path)}: ${issue.message}`;
}
function treeProblem(value) {
	try {
		return skillTree(value, "the skill").byteLength > 4194304 ? `the skill is larger than ${maxSkillBytes} bytes` : void 0;
	} catch (cause) {
		return cause.message;
	}
}
/** A placeholder that is malformed, or of a name that is reserved. */
const oddPlaceholder = /\$\{SECRET:(?:(?![a-z_][a-z0-9_]{0,127}\})|KEYS)/i;
function placeholderProblem(table, value, raw) {
	let plain = !raw.includes("\\u");
	if (!plain || raw.includes("${SECRET:")) try {
		plain && oddPlaceholder.test(raw) && findPlaceholders(raw, "value");
		for (let [field, item] of Object.entries(value)) {
			let allowed = table === "mcp_server" && secretFields.has(field);
			if (plain && allowed) continue;
			let [misplaced] = findPlaceholders(item, field);
			if (misplaced && !allowed) return `${showPath([field, ...misplaced.path])}: no secret is filled in there`;
		}
		return;
	} catch (cause) {
		return cause.message;
	}
}
/** True where reading a number and writing it again gives another number. */
function losesDigits(raw) {
	let lost = !1;
	return JSON.parse(raw, (_, value, context) => {
		let source = context?.source;
		return typeof value == "number" && source !== void 0 && /^-?\d+$/.test(source) && (lost ||= BigInt(source) !== BigInt(Number.isFinite(value) ? value : 0)), value;
	}), lost;
}
const base64Of = (bytes) => RegExp(`^[A-Za-z0-9+/]{${Math.ceil(bytes * 4 / 3)}}={${(3 - bytes % 3) % 3}}$`), [nonceShape, tagShape, anyBase64] = [
	base64Of(12),
	base64Of(16),
	/^[A-Za-z0-9+/]+={0,2}$/
];
function secretProblem([name = "", version = "", keyId = "", nonce = "", ciphertext = "", tag = ""]) {
	return isSecretName(name) ? /^\d{1,15}\.[0-9a-f]{16}$/.test(version) ? /^[A-Za-z0-9._-]{1,64}$/.test(keyId) ? !nonceShape.test(nonce) || !tagShape.test(tag) ? "the nonce or tag does not have its length" : anyBase64.test(ciphertext) ? void 0 : "the ciphertext is not base64" : "the key id is malformed" : "the version is malformed" : "the name is not one that a secret may have";
}
export { invalidRow as n, RowChecker as t };
