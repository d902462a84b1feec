import { guideTo } from "./fault.js";
import { visible } from "../start/faces.js";
import { adviceOf, differenceOf, ranked } from "./report.js";
import { createHash } from "node:crypto";
// src/report/sarif.ts
/** GitHub refuses a whole upload for one result without a file; every such repository has this one. */
const usualAnchor = "manifest.json";
/** GitHub shows the first 5 000 results of a run. */
const resultLimit = 5e3;
/**
* A report as a SARIF 2.1.0 document (OASIS, sarif-v2.1.0), in the form that GitHub's code scanning takes: a rule for
* each finding code, a physical location and a stable fingerprint in each result.
*/
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
	const where = finding.subject === void 0 ? finding.path : `${finding.path} (${finding.subject})`;
	const text = visible(`${where}: ${differenceOf(finding)}. ${adviceOf(finding)}`).replace(/[[\]\\]/g, "\\$&").replace(/[{}]/g, "$&$&");
	return {
		ruleId: finding.code,
		ruleIndex,
		level: levelOf(finding),
		message: { text },
		locations: [{
			physicalLocation: {
				artifactLocation: { uri: relativeUri(file) },
				region: { startLine: finding.location?.line ?? 1 }
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
/** What could not be verified is as red as what is wrong. */
function levelOf(finding) {
	return finding.severity === "warning" ? "warning" : "error";
}
/** The same finding keeps its fingerprint while its values move, so that a reader sees one alert and not a stream. */
function fingerprintOf(finding) {
	const identity = JSON.stringify([
		finding.code,
		finding.subject ?? "",
		finding.path
	]);
	return createHash("sha256").update(identity).digest("hex").slice(0, 16);
}
/** A relative URI reference (RFC 3986 §4.2) for a path in the repository. */
function relativeUri(path) {
	return path.toWellFormed().split("/").map((segment) => encodeURIComponent(segment)).join("/");
}
export { reportSarif };
