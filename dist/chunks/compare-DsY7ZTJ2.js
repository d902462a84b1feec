import { r as comparePaths } from "./path-BaLveIPn.js";
/**
* Every difference between a tree and what was observed of its copy, in byte order of paths: missing, extra,
* changed, wrong type, wrong mode, wrong owner. Directories are not entries, except where one stands in a
* file's place. Several differences of one file are all given.
*/
function compareTree(expected, observed, options = {}) {
	let differences = [], unseen = new Set([...expected].map((file) => file.path));
	for (let entry of observed) {
		let want = expected.get(entry.path);
		want ? (unseen.delete(entry.path), differences.push(...compareFile(want, entry, options))) : entry.kind !== "directory" && differences.push({
			code: "FILE_EXTRA",
			path: entry.path,
			expected: null,
			actual: describe(entry)
		});
	}
	for (let path of unseen) {
		let want = expected.get(path);
		differences.push({
			code: "FILE_MISSING",
			path,
			expected: want.digest,
			actual: null
		});
	}
	return differences.sort((a, b) => comparePaths(a.path, b.path));
}
function compareFile(want, entry, options) {
	let { path } = want;
	if (entry.kind !== "file") return [{
		code: "FILE_TYPE",
		path,
		expected: "file",
		actual: describe(entry)
	}];
	let differences = [];
	entry.digest !== want.digest && differences.push({
		code: "FILE_CHANGED",
		path,
		expected: want.digest,
		actual: entry.digest ?? null
	}), modeDiffers(want.mode, entry.mode) && differences.push({
		code: "FILE_MODE",
		path,
		expected: octal(want.mode),
		actual: octal(entry.mode)
	});
	let { owner } = options;
	if (owner && entry.owner && (entry.owner.uid !== owner.uid || entry.owner.gid !== owner.gid)) {
		let actual = `${entry.owner.uid}:${entry.owner.gid}`;
		differences.push({
			code: "FILE_OWNER",
			path,
			expected: `${owner.uid}:${owner.gid}`,
			actual
		});
	}
	return differences;
}
/** Read and execute bits must be those of 0644 or 0755; special bits and world-write must not be set. */
function modeDiffers(want, actual) {
	return (actual & 365) != (want & 365) || !!(actual & 3586);
}
function describe(entry) {
	return entry.kind === "symlink" ? `symlink to ${entry.target ?? "?"}` : entry.kind === "file" ? entry.digest ?? "file" : entry.kind;
}
function octal(mode) {
	return `0${mode.toString(8).padStart(3, "0")}`;
}
/** A difference as a finding of severity `error`, with the remedy of the check that found it. */
function differenceFinding(difference, remedy, subject) {
	return {
		...difference,
		severity: "error",
		remedy,
		...subject === void 0 ? {} : { subject }
	};
}
export { differenceFinding as n, modeDiffers as r, compareTree as t };
