/**
* The candidate that a mistyped word most likely meant, or `undefined` where none is near: at most a third of its
* letters may be wrong (insertions, deletions, replacements, neighbours swapped).
*/
function nearest(word, candidates) {
	let best, least = Math.max(1, Math.floor(word.length / 3)) + 1;
	for (let candidate of candidates) {
		let distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
		distance < least && (least = distance, best = candidate);
	}
	return best;
}
/** `; did you mean "x"?` for a message, or nothing. */
function suggestion(word, candidates) {
	let meant = nearest(word, candidates);
	return meant === void 0 ? "" : `; did you mean ${JSON.stringify(meant)}?`;
}
function editDistance(a, b) {
	let before = [], last = Array.from({ length: b.length + 1 }, (_, j) => j);
	for (let i = 1; i <= a.length; i++) {
		let row = [i];
		for (let j = 1; j <= b.length; j++) {
			let cost = a[i - 1] === b[j - 1] ? 0 : 1;
			row[j] = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost), i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] && (row[j] = Math.min(row[j] ?? 0, (before[j - 2] ?? 0) + 1));
		}
		before = last, last = row;
	}
	return last[b.length] ?? 0;
}
export { suggestion as t };
