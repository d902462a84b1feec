import "./rolldown-runtime-DqgWs3Hx.js";
/** Findings by weight: what could not be checked, what is wrong, what is merely said; else in the order given. */
function ranked(findings) {
	let rank = {
		unverified: 0,
		error: 1,
		warning: 2
	};
	return findings.toSorted((a, b) => rank[a.severity] - rank[b.severity]);
}
/** "2 errors, 1 warning"; "no findings" for none. */
function tally(findings) {
	let counted = (severity) => findings.filter((f) => f.severity === severity).length, [unverified, errors, warnings] = [
		counted("unverified"),
		counted("error"),
		counted("warning")
	], parts = [
		...unverified > 0 ? [`${unverified} unverified`] : [],
		...errors > 0 ? [`${errors} ${errors === 1 ? "error" : "errors"}`] : [],
		...warnings > 0 ? [`${warnings} ${warnings === 1 ? "warning" : "warnings"}`] : []
	];
	return parts.length > 0 ? parts.join(", ") : "no findings";
}
export { tally as n, ranked as t };
