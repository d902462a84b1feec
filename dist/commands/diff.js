import { diffManifests } from "../rooms/agents.js";
import { SqlStore } from "../rooms/agents-with-config.js";
import { openProject } from "../rooms/project.js";
import { makeReport } from "../rooms/report.js";
import { stepDetails, stepOutputs, stepSummary } from "../rooms/commands-with-agents-diff.js";
import { openConfigDatabase } from "../rooms/commands-with-config.js";
import { manifestSet, readSources } from "../rooms/commands-with-agents-croner-template-yaml.js";
// src/commands/diff/body.ts
async function run(context, options) {
	const project = await openProject(context.cwd, options.root);
	const sources = await readSources(context, project, options.file);
	await using database = await openConfigDatabase(context, project, options.database, "read");
	await using store = new SqlStore(database);
	const set = await manifestSet(store, project, sources, options.allOrganizations);
	const steps = await diffManifests(store, set);
	const changes = steps.filter(({ does }) => does !== "keep").length;
	const outputs = {
		changes,
		objects: stepOutputs(steps)
	};
	return {
		outputs,
		...options.format === "json" ? {
			account: [],
			document: `${JSON.stringify(outputs, void 0, 2)}\n`
		} : {
			details: stepDetails(steps, true),
			account: [stepSummary(steps, true)]
		},
		report: makeReport({
			check: "diff",
			verdict: changes === 0 ? "clean" : "drift",
			subject: `${sources.name} against ${database.name}`,
			facts: [{
				label: "objects",
				value: String(changes)
			}],
			anchor: project.settings.platform.manifests,
			findings: []
		})
	};
}
export { run };
