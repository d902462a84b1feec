import { structuredPatch } from "../vendor/diff.js";
import { shortened } from "../start/faces.js";
// src/tree/text-difference.ts
const maxLength = 524288;
const maxEdits = 4e3;
const lineLength = 200;
function textDifference(before, after, most = 40) {
	if (before === after) return [];
	if (before.length + after.length > maxLength) return ["(too long to compare line by line)"];
	const lines = differingLines(before, after, {
		edits: maxEdits,
		length: lineLength
	});
	return lines ? firstLines(lines, most) : ["(too different to compare line by line)"];
}
function differingLines(before, after, most) {
	const options = {
		context: 2,
		maxEditLength: most.edits
	};
	return structuredPatch("", "", before, after, void 0, void 0, options)?.hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines: own }) => [`@@ -${rangeOf(oldStart, oldLines)} +${rangeOf(newStart, newLines)} @@`, ...own.map((line) => shortened(line, most.length))]);
}
function rangeOf(start, lines) {
	return `${lines === 0 ? start - 1 : start},${lines}`;
}
function firstLines(lines, most) {
	const more = lines.length - most;
	return more > 0 ? [...lines.slice(0, most), `(and ${more} more lines)`] : [...lines];
}
export { differingLines, firstLines, textDifference };
