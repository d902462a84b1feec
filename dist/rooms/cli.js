import { jsonOf, logLine } from "../start/faces.js";
import { faultLines, printJson } from "../start/identikit.js";
import { reportJson, reportMarkdown, reportText } from "./report.js";
import { reportSarif } from "./report-with-crypto.js";
// src/cli/result-text.ts
function resultText(result, paint) {
	const { report, format = "text" } = result;
	if (result.document !== void 0) return result.document;
	if (report && format !== "text") return documentOf(report, format);
	const lines = [...result.details ?? [], ...result.account].map(logLine);
	if (report) lines.push(...reportText(report, paint ? { paint } : {}));
	lines.push(...(result.closing ?? []).map(logLine));
	return lines.map((line) => `${line}\n`).join("");
}
function documentOf(report, format) {
	switch (format) {
		case "json": return reportJson(report);
		case "markdown": return reportMarkdown(report);
		case "sarif": return reportSarif(report);
	}
}
// src/cli/show-result.ts
async function showResult(own, result, how) {
	if (how.json) {
		if (!result.printed) await printJson(own, jsonOf(result));
		return;
	}
	if (how.outputTaken) own.complain(resultText(result).trimEnd());
	else if (!result.printed) await print(own, result);
	for (const fault of result.faults ?? []) own.complain(faultLines(fault, how.verbose));
}
async function print(own, result) {
	const { report, format } = result;
	if (report && (format === "json" || format === "sarif")) await own.printDocument(resultText({
		...result,
		report: own.masked(report)
	}));
	else await own.print(resultText(result, own.paint));
}
export { showResult };
