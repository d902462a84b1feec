import { agentDispatchRun } from "../rooms/agents.js";
import { SqlStore } from "../rooms/agents-with-config.js";
import { objectForm } from "../rooms/api-with-agents.js";
import { openProject } from "../rooms/project.js";
import { objectTable } from "../rooms/commands-with-agents-yaml.js";
import { accessPlace } from "../rooms/commands-with-agents-config.js";
import { openConfigDatabase } from "../rooms/commands-with-config.js";
import { asOutput } from "../start/faces.js";
// src/commands/runs-list/body.ts
async function run(context, options) {
	const project = await openProject(context.cwd, options.root);
	const { organization: namespace } = accessPlace(project, options);
	await using database = await openConfigDatabase(context, project, options.database, "read");
	await using store = new SqlStore(database);
	const { limit, continue: start } = options;
	const query = {
		namespace,
		fields: fieldsOf(options),
		limit,
		continue: start,
		newestFirst: true
	};
	const page = await store.read((reader) => reader.list(agentDispatchRun, query));
	const outputs = {
		items: asOutput(page.items.map(objectForm)),
		continue: page.continue
	};
	if (page.items.length === 0) return {
		outputs,
		account: [`no runs in ${namespace} are like that`]
	};
	const now = () => context.clock.now();
	return {
		outputs,
		account: [],
		document: `${objectTable(agentDispatchRun, page.items, {
			withOrganization: false,
			isWide: false,
			now
		})}${page.continue === void 0 ? "" : `\nthere are more: --continue ${page.continue}\n`}`
	};
}
function fieldsOf({ phase, stack, repository, rule }) {
	return Object.entries({
		"status.phase": phase,
		"spec.agentStack": stack,
		"spec.repository": repository,
		"spec.triggerRule": rule
	}).flatMap(([field, value]) => value === void 0 ? [] : [{
		field,
		equals: true,
		value
	}]);
}
export { run };
