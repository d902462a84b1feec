import { SqlStore, decideReview } from "../rooms/agents-with-config.js";
import { agentReviewArtifact } from "../rooms/agents.js";
import { openProject } from "../rooms/project.js";
import { accessPlace } from "../rooms/commands-with-agents-config.js";
import { askingPerson } from "../rooms/commands-with-agents-changes-child_process-config-croner-host-template-yaml.js";
import { openConfigDatabase } from "../rooms/commands-with-config.js";
// src/commands/runs-review/body.ts
async function run(context, options) {
	const { name, verdict, reason: comment } = options;
	const project = await openProject(context.cwd, options.root);
	const { organization: namespace, organizations } = accessPlace(project, options);
	await using database = await openConfigDatabase(context, project, options.database);
	await using store = new SqlStore(database);
	const { by, hostOfRun } = askingPerson(context, project, {
		database,
		store
	}, {
		...options,
		namespace
	});
	const host = await hostOfRun(agentReviewArtifact, name);
	const now = () => context.clock.now();
	const { spec, status } = await decideReview({
		store,
		organizations,
		now
	}, {
		namespace,
		name,
		verdict,
		comment,
		by,
		host,
		via: "command"
	});
	return {
		outputs: {
			name,
			run: spec.run,
			phase: status.phase
		},
		changed: true,
		account: [`the review ${name} of ${spec.run} is ${status.phase}`]
	};
}
export { run };
