import { accountOf, ofTemplate, ranked, reportJson, reportMarkdown } from "./report.js";
import { guideTo } from "./fault-guide.js";
import { visible } from "../start/faces.js";
import { createHash } from "node:crypto";
// src/report/sarif.ts
const usualAnchor = "manifest.json";
const resultLimit = 5e3;
function reportSarif(report) {
	const findings = ranked(report.findings);
	const shown = findings.slice(0, resultLimit);
	const codes = [...new Set(shown.map((finding) => finding.code))].sort();
	const anchor = report.anchor ?? usualAnchor;
	const more = findings.length - shown.length;
	const log = {
		$schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
		version: "2.1.0",
		runs: [{
			tool: { driver: {
				name: "Identikit",
				semanticVersion: report.tool.version,
				rules: codes.map((code) => ruleOf(code, shown))
			} },
			automationDetails: { id: `identikit/${report.check}/` },
			columnKind: "utf16CodeUnits",
			invocations: [{
				executionSuccessful: report.verdict !== "unverified",
				...more > 0 ? { toolExecutionNotifications: [{
					level: "warning",
					message: { text: `and ${more} more` }
				}] } : {}
			}],
			results: shown.map((finding) => resultOf(finding, codes.indexOf(finding.code), anchor)),
			properties: {
				verdict: report.verdict,
				subject: report.subject
			}
		}]
	};
	return `${JSON.stringify(log, null, 2)}\n`;
}
function ruleOf(code, findings) {
	const { title, meaning, cause, remedy } = guideTo(code);
	const first = findings.find((finding) => finding.code === code);
	return {
		id: code,
		shortDescription: { text: title },
		fullDescription: { text: `${meaning} ${cause}` },
		help: { text: remedy },
		defaultConfiguration: { level: first ? levelOf(first) : "error" }
	};
}
function resultOf(finding, ruleIndex, anchor) {
	const file = finding.location?.file ?? anchor;
	const at = `${ofTemplate(finding)}${finding.path}`;
	const where = finding.subject === void 0 ? at : `${at} (${finding.subject})`;
	const text = visible(`${where}: ${accountOf(finding)}`).replace(/[[\]\\]/g, "\\$&").replace(/[{}]/g, "$&$&");
	return {
		ruleId: finding.code,
		ruleIndex,
		level: levelOf(finding),
		message: { text },
		locations: [{
			physicalLocation: {
				artifactLocation: { uri: relativeUri(file) },
				region: regionOf(finding)
			},
			logicalLocations: [{
				fullyQualifiedName: where,
				kind: "resource"
			}]
		}],
		partialFingerprints: { primaryLocationLineHash: `${fingerprintOf(finding)}:1` },
		properties: {
			severity: finding.severity,
			expected: finding.expected,
			actual: finding.actual
		}
	};
}
function regionOf({ location }) {
	const { line, column } = location ?? {};
	return {
		startLine: line ?? 1,
		...line && column ? { startColumn: column } : {}
	};
}
function levelOf(finding) {
	return finding.severity === "warning" ? "warning" : "error";
}
function fingerprintOf(finding) {
	const { code, subject = "", problem } = finding;
	const path = `${ofTemplate(finding)}${finding.path}`;
	const identity = JSON.stringify([
		code,
		subject,
		path,
		...problem === void 0 ? [] : [problem]
	]);
	return createHash("sha256").update(identity).digest("hex").slice(0, 16);
}
function relativeUri(path) {
	return path.toWellFormed().split("/").map((segment) => encodeURIComponent(segment)).join("/");
}
// src/report/report-document.ts
function reportDocument(report, format) {
	switch (format) {
		case "json": return reportJson(report);
		case "markdown": return reportMarkdown(report);
		case "sarif": return reportSarif(report);
	}
}
export { reportDocument, reportSarif };
