import { logLine, markdownCode, markdownProse, shortened, visible, withShortDigests } from "../start/faces.js";
import { version } from "../start/first.js";
import { posix, relative, sep } from "node:path";
// src/report/json.ts
const active = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
function reportJson(report) {
	return `${JSON.stringify(report, null, 2).replaceAll("##[", "##\\u005b").replace(active, (character) => character === "\n" ? character : escapeUnits(character))}\n`;
}
function escapeUnits(character) {
	return [...Array(character.length).keys()].map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`).join("");
}
// src/report/difference.ts
function differenceLines({ difference = [] }, room) {
	if (difference.length <= room) return difference;
	if (room <= 0) return [];
	return [...difference.slice(0, room - 1), `(and ${difference.length - room + 1} more lines)`];
}
function differenceMarkdown(findings, maxLength) {
	const blocks = findings.flatMap((finding) => finding.difference ? [block(finding, finding.difference)] : []);
	if (blocks.length === 0) return [];
	let length = 0;
	const fitting = blocks.findIndex((each) => {
		length += each.length + 2;
		return length > maxLength;
	});
	const shown = fitting === -1 ? blocks : blocks.slice(0, fitting);
	const more = blocks.length - shown.length;
	return [
		"**What differs** (minus: what should be there; plus: what is there)",
		...shown,
		...more > 0 ? [`and ${more} more ${more === 1 ? "text" : "texts"}`] : []
	];
}
function block({ path, subject }, lines) {
	const shown = lines.map(visible);
	const longest = Math.max(2, ...shown.flatMap((line) => (line.match(/`+/g) ?? []).map((run) => run.length)));
	const fence = "`".repeat(longest + 1);
	return [
		[markdownCode(path), ...subject === void 0 ? [] : [markdownProse(subject)]].join(" "),
		"",
		`${fence}diff`,
		...shown,
		fence
	].join("\n");
}
// src/report/pending.ts
const mostShown = 100;
const titles = {
	file: "Identity file",
	agent: "Agent",
	row: "Config row"
};
function pendingMarkdown({ pending }) {
	if (pending === void 0) return [];
	const title = "#### What will change";
	if (pending.length === 0) return [title, "Nothing that is in use, as far as it was compared."];
	const shown = ordered(pending).slice(0, mostShown);
	const rows = shown.map(({ kind, name, change, ...of }) => `| ${titles[kind]} | ${markdownCode(name)} | ${words[change]} | ${markdownProse(whose(of))} |`);
	const more = pending.length - shown.length;
	return [
		title,
		[
			"| | What | Change | For whom |",
			"| --- | --- | --- | --- |",
			...rows
		].join("\n"),
		...more > 0 ? [`and ${more} more`] : []
	];
}
function pendingLines({ pending }) {
	if (pending === void 0 || pending.length === 0) return [];
	const shown = ordered(pending).slice(0, mostShown);
	const more = pending.length - shown.length;
	return [
		"what will change (never an error):",
		...shown.map(({ kind, name, change, ...of }) => `  ${kind} ${name}: ${words[change]} (${whose(of)})`),
		...more > 0 ? [`  and ${more} more`] : []
	];
}
function whose({ place, template }) {
	return template === void 0 ? place : `${place}, template ${template}`;
}
const words = {
	added: "added",
	changed: "changed",
	removed: "removed",
	rendered: "rendered again"
};
function ordered(pending) {
	const rank = {
		file: 0,
		agent: 1,
		row: 2
	};
	return pending.toSorted((a, b) => rank[a.kind] - rank[b.kind]);
}
// src/report/report.ts
function verdictSummary({ verdict, findings }) {
	const [first] = findings.filter(({ severity }) => severity === "unverified");
	const reason = verdict === "unverified" && first ? `: ${first.code}: ${first.problem ?? first.actual ?? first.path}` : "";
	return `${verdict}: ${tally(findings)}${reason}`;
}
function sectioned({ sections = [] }, findings) {
	const known = new Set(sections.map(({ template }) => template));
	const others = findings.filter(({ template }) => template === void 0 || !known.has(template));
	return [...sections.map((section) => ({
		section,
		findings: findings.filter(({ template }) => template === section.template)
	})), { findings: others }];
}
function ranked(findings) {
	const rank = {
		unverified: 0,
		error: 1,
		warning: 2
	};
	return findings.toSorted((a, b) => rank[a.severity] - rank[b.severity]);
}
function tally(findings) {
	const counted = (severity) => findings.filter((f) => f.severity === severity).length;
	const [unverified, errors, warnings] = [
		counted("unverified"),
		counted("error"),
		counted("warning")
	];
	const parts = [
		...unverified > 0 ? [`${unverified} unverified`] : [],
		...errors > 0 ? [`${errors} ${errors === 1 ? "error" : "errors"}`] : [],
		...warnings > 0 ? [`${warnings} ${warnings === 1 ? "warning" : "warnings"}`] : []
	];
	return parts.length > 0 ? parts.join(", ") : "no findings";
}
// src/report/text.ts
const fieldLength = 300;
const mostDifferenceLines = 400;
const verdictWords = {
	clean: "clean",
	drift: "drift",
	unverified: "could not be verified"
};
const mistaken = {
	validate: "mistakes",
	check: "would not be shipped whole"
};
const verdictColours = {
	clean: "green",
	drift: "red",
	unverified: "yellow"
};
const severityColours = {
	error: "red",
	warning: "yellow",
	unverified: "yellow"
};
const plain = (_, text) => text;
function reportText(report, options = {}) {
	const { limit = 200, paint = plain } = options;
	const findings = ranked(report.findings);
	const shown = findings.slice(0, limit);
	const more = findings.length - shown.length;
	const { check } = report;
	const room = { lines: mostDifferenceLines };
	return [
		...headLines(check, {
			...report,
			check
		}, paint),
		...sectioned(report, shown).flatMap(({ section, findings: own }) => [...section ? headLines(`template ${section.template}`, {
			...section,
			check
		}, paint) : [], ...shownWithDifferences(own, paint, room)]),
		...more > 0 ? [`and ${more} more`] : [],
		...findings.length > 0 ? [tally(findings)] : [],
		...pendingLines(report).map(logLine)
	];
}
function headLines(title, of, paint) {
	const { verdict, subject, facts } = of;
	const width = Math.max(0, ...facts.map((fact) => fact.label.length));
	return [`${logLine(title)}: ${paint(verdictColours[verdict], verdictWord(of))}${logLine(`: ${subject}`)}`, ...facts.map((fact) => logLine(`  ${fact.label.padEnd(width)}  ${fact.value}`))];
}
function shownWithDifferences(findings, paint, room) {
	return findings.flatMap((finding) => {
		const lines = differenceLines(finding, room.lines);
		room.lines -= lines.length;
		return [findingLine(finding, paint), ...lines.map((line) => differenceLine(line, paint))];
	});
}
function differenceLine(line, paint) {
	const shown = logLine(`    ${line}`);
	if (line.startsWith("-")) return paint("red", shown);
	return line.startsWith("+") ? paint("green", shown) : shown;
}
function verdictWord({ check, verdict }) {
	return verdict === "drift" && mistaken[check] || verdictWords[verdict];
}
function findingLine(finding, paint = plain) {
	const { severity, code } = finding;
	const said = logLine(` ${code} ${whereOf(finding)}: ${accountOf(finding)}${placeOf(finding)}`);
	return paint(severityColours[severity], severity) + said;
}
function differenceOf(finding) {
	const { expected, actual, problem } = finding;
	const said = (value) => shortened(value, fieldLength);
	if (problem !== void 0) return said(problem);
	if (finding.severity === "unverified" && expected === null) return actual === null ? "nothing to compare with" : `could not be verified: ${said(actual)}`;
	if (expected === null) return `should not be there, found ${said(actual ?? "nothing")}`;
	if (actual === null) return `missing, expected ${said(expected)}`;
	return `expected ${said(expected)}, found ${said(actual)}`;
}
function accountOf(finding) {
	const difference = differenceOf(finding);
	return `${difference}${/[.?!]$/.test(difference) && finding.problem !== void 0 ? "" : "."} ${adviceOf(finding)}`;
}
const deedWords = {
	rendered: "It was rendered again.",
	removed: "It was removed.",
	rebuilt: "It was rebuilt.",
	recovered: "The rebuild that was left half done was ended."
};
function adviceOf({ done, remedy }) {
	return done === void 0 ? remedy : `${deedWords[done]} ${remedy}`;
}
function showLocation({ file, line, column }) {
	return [
		file,
		line,
		line === void 0 ? void 0 : column
	].filter((part) => part !== void 0).join(":");
}
function whereOf(finding) {
	const path = shortened(finding.path, fieldLength);
	return finding.subject === void 0 ? path : `${path} (${finding.subject})`;
}
function placeOf(finding) {
	if (!finding.location) return "";
	return ` [${showLocation(finding.location)}]`;
}
// src/report/markdown.ts
const verdictMarks = {
	clean: "✅",
	drift: "❌",
	unverified: "⚠️"
};
const marks = {
	error: "❌",
	warning: "⚠️",
	unverified: "❔"
};
function reportMarkdown(report, options = {}) {
	const head = [
		`### Identikit ${report.check}: ${verdictMarks[report.verdict]} ${verdictWord(report)}`,
		markdownProse(withShortDigests(report.subject)),
		factTable(report)
	].filter((part) => part !== "");
	const { limit = 50, maxLength = 6e4 } = options;
	if (report.findings.length === 0) {
		const sections = sectionParts(report, [], {
			limit,
			length: maxLength / 2
		});
		return `${[
			...head,
			...sections,
			...pendingMarkdown(report)
		].join("\n\n")}\n`;
	}
	const findings = named(ranked(report.findings));
	const foot = [
		...differenceMarkdown(findings.slice(0, limit), maxLength / 4),
		tally(findings),
		remedies(findings),
		...pendingMarkdown(report)
	].join("\n\n");
	const room = maxLength - [...head, foot].join("\n\n").length - 100;
	return `${[
		...head,
		...sectionParts(report, findings, {
			limit,
			length: room
		}),
		foot
	].join("\n\n")}\n`;
}
function sectionParts(report, findings, room) {
	let { limit, length } = room;
	return sectioned(report, findings).flatMap(({ section, findings: own }) => {
		const whole = section ? sectionHead(section, report.check) : [];
		const needed = whole.join("\n\n").length;
		const head = needed < length ? whole : whole.slice(0, 1);
		length -= Math.min(needed, length);
		if (own.length === 0) return head;
		const table = findingTable(own, limit, length);
		limit = Math.max(0, limit - own.length);
		length = Math.max(0, length - table.length);
		return [...head, table];
	});
}
function sectionHead(section, check) {
	const { template, verdict, subject } = section;
	const word = verdictWord({
		check,
		verdict
	});
	return [
		`#### Template ${markdownProse(template)}: ${verdictMarks[verdict]} ${word}`,
		markdownProse(withShortDigests(subject)),
		factTable(section)
	].filter((part) => part !== "");
}
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
	const more = `and ${findings.length - shown} more`;
	if (shown === 0) return more;
	return shown === findings.length ? table : `${table}\n\n${more}`;
}
function findingRow(finding) {
	const { location, problem } = finding;
	const where = [
		markdownCode(finding.path),
		...finding.subject === void 0 ? [] : [markdownProse(finding.subject)],
		...location === void 0 ? [] : [`fix in ${markdownCode(showLocation(location))}`]
	].join("<br>");
	const value = (text) => text === null ? "nothing" : markdownCode(withShortDigests(text));
	const found = problem === void 0 ? value(finding.actual) : markdownProse(problem);
	return `| ${marks[finding.severity]} | ${where} | ${finding.code} | ${value(finding.expected)} | ${found} |`;
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
const titleLength = 200;
const perLevel = 10;
function ofTemplate({ template }) {
	return template === void 0 ? "" : `template ${template}: `;
}
function annotationsOf(report) {
	const all = ranked(report.findings).map((finding) => {
		const { file, line, column } = finding.location ?? {};
		return {
			level: finding.severity === "warning" ? "warning" : "error",
			title: shortened(visible(`${finding.code} ${finding.path}`), titleLength),
			message: visible(`${ofTemplate(finding)}${finding.path}: ${accountOf(finding)}`),
			...file === void 0 ? {} : { file },
			...line === void 0 ? {} : { line },
			...line === void 0 || column === void 0 ? {} : { column }
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
// src/report/make-report.ts
function makeReport(of, at) {
	const prefix = at ? relative(at.cwd, at.root).split(sep).join("/") : "";
	const near = (file) => posix.join(prefix, file);
	const findings = of.findings.map(({ location, ...finding }) => ({
		...finding,
		...location ? { location: {
			...location,
			file: near(location.file)
		} } : {}
	}));
	const anchor = of.anchor === void 0 ? {} : { anchor: near(of.anchor) };
	return {
		version: 1,
		tool: {
			name: "identikit",
			version
		},
		...of,
		...anchor,
		findings
	};
}
export { accountOf, adviceOf, annotationsOf, makeReport, ofTemplate, ranked, reportJson, reportMarkdown, reportText, tally, verdictSummary };
