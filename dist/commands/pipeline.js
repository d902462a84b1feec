import { listSecrets, loadRows, resolveAgent, setSecret } from "../rooms/config.js";
import { certain, verdictOf } from "../rooms/fault.js";
import { openProject, workPath } from "../rooms/project.js";
import { FetchedTrees, alterationsOf, readManifest } from "../rooms/template.js";
import { AnchoredDirectory, sweepAbandoned, writeFileAtomically } from "../rooms/tree.js";
import { copyDrift } from "../rooms/commands-with-report.js";
import { bake } from "../start/bake-identity.js";
import { configExport } from "../start/export-config.js";
import { configImport } from "../start/import-config.js";
import { configSync } from "../start/sync-config.js";
import { fetch } from "../start/fetch-template.js";
import { gate } from "../start/drift-gate.js";
import { openConfigDatabase } from "../rooms/commands-with-config.js";
import { count, envRootOf, keySource } from "../rooms/commands.js";
import { copiesIn } from "../rooms/commands-with-template.js";
import { publish } from "../start/publish-image.js";
import { renderResult, renderRun } from "./render.js";
import { IdentikitError, asOutput, errorOf, isRecord, jsonOf, runCommand } from "../start/faces.js";
import { formatImageReference, formatPlatform, parseStoredReference, readImage } from "../rooms/image.js";
import { distinctNames, filled, hasPlaceholder, identityTemplateOf, templateNameOf, usualTemplateOf } from "../rooms/commands-with-image-template.js";
import { findPlaceholders } from "../rooms/secret.js";
import { openPlaces } from "../rooms/commands-with-child_process-http-image-sqlite-template.js";
import { relative } from "node:path";
import { existsSync } from "node:fs";
// src/commands/pipeline/baked-templates.ts
function bakedTemplates(project, { name: named, to }) {
	const usual = named.length === 0 ? identityTemplateOf(project) : usualTemplateOf(project);
	const names = named.length === 0 ? [certain(usual)] : distinctNames(named).map((name) => templateNameOf(project, { name }));
	return names.map((name) => {
		const suffix = name === usual ? "" : `-${name}`;
		const published = to === void 0 ? `oci:${workPath(project, `published${suffix}`)}` : names.length === 1 || suffix === "" || hasPlaceholder(to) ? filled(to, name) : besideOf(to, suffix);
		return {
			name,
			template: project.path(`${project.settings.templates}/${name}`),
			step: (command) => names.length === 1 ? command : `${command} ${name}`,
			places: {
				baked: `oci:${workPath(project, "images")}:baked${suffix}`,
				published
			}
		};
	});
}
function besideOf(to, suffix) {
	const reference = parseStoredReference(to);
	if (reference.kind === "registry") return formatImageReference({
		...reference,
		repository: `${reference.repository}${suffix}`
	});
	if (reference.kind === "layout") return formatImageReference({
		...reference,
		directory: `${reference.directory}${suffix}`
	});
	throw new IdentikitError("USAGE", `${to} has room for one image`, { remedy: "Publish several to a registry or an OCI layout, or name one template." });
}
// src/commands/pipeline/pipeline-account.ts
var FailedStep = class extends Error {
	faults;
	constructor(faults) {
		super("several parts of a step failed");
		this.faults = faults;
	}
};
var PipelineAccount = class {
	#context;
	root;
	#results = new Map();
	#seconds = new Map();
	#faults = [];
	constructor(context, root) {
		this.#context = context;
		this.root = root;
	}
	async step(name, command, raw) {
		return await this.timed(name, () => runCommand(command, this.#context, command.options.parse(raw)));
	}
	async timed(name, work) {
		this.#context.signal.throwIfAborted();
		const start = this.#context.clock.now().getTime();
		const result = await work();
		this.#seconds.set(name, (this.#context.clock.now().getTime() - start) / 1e3);
		return this.#add(name, result);
	}
	#add(name, result) {
		const [fault, ...others] = result.faults ?? [];
		if (fault) throw others.length === 0 ? fault : new FailedStep([fault, ...others]);
		this.#results.set(name, result);
		return result;
	}
	async stepInParts(name, command, raw) {
		return await this.timed(name, async () => {
			const { faults = [], ...done } = await runCommand(command, this.#context, command.options.parse(raw));
			this.#faults.push(...faults);
			return done;
		});
	}
	get faults() {
		return this.#faults;
	}
	get findings() {
		return [...this.#results.values()].flatMap(({ report }) => report?.findings ?? []);
	}
	get outputs() {
		const entries = [...this.#results].map(([name, result]) => [name, asOutput(jsonOf(result))]);
		return Object.fromEntries(entries);
	}
	get steps() {
		return [...this.#results].map(([name, { account, changed = false, report }]) => ({
			name,
			changed,
			seconds: this.#seconds.get(name) ?? 0,
			line: this.shorten((report?.check === "gate" ? verdictLine(report) : account[0]) ?? "")
		}));
	}
	get lines() {
		const width = Math.max(...[...this.#results.keys()].map((name) => name.length));
		return [...this.#results].flatMap(([name, { account, report }]) => [...report?.check === "gate" ? [verdictLine(report)] : [], ...account].map((line, index) => `${(index === 0 ? name : "").padEnd(width)}  ${this.shorten(line)}`));
	}
	get changed() {
		return [...this.#results.values()].some(({ changed }) => changed === true);
	}
	shorten(line) {
		const typed = relative(this.#context.cwd, this.root);
		const short = line.replaceAll(`${this.root}/`, "");
		return typed === "" ? short : short.replaceAll(` ${typed}/`, " ");
	}
};
function verdictLine({ verdict, findings }) {
	return verdict === "clean" ? "clean: every file is byte for byte the template's" : `${verdict}: ${count(findings.length, "finding")}`;
}
// src/commands/pipeline/stand-in-secrets.ts
async function sealStandIns(context, project, database) {
	const { standInSecrets } = project.settings;
	if (standInSecrets.length === 0 || database.kind !== "sqlite") return [];
	const sealed = new Set((await listSecrets(database)).map(({ name }) => name));
	const missing = standInSecrets.filter((name) => !sealed.has(name) && !context.env["IDENTIKIT_SECRET_" + name]);
	if (missing.length === 0) return [];
	const keys = keySource(context, project);
	for (const name of missing) await setSecret(database, keys, name, `made-up-value-of-${name}`);
	return missing;
}
// src/commands/pipeline/write-pipeline-report.ts
async function writePipelineReport(context, project, chain) {
	const { account, report, bundle } = chain;
	const { pipelineReport } = await import("../rooms/console-with-preact-preact-render-to-string.js");
	const file = workPath(project, "report.html");
	const text = pipelineReport({
		writtenAt: context.clock.now().toISOString(),
		root: project.root,
		verdict: report.verdict,
		changed: account.changed,
		findings: report.findings,
		templates: templatesOf(account),
		images: await imagesOf(context, project, chain),
		agents: chain.agents.map((agent) => agentOf(agent, account, chain.envRoot)),
		bundle: {
			path: account.shorten(bundle.path),
			digest: textOf(bundle.outputs.digest),
			rows: numberOf(bundle.outputs.rows)
		},
		steps: account.steps,
		faults: account.faults.map(errorOf)
	});
	writeFileAtomically(file, text);
	return file;
}
function templatesOf(account) {
	const { fetch } = account.outputs;
	return (isRecord(fetch) && Array.isArray(fetch.templates) ? fetch.templates : []).filter(isRecord).map((template) => ({
		name: textOf(template.name),
		source: textOf(template.source),
		commit: typeof template.commit === "string" ? template.commit : void 0,
		treeDigest: textOf(template.treeDigest),
		files: numberOf(template.files),
		path: account.shorten(textOf(template.path))
	}));
}
async function imagesOf(context, project, { account, images, gates }) {
	await using places = openPlaces(context, project.settings, {
		insecureRegistry: [],
		allowPrivateHost: []
	});
	const shown = [];
	for (const { name, image, digest, tags, treeDigest, baked } of images) {
		const { store, select } = await places.open(parseStoredReference(baked));
		const identity = layerOf(account, textOf(name));
		const { images: platforms } = await readImage(store, await select());
		const report = gates.find((gate) => gate.name === name)?.report;
		shown.push({
			name: textOf(name),
			reference: account.shorten(textOf(image)),
			digest: textOf(digest),
			treeDigest: textOf(treeDigest),
			tags: Array.isArray(tags) ? tags.map(textOf) : [],
			platforms: platforms.map(({ platform, manifest }) => ({
				platform: formatPlatform(platform),
				layers: manifest.layers.map((layer) => ({
					digest: layer.digest,
					bytes: layer.size,
					isIdentity: layer.digest === identity
				}))
			})),
			gate: {
				verdict: report?.verdict ?? "unverified",
				subject: report?.subject ?? "",
				facts: report?.facts ?? []
			}
		});
	}
	return shown;
}
function layerOf(account, name) {
	const done = account.outputs[`bake ${name}`] ?? account.outputs.bake;
	return isRecord(done) && typeof done.layerDigest === "string" ? done.layerDigest : void 0;
}
function agentOf({ config, outcome }, account, envRoot) {
	const { name, type, runtime, systemPrompt, skills, mcpServers, plugins } = config;
	return {
		name,
		type,
		runtime,
		result: outcome.result,
		envDirectory: account.shorten(`${envRoot}/${name}`),
		prompt: systemPrompt ? {
			scope: systemPrompt.scope,
			characters: systemPrompt.value.length
		} : void 0,
		skills: skills.map(({ key }) => key),
		mcpServers: mcpServers.map(({ key }) => key),
		plugins: plugins.flatMap(({ key, value }) => value ? [key] : []),
		secrets: secretNamesOf(config)
	};
}
function secretNamesOf({ mcpServers, settings }) {
	const found = [...mcpServers, ...settings].flatMap(({ key, value }) => findPlaceholders(value, key));
	return [...new Set(found.map(({ name }) => name))].sort();
}
function textOf(value) {
	return typeof value === "string" ? value : "";
}
function numberOf(value) {
	return typeof value === "number" ? value : 0;
}
// src/commands/pipeline/body.ts
function sweepWorkPlace({ clock }, project) {
	const now = clock.now().getTime();
	using place = AnchoredDirectory.make(workPath(project));
	sweepAbandoned(place, now);
	for (const layout of ["images", "published"].map((name) => workPath(project, name))) {
		if (!existsSync(layout)) continue;
		using images = AnchoredDirectory.open(layout);
		sweepAbandoned(images, now);
	}
}
async function run(context, given) {
	try {
		return await runChain(context, given);
	} catch (caught) {
		if (!(caught instanceof FailedStep)) throw caught;
		return {
			outputs: {},
			account: [],
			faults: caught.faults
		};
	}
}
async function runChain(context, given) {
	const project = await openProject(context.cwd, given.root);
	const places = placesOf(context, project, given);
	const findings = await alterationsIn(project, places.templates);
	const drift = copyDrift(context, project, {
		check: "pipeline",
		findings,
		undone: "nothing was done"
	});
	if (drift) return drift;
	sweepWorkPlace(context, project);
	const account = new PipelineAccount({
		...context,
		fetched: new FetchedTrees()
	}, project.root);
	const root = { root: project.root };
	const database = given.database === void 0 ? {} : { database: given.database };
	const templates = bakedTemplates(project, given);
	const { signKey, signKeyless, sbom } = given;
	const signing = {
		signKey,
		signKeyless,
		sbom
	};
	const { requireSignature, requireAttestation, verifyKey, verifyIdentity, verifyIssuer, trustedRoot } = given;
	const required = {
		requireSignature,
		requireAttestation,
		verifyKey,
		verifyIdentity,
		verifyIssuer,
		trustedRoot
	};
	await account.step("fetch", fetch, {
		...root,
		all: true,
		into: places.templates,
		locked: given.locked
	});
	await account.stepInParts("sync", configSync, {
		...root,
		...database,
		templates: places.templates
	});
	const baked = new Map();
	const reports = [];
	for (const { name, template, step, places: at } of templates) {
		const done = await account.step(step("bake"), bake, {
			...root,
			name: [name],
			template,
			base: given.base,
			to: at.baked,
			...signing
		});
		baked.set(name, done);
		const { report } = await account.step(step("gate"), gate, {
			...root,
			name: [name],
			template,
			image: at.baked,
			...required
		});
		if (report) reports.push({
			name,
			report
		});
	}
	const bundle = await account.step("export", configExport, {
		...root,
		...database,
		to: places.bundle
	});
	const carried = {
		...root,
		file: places.bundle,
		database: places.carried,
		prune: true
	};
	await account.step("import", configImport, carried);
	let agents = [];
	await account.timed("render", async () => {
		const rendered = await renderCarried(context, project, given, places);
		agents = rendered.agents;
		return rendered.result;
	});
	const images = [];
	for (const { name, template, step, places: at } of templates) {
		const { commit, treeDigest } = baked.get(name)?.outputs ?? {};
		const { outputs } = await account.step(step("publish"), publish, {
			...root,
			name: [name],
			template,
			from: at.baked,
			to: at.published,
			...signing,
			...required,
			...commit === null ? { tag: ["staging-local"] } : {}
		});
		const { image, digest, tags } = outputs;
		images.push({
			name,
			image,
			digest,
			tags,
			treeDigest,
			baked: at.baked
		});
	}
	const published = images.map(({ baked: _, ...one }) => one);
	const { name: _, ...first } = certain(published[0]);
	const report = reportOf(reports, account.findings);
	const file = await writePipelineReport(context, project, {
		account,
		report,
		agents,
		images,
		gates: reports,
		envRoot: places.envRoot,
		bundle: {
			path: places.bundle,
			outputs: bundle.outputs
		}
	});
	return {
		outputs: {
			result: report.verdict,
			findings: [],
			changed: account.changed,
			...first,
			images: published,
			bundle: places.bundle,
			bundleDigest: bundle.outputs.digest,
			envRoot: places.envRoot,
			report: file,
			steps: account.outputs
		},
		account: account.lines,
		...report.findings.length > 0 ? { report } : {},
		...account.faults.length > 0 ? { faults: account.faults } : { closing: closing(account, {
			...places,
			images: templates.map(({ places: at }) => at.published),
			report: file
		}) }
	};
}
function reportOf(gates, findings) {
	const { report: first } = certain(gates[0]);
	const subject = gates.map(({ report }) => report.subject).join("; ");
	const whole = {
		...first,
		check: "pipeline",
		subject,
		verdict: verdictOf(findings),
		findings
	};
	if (gates.length === 1) return whole;
	const owners = new Map(gates.flatMap(({ name, report }) => report.findings.map((one) => [one, name])));
	return {
		...whole,
		facts: [],
		sections: gates.map(({ name, report }) => {
			const { verdict, facts } = report;
			return {
				template: name,
				verdict,
				subject: report.subject,
				facts
			};
		}),
		findings: findings.map((one) => {
			const template = owners.get(one);
			return template === void 0 ? one : {
				...one,
				template
			};
		})
	};
}
async function alterationsIn(project, templatesDir) {
	const names = readManifest(project.path(project.settings.manifest), project.settings.manifest).workspaceTemplates.map(({ name }) => name);
	return copiesIn(project, templatesDir, names).flatMap(alterationsOf);
}
async function renderCarried(context, project, given, places) {
	await using carried = await openConfigDatabase(context, project, places.carried);
	await using source = await openConfigDatabase(context, project, given.database);
	const standIns = await sealStandIns(context, project, source);
	const rows = await loadRows(carried);
	const configs = rows.agents.map((name) => resolveAgent(rows, name));
	const run = await renderRun(context, project, {
		agents: configs,
		secretsFrom: source,
		options: {
			envRoot: places.envRoot,
			onMissingSecret: given.onMissingSecret,
			reason: "pipeline"
		}
	});
	const result = renderResult(run);
	const made = standIns.map((name) => `secret ${name} is a made-up value (identikit.yaml, standInSecrets)`);
	const agents = configs.flatMap((config) => {
		const outcome = run.outcomes.find(({ agent }) => agent === config.name);
		return outcome ? [{
			config,
			outcome
		}] : [];
	});
	return {
		result: {
			...result,
			account: [...result.account, ...made]
		},
		agents
	};
}
function closing(account, places) {
	return [
		"",
		account.changed ? "Done: every copy was made from its source, and compared with it." : "Nothing changed: every copy was compared with its source, and equals it.",
		"",
		`Look at, in ${account.root}:`,
		...places.images.map((image) => `  the image         ${account.shorten(image)}`),
		`  the config bundle ${account.shorten(places.bundle)}`,
		`  env directories   ${account.shorten(places.envRoot)}/<agent>/`,
		`  all of it         ${account.shorten(places.report)}, in a browser`
	];
}
function placesOf(context, project, given) {
	return {
		templates: project.path(project.settings.templates),
		bundle: workPath(project, "config.bundle"),
		carried: workPath(project, "carried.db"),
		envRoot: envRootOf(context, project, given.envRoot)
	};
}
export { run };
