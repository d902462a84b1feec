import { IdentikitError, nearest, suggestion } from "../start/faces.js";
import { certain } from "./fault.js";
import { fileFault } from "./tree.js";
import { string } from "../vendor/zod.js";
import { createScanner, findNodeAtLocation, parseTree, printParseErrorCode } from "../vendor/jsonc-parser.js";
import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import { isUtf8 } from "node:buffer";
// src/document/document.ts
function pathOf({ path }) {
	return path.map((part) => typeof part === "symbol" ? String(part) : part);
}
const mostSyntaxProblems = 10;
function syntaxProblems(all) {
	const byLine = new Map();
	for (const problem of [...all].sort((a, b) => a.line - b.line || a.column - b.column)) if (!byLine.has(problem.line)) byLine.set(problem.line, problem);
	return [...byLine.values()].slice(0, mostSyntaxProblems).map((problem, at) => ({
		...problem,
		remedy: at === 0 ? problem.remedy : `${problem.remedy} It may follow from the mistake before it.`
	}));
}
function soundDocument({ document, problems }, file) {
	const [first] = problems;
	if (document && !first) return document;
	const { line = 1, column = 1, problem = "is empty", remedy = "Write its content." } = first ?? {};
	throw documentFault("DOCUMENT_INVALID", {
		file,
		line,
		column
	}, problem, remedy);
}
function documentFault(code, at, problem, remedy, cause) {
	return new IdentikitError(code, `${at.file}:${at.line}: ${problem}`, {
		remedy,
		cause,
		location: at
	});
}
function showPath(path) {
	return path.map((part, index) => typeof part === "number" ? `[${part}]` : index === 0 ? part : `.${part}`).join("");
}
function placeAt(text, offset) {
	let line = 1;
	let start = 0;
	for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", at + 1)) {
		line++;
		start = at + 1;
	}
	return {
		line,
		column: Math.max(1, offset - start + 1)
	};
}
// src/document/known-keys.ts
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
function mistakesIn(document, schema) {
	const result = schema.safeParse(document.value);
	if (result.success) return [];
	return mistakesOf(result.error, document.value, schema).map((mistake) => ({
		...mistake,
		...document.placeOf(mistake.path, mistake.part)
	})).sort((a, b) => a.line - b.line || a.column - b.column);
}
function mistakesOf(error, value, schema) {
	const issues = error.issues.map((issue) => ({
		issue,
		path: pathOf(issue)
	}));
	const unknown = issues.flatMap(({ issue, path }) => issue.code === "unrecognized_keys" ? issue.keys.map((key) => unknownKey([...path, key], schema)) : []);
	const others = issues.flatMap(({ issue, path }) => issue.code === "unrecognized_keys" ? [] : [mistakeOf(issue, path, value)]);
	const meant = new Set(unknown.flatMap(({ path }) => {
		const beside = knownKeys(schema, path.slice(0, -1));
		const word = nearest(String(path.at(-1)), beside);
		return word === void 0 ? [] : [showPath([...path.slice(0, -1), word])];
	}));
	return [...unknown, ...others.filter(({ path }) => valueAt(value, path) !== void 0 || !meant.has(showPath(path)))];
}
function mistakeOf(issue, path, value) {
	const given = valueAt(value, path);
	const allowed = allowedBy(issue);
	const words = allowed.map((word) => JSON.stringify(word)).join(", ");
	const message = issue.message.replace(/^Invalid input: /, "");
	const expected = words === "" ? message.replace(/^expected (.*?), received .*$/, "$1") : words;
	if (given === void 0 && path.length > 0) {
		const remedy = words === "" ? "Add it." : `Add it; allowed: ${words}.`;
		return {
			path,
			part: "value",
			problem: `${showPath(path)} is missing`,
			remedy,
			expected
		};
	}
	if (typeof given === "string" && words !== "") return {
		path,
		part: "value",
		problem: `${showPath(path)} is ${JSON.stringify(given)}${suggestion(given, allowed.map(String))}`,
		remedy: `Allowed: ${words}.`,
		expected
	};
	return {
		path,
		part: "value",
		problem: path.length === 0 ? message : `${showPath(path)}: ${message}`,
		remedy: "Fix this value.",
		expected
	};
}
function unknownKey(path, schema) {
	const known = knownKeys(schema, path.slice(0, -1));
	return {
		path,
		part: "key",
		problem: `unknown key ${JSON.stringify(showPath(path))}${suggestion(String(path.at(-1)), known)}`,
		remedy: known.length === 0 ? "Remove it." : `Rename or remove it; known here: ${known.join(", ")}.`,
		expected: known.length === 0 ? null : known.join(", ")
	};
}
function allowedBy(issue) {
	if (issue.code === "invalid_value") return issue.values;
	return issue.code === "invalid_union" && "options" in issue ? issue.options : [];
}
function valueAt(value, path) {
	return path.reduce((at, part) => typeof at === "object" && at !== null ? Reflect.get(at, part) : void 0, value);
}
// src/document/check.ts
function checkDocument(document, schema, code) {
	const result = schema.safeParse(document.value);
	if (result.success) return result.data;
	const [first] = mistakesOf(result.error, document.value, schema);
	const { path, problem, remedy } = certain(first);
	throw documentFault(code, {
		file: document.file,
		line: document.lineOf(path)
	}, problem, remedy);
}
// src/document/text.ts
const maxDocumentBytes = 8388608;
function readText(file, name = file) {
	return decodeText(readBytes(file, name), name);
}
function decodeText(bytes, name) {
	try {
		return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
	} catch (cause) {
		const line = brokenLine(bytes);
		throw new IdentikitError("DOCUMENT_INVALID", `${name} is not UTF-8 text (line ${line})`, {
			remedy: "Save the file as UTF-8.",
			cause,
			location: {
				file: name,
				line
			}
		});
	}
}
function brokenLine(bytes) {
	let line = 1;
	for (let start = 0; start < bytes.length; line++) {
		const feed = bytes.indexOf(10, start);
		const end = feed === -1 ? bytes.length : feed;
		if (!isUtf8(bytes.subarray(start, end))) return line;
		start = end + 1;
	}
	return line;
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
	return new IdentikitError("FILE_UNREADABLE", `${name} is larger than ${maxDocumentBytes} bytes`, {
		location: { file: name },
		remedy: "Check that this is the file that was meant."
	});
}
// src/document/json.ts
const maxDepth$1 = 100;
function readJsonDocument(file, options) {
	const name = options?.name ?? file;
	return parseJson(readText(file, name), name, options);
}
function parseJson(text, name, options = {}) {
	return soundDocument(examineJson(text, name, options), name);
}
function examineJson(text, name, options = {}) {
	const json = options.comments === "whole-line" ? blankComments(text) : text;
	const tooDeep = depthProblem(json);
	if (tooDeep) return { problems: [tooDeep] };
	const errors = [];
	const root = parseTree(json, errors, {
		disallowComments: true,
		allowTrailingComma: false
	});
	if (errors.length > 0 || !root) return { problems: syntaxProblems((root ? errors : [errors[0]]).map((error) => syntaxProblem(text, error))) };
	const problems = [];
	const value = toValue(root, {
		text,
		problems
	});
	const placeOf = (path, part = "key") => placeAt(text, offsetOf(root, path, part));
	return {
		document: {
			file: name,
			value,
			placeOf,
			lineOf: (path) => placeOf(path).line
		},
		problems
	};
}
function syntaxProblem(text, error) {
	const place = placeAt(text, error?.offset ?? 0);
	const what = error ? printParseErrorCode(error.error).replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase() : "is empty";
	const problem = `not valid JSON at column ${place.column}: ${what}`;
	return {
		...place,
		problem,
		remedy: "Fix the syntax here, or at the end of the line before."
	};
}
function blankComments(text) {
	return text.replace(/^[ \t]*\/\/.*$/gm, (line) => " ".repeat(line.length));
}
function depthProblem(json) {
	const scanner = createScanner(json, true);
	let depth = 0;
	for (let token = scanner.scan(); token !== 17; token = scanner.scan()) {
		if (token === 1 || token === 3) depth++;
		else if (token === 2 || token === 4) depth--;
		if (depth > maxDepth$1) {
			const problem = `nested deeper than ${maxDepth$1} levels`;
			return {
				...placeAt(json, scanner.getTokenOffset()),
				problem,
				remedy: "Flatten it."
			};
		}
	}
}
function toValue(node, source) {
	if (node.type === "array") return (node.children ?? []).map((item) => toValue(item, source));
	if (node.type !== "object") return node.value;
	const value = {};
	for (const property of node.children ?? []) {
		const [key, child] = property.children;
		const problem = keyProblem(value, key.value);
		if (problem) source.problems.push({
			...placeAt(source.text, key.offset),
			...problem
		});
		else value[key.value] = toValue(child, source);
	}
	return value;
}
function keyProblem(before, key) {
	if (key === "__proto__") return {
		problem: "the key \"__proto__\" is not allowed",
		remedy: "Give it another name."
	};
	if (!Object.hasOwn(before, key)) return void 0;
	return {
		problem: `the key ${JSON.stringify(key)} stands twice`,
		remedy: "Remove one of the two."
	};
}
function offsetOf(root, path, part) {
	for (let length = path.length; length > 0; length--) {
		const node = findNodeAtLocation(root, path.slice(0, length));
		if (!node) continue;
		return node.parent?.type === "property" && part === "key" && node.parent ? node.parent.offset : node.offset;
	}
	return root.offset;
}
// src/document/relative-path.ts
const relativePath = string().min(1).refine((path) => !path.startsWith("/") && !path.split("/").includes(".."), "must stay inside the repository");
// src/document/canonical-json.ts
const maxDepth = 64;
function canonicalJson(value, depth = 0) {
	if (depth > maxDepth) return "too deep";
	if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item, depth + 1)).join(",")}]`;
	if (value === null || typeof value !== "object") return JSON.stringify(value);
	return `{${Object.entries(value).filter(([, item]) => item !== void 0).sort(([a], [b]) => a < b ? -1 : 1).map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item, depth + 1)}`).join(",")}}`;
}
// src/document/compare-texts.ts
function compareTexts(a, b) {
	return a < b ? -1 : a > b ? 1 : 0;
}
export { brokenLine, canonicalJson, checkDocument, compareTexts, decodeText, documentFault, examineJson, maxDocumentBytes, mistakesIn, mistakesOf, parseJson, pathOf, readJsonDocument, readText, relativePath, showPath, soundDocument, syntaxProblems };
