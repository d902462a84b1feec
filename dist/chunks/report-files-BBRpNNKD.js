import { S as text } from "./foundation-QtvXJkSz.js";
import "./report-B67fYwoG.js";
import { t as version } from "./version-CUozDK-N.js";
import { posix, relative, resolve, sep } from "node:path";
/**
* A report of this release.
* @param at where the person is, and the repository's root: places in the repository are given as that person reads
* them, which in a workflow is from the root of the checkout, where hosts look for them
*/
function makeReport(of, at) {
	let prefix = at ? relative(at.cwd, at.root).split(sep).join("/") : "", near = (file) => posix.join(prefix, file), findings = of.findings.map(({ location, ...finding }) => ({
		...finding,
		...location ? { location: {
			...location,
			file: near(location.file)
		} } : {}
	})), anchor = of.anchor === void 0 ? {} : { anchor: near(of.anchor) };
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
/** Where a check leaves its report for other tools. */
const reportOptions = {
	report: text("FILE", "Write the report to FILE, as JSON."),
	sarif: text("FILE", "Write the report to FILE, as SARIF 2.1.0.")
};
/** Writes the report's files that were asked for; gives their absolute paths. */
async function writeReportFiles(context, report, files) {
	let { writeFileAtomically } = await import("./atomic-file-Dazo7Uq8.js"), written = {};
	if (files.report !== void 0) {
		let { reportJson } = await import("./json-BtCe-SuD.js");
		written.report = resolve(context.cwd, files.report), writeFileAtomically(written.report, reportJson(report));
	}
	if (files.sarif !== void 0) {
		let { reportSarif } = await import("./sarif-B1EKXLfU.js");
		written.sarif = resolve(context.cwd, files.sarif), writeFileAtomically(written.sarif, reportSarif(report));
	}
	return written;
}
export { writeReportFiles as n, makeReport as r, reportOptions as t };
