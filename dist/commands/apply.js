import { applyManifests } from "../rooms/agents.js";
import { SqlStore } from "../rooms/agents-with-config.js";
import { openProject } from "../rooms/project.js";
import { stepDetails, stepOutputs, stepSummary } from "../rooms/commands-with-agents-diff.js";
import { openConfigDatabase } from "../rooms/commands-with-config.js";
import { manifestSet, readSources } from "../rooms/commands-with-agents-croner-template-yaml.js";
// src/commands/apply/body.ts
async function run(context, options) {
	const { dryRun, allOrganizations } = options;
	const project = await openProject(context.cwd, options.root);
	const sources = await readSources(context, project, options.file);
	await using database = await openConfigDatabase(context, project, options.database);
	await using store = new SqlStore(database);
	const set = await manifestSet(store, project, sources, allOrganizations);
	const steps = await applyManifests(store, set, { dryRun });
	const changes = steps.filter(({ does }) => does !== "keep").length;
	return {
		outputs: {
			changes,
			dryRun,
			objects: stepOutputs(steps)
		},
		changed: changes > 0 && !dryRun,
		details: stepDetails(steps, dryRun),
		account: [stepSummary(steps, dryRun)]
	};
}
export { run };
