import { agentAction, agentConfigGrant, agentDispatchRun, agentRoleBinding, agentSecretGrant, appendTokensOf, belongsTo, bundleKeysOf, declaredRoles, ticketKeysOf } from "./agents.js";
import { KeptSnapshots, SqlStore, askRunAction } from "./agents-with-config.js";
import { objectForm } from "./api-with-agents.js";
import { openProject } from "./project.js";
import { IdentikitError, asOutput, hostOf, runUrlOf } from "../start/faces.js";
import { accessIdentity, accessPlace, hostFactsOf } from "./commands-with-agents-config.js";
import { approvalComments } from "./agents-with-config-yaml.js";
import { readManifests } from "./agents-with-croner-yaml.js";
import { GitMemoryStore } from "./agents-with-child_process-template.js";
import { openSecretReader } from "./config.js";
import { HostCiRuns, HostCiStarts } from "./host.js";
import { RunFacts } from "./host-with-agents-changes.js";
import { commentAnswers } from "./commands-with-agents-host.js";
import { keySource } from "./commands.js";
import { openConfigDatabase } from "./commands-with-config.js";
import { resolve } from "node:path";
import { existsSync } from "node:fs";
// src/commands/places/dispatch-services.ts
function dispatchServices(context, project, { database, store }, organization) {
	const { platform } = project.settings;
	const { organization: name, repositories, configRepository } = platform;
	const { clock, log, signal, env } = context;
	const token = env["IDENTIKIT_HOST_TOKEN"] ?? "";
	const asking = {
		host: hostOf(env),
		token,
		log,
		signal
	};
	const ours = {
		name,
		repositories,
		configRepository
	};
	const facts = new RunFacts({
		...asking,
		teams: () => teamsAsked(store, organization)
	});
	const ports = {
		database,
		store,
		host: facts,
		organizations: [ours],
		now: () => clock.now()
	};
	const isOurs = (one) => one === configRepository || belongsTo(ours, one);
	const runs = {
		...asking,
		isOurs
	};
	return {
		...ports,
		facts,
		repositories: facts,
		snapshots: new KeptSnapshots(),
		...token === "" ? {} : {
			ci: new HostCiRuns(runs),
			starts: new HostCiStarts(runs)
		},
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
	const { configRepository, organization, serverUrl } = project.settings.platform;
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
		...serverUrl === void 0 ? {} : { reports: {
			server: serverUrl,
			tokensOf: appendTokensOf(keyring)
		} },
		issuer: configRepository ?? organization,
		ciRun: runUrlOf(hostOf(env), env),
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
// src/commands/places/asking-person.ts
function askingPerson(context, project, objects, { as = context.env.GITHUB_ACTOR, asGroup, namespace }) {
	if (as === void 0) throw new IdentikitError("USAGE", "nobody is named, and this is no CI job with an actor", { remedy: "Add --as LOGIN." });
	const { groups } = accessIdentity(as, asGroup);
	const hostOf = async (repository) => {
		if (asGroup.length > 0 || !context.env["IDENTIKIT_HOST_TOKEN"]) return hostFactsOf(groups, repository);
		const { facts } = dispatchServices(context, project, objects, namespace);
		return await facts.factsOf({
			repository,
			actor: as
		});
	};
	return {
		by: {
			kind: "User",
			name: as
		},
		hostOf,
		hostOfRun: async (kind, name) => {
			const run = await objects.store.read(async (reader) => {
				const object = await reader.get(kind, {
					namespace,
					name
				});
				return object && await reader.get(agentDispatchRun, {
					namespace,
					name: object.spec.run
				});
			});
			return run && await hostOf(run.spec.repository);
		}
	};
}
// src/commands/places/run-action.ts
async function runActionResult(context, options, ask) {
	const project = await openProject(context.cwd, options.root);
	const { organization: namespace, organizations } = accessPlace(project, options);
	await using database = await openConfigDatabase(context, project, options.database);
	await using store = new SqlStore(database);
	const { by, hostOf } = askingPerson(context, project, {
		database,
		store
	}, {
		...options,
		namespace
	});
	const key = {
		namespace,
		name: options.name
	};
	const before = await store.read((reader) => reader.get(agentDispatchRun, key));
	const host = before && await hostOf(before.spec.repository);
	const asked = {
		...key,
		...ask,
		by,
		host,
		via: "command"
	};
	const { metadata } = await askRunAction({
		store,
		organizations
	}, asked, context.clock.now());
	const { run, action } = await store.read(async (reader) => ({
		run: await reader.get(agentDispatchRun, key),
		action: await reader.get(agentAction, metadata)
	}));
	return {
		outputs: {
			name: options.name,
			phase: run?.status.phase,
			...action ? { action: asOutput(objectForm(action)) } : {}
		},
		changed: true,
		account: [`${ask.action} of ${options.name} is on record; ${next[ask.action]}`]
	};
}
const launch = "the next identikit dispatch --queued, or identikit run, starts the attempt";
const next = {
	cancel: "the next look of a controller ends its attempt and its CI job: identikit controller --once",
	retry: launch,
	resume: launch,
	fork: launch,
	continue: launch,
	"write-back": "the next write-back decides about it: identikit write-back --pending"
};
export { askingPerson, dispatchServices, gitDirectoryOf, launchServices, runActionResult };
