import { ApiTokens, agentServiceAccount, isTokenScope, objectMissing, scopeActions, spanMs } from "../rooms/agents.js";
import { SqlStore } from "../rooms/agents-with-config.js";
import { kubeconfig } from "../rooms/api-with-http-yaml.js";
import { IdentikitError } from "../start/faces.js";
import { openProject, workPath } from "../rooms/project.js";
import { AnchoredDirectory, writeFileIn } from "../rooms/tree.js";
import { accessIdentity, accessPlace } from "../rooms/commands-with-agents-config.js";
import { openConfigDatabase } from "../rooms/commands-with-config.js";
import { basename, dirname, resolve } from "node:path";
// src/commands/kubeconfig/body.ts
const longestMs = 7776e6;
async function run(context, options) {
	const project = await openProject(context.cwd, options.root);
	const { organization } = accessPlace(project, options);
	const actor = actorOf(context, options);
	const scopes = scopesOf(options);
	const validMs = spanMs(options.validFor);
	if (validMs > longestMs) throw usage(`${options.validFor} is longer than 90 days`, "Choose a shorter time, and make another one then.");
	await using database = await openConfigDatabase(context, project, options.database);
	const tokens = new ApiTokens(database);
	if (options.withdraw) {
		const withdrawn = await tokens.withdraw(actor, organization);
		return {
			outputs: { withdrawn },
			changed: withdrawn > 0,
			account: [`${withdrawn} tokens of ${actor.name} withdrawn`]
		};
	}
	if (actor.kind === "ServiceAccount") await checkAccount(new SqlStore(database), organization, actor.name);
	const now = context.clock.now();
	const expires = new Date(now.getTime() + validMs);
	const { server } = options;
	const config = (token) => kubeconfig({
		server,
		token,
		user: actor.name,
		namespace: organization
	});
	config("idt_none");
	const token = await tokens.issue({
		actor,
		namespace: organization,
		expires,
		scopes
	}, now);
	context.log.mask(token);
	const path = options.to === void 0 ? workPath(project, "kubeconfig") : resolve(context.cwd, options.to);
	writePrivately(path, config(token));
	return {
		outputs: {
			path,
			user: actor.name,
			organization,
			expires: expires.toISOString(),
			...scopes ? { scopes } : {}
		},
		changed: true,
		account: [`wrote ${path} for ${actor.name}, good until ${expires.toISOString()}`, `KUBECONFIG=${path} kubectl get agentstacks`]
	};
}
function scopesOf({ scope }) {
	const words = scope.flatMap((one) => one.split(","));
	const wrong = words.find((word) => !isTokenScope(word));
	if (wrong !== void 0) throw usage(`${JSON.stringify(wrong)} is not a scope of a token`, `Write read, read:KIND, write:KIND with the plural of a kind, or one of ${scopeActions.join(", ")}.`);
	return words.length === 0 ? void 0 : words;
}
function actorOf({ env }, { as, asGroup, serviceAccount, withdraw }) {
	if (serviceAccount !== void 0) {
		if (as === void 0 && asGroup.length === 0) return {
			kind: "ServiceAccount",
			name: serviceAccount
		};
		throw usage("--service-account and --as or --as-group name two holders", "Leave one of them out.");
	}
	const name = as ?? env.GITHUB_ACTOR;
	if (name === void 0) throw usage("nobody is named, and this is no CI job with an actor", "Add --as LOGIN, or --service-account NAME.");
	const { groups } = accessIdentity(name, asGroup);
	const own = groups.filter((group) => !group.startsWith("system:"));
	return {
		kind: "User",
		name,
		...withdraw || own.length === 0 ? {} : { groups: own }
	};
}
async function checkAccount(store, namespace, name) {
	await using _ = store;
	if (!await store.read((reader) => reader.get(agentServiceAccount, {
		namespace,
		name
	}))) throw objectMissing(agentServiceAccount, {
		namespace,
		name
	});
}
function writePrivately(path, text) {
	using directory = AnchoredDirectory.make(dirname(path));
	writeFileIn(directory, basename(path), Buffer.from(text), { mode: 384 });
}
function usage(problem, remedy) {
	return new IdentikitError("USAGE", problem, { remedy });
}
export { run };
