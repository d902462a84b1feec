/** A digest as people quote it: `sha256:` and twelve hex digits. */
function shortDigest(digest) {
	return digest.slice(0, 19);
}
/** A commit id as people quote it. */
function shortCommit(commit) {
	return commit.slice(0, 12);
}
/** "1 file", "2 files". */
function count(number, noun) {
	return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
export { shortCommit as n, shortDigest as r, count as t };
