import { agentNames, explainAgent, listAccesses, listRows, listSecrets, loadRows, scopes, verifyLog } from "./config.js";
import { IdentikitError, hostOf, hostTokenVariable, shortened, suggestion } from "../start/faces.js";
import { verdictOf } from "./fault.js";
import { readManifest, readTemplateLock } from "./template.js";
import { connectEngine, layerIndexOf } from "./image.js";
import { ItemStates } from "./host.js";
import { findKeyring, keyValues, trustOf } from "./commands.js";
import { accessGraph, approvalController, auditNewest, readSamples, workspaceController } from "./agents.js";
import { editableTables, trace } from "../start/identikit.js";
import { BlobStore, SqlStore, accessController, figuresController, readAdmissionSnapshot, retentionController, verifyAudit } from "./agents-with-config.js";
import { openConfigDatabase } from "./commands-with-config.js";
import { accessPlace } from "./commands-with-agents-config.js";
import { declaredHere } from "./commands-with-agents-croner-yaml.js";
import { acceptedSecretsOf, copiesIn } from "./commands-with-template.js";
import { GitMemoryStore } from "./agents-with-child_process-template.js";
import { dispatchServices, gitDirectoryOf } from "./commands-with-agents-changes-child_process-config-croner-host-template-yaml.js";
import { usualTemplateOf } from "./commands-with-image-template.js";
import { imageReferenceIn, openPlaces, placeOf, tracedImages } from "./commands-with-child_process-http-image-sqlite-template.js";
import { templateReading } from "./commands-with-http-template.js";
import { identityTreeUnder } from "./commands-with-image-template-yaml.js";
import { dispatchController } from "./agents-with-config-template-yaml.js";
import { referenceController } from "./agents-with-template-yaml.js";
import { triggerController } from "./agents-with-config-croner-yaml.js";
import { compareEnvironments } from "./commands-with-config-diff-env-smol-toml-sqlite.js";
import { openStackController } from "./commands-with-agents-child_process-config-croner-diff-env-gate-http-image-sqlite-template-yaml-zlib.js";
import { openProposals, openWriteBack } from "./commands-with-agents-changes-child_process-config-croner-host-sqlite-template-yaml.js";
import { templateFacts } from "./commands-with-config-template.js";
import { auditLinesOf } from "./console-with-agents.js";
import { rehearseRun } from "./commands-with-agents-config-template-yaml.js";
import { trace as trace$1 } from "./trace-with-agents-child_process-config-diff-gate-http-image-template-yaml-zlib.js";
import { tracedAgents } from "./commands-with-config-diff-env-smol-toml-sqlite-template-yaml.js";
import { resolve } from "node:path";
import { existsSync } from "node:fs";
// src/commands/places/controllers.ts
const makers = {
	stack: openStackController,
	trigger: (services) => triggerController(dispatchOf(services)),
	dispatch: (services) => dispatchController(dispatchOf(services)),
	workspace: (services) => workspaceController({
		store: services.store,
		now: nowOf(services)
	}),
	approval: (services) => approvalController({
		store: services.store,
		now: nowOf(services),
		heads: headsOf(services)
	}),
	access: (services) => accessController({
		store: services.store,
		database: services.database,
		now: nowOf(services)
	}),
	reference: openReferenceController,
	figures: openFiguresController,
	retention: (services) => retentionController(services.database, services.project.settings.platform.retention, nowOf(services))
};
function openFiguresController(services) {
	const { database, project } = services;
	return figuresController({
		database,
		organization: project.settings.platform.organization,
		environments: async () => {
			const found = await compareEnvironments(services, await agentNames(database));
			const count = (...states) => found.filter(({ state }) => states.includes(state)).length;
			const values = {
				clean: count("clean"),
				drifted: count("drifted"),
				unverified: count("unverified")
			};
			return values.clean + values.drifted === 0 ? void 0 : values;
		},
		now: nowOf(services)
	});
}
function openReferenceController(services) {
	const { context, project, database, store, memory } = services;
	const { env, log, signal, cwd } = context;
	const token = env[hostTokenVariable];
	const directory = memory === void 0 ? void 0 : resolve(cwd, memory);
	const states = token ? new ItemStates({
		host: hostOf(env),
		token,
		log,
		signal
	}) : void 0;
	return referenceController({
		store,
		database,
		declared: (organization) => declaredHere(project, organization),
		memory: directory === void 0 ? void 0 : () => new GitMemoryStore(gitDirectoryOf(directory), env),
		heads: headsOf(services),
		items: states,
		merges: states,
		now: nowOf(services)
	});
}
function nowOf({ context }) {
	return () => context.clock.now();
}
function dispatchOf(services) {
	const { context, project, database, store } = services;
	return dispatchServices(context, project, {
		database,
		store
	}, project.settings.platform.organization);
}
function headsOf(services) {
	if (!services.context.env["IDENTIKIT_HOST_TOKEN"]) return void 0;
	const { repositories } = dispatchOf(services);
	return { headOf: async ({ repository, kind, id }, signal) => {
		const number = Number(id);
		const isPull = kind === "pull_request" && Number.isSafeInteger(number);
		if (!isPull && kind !== "branch") return void 0;
		const ref = id.startsWith("refs/") ? id : `refs/heads/${id}`;
		return (await repositories.placeOf({
			repository,
			...isPull ? { pullRequest: number } : { ref }
		}, signal)).refs.head;
	} };
}
function makeControllers(services, named) {
	const names = Object.keys(makers);
	return (named.length === 0 ? names : [...new Set(named.flatMap((word) => word.split(",")))]).map((name) => {
		const make = Object.hasOwn(makers, name) ? makers[name] : void 0;
		if (make) return make(services);
		throw new IdentikitError("CONTROLLER_UNKNOWN", `there is no controller ${JSON.stringify(name)}${suggestion(name, names)}`, { remedy: `Choose from ${names.join(", ")}.` });
	});
}
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
function consoleSources(services, { dryRun }, memory) {
	const { context, project, database, store } = services;
	const { organization } = project.settings.platform;
	const dispatch = dispatchServices(context, project, {
		database,
		store
	}, organization);
	const blobs = new BlobStore(database);
	return {
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
		environments: (agents) => compareEnvironments(services, agents),
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
		samples: (asked) => readSamples(database, asked),
		recordHistory: (asked) => auditLinesOf(database, asked)
	};
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
export { consoleSources, makeControllers, openTrace };
