import "./rolldown-runtime-DqgWs3Hx.js";
import { F as visible, P as shortened } from "./foundation-QtvXJkSz.js";
import { n as tally, t as ranked } from "./report-B67fYwoG.js";
/**
* Any text as a code span that holds it and nothing else, in a paragraph, a list or a table cell, on GitHub and on
* Gitea. A backtick, a pipe or a backslash would end a span or a cell (GFM §4.10), so text with one of them becomes an
* HTML `code` element of character references, which never form Markdown (CommonMark §2.5).
*/
function markdownCode(text) {
	let line = shortened(visible(text), 200);
	return line.trim() === "" ? "<code>&#32;</code>" : /[`|\\]/.test(line) ? `<code>${references(line)}</code>` : `\`${line}\``;
}
/**
* Any text as plain words. What a host would make a link or a notification of (`@name`, `#1`, an address) is set as
* code, where no host looks for them; all other punctuation of Markdown and HTML becomes a character reference.
*/
function markdownProse(text) {
	let line = shortened(visible(text), 400);
	return /[@#]|:\/\/|www\.|\bgh-\d/i.test(line) ? markdownCode(line) : references(line);
}
/** A digest with its first twelve hex digits, as people quote it; any other text as it is. */
function shortDigest(text) {
	return text.replace(/\b(sha256:[0-9a-f]{12})[0-9a-f]{52}\b/g, "$1…");
}
function references(line) {
	return line.replace(/[&<>`*_[\]()#|\\~!{}@$^=+"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
const headings = {
	clean: "✅ clean",
	drift: "❌ drift",
	unverified: "⚠️ could not be verified"
}, marks = {
	error: "❌",
	warning: "⚠️",
	unverified: "❔"
};
/**
* A report as a job summary or a comment: verdict, facts, a table of findings, what to do. Values reach it as text
* and as nothing else.
*/
function reportMarkdown(report, options = {}) {
	let head = [
		`### Identikit ${report.check}: ${headings[report.verdict]}`,
		markdownProse(shortDigest(report.subject)),
		factTable(report)
	].filter((part) => part !== "");
	if (report.findings.length === 0) return `${head.join("\n\n")}\n`;
	let foot = [tally(report.findings), remedies(report.findings)].join("\n\n"), room = (options.maxLength ?? 6e4) - [...head, foot].join("\n\n").length - 100, table = findingTable(named(ranked(report.findings)), options.limit ?? 50, room);
	return `${[
		...head,
		table,
		foot
	].join("\n\n")}\n`;
}
/** The findings, without what they were found in where that is the same for all: the report's subject says it. */
function named(findings) {
	let several = new Set(findings.map((finding) => finding.subject)).size > 1;
	return findings.map(({ subject, ...finding }) => ({
		...finding,
		...several && subject ? { subject } : {}
	}));
}
function factTable(report) {
	return report.facts.length === 0 ? "" : [
		"| | |",
		"| --- | --- |",
		...report.facts.map((fact) => `| ${markdownProse(fact.label)} | ${markdownCode(fact.value)} |`)
	].join("\n");
}
function findingTable(findings, limit, room) {
	let lines = ["| | Path | Finding | Expected | Found |", "| --- | --- | --- | --- | --- |"], length = lines.join("\n").length, shown = 0;
	for (let finding of findings.slice(0, limit)) {
		let row = findingRow(finding);
		if (length += row.length + 1, length > room) break;
		lines.push(row), shown += 1;
	}
	let table = lines.join("\n");
	return shown === findings.length ? table : `${table}\n\nand ${findings.length - shown} more`;
}
function findingRow(finding) {
	let { file, line } = finding.location ?? {}, where = [
		markdownCode(finding.path),
		...finding.subject === void 0 ? [] : [markdownProse(finding.subject)],
		...file === void 0 ? [] : [`fix in ${markdownCode(line === void 0 ? file : `${file}:${line}`)}`]
	].join("<br>"), value = (text) => text === null ? "nothing" : markdownCode(shortDigest(text));
	return `| ${marks[finding.severity]} | ${where} | ${finding.code} | ${value(finding.expected)} | ${value(finding.actual)} |`;
}
function remedies(findings) {
	let distinct = [...new Set(findings.map((finding) => finding.remedy))], shown = distinct.slice(0, 5).map((remedy) => `- ${markdownProse(remedy)}`), more = distinct.length - shown.length;
	return [
		"**What to do**",
		"",
		...shown,
		...more > 0 ? [`- and ${more} more`] : []
	].join("\n");
}
export { markdownCode as n, markdownProse as r, reportMarkdown as t };
