import { shortened } from "../start/faces.js";
import { differingLines, firstLines } from "./tree-with-diff.js";
// src/agents/run-bundle/patch-differences.ts
const keptBefore = {
	file: 131072,
	all: 4194304
};
const budget = {
	bytes: 1048576,
	slow: 3
};
const most = {
	edits: 1e3,
	length: 2e3
};
async function patchDifferences({ changes }, options) {
	const left = { ...budget };
	const files = [];
	for (const change of changes.slice(0, options.most.files)) files.push({
		path: change.path,
		change: wordOf(change),
		...await differenceOf(change, options, left)
	});
	return {
		files,
		more: changes.length - files.length
	};
}
function wordOf({ before, after }) {
	if (!after) return "removed";
	return before ? "changed" : "added";
}
async function differenceOf(change, options, left) {
	const { before, after } = change;
	const note = before && after && before.mode !== after.mode ? { note: `Its mode was ${before.mode} and is ${after.mode}.` } : {};
	if (before?.digest === after?.digest) return {
		lines: [],
		note: "It was a link or a submodule.",
		...note
	};
	const obstacle = obstacleOf(change, options, left);
	if (obstacle !== void 0) return {
		lines: [],
		note: obstacle
	};
	const [was, is] = [await textOf(options, before), await textOf(options, after)];
	if (was === "binary" || is === "binary") return {
		lines: [],
		note: `It is binary: ${sizesOf(change)}.`
	};
	if (is === void 0) return {
		lines: [],
		note: "Its content is not here."
	};
	if (was === void 0) return {
		lines: [],
		note: "What it was before is not kept.",
		...after ? { text: is.text } : {}
	};
	const lines = firstLines(linesOf(was.text, is.text, left), options.most.lines);
	return {
		lines,
		...lines.length === 0 ? { note: "It is empty." } : {},
		...note
	};
}
function obstacleOf(change, { suspectedSecrets }, left) {
	if (suspectedSecrets > 0) return "Something in the patch looks like a credential, so no text of it is shown.";
	const bytes = [change.before?.bytes ?? 0, change.after?.bytes ?? 0];
	if (Math.max(...bytes) > keptBefore.file) return `It is too long to be compared here: ${sizesOf(change)}.`;
	left.bytes -= bytes.reduce((sum, each) => sum + each);
	return left.bytes < 0 ? "It is not compared here: the files before it are long enough." : void 0;
}
function sizesOf({ before, after }) {
	return `it had ${before?.bytes ?? 0} bytes and has ${after?.bytes ?? 0}`;
}
function linesOf(before, after, left) {
	const found = left.slow > 0 ? differingLines(before, after, most) : void 0;
	if (found) return found;
	left.slow--;
	const [was, is] = [wholeLines(before), wholeLines(after)];
	return [
		`@@ -${was.length === 0 ? 0 : 1},${was.length} +${is.length === 0 ? 0 : 1},${is.length} @@`,
		...was.map((line) => shortened(`-${line}`, most.length)),
		...is.map((line) => shortened(`+${line}`, most.length))
	];
}
function wholeLines(text) {
	return text === "" ? [] : text.replace(/\n$/, "").split("\n");
}
async function textOf({ read }, side) {
	if (!side) return { text: "" };
	const bytes = await read(side.digest);
	if (!bytes) return void 0;
	if (bytes.includes(0)) return "binary";
	try {
		return { text: new TextDecoder("utf-8", {
			fatal: true,
			ignoreBOM: true
		}).decode(bytes) };
	} catch {
		return "binary";
	}
}
export { keptBefore, patchDifferences };
