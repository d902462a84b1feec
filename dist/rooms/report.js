import { ranked, shortened, tally, visible } from "../start/faces.js";
import { adviceOf, differenceOf } from "../start/render-env.js";
// src/report/json.ts
const active = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
/**
* A report as a JSON document with a newline at its end, findings in full. Characters that cannot be seen and the
* runner's `##[` stand as JSON escapes, so that the document can be printed into a log and still reads back exactly.
*/
function reportJson(report) {
	return `${JSON.stringify(report, null, 2).replaceAll("##[", "##\\u005b").replace(active, (character) => character === "\n" ? character : escapeUnits(character))}\n`;
}
function escapeUnits(character) {
	return [...Array(character.length).keys()].map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`).join("");
}
// src/report/markdown-text.ts
/** Characters of one value before its middle is left out. */
const valueLength = 200;
/**
* Any text as a code span that holds it and nothing else, in a paragraph, a list or a table cell, on GitHub and on
* Gitea. A backtick, a pipe or a backslash would end a span or a cell (GFM §4.10), so text with one of them becomes an
* HTML `code` element of character references, which never form Markdown (CommonMark §2.5).
*/
function markdownCode(text) {
	const line = shortened(visible(text), valueLength);
	if (line.trim() === "") return "<code>&#32;</code>";
	return /[`|\\]/.test(line) ? `<code>${references(line)}</code>` : `\`${line}\``;
}
/**
* Any text as plain words. What a host would make a link or a notification of (`@name`, `#1`, an address) is set as
* code, where no host looks for them; all other punctuation of Markdown and HTML becomes a character reference.
*/
function markdownProse(text) {
	const line = shortened(visible(text), 400);
	return /[@#]|:\/\/|www\.|\bgh-\d/i.test(line) ? markdownCode(line) : references(line);
}
/** A digest with its first twelve hex digits, as people quote it; any other text as it is. */
function shortDigest(text) {
	return text.replace(/\b(sha256:[0-9a-f]{12})[0-9a-f]{52}\b/g, "$1…");
}
function references(line) {
	return line.replace(/[&<>`*_[\]()#|\\~!{}@$^=+"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
// src/report/markdown.ts
const headings = {
	clean: "✅ clean",
	drift: "❌ drift",
	unverified: "⚠️ could not be verified"
};
const marks = {
	error: "❌",
	warning: "⚠️",
	unverified: "❔"
};
/**
* A report as a job summary or a comment: verdict, facts, a table of findings, what to do. Values reach it as text
* and as nothing else.
*/
function reportMarkdown(report, options = {}) {
	const head = [
		`### Identikit ${report.check}: ${headings[report.verdict]}`,
		markdownProse(shortDigest(report.subject)),
		factTable(report)
	].filter((part) => part !== "");
	if (report.findings.length === 0) return `${head.join("\n\n")}\n`;
	const foot = [tally(report.findings), remedies(report.findings)].join("\n\n");
	const room = (options.maxLength ?? 6e4) - [...head, foot].join("\n\n").length - 100;
	const table = findingTable(named(ranked(report.findings)), options.limit ?? 50, room);
	return `${[
		...head,
		table,
		foot
	].join("\n\n")}\n`;
}
/** The findings, without what they were found in where that is the same for all: the report's subject says it. */
function named(findings) {
	const several = new Set(findings.map((finding) => finding.subject)).size > 1;
	return findings.map(({ subject, ...finding }) => ({
		...finding,
		...several && subject ? { subject } : {}
	}));
}
function factTable(report) {
	if (report.facts.length === 0) return "";
	return [
		"| | |",
		"| --- | --- |",
		...report.facts.map((fact) => `| ${markdownProse(fact.label)} | ${markdownCode(fact.value)} |`)
	].join("\n");
}
function findingTable(findings, limit, room) {
	const lines = ["| | Path | Finding | Expected | Found |", "| --- | --- | --- | --- | --- |"];
	let length = lines.join("\n").length;
	let shown = 0;
	for (const finding of findings.slice(0, limit)) {
		const row = findingRow(finding);
		length += row.length + 1;
		if (length > room) break;
		lines.push(row);
		shown += 1;
	}
	const table = lines.join("\n");
	return shown === findings.length ? table : `${table}\n\nand ${findings.length - shown} more`;
}
function findingRow(finding) {
	const { file, line } = finding.location ?? {};
	const where = [
		markdownCode(finding.path),
		...finding.subject === void 0 ? [] : [markdownProse(finding.subject)],
		...file === void 0 ? [] : [`fix in ${markdownCode(line === void 0 ? file : `${file}:${line}`)}`]
	].join("<br>");
	const value = (text) => text === null ? "nothing" : markdownCode(shortDigest(text));
	return `| ${marks[finding.severity]} | ${where} | ${finding.code} | ${value(finding.expected)} | ${value(finding.actual)} |`;
}
function remedies(findings) {
	const distinct = [...new Set(findings.map(adviceOf))];
	const shown = distinct.slice(0, 5).map((remedy) => `- ${markdownProse(remedy)}`);
	const more = distinct.length - shown.length;
	return [
		"**What to do**",
		"",
		...shown,
		...more > 0 ? [`- and ${more} more`] : []
	].join("\n");
}
// src/report/annotation.ts
/** GitHub cuts titles at 255 characters. */
const titleLength = 200;
/** GitHub keeps ten errors and ten warnings of a step and drops the rest without a word. */
const perLevel = 10;
/**
* A report's findings as annotations, at most ten a level: where there are more, the tenth says how many. What could
* not be verified is an error, since it is never clean.
*/
function annotationsOf(report) {
	const all = ranked(report.findings).map((finding) => {
		const { file, line } = finding.location ?? {};
		return {
			level: finding.severity === "warning" ? "warning" : "error",
			title: shortened(visible(`${finding.code} ${finding.path}`), titleLength),
			message: visible(`${finding.path}: ${differenceOf(finding)}. ${adviceOf(finding)}`),
			...file === void 0 ? {} : { file },
			...line === void 0 ? {} : { line }
		};
	});
	return ["error", "warning"].flatMap((level) => {
		const own = all.filter((annotation) => annotation.level === level);
		if (own.length <= perLevel) return own;
		const more = own.length - perLevel + 1;
		const title = `${report.check}: and ${more} more`;
		return [...own.slice(0, 9), {
			level,
			title,
			message: tally(report.findings)
		}];
	});
}
export { annotationsOf, markdownCode, markdownProse, reportJson, reportMarkdown };
