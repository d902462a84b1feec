import "./rolldown-runtime-DqgWs3Hx.js";
import { F as visible } from "./foundation-QtvXJkSz.js";
import { t as ranked } from "./report-B67fYwoG.js";
import { t as differenceOf } from "./text-CNCY1-Ik.js";
import { createHash } from "node:crypto";
/**
* A report as a SARIF 2.1.0 document (OASIS, sarif-v2.1.0), in the form that GitHub's code scanning takes: a rule for
* each finding code, a physical location and a stable fingerprint in each result.
*/
function reportSarif(report) {
	let findings = ranked(report.findings), shown = findings.slice(0, 5e3), codes = [...new Set(shown.map((finding) => finding.code))].sort(), anchor = report.anchor ?? "manifest.json", more = findings.length - shown.length, log = {
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
	let words = code.toLowerCase().replaceAll("_", " "), title = `${words.charAt(0).toUpperCase()}${words.slice(1)}`, first = findings.find((finding) => finding.code === code);
	return {
		id: code,
		shortDescription: { text: title },
		fullDescription: { text: `${title}: a copy of an agent's identity is not what its source says.` },
		help: { text: first?.remedy ?? title },
		defaultConfiguration: { level: first ? levelOf(first) : "error" }
	};
}
function resultOf(finding, ruleIndex, anchor) {
	let file = finding.location?.file ?? anchor, where = finding.subject === void 0 ? finding.path : `${finding.path} (${finding.subject})`, text = visible(`${where}: ${differenceOf(finding)}. ${finding.remedy}`).replace(/[[\]\\]/g, "\\$&").replace(/[{}]/g, "$&$&");
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
	let identity = JSON.stringify([
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
export { reportSarif as t };
