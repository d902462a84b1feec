import { kebab } from "../start/faces.js";
import { showsAnnotations } from "../start/actions.js";
import { annotationsOf, markdownCode, markdownProse, reportMarkdown } from "./report.js";
import { reportText } from "../start/render-env.js";
// src/actions/frame/telling.ts
/** Tells people what an action came to: the account in the log, a summary on the run's page, remarks on files. */
async function reportResult(action, result, runner) {
	const { log } = runner.context;
	for (const line of [...result.details ?? [], ...result.account]) log.info(line);
	if (result.report) for (const line of reportText(result.report)) log.info(line);
	const shown = showsAnnotations(runner.context.env) && result.report;
	for (const { level, message, title, file, line } of shown ? annotationsOf(shown) : []) {
		const place = {
			title,
			...file ? { file } : {},
			...line ? { startLine: line } : {}
		};
		runner.annotate(level, message, place);
	}
	await runner.summarize(summaryOf(action, result));
}
/** A command that ended with a fault, for the run's page. */
function faultMarkdown(action, { code, message, remedy, location }) {
	const { file, line } = location ?? {};
	const place = file === void 0 ? "" : ` in ${markdownCode(line === void 0 ? file : `${file}:${line}`)}`;
	return [
		`### Identikit ${action.name}: ❌ ${code}${place}`,
		markdownProse(message),
		`**What to do**\n\n- ${markdownProse(remedy)}`,
		""
	].join("\n\n");
}
function summaryOf(action, result) {
	const rows = Object.entries(result.outputs).filter(([key, value]) => kebab(key) in action.outputs && ["string", "number"].includes(typeof value)).map(([key, value]) => `| ${kebab(key)} | ${markdownCode(String(value))} |`);
	const table = rows.length > 0 ? [
		"| output | value |",
		"| --- | --- |",
		...rows,
		""
	].join("\n") : "";
	return `${result.report ? reportMarkdown(result.report) : `### Identikit ${action.name}\n`}\n${table}`;
}
export { faultMarkdown, reportResult };
