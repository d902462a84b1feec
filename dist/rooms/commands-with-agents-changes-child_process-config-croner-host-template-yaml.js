import { agentConfigGrant, agentRoleBinding, agentSecretGrant, declaredRoles, ticketKeysOf } from "./agents.js";
import { readManifests } from "./agents-with-croner-yaml.js";
import { GitMemoryStore } from "./agents-with-child_process-template.js";
import { openSecretReader } from "./config.js";
import { hostOf } from "../start/faces.js";
import { RunFacts } from "./host-with-agents-changes.js";
import { keySource } from "./commands.js";
import { resolve } from "node:path";
import { existsSync } from "node:fs";
// src/commands/places/dispatch-services.ts
function dispatchServices(context, project, { database, store }, organization) {
	const { platform } = project.settings;
	const { organization: name, repositories, configRepository } = platform;
	const { clock, log, signal, env } = context;
	const facts = new RunFacts({
		host: hostOf(env),
		token: env["IDENTIKIT_HOST_TOKEN"] ?? "",
		log,
		signal,
		teams: () => teamsAsked(store, organization)
	});
	return {
		database,
		store,
		facts,
		host: facts,
		repositories: facts,
		organizations: [{
			name,
			repositories,
			configRepository
		}],
		declared: organization === name ? rolesOf(project) : void 0,
		now: () => clock.now()
	};
}
async function launchServices(context, project, services, memory) {
	const { clock, log, env, cwd } = context;
	const { database } = services;
	const keyring = keySource(context, project).take();
	const { configRepository, organization } = project.settings.platform;
	const directory = memory === void 0 ? void 0 : resolve(cwd, memory);
	return {
		...services,
		secrets: openSecretReader({
			database,
			keyring,
			env,
			log,
			clock
		}),
		accessor: await context.who(),
		key: ticketKeysOf(keyring)[0],
		issuer: configRepository ?? organization,
		memory: directory === void 0 ? void 0 : () => new GitMemoryStore(gitDirectoryOf(directory), env)
	};
}
function rolesOf({ root, settings: { platform } }) {
	if (!existsSync(resolve(root, platform.manifests))) return void 0;
	return declaredRoles(readManifests(root, platform.manifests, { namespace: platform.organization }));
}
async function teamsAsked(store, namespace) {
	return await store.read(async (reader) => {
		const named = [];
		const refused = [];
		const take = ({ kind, name }, to) => {
			if (kind === "Group" && /^[^\s:/@]+\/[^\s:/@]+$/.test(name)) to.push(name);
		};
		for await (const { spec } of reader.each(agentRoleBinding)) take(spec.subject, named);
		for (const kind of [agentSecretGrant, agentConfigGrant]) for await (const { spec } of reader.each(kind, { namespace })) take(spec.subject, spec.effect === "deny" ? refused : named);
		return {
			named,
			refused
		};
	});
}
function gitDirectoryOf(directory) {
	const inside = resolve(directory, ".git");
	return existsSync(inside) ? inside : directory;
}
export { dispatchServices, launchServices };
