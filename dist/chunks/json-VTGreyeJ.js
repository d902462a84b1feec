import { a as printParseErrorCode, i as parseTree, n as findNodeAtLocation, t as createScanner } from "./main-y8mc8xdw.js";
import { n as lineAt, t as documentFault } from "./document-XTbQKJdL.js";
import { r as readText } from "./text-C2QxcQzC.js";
/** {@link parseJson} of a file's text. */
function readJsonDocument(file, options) {
	let name = options?.name ?? file;
	return parseJson(readText(file, name), name, options);
}
/**
* Strict JSON (RFC 8259): no trailing commas, no duplicate keys, no `__proto__` keys, bounded depth.
* @param name what messages call the text
* @throws {IdentikitError} `DOCUMENT_INVALID` with the line
*/
function parseJson(text, name, options = {}) {
	let json = options.comments === "whole-line" ? blankComments(text) : text;
	checkDepth(json, name);
	let errors = [], root = parseTree(json, errors, {
		disallowComments: !0,
		allowTrailingComma: !1
	}), [error] = errors;
	if (error || !root) {
		let line = lineAt(text, error?.offset ?? 0), what = error ? printParseErrorCode(error.error).replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase() : "is empty";
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
	let scanner = createScanner(json, !0), depth = 0;
	for (let token = scanner.scan(); token !== 17; token = scanner.scan()) if (token === 1 || token === 3 ? depth++ : (token === 2 || token === 4) && depth--, depth > 100) {
		let line = lineAt(json, scanner.getTokenOffset());
		throw documentFault("DOCUMENT_INVALID", {
			file: name,
			line
		}, "nested deeper than 100 levels", "Flatten it.");
	}
}
function toValue(node, source) {
	if (node.type === "array") return (node.children ?? []).map((item) => toValue(item, source));
	if (node.type !== "object") return node.value;
	let value = {};
	for (let property of node.children ?? []) {
		let [key, child] = property.children, at = {
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
		let node = findNodeAtLocation(root, path.slice(0, length));
		if (node) return node.parent?.type === "property" ? node.parent.offset : node.offset;
	}
	return root.offset;
}
export { readJsonDocument as n, parseJson as t };
