import { jsonOf, logLine } from "../start/faces.js";
import { faultLines, printJson } from "../start/identikit.js";
import { reportText } from "./report.js";
// src/cli/result-text.ts
async function resultText(result, paint) {
	const { report, format = "text" } = result;
	if (result.document !== void 0) return result.document;
	if (report && format !== "text") {
		const { reportDocument } = await import("./report-with-crypto-guide.js");
		return reportDocument(report, format);
	}
	const lines = [...result.details ?? [], ...result.account].map(logLine);
	if (report) lines.push(...reportText(report, paint ? { paint } : {}));
	lines.push(...(result.closing ?? []).map(logLine));
	return lines.map((line) => `${line}\n`).join("");
}
// src/cli/show-result.ts
async function showResult(own, result, how) {
	if (how.json) {
		if (!result.printed) await printJson(own, jsonOf(result));
		return;
	}
	if (how.outputTaken) own.complain((await resultText(result)).trimEnd());
	else if (!result.printed) await print(own, result);
	for (const fault of result.faults ?? []) own.complain(faultLines(fault, how.verbose));
}
async function print(own, result) {
	const { report, format } = result;
	if (report && (format === "json" || format === "sarif")) await own.printDocument(await resultText({
		...result,
		report: own.masked(report)
	}));
	else await own.print(await resultText(result, own.paint));
}
export { showResult };
