import { agentConfigGrant, agentRoleBinding, agentSecretGrant, agentTriggerRule, bundleKeysOf, declaredRoles, dryRun, factsOfDelivery, objectMissing, storedRules, ticketKeysOf, webhookDelivery } from "./agents.js";
import { storedLabels } from "./agents-with-template-yaml.js";
import { hostOf } from "../start/faces.js";
import { hostFactsOf } from "./commands-with-agents-config.js";
import { approvalComments } from "./agents-with-config-yaml.js";
import { readManifests } from "./agents-with-croner-yaml.js";
import { GitMemoryStore } from "./agents-with-child_process-template.js";
import { KeptSnapshots } from "./agents-with-config.js";
import { openSecretReader } from "./config.js";
import { RunFacts } from "./host-with-agents-changes.js";
import { commentAnswers } from "./commands-with-agents-host.js";
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
	const ports = {
		database,
		store,
		host: facts,
		organizations: [{
			name,
			repositories,
			configRepository
		}],
		now: () => clock.now()
	};
	return {
		...ports,
		facts,
		repositories: facts,
		snapshots: new KeptSnapshots(),
		comments: approvalComments({
			...ports,
			answer: commentAnswers(context, facts)
		}),
		declared: organization === name ? rolesOf(project) : void 0
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
		bundleKeys: bundleKeysOf(keyring),
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
// src/commands/places/agents-api.ts
function agentsApiPorts(services, organization) {
	const { context, project, database, store } = services;
	const dispatch = dispatchServices(context, project, {
		database,
		store
	}, organization);
	return {
		secretNames: async () => {
			return (await database.read((query) => query.selectFrom("secret").select("name").orderBy("name").execute())).map(({ name }) => name);
		},
		dryRun: async (name, deliveryName) => {
			const { rule, labels, delivery } = await store.read(async (reader) => ({
				rule: (await storedRules(reader, organization)).find((one) => one.name === name),
				labels: await storedLabels(reader, organization),
				delivery: await reader.get(webhookDelivery, {
					namespace: organization,
					name: deliveryName
				})
			}));
			if (!rule) throw objectMissing(agentTriggerRule, {
				namespace: organization,
				name
			});
			if (!delivery) throw objectMissing(webhookDelivery, {
				namespace: organization,
				name: deliveryName
			});
			const facts = factsOfDelivery(delivery.spec);
			const now = dispatch.now().toISOString();
			return dryRun({
				rule,
				facts,
				host: delivery.spec.host,
				runs: [],
				labels,
				now
			});
		},
		factsOf: async ({ name, groups = [] }, repository) => {
			if (!context.env["IDENTIKIT_HOST_TOKEN"]) return hostFactsOf(groups, repository);
			return await dispatch.facts.factsOf({
				repository,
				actor: name
			});
		}
	};
}
export { agentsApiPorts, dispatchServices, gitDirectoryOf, launchServices };
