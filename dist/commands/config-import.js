import { importBundle, parsePlan } from "../rooms/config.js";
import { readText } from "../rooms/document.js";
import { openProject } from "../rooms/project.js";
import { changeDetails, changeOutputs, changeSummary } from "../rooms/commands-with-diff.js";
import { bundleVerifier, openConfigDatabase } from "../rooms/commands-with-config.js";
import { resolve } from "node:path";
// src/commands/config-import/body.ts
async function run(context, options) {
	const project = await openProject(context.cwd, options.root);
	const plan = options.plan === void 0 ? void 0 : readPlan(resolve(context.cwd, options.plan));
	const verifier = await bundleVerifier(context, project, options.requireSignature);
	await using database = await openConfigDatabase(context, project, options.database);
	const shown = [];
	const { bundle, counts, agents } = await importBundle({
		database,
		file: resolve(context.cwd, options.file),
		prune: options.prune ? options.pruneToNothing ? "everything" : "missing" : "none",
		verifier,
		dryRun: options.dryRun,
		onChange: (change) => shown.length < 200 && shown.push(change),
		...plan ? { plan } : {}
	});
	const changes = counts.create + counts.change + counts.delete;
	return {
		outputs: {
			changes,
			counts: { ...counts },
			agents: [...agents],
			digest: bundle,
			rows: changeOutputs(shown)
		},
		changed: changes > 0 && !options.dryRun,
		details: changeDetails(shown, changes, options.dryRun),
		account: [changeSummary(changes, {
			agents,
			dryRun: options.dryRun
		})]
	};
}
function readPlan(file) {
	return parsePlan(readText(file), file);
}
export { run };
