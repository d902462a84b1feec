import "./rolldown-runtime-DqgWs3Hx.js";
import { r as showPath, t as documentFault } from "./document-XTbQKJdL.js";
import { M as suggestion } from "./foundation-QtvXJkSz.js";
/** The keys that a schema knows for the object at a path; none where the path leads to no object. */
function knownKeys(schema, path) {
	let [part, ...rest] = path, { def } = schema._zod;
	switch (def.type) {
		case "object": return part === void 0 ? Object.keys(def.shape) : Object.hasOwn(def.shape, part) ? knownKeys(def.shape[part], rest) : [];
		case "array": return part === void 0 ? [] : knownKeys(def.element, rest);
		case "record": return part === void 0 ? [] : knownKeys(def.valueType, rest);
		case "union": return [...new Set(def.options.flatMap((member) => knownKeys(member, path)))];
		case "optional":
		case "nullable":
		case "default":
		case "prefault":
		case "readonly": return knownKeys(def.innerType, path);
		case "pipe": return knownKeys(def.in, path);
		default: return [];
	}
}
/** The first thing that is wrong, for the person who has the file open. */
function mistakeOf(error, value, schema) {
	let [first, ...others] = error.issues, issue = others.find(({ code }) => code === "unrecognized_keys") ?? first, path = issue.path.map((part) => typeof part == "symbol" ? String(part) : part);
	if (issue.code === "unrecognized_keys") return unknownKey([...path, issue.keys[0] ?? ""], schema);
	let given = valueAt(value, path), allowed = allowedBy(issue), words = allowed.map((word) => JSON.stringify(word)).join(", ");
	if (given === void 0 && path.length > 0) {
		let remedy = words === "" ? "Add it." : `Add it; allowed: ${words}.`;
		return {
			path,
			problem: `${showPath(path)} is missing`,
			remedy
		};
	}
	if (typeof given == "string" && words !== "") return {
		path,
		problem: `${showPath(path)} is ${JSON.stringify(given)}${suggestion(given, allowed.map(String))}`,
		remedy: `Allowed: ${words}.`
	};
	let message = issue.message.replace(/^Invalid input: /, "");
	return {
		path,
		problem: path.length === 0 ? message : `${showPath(path)}: ${message}`,
		remedy: "Mend this value."
	};
}
function unknownKey(path, schema) {
	let known = knownKeys(schema, path.slice(0, -1));
	return {
		path,
		problem: `unknown key ${JSON.stringify(showPath(path))}${suggestion(String(path.at(-1)), known)}`,
		remedy: known.length === 0 ? "Remove it." : `Rename or remove it; known here: ${known.join(", ")}.`
	};
}
/** The values that an enumeration or the key which tells a union's members apart may have. */
function allowedBy(issue) {
	return issue.code === "invalid_value" ? issue.values : issue.code === "invalid_union" && "options" in issue ? issue.options : [];
}
function valueAt(value, path) {
	return path.reduce((at, part) => typeof at == "object" && at ? Reflect.get(at, part) : void 0, value);
}
/**
* A document as a typed value.
* @throws {IdentikitError} the given code, naming file, line and key of the first thing that is wrong
*/
function checkDocument(document, schema, code) {
	let result = schema.safeParse(document.value);
	if (result.success) return result.data;
	let { path, problem, remedy } = mistakeOf(result.error, document.value, schema);
	throw documentFault(code, {
		file: document.file,
		line: document.lineOf(path)
	}, problem, remedy);
}
export { checkDocument as t };
