import { require_dist } from "../vendor/yaml.js";
import { readText, soundDocument, syntaxProblems } from "./document.js";
// src/document/yaml.ts
var import_dist = require_dist();
function readYamlDocument(file, name = file) {
	return parseYaml(readText(file, name), name);
}
function parseYaml(text, name) {
	return soundDocument(examineYaml(text, name), name);
}
function examineYaml(text, name) {
	const lines = new import_dist.LineCounter();
	return readingOf((0, import_dist.parseDocument)(text, {
		...strict,
		lineCounter: lines
	}), {
		text,
		name,
		lines
	});
}
function examineYamlStream(text, name) {
	const lines = new import_dist.LineCounter();
	const documents = (0, import_dist.parseAllDocuments)(text, {
		...strict,
		lineCounter: lines
	});
	if (!Array.isArray(documents)) return [];
	return documents.filter(({ contents, errors }) => errors.length > 0 || !(contents === null || isEmptyScalar(contents))).map((document) => readingOf(document, {
		text,
		name,
		lines
	}));
}
const strict = {
	prettyErrors: false,
	uniqueKeys: true,
	schema: "core"
};
function isEmptyScalar(node) {
	return (0, import_dist.isScalar)(node) && node.value === null && (node.source ?? "") === "";
}
function readingOf(document, { text, name, lines }) {
	const placeOfOffset = (offset) => {
		const { line, col } = lines.linePos(offset);
		return {
			line: Math.max(1, line),
			column: Math.max(1, col)
		};
	};
	const all = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
	const twice = all.filter(({ code }) => code === "DUPLICATE_KEY");
	const syntax = all.filter(({ code }) => code !== "DUPLICATE_KEY");
	const problems = twice.map((error) => ({
		...placeOfOffset(error.pos[0]),
		problem: `the key ${JSON.stringify(keyAt(text, error.pos[0]))} stands twice`,
		remedy: "Remove one of the two."
	}));
	if (syntax.length > 0) {
		const wrong = syntax.map((error) => ({
			...placeOfOffset(error.pos[0]),
			...wordsOf(error)
		}));
		return { problems: [...syntaxProblems(wrong), ...problems] };
	}
	(0, import_dist.visit)(document, (_, node) => {
		const problem = nodeProblem(node);
		if (problem) problems.push({
			...placeOfOffset(problem.offset),
			...problem.said
		});
		return problem?.said.problem === "aliases are not allowed" ? import_dist.visit.BREAK : void 0;
	});
	if (problems.some(({ problem }) => problem === "aliases are not allowed")) return { problems };
	const placeOf = (path, part = "key") => placeOfOffset(offsetOf(document.contents, path, part));
	return {
		document: {
			file: name,
			value: document.toJS(),
			placeOf,
			lineOf: (path) => placeOf(path).line
		},
		problems: problems.sort((a, b) => a.line - b.line || a.column - b.column)
	};
}
const aliasProblem = "aliases are not allowed";
function wordsOf({ code, message }) {
	if (code === "TAB_AS_INDENT") return {
		problem: "not valid YAML: a tab is in the indentation",
		remedy: "Indent with spaces."
	};
	return {
		problem: `not valid YAML: ${message}`,
		remedy: "Fix the syntax here."
	};
}
function nodeProblem(node) {
	if ((0, import_dist.isAlias)(node)) return {
		offset: node.range?.[0] ?? 0,
		said: {
			problem: aliasProblem,
			remedy: "Write the value out."
		}
	};
	if ((0, import_dist.isPair)(node) && (0, import_dist.isNode)(node.key) && String(node.key) === "__proto__") return {
		offset: node.key.range?.[0] ?? 0,
		said: {
			problem: "the key \"__proto__\" is not allowed",
			remedy: "Give it another name."
		}
	};
}
function keyAt(text, offset) {
	const [written = ""] = /^[^\n]*?(?=\s*:(?:\s|$)|\n|$)/.exec(text.slice(offset, offset + 200)) ?? [];
	return written.replace(/^(["'])(.*)\1$/, "$2");
}
function offsetOf(root, path, part) {
	let offset = root?.range?.[0] ?? 0;
	let node = root;
	for (const [index, step] of path.entries()) {
		const { key, value } = entryAt(node, step);
		if (key) offset = key.range?.[0] ?? offset;
		if (!(0, import_dist.isNode)(value) || key && part === "key" && index === path.length - 1) return offset;
		offset = value.range?.[0] ?? offset;
		node = value;
	}
	return offset;
}
function entryAt(node, step) {
	if ((0, import_dist.isSeq)(node) && typeof step === "number") return { value: node.items[step] };
	const pair = (0, import_dist.isMap)(node) ? node.items.find(({ key }) => (0, import_dist.isScalar)(key) && String(key.value) === String(step)) : void 0;
	return pair && (0, import_dist.isNode)(pair.key) ? {
		key: pair.key,
		value: pair.value
	} : {};
}
export { aliasProblem, examineYaml, examineYamlStream, parseYaml, readYamlDocument };
