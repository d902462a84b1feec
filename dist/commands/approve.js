import { decideApproval } from "../rooms/agents-with-config-yaml.js";
import { agentApproval } from "../rooms/agents.js";
import { SqlStore } from "../rooms/agents-with-config.js";
import { openProject } from "../rooms/project.js";
import { accessPlace } from "../rooms/commands-with-agents-config.js";
import { askingPerson } from "../rooms/commands-with-agents-changes-child_process-config-croner-host-template-yaml.js";
import { openConfigDatabase } from "../rooms/commands-with-config.js";
// src/commands/approve/body.ts
async function run(context, options) {
	const { name, digest, reject, reason } = options;
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
	const host = await hostOfRun(agentApproval, name);
	const now = () => context.clock.now();
	const decided = await decideApproval({
		store,
		database,
		organizations,
		now
	}, {
		by,
		host,
		namespace,
		name,
		digest,
		verdict: reject ? "reject" : "approve",
		comment: reason,
		via: "command"
	});
	const phase = decided.status.phase ?? "Pending";
	const { needed, run: of, action } = decided.spec;
	const said = decided.status.decisions?.length ?? 0;
	const left = phase === "Pending" ? `; ${said} of ${needed} people have approved it` : "";
	return {
		outputs: {
			name,
			run: of,
			action,
			phase,
			decisions: said
		},
		changed: true,
		account: [`${name} (${action} of ${of}) is ${phase}${left}`]
	};
}
export { run };
