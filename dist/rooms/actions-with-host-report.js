import { exitCodeOf, failWith, kebab, markdownCode, showsAnnotations } from "../start/faces.js";
import { annotationsOf, reportMarkdown, reportText, verdictSummary } from "./report.js";
// src/actions/frame/tell-result.ts
async function tellResult(action, result, runner) {
	const { log } = runner.context;
	for (const line of [...result.details ?? [], ...result.account]) log.info(line);
	if (result.report) for (const line of reportText(result.report)) log.info(line);
	const shown = showsAnnotations(runner.context.env) && result.report;
	for (const { level, message, title, file, line, column } of shown ? annotationsOf(shown) : []) {
		const start = {
			...line ? { startLine: line } : {},
			...column ? { startColumn: column } : {}
		};
		const place = {
			title,
			...file ? { file } : {},
			...start
		};
		runner.annotate(level, message, place);
	}
	await runner.summarize(summaryOf(action, result));
	conclude(result, runner);
}
function conclude(result, runner) {
	for (const fault of result.faults ?? []) failWith(fault, runner);
	if (exitCodeOf(result) !== 0 && (result.faults?.length ?? 0) === 0) runner.fail(`${result.holds === false ? "refused" : verdictSummary(result.report ?? {
		verdict: "unverified",
		findings: []
	})}; see above`);
}
function summaryOf(action, result) {
	const rows = Object.entries(result.outputs).filter(([key, value]) => kebab(key) in action.outputs && ["string", "number"].includes(typeof value)).map(([key, value]) => `| ${kebab(key)} | ${markdownCode(String(value))} |`);
	const table = rows.length > 0 ? [
		"| output | value |",
		"| --- | --- |",
		...rows,
		""
	].join("\n") : "";
	return `${result.report ? reportMarkdown(result.report) : result.summary ?? `### Identikit ${action.name}\n`}\n${table}`;
}
export { tellResult };
