import { formatPlan, planImport } from "../rooms/config.js";
import { openProject } from "../rooms/project.js";
import { makeReport } from "../rooms/report.js";
import { writeOutput } from "../rooms/tree.js";
import { changesMarkdown } from "../rooms/commands-with-diff-report.js";
import { changeDetails, changeOutputs, changeSummary } from "../rooms/commands-with-diff.js";
import { bundleVerifier, openConfigDatabase } from "../rooms/commands-with-config.js";
import { outputPath } from "../rooms/commands.js";
import { basename, resolve } from "node:path";
// src/commands/config-plan/body.ts
async function run(context, options) {
	const project = await openProject(context.cwd, options.root);
	const verifier = await bundleVerifier(context, project, options.requireSignature);
	await using database = await openConfigDatabase(context, project, options.database, "read");
	const shown = [];
	const plan = await planImport({
		database,
		file: resolve(context.cwd, options.file),
		prune: options.prune,
		verifier,
		onChange: (change) => shown.length < 200 && shown.push(change)
	});
	const out = options.out === void 0 ? void 0 : outputPath(context, options.out);
	if (out !== void 0) writeOutput(out, formatPlan(plan));
	const { create, change, delete: remove } = plan.counts;
	const changes = create + change + remove;
	const outputs = {
		changes,
		counts: { ...plan.counts },
		base: plan.base,
		digest: plan.bundle,
		rows: changeOutputs(shown),
		out
	};
	return {
		outputs,
		...planForms(options, {
			shown,
			changes,
			outputs
		}),
		report: makeReport({
			check: "plan",
			verdict: changes === 0 ? "clean" : "drift",
			subject: `${options.file} against ${database.name}`,
			facts: [
				{
					label: "create",
					value: String(create)
				},
				{
					label: "change",
					value: String(change)
				},
				{
					label: "delete",
					value: String(remove)
				}
			],
			anchor: project.settings.agents,
			findings: plan.waiting
		})
	};
}
function planForms({ file, format }, { shown, changes, outputs }) {
	switch (format) {
		case "json": return {
			account: [],
			document: `${JSON.stringify(outputs, void 0, 2)}\n`
		};
		case "markdown": return {
			account: [],
			document: changesMarkdown(`Identikit plan of ${basename(file)}`, shown, changes)
		};
		case "text": return {
			details: changeDetails(shown, changes, true),
			account: [changeSummary(changes, { dryRun: true })]
		};
	}
}
export { run };
