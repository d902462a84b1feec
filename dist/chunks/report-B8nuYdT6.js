import "./rolldown-runtime-DqgWs3Hx.js";
import { F as visible, P as shortened, o as showsAnnotations, r as kebab } from "./foundation-QtvXJkSz.js";
import { n as tally, t as ranked } from "./report-B67fYwoG.js";
import { r as reportText, t as differenceOf } from "./text-CNCY1-Ik.js";
import { n as markdownCode, r as markdownProse, t as reportMarkdown } from "./markdown-OWfhMXpQ.js";
/**
* A report's findings as annotations, at most ten a level: where there are more, the tenth says how many. What could
* not be verified is an error, since it is never clean.
*/
function annotationsOf(report) {
	let all = ranked(report.findings).map((finding) => {
		let { file, line } = finding.location ?? {};
		return {
			level: finding.severity === "warning" ? "warning" : "error",
			title: shortened(visible(`${finding.code} ${finding.path}`), 200),
			message: visible(`${finding.path}: ${differenceOf(finding)}. ${finding.remedy}`),
			...file === void 0 ? {} : { file },
			...line === void 0 ? {} : { line }
		};
	});
	return ["error", "warning"].flatMap((level) => {
		let own = all.filter((annotation) => annotation.level === level);
		if (own.length <= 10) return own;
		let more = own.length - 10 + 1, title = `${report.check}: and ${more} more`;
		return [...own.slice(0, 9), {
			level,
			title,
			message: tally(report.findings)
		}];
	});
}
/** Tells people what an action came to: the account in the log, a summary on the run's page, remarks on files. */
async function reportResult(action, result, runner) {
	let { log } = runner.context;
	for (let line of [...result.details ?? [], ...result.account]) log.info(line);
	if (result.report) for (let line of reportText(result.report)) log.info(line);
	let shown = showsAnnotations(runner.context.env) && result.report;
	for (let { level, message, title, file, line } of shown ? annotationsOf(shown) : []) {
		let place = {
			title,
			...file ? { file } : {},
			...line ? { startLine: line } : {}
		};
		runner.annotate(level, message, place);
	}
	await runner.summarize(summaryOf(action, result));
}
/** A job that ended with a fault, for the run's page. */
function faultMarkdown(action, { code, message, remedy, location }) {
	let { file, line } = location ?? {}, place = file === void 0 ? "" : ` in ${markdownCode(line === void 0 ? file : `${file}:${line}`)}`;
	return [
		`### Identikit ${action.name}: ❌ ${code}${place}`,
		markdownProse(message),
		`**What to do**\n\n- ${markdownProse(remedy)}`,
		""
	].join("\n\n");
}
function summaryOf(action, result) {
	let rows = Object.entries(result.outputs).filter(([key, value]) => kebab(key) in action.outputs && ["string", "number"].includes(typeof value)).map(([key, value]) => `| ${kebab(key)} | ${markdownCode(String(value))} |`), table = rows.length > 0 ? [
		"| output | value |",
		"| --- | --- |",
		...rows,
		""
	].join("\n") : "";
	return `${result.report ? reportMarkdown(result.report) : `### Identikit ${action.name}\n`}\n${table}`;
}
export { faultMarkdown, reportResult };
