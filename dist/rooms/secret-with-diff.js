import { textDifference } from "./tree-with-diff.js";
import { hidden, hideText, mayNameSecret, redactText } from "./secret.js";
// src/secret/shown-difference.ts
const maxShownBytes = 262144;
const opening = /^(\s*)(?:- )?["']?([\w.-]+)["']?\s*[:=]\s*(?:[|>][+-]?\d?|[{[])?\s*$/;
const keyStart = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY/;
const keyEnd = /-----END [A-Z0-9 ]*PRIVATE KEY/;
const drawn = /(?<![\w+/=-])(?:[0-9a-f]{32,}|(?=[\w+/=-]*[a-z])(?=[\w+/=-]*[A-Z])(?=[\w+/=-]*\d)[\w+/=-]{24,})/g;
function shownDifference(expected, actual) {
	const [before, after] = [textOf(expected), textOf(actual)];
	if (before === void 0 || after === void 0 || before === after) return {};
	const lines = textDifference(redactLines(before), redactLines(after));
	return { difference: lines.length > 0 ? lines : ["(only in what is not shown)"] };
}
function textOf(bytes) {
	if (!bytes || bytes.length > 262144 || bytes.includes(0)) return void 0;
	try {
		return new TextDecoder("utf-8", {
			fatal: true,
			ignoreBOM: true
		}).decode(bytes);
	} catch {
		return;
	}
}
function redactLines(text) {
	let inKey = false;
	let holds;
	return text.split("\n").map((line) => {
		const startsKey = keyStart.test(line);
		if (inKey || startsKey) {
			inKey = !keyEnd.test(line);
			return hidden;
		}
		const indent = line.search(/\S/);
		if (holds !== void 0 && indent > holds) return hideValue(line);
		if (indent !== -1) holds = opens(line) ? indent : void 0;
		return redactText(line).replace(drawn, hidden);
	}).join("\n");
}
function opens(line) {
	const name = opening.exec(line)?.[2];
	return name !== void 0 && mayNameSecret(name);
}
function hideValue(line) {
	const [name = ""] = /^\s*(?:- )?["']?[\w.-]{1,40}["']?\s*[:=](?=\s)\s*|^\s*/.exec(line) ?? [];
	const value = line.slice(name.length);
	return name + (/^[|>{}[\],]*$/.test(value) ? value : hideText(value));
}
export { maxShownBytes, shownDifference };
