import { structuredPatch } from "../vendor/diff.js";
import { shortened } from "../start/faces.js";
// src/tree/text-difference.ts
const maxLength = 524288;
const maxEdits = 4e3;
const lineLength = 200;
function textDifference(before, after, most = 40) {
	if (before === after) return [];
	if (before.length + after.length > maxLength) return ["(too long to compare line by line)"];
	const patch = structuredPatch("", "", before, after, void 0, void 0, {
		context: 2,
		maxEditLength: maxEdits
	});
	if (!patch) return ["(too different to compare line by line)"];
	const lines = patch.hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines: own }) => [`@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`, ...own.map((line) => shortened(line, lineLength))]);
	const more = lines.length - most;
	return more > 0 ? [...lines.slice(0, most), `(and ${more} more lines)`] : lines;
}
export { textDifference };
