import { accessGraph, auditNewest } from "./agents.js";
import { BlobStore, SqlStore, readAdmissionSnapshot, verifyAudit } from "./agents-with-config.js";
import { agentNames, explainAgent, listAccesses, listRows, listSecrets, loadRows, resolveAgent, scopes, verifyLog } from "./config.js";
import { auditLinesOf } from "./console.js";
import { reconcile } from "./env-with-config-diff-smol-toml-sqlite.js";
import { verdictOf } from "./fault.js";
import { shortened } from "../start/faces.js";
import { editableTables, trace } from "../start/identikit.js";
import { accessPlace } from "./commands-with-agents-config.js";
import { openProposals, openWriteBack } from "./commands-with-agents-changes-child_process-config-croner-host-sqlite-template-yaml.js";
import { declaredHere } from "./commands-with-agents-croner-yaml.js";
import { dispatchServices } from "./commands-with-agents-changes-child_process-config-croner-host-template-yaml.js";
import { openEnvSession } from "./commands-with-config-env.js";
import { findKeyring, keyValues, trustOf } from "./commands.js";
import { rehearseRun } from "./commands-with-agents-config-template-yaml.js";
import { templateFacts } from "./commands-with-config-template.js";
import { connectEngine, layerIndexOf } from "./image.js";
import { readManifest, readTemplateLock } from "./template.js";
import { trace as trace$1 } from "./trace-with-agents-child_process-config-diff-gate-http-image-template-yaml-zlib.js";
import { acceptedSecretsOf, copiesIn } from "./commands-with-template.js";
import { openConfigDatabase } from "./commands-with-config.js";
import { identityTreeUnder } from "./commands-with-image-template-yaml.js";
import { usualTemplateOf } from "./commands-with-image-template.js";
import { imageReferenceIn, openPlaces, placeOf, tracedImages } from "./commands-with-child_process-http-image-sqlite-template.js";
import { templateReading } from "./commands-with-http-template.js";
import { tracedAgents } from "./commands-with-config-diff-env-smol-toml-sqlite-template-yaml.js";
import { resolve } from "node:path";
import { existsSync } from "node:fs";
// src/commands/places/trace.ts
async function openTrace(context, project, options) {
	const stack = new AsyncDisposableStack();
	try {
		const database = stack.use(await openConfigDatabase(context, project, options.database, "read"));
		const opened = {
			database,
			store: stack.use(new SqlStore(database)),
			places: stack.use(openPlaces(context, project.settings, options))
		};
		const traceOne = async (what) => await trace$1(await traceOptions(context, project, {
			options,
			opened,
			what
		}));
		const disposal = stack.move();
		return {
			trace: traceOne,
			[Symbol.asyncDispose]: () => disposal.disposeAsync()
		};
	} catch (caught) {
		await stack.disposeAsync();
		throw caught;
	}
}
async function traceOptions(context, project, of) {
	const { options, opened, what } = of;
	const { database, store, places } = opened;
	const { settings } = project;
	const { signal, env } = context;
	const manifest = manifestOf(project);
	const templatesDir = options.templates === void 0 ? project.path(settings.templates) : resolve(context.cwd, options.templates);
	const copies = copiesIn(project, templatesDir, manifest.workspaceTemplates.map(({ name }) => name));
	const keyring = findKeyring(context, project);
	const { organization, organizations } = accessPlace(project, { organization: options.organization });
	const reference = imageReferenceIn(context, what);
	const trust = await trustOf(context, project, options);
	return {
		what,
		others: [resolve(context.cwd, what), ...reference === void 0 ? [] : [reference]],
		templates: {
			sources: {
				manifest,
				lock: readTemplateLock(project.path(settings.lock)),
				reading: templateReading(context, project, {
					accepted: await acceptedSecretsOf(context, project),
					network: options
				}),
				sources: keyValues("--source", options.source),
				identityOf: identityTreeUnder(settings)
			},
			copies
		},
		images: tracedImages(context, project, {
			given: options.image,
			asked: reference
		}),
		usualTemplate: usualTemplateOf(project),
		imageArea: {
			open: async (named) => await places.open(placeOf(context, named)),
			destination: settings.identity.destination.replace(/^\/+|\/+$/g, ""),
			index: layerIndexOf(env),
			statements: async (draft, stated) => {
				const { addStatements } = await import("./trace-with-image-sigstore.js");
				await addStatements(draft, trust, stated);
			},
			signal
		},
		agents: await tracedAgents(context, project, {
			database,
			options,
			templatesDir,
			hasCopies: copies.length > 0
		}),
		runs: {
			database,
			store,
			organization,
			keyring,
			commits: options.forge ? openWriteBack(context, project, {
				database,
				store
			}, {}).commits : void 0,
			grants: async () => {
				const now = context.clock.now();
				return (await readAdmissionSnapshot(database, {
					organization,
					organizations,
					now
				})).grants;
			},
			mostRuns: options.runs,
			signal
		},
		engine: async () => await connectEngine(env),
		signal
	};
}
function manifestOf({ settings, path }) {
	const file = path(settings.manifest);
	if (existsSync(file)) return readManifest(file, settings.manifest);
	return {
		file: settings.manifest,
		plugins: [],
		workspaceTemplates: [],
		orgTemplates: []
	};
}
// src/commands/places/console-sources.ts
const valueLength = 300;
function consoleSources(services, { secretNames, dryRun }, memory) {
	const { context, project, database, store } = services;
	const { organization } = project.settings.platform;
	const dispatch = dispatchServices(context, project, {
		database,
		store
	}, organization);
	const blobs = new BlobStore(database);
	return {
		secretNames,
		content: (run, digest) => blobs.get(run, digest),
		memory: () => memory,
		dryRun,
		templates: async () => templateFacts(project),
		accessGraph: async () => {
			const { organization, organizations } = accessPlace(project, {});
			const declared = declaredHere(project, organization);
			const options = {
				organization,
				organizations,
				now: context.clock.now(),
				declared
			};
			return accessGraph(organization, await readAdmissionSnapshot(database, options));
		},
		trace: async (what) => {
			await using tracing = await openTrace(context, project, trace.options.parse({ what }));
			return await tracing.trace(what);
		},
		agentNames: () => agentNames(database),
		environments: (agents) => environmentsOf(services, agents),
		agent: async (name) => agentFacts(explainAgent(await loadRows(database, [name]), name)),
		rows: async ({ table, scope, key, limit }) => {
			const tables = editableTables.filter((one) => table === void 0 || one === table);
			const known = scopes.find((one) => one === scope);
			if (tables.length === 0 || scope !== void 0 && known === void 0) return {
				rows: [],
				total: 0
			};
			const found = await listRows(database, {
				tables,
				key,
				limit,
				scope: known
			});
			return {
				rows: found.rows.map((row) => ({
					...row,
					value: shortened(JSON.stringify(row.value), valueLength)
				})),
				total: found.total
			};
		},
		secrets: () => listSecrets(database),
		accesses: async (filter) => (await listAccesses(database, filter)).reverse(),
		auditLines: ({ before, limit }) => database.read((query) => auditNewest(query, {
			before,
			limit
		})),
		verifyAudit: async () => chainFacts(await verifyAudit(database, findKeyring(context, project))),
		verifyAccessLog: async () => chainFacts(await verifyLog(database, findKeyring(context, project))),
		rehearse: rehearseRun({
			...dispatch,
			memory: memory && (() => memory)
		}, context.signal),
		proposals: openProposals(services),
		recordHistory: (asked) => auditLinesOf(database, asked)
	};
}
async function environmentsOf({ context, project, database }, agents) {
	if (agents.length === 0) return [];
	const rows = await loadRows(database, agents);
	await using session = await openEnvSession(context, project, {
		secretsFrom: database,
		options: {},
		command: "reconcile",
		events: "none"
	});
	return (await reconcile({
		...session.settings,
		agents: rows.agents.map((name) => ({
			name,
			resolve: () => resolveAgent(rows, name)
		}))
	})).agents;
}
function agentFacts({ name, type, runtime, ...groups }) {
	const { plugins, marketplaces, mcpServers, systemPrompt, skills, settings, files } = groups;
	const all = {
		plugins,
		marketplaces,
		mcpServers,
		systemPrompt,
		skills,
		settings,
		files
	};
	const place = ({ scope, of }) => of === null ? scope : `${scope} ${of}`;
	return {
		name,
		type,
		runtime,
		entries: Object.entries(all).flatMap(([group, entries]) => entries.map((entry) => ({
			group,
			key: entry.key,
			enabled: entry.enabled,
			from: place(entry),
			value: shortened(JSON.stringify(entry.value), valueLength),
			over: entry.overrides.map(place)
		})))
	};
}
function chainFacts({ lines, findings }) {
	return {
		lines,
		findings,
		verdict: verdictOf(findings)
	};
}
export { consoleSources, openTrace };
