import { IdentikitError } from "../start/faces.js";
import { certain, suggestion } from "./fault.js";
import { fileFault } from "./tree.js";
import { createScanner, findNodeAtLocation, parseTree, printParseErrorCode } from "../vendor/jsonc-parser.js";
import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
// src/document/document.ts
/** A fault that names file and line. */
function documentFault(code, at, problem, remedy, cause) {
	return new IdentikitError(code, `${at.file}:${at.line}: ${problem}`, {
		remedy,
		cause,
		location: at
	});
}
/** A path as people write it: `workspace_templates[1].ref`. */
function showPath(path) {
	return path.map((part, index) => typeof part === "number" ? `[${part}]` : index === 0 ? part : `.${part}`).join("");
}
/** The 1-based line of an offset in a text. */
function lineAt(text, offset) {
	let line = 1;
	for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", at + 1)) line++;
	return line;
}
// src/document/known-keys.ts
/** The keys that a schema knows for the object at a path; none where the path leads to no object. */
function knownKeys(schema, path) {
	const [part, ...rest] = path;
	const { def } = schema._zod;
	switch (def.type) {
		case "object":
			if (part === void 0) return Object.keys(def.shape);
			return Object.hasOwn(def.shape, part) ? knownKeys(def.shape[part], rest) : [];
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
// src/document/mistake.ts
/** The first thing that is wrong, for the person who has the file open. */
function mistakeOf(error, value, schema) {
	const [first, ...others] = error.issues;
	const issue = others.find(({ code }) => code === "unrecognized_keys") ?? certain(first);
	const path = issue.path.map((part) => typeof part === "symbol" ? String(part) : part);
	if (issue.code === "unrecognized_keys") return unknownKey([...path, issue.keys[0] ?? ""], schema);
	const given = valueAt(value, path);
	const allowed = allowedBy(issue);
	const words = allowed.map((word) => JSON.stringify(word)).join(", ");
	if (given === void 0 && path.length > 0) {
		const remedy = words === "" ? "Add it." : `Add it; allowed: ${words}.`;
		return {
			path,
			problem: `${showPath(path)} is missing`,
			remedy
		};
	}
	if (typeof given === "string" && words !== "") return {
		path,
		problem: `${showPath(path)} is ${JSON.stringify(given)}${suggestion(given, allowed.map(String))}`,
		remedy: `Allowed: ${words}.`
	};
	const message = issue.message.replace(/^Invalid input: /, "");
	return {
		path,
		problem: path.length === 0 ? message : `${showPath(path)}: ${message}`,
		remedy: "Mend this value."
	};
}
function unknownKey(path, schema) {
	const known = knownKeys(schema, path.slice(0, -1));
	return {
		path,
		problem: `unknown key ${JSON.stringify(showPath(path))}${suggestion(String(path.at(-1)), known)}`,
		remedy: known.length === 0 ? "Remove it." : `Rename or remove it; known here: ${known.join(", ")}.`
	};
}
/** The values that an enumeration or the key which tells a union's members apart may have. */
function allowedBy(issue) {
	if (issue.code === "invalid_value") return issue.values;
	return issue.code === "invalid_union" && "options" in issue ? issue.options : [];
}
function valueAt(value, path) {
	return path.reduce((at, part) => typeof at === "object" && at !== null ? Reflect.get(at, part) : void 0, value);
}
// src/document/check.ts
/**
* A document as a typed value.
* @throws {IdentikitError} the given code, naming file, line and key of the first thing that is wrong
*/
function checkDocument(document, schema, code) {
	const result = schema.safeParse(document.value);
	if (result.success) return result.data;
	const { path, problem, remedy } = mistakeOf(result.error, document.value, schema);
	throw documentFault(code, {
		file: document.file,
		line: document.lineOf(path)
	}, problem, remedy);
}
// src/document/text.ts
/** The largest document that is read, in bytes. */
const maxDocumentBytes = 8388608;
/**
* Reads a text file: UTF-8, with or without a byte order mark, bounded.
* @param file the path to read
* @param name what messages call it; the path, if left out
* @throws {IdentikitError} `FILE_UNREADABLE`; `DOCUMENT_INVALID` for bytes that are not UTF-8
*/
function readText(file, name = file) {
	return decodeText(readBytes(file, name), name);
}
/**
* UTF-8 bytes as text, without a byte order mark.
* @throws {IdentikitError} `DOCUMENT_INVALID` for bytes that are not UTF-8
*/
function decodeText(bytes, name) {
	try {
		return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
	} catch (cause) {
		throw new IdentikitError("DOCUMENT_INVALID", `${name} is not UTF-8 text`, {
			remedy: "Save the file as UTF-8.",
			cause,
			location: { file: name }
		});
	}
}
function readBytes(file, name) {
	let descriptor;
	try {
		descriptor = openSync(file, "r");
		const { size } = fstatSync(descriptor);
		if (size > 8388608) throw tooLarge(name);
		return readFileSync(descriptor);
	} catch (cause) {
		throw fileFault("FILE_UNREADABLE", name, cause);
	} finally {
		if (descriptor !== void 0) closeSync(descriptor);
	}
}
function tooLarge(name) {
	return new IdentikitError("FILE_UNREADABLE", `${name} is larger than ${maxDocumentBytes} bytes`, { remedy: "Check that this is the file that was meant." });
}
// src/document/json.ts
/** The deepest nesting that is read. */
const maxDepth = 100;
/** {@link parseJson} of a file's text. */
function readJsonDocument(file, options) {
	const name = options?.name ?? file;
	return parseJson(readText(file, name), name, options);
}
/**
* Strict JSON (RFC 8259): no trailing commas, no duplicate keys, no `__proto__` keys, bounded depth.
* @param name what messages call the text
* @throws {IdentikitError} `DOCUMENT_INVALID` with the line
*/
function parseJson(text, name, options = {}) {
	const json = options.comments === "whole-line" ? blankComments(text) : text;
	checkDepth(json, name);
	const errors = [];
	const root = parseTree(json, errors, {
		disallowComments: true,
		allowTrailingComma: false
	});
	const [error] = errors;
	if (error || !root) {
		const line = lineAt(text, error?.offset ?? 0);
		const what = error ? printParseErrorCode(error.error).replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase() : "is empty";
		throw documentFault("DOCUMENT_INVALID", {
			file: name,
			line
		}, `not valid JSON: ${what}`, "Mend the syntax at this line.");
	}
	return {
		file: name,
		value: toValue(root, {
			name,
			text
		}),
		lineOf: (path) => lineAt(text, offsetOf(root, path))
	};
}
/** Comments become spaces, so that every offset stays what it was. A JSON string cannot span lines. */
function blankComments(text) {
	return text.replace(/^[ \t]*\/\/.*$/gm, (line) => " ".repeat(line.length));
}
/** Asked before parsing, since the parser recurses. */
function checkDepth(json, name) {
	const scanner = createScanner(json, true);
	let depth = 0;
	for (let token = scanner.scan(); token !== 17; token = scanner.scan()) {
		if (token === 1 || token === 3) depth++;
		else if (token === 2 || token === 4) depth--;
		if (depth > maxDepth) throw documentFault("DOCUMENT_INVALID", {
			file: name,
			line: lineAt(json, scanner.getTokenOffset())
		}, `nested deeper than ${maxDepth} levels`, "Flatten it.");
	}
}
function toValue(node, source) {
	if (node.type === "array") return (node.children ?? []).map((item) => toValue(item, source));
	if (node.type !== "object") return node.value;
	const value = {};
	for (const property of node.children ?? []) {
		const [key, child] = property.children;
		const at = {
			file: source.name,
			line: lineAt(source.text, key.offset)
		};
		if (key.value === "__proto__") throw documentFault("DOCUMENT_INVALID", at, "the key \"__proto__\" is not allowed", "Give it another name.");
		if (Object.hasOwn(value, key.value)) throw documentFault("DOCUMENT_INVALID", at, `the key ${JSON.stringify(key.value)} stands twice`, "Remove one of the two.");
		value[key.value] = toValue(child, source);
	}
	return value;
}
function offsetOf(root, path) {
	for (let length = path.length; length > 0; length--) {
		const node = findNodeAtLocation(root, path.slice(0, length));
		if (node) return node.parent?.type === "property" ? node.parent.offset : node.offset;
	}
	return root.offset;
}
export { checkDocument, decodeText, documentFault, parseJson, readJsonDocument, readText, showPath };
