import { decideApproval } from "../rooms/agents-with-config-yaml.js";
import { agentApproval, agentDispatchRun } from "../rooms/agents.js";
import { SqlStore } from "../rooms/agents-with-config.js";
import { IdentikitError } from "../start/faces.js";
import { openProject } from "../rooms/project.js";
import { accessIdentity, accessPlace, hostFactsOf } from "../rooms/commands-with-agents-config.js";
import { openConfigDatabase } from "../rooms/commands-with-config.js";
import { dispatchServices } from "../rooms/commands-with-agents-changes-child_process-config-croner-host-template-yaml.js";
// src/commands/approve/body.ts
async function run(context, options) {
	const { name, digest, reject, reason, as = context.env.GITHUB_ACTOR, asGroup } = options;
	const project = await openProject(context.cwd, options.root);
	const { organization: namespace, organizations } = accessPlace(project, options);
	if (as === void 0) throw new IdentikitError("USAGE", "nobody is named, and this is no CI job with an actor", { remedy: "Add --as LOGIN." });
	const { groups } = accessIdentity(as, asGroup);
	await using database = await openConfigDatabase(context, project, options.database);
	await using store = new SqlStore(database);
	const repository = await store.read(async (reader) => {
		const approval = await reader.get(agentApproval, {
			namespace,
			name
		});
		return (approval && await reader.get(agentDispatchRun, {
			namespace,
			name: approval.spec.run
		}))?.spec.repository;
	});
	const factsOf = async (of) => {
		if (asGroup.length > 0 || !context.env["IDENTIKIT_HOST_TOKEN"]) return hostFactsOf(groups, of);
		const { facts } = dispatchServices(context, project, {
			database,
			store
		}, namespace);
		return await facts.factsOf({
			repository: of,
			actor: as
		});
	};
	const approver = {
		by: {
			kind: "User",
			name: as
		},
		host: repository === void 0 ? void 0 : await factsOf(repository)
	};
	const now = () => context.clock.now();
	const verdict = reject ? "reject" : "approve";
	const decided = await decideApproval({
		store,
		database,
		organizations,
		now
	}, {
		...approver,
		namespace,
		name,
		digest,
		verdict,
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
