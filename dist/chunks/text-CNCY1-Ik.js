import "./rolldown-runtime-DqgWs3Hx.js";
import { N as logLine, P as shortened } from "./foundation-QtvXJkSz.js";
import { n as tally, t as ranked } from "./report-B67fYwoG.js";
/** Characters of one field of a finding before its middle is left out. */
const verdictWords = {
	clean: "clean",
	drift: "drift",
	unverified: "could not be verified"
};
/**
* A report as lines for a log or a terminal, each one line of plain text that no runner takes for a command: the
* verdict, the facts, one line a finding, the tally.
*/
function reportText(report, options = {}) {
	let findings = ranked(report.findings), shown = findings.slice(0, options.limit ?? 200), more = findings.length - shown.length, width = Math.max(0, ...report.facts.map((fact) => fact.label.length));
	return [
		`${report.check}: ${verdictWords[report.verdict]}: ${report.subject}`,
		...report.facts.map((fact) => `  ${fact.label.padEnd(width)}  ${fact.value}`),
		...shown.map(findingLine),
		...more > 0 ? [`and ${more} more`] : [],
		...findings.length > 0 ? [tally(findings)] : []
	].map(logLine);
}
/** One finding as one line that says what, where, how it differs, and what to do. */
function findingLine(finding) {
	return logLine(`${finding.severity} ${finding.code} ${whereOf(finding)}: ${differenceOf(finding)}. ${finding.remedy}${placeOf(finding)}`);
}
/** "expected X, found Y", in words where one of them is nothing. */
function differenceOf(finding) {
	let { expected, actual } = finding, said = (value) => shortened(value, 300);
	return finding.severity === "unverified" && expected === null ? actual === null ? "nothing to compare with" : `could not be verified: ${said(actual)}` : expected === null ? `should not be there, found ${said(actual ?? "nothing")}` : actual === null ? `missing, expected ${said(expected)}` : `expected ${said(expected)}, found ${said(actual)}`;
}
function whereOf(finding) {
	let path = shortened(finding.path, 300);
	return finding.subject === void 0 ? path : `${path} (${finding.subject})`;
}
function placeOf(finding) {
	if (!finding.location) return "";
	let { file, line } = finding.location;
	return ` [${file}${line === void 0 ? "" : `:${line}`}]`;
}
export { findingLine as n, reportText as r, differenceOf as t };
