/** `unverified` beats `drift`, which beats `clean`; warnings change nothing. */
function verdictOf(findings) {
	return findings.some((finding) => finding.severity === "unverified") ? "unverified" : findings.some((finding) => finding.severity === "error") ? "drift" : "clean";
}
export { verdictOf as t };
