import { structuredPatch } from "../vendor/diff.js";
import { shortened } from "../start/faces.js";
// src/tree/text-difference.ts
/** Characters of a text that is still compared line by line; more is a matter for another tool. */
const maxLength = 524288;
/** Lines that may differ before comparing takes too long for what it shows. */
const maxEdits = 4e3;
const lineLength = 200;
/**
* Where two texts differ, as lines of a unified diff without file names: `@@ … @@`, ` same`, `-before`, `+after`. What is secret in
* them must have been hidden before.
* @param most lines at most; one more says how many were left out
*/
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
