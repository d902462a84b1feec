import { setPause } from "../rooms/agents.js";
import { SqlStore } from "../rooms/agents-with-config.js";
import { openProject } from "../rooms/project.js";
import { count } from "../rooms/commands.js";
import { accessIdentity, accessPlace } from "../rooms/commands-with-agents-config.js";
import { openConfigDatabase } from "../rooms/commands-with-config.js";
// src/commands/pause/body.ts
const kinds = {
	organization: "Organization",
	repository: "Repository",
	rule: "AgentTriggerRule",
	stack: "AgentStack"
};
async function run(context, options) {
	const { kind, name, reason, until, as = context.env.GITHUB_ACTOR } = options;
	const project = await openProject(context.cwd, options.root);
	const { organization: namespace } = accessPlace(project, options);
	if (as !== void 0) accessIdentity(as, []);
	const by = as === void 0 ? {
		kind: "System",
		name: (await context.who()).slice(0, 253)
	} : {
		kind: "User",
		name: as
	};
	await using database = await openConfigDatabase(context, project, options.database);
	await using store = new SqlStore(database);
	const order = {
		namespace,
		target: {
			kind: kinds[kind],
			name
		},
		reason,
		by,
		until
	};
	const set = await setPause(store, order, context.clock.now(), context.signal);
	const { revoked = 0, phase = "Active" } = set.status;
	return {
		outputs: {
			name: set.metadata.name,
			phase,
			revoked
		},
		changed: true,
		account: [`${kind} ${name} is paused${until === void 0 ? "" : ` until ${until}`}; ${count(revoked, "attempt")} taken back`, `It goes on after: identikit delete agentpause ${set.metadata.name}`]
	};
}
export { run };
