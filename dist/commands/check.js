import { verdictOf } from "../rooms/fault.js";
import { openProject, workPath } from "../rooms/project.js";
import { makeReport } from "../rooms/report.js";
import { FetchedTrees, readManifest, readTemplateLock, refuseSecrets, tokenOf } from "../rooms/template.js";
import { AnchoredDirectory } from "../rooms/tree.js";
import { validatePath } from "../rooms/validate-with-child_process-config-template-yaml.js";
import { count, keyValues, requirementsOf, writeReportFiles } from "../rooms/commands.js";
import "../rooms/commands-with-diff.js";
import { IdentikitError, asFault, asOutput } from "../start/faces.js";
import { readJsonDocument } from "../rooms/document.js";
import { fetchTemplates } from "../rooms/template-with-child_process-http-sqlite-yaml-zlib.js";
import { acceptedSecretsOf, policiesUnderLock, syncInputs } from "../rooms/commands-with-template.js";
import { identityUnder } from "../rooms/commands-with-image-template-yaml.js";
import { templateReading } from "../rooms/commands-with-http-template.js";
import { openSource } from "../rooms/template-with-child_process-http-zlib.js";
import { findCheckout, localCommit, parseLocation } from "../rooms/template-with-child_process.js";
import { displayName, exportBundle, importBundle, isServer, openDatabase, ownConfigFiles } from "../rooms/config.js";
import { syncBuiltin } from "../rooms/config-with-template-yaml.js";
import { databaseLocation } from "../rooms/commands-with-config.js";
import { imageSource, placedAtAgents, placedInTemplate } from "../rooms/commands-with-child_process-template.js";
import { runGit } from "../rooms/git-with-child_process.js";
import { dockerfileOf, gateDockerfile } from "../rooms/commands-with-diff-gate-image-sqlite-template.js";
import { filled, hasPlaceholder, optionsPerTemplate, templateNameOf, usualTemplateOf } from "../rooms/commands-with-image-template.js";
import { baseNamed, baseOf, comparePublished, openPlaces, placeOf } from "../rooms/commands-with-child_process-http-image-sqlite-template.js";
import { coverageFacts, readTemplateSide, templateLine } from "../rooms/commands-with-child_process-gate-image-template-yaml.js";
import { coverageOf, promptWarnings } from "../rooms/gate-with-template-yaml.js";
import { gateFor } from "../rooms/gate-with-diff-image-zlib.js";
import { bakedTree, baseCacheOf, layerIndexOf, parsePlatform, sourceDateEpoch } from "../rooms/image.js";
import { bakeCandidate } from "../rooms/image-with-zlib.js";
import { join, posix, relative, resolve, sep } from "node:path";
import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
// src/commands/check/faults.ts
const proven = new Set([
	"AGENT_OWNED",
	"AGENT_TYPE_UNKNOWN",
	"ALLOWANCE_INVALID",
	"COMMIT_GONE",
	"DOCUMENT_INVALID",
	"ENTRY_TYPE",
	"LOCK_INVALID",
	"LOCK_MISMATCH",
	"MANIFEST_INVALID",
	"PATH_COLLIDES",
	"PATH_UNSAFE",
	"POLICY_VIOLATION",
	"REF_UNKNOWN",
	"ROW_INVALID",
	"SECRET_IN_ASSET",
	"SECRET_IN_ROW",
	"SETTINGS_INVALID",
	"SOURCE_INVALID",
	"SSOT_MISSING",
	"TEMPLATE_INVALID",
	"TEMPLATE_UNKNOWN"
]);
const ending = new Set([
	"INTERNAL",
	"CANCELLED",
	"USAGE",
	"REFERENCE_INVALID"
]);
function stepFinding({ code, message, remedy, location }, path) {
	return {
		code,
		severity: proven.has(code) ? "error" : "unverified",
		path,
		expected: null,
		actual: message,
		problem: message,
		remedy,
		...location ? { location } : {}
	};
}
async function attempt(path, step) {
	try {
		return {
			kind: "done",
			value: await step()
		};
	} catch (caught) {
		const fault = asFault(caught);
		if (ending.has(fault.code)) throw caught;
		return {
			kind: "failed",
			finding: stepFinding(fault, path)
		};
	}
}
// src/commands/check/newer-than-lock.ts
async function newerThanLock(manifest, lock, reading) {
	return (await Promise.all(manifest.workspaceTemplates.map(async (entry) => {
		const locked = lock.get(entry.name)?.commit;
		const now = locked ? await commitNow(entry, reading) : void 0;
		return !locked || now === void 0 || now === locked ? [] : [newer(manifest, entry, locked, now)];
	}))).flat();
}
async function commitNow(entry, reading) {
	const { ref, repo, provider, path: directory } = entry;
	const deadline = AbortSignal.any([reading.signal, AbortSignal.timeout(reading.limits.timeoutMs)]);
	try {
		const location = parseLocation(repo, reading.root);
		const token = tokenOf(entry, location, reading);
		return (await openSource({
			location,
			ref,
			shown: repo,
			provider,
			directory,
			token
		}, reading).resolve(ref, deadline))?.commit;
	} catch (caught) {
		reading.signal.throwIfAborted();
		if (caught instanceof IdentikitError) return void 0;
		throw caught;
	}
}
function newer(manifest, entry, locked, now) {
	const ref = entry.ref ?? "the default branch";
	return {
		code: "LOCK_BEHIND",
		severity: "warning",
		path: `template ${entry.name}`,
		expected: locked,
		actual: now,
		problem: `${ref} is at ${now.slice(0, 12)} by now; ${locked.slice(0, 12)}, which identikit.lock says, is checked and shipped`,
		remedy: "Run `identikit fetch --update-lock` in a change of its own to take up the newer commit.",
		location: {
			file: manifest.file,
			line: entry.line
		}
	};
}
// src/commands/check/change-templates.ts
const unlocked = new Set(["LOCK_MISMATCH", "LOCK_INVALID"]);
async function fetchChange(context, project, into, options) {
	const { settings } = project;
	const manifest = readManifest(project.path(settings.manifest), settings.manifest);
	const accepted = await acceptedSecretsOf(context, project);
	const reading = templateReading(context, project, {
		accepted,
		network: options
	});
	const common = {
		...reading,
		manifest,
		into: into.directory,
		sources: keyValues("--source", options.source),
		log: context.log,
		identityOf: identityUnder(settings),
		fetched: into.trees
	};
	const lockFile = project.path(settings.lock);
	const first = await fetchTemplates({
		...common,
		names: "all",
		lockFile,
		locked: true
	});
	const behind = first.results.flatMap((result) => result.kind === "failed" && unlocked.has(result.fault.code) ? [result.name] : []);
	const again = behind.length === 0 ? [] : (await fetchUnlocked()).results;
	const results = first.results.map((result) => again.find(({ name, kind }) => name === result.name && kind === "fetched") ?? result);
	return {
		directory: into.directory,
		fetched: new Map(results.flatMap((result) => result.kind === "fetched" ? [[result.name, result]] : [])),
		findings: [
			...first.results.flatMap((result) => failure(result, project, manifest)),
			...results.flatMap((result) => result.kind === "fetched" ? result.findings : []),
			...await newerThanLock(manifest, readTemplateLock(lockFile), reading)
		]
	};
	async function fetchUnlocked() {
		const copy = join(into.directory, "identikit.lock");
		if (existsSync(lockFile)) copyFileSync(lockFile, copy);
		const log = {
			...context.log,
			warn: context.log.debug
		};
		return await fetchTemplates({
			...common,
			log,
			names: behind,
			lockFile: copy
		});
	}
}
function failure(result, project, manifest) {
	if (result.kind === "fetched") return [];
	const { name, fault } = result;
	const finding = stepFinding(fault, `template ${name}`);
	if (!unlocked.has(fault.code)) return [finding];
	const line = manifest.workspaceTemplates.find((entry) => entry.name === name)?.line;
	return [{
		...finding,
		remedy: "Run `identikit fetch --update-lock`, look at what moved, and commit identikit.lock with the change: main publishes only what the lock says.",
		location: lockPlace(project, name) ?? {
			file: manifest.file,
			...line === void 0 ? {} : { line }
		}
	}];
}
function lockPlace({ settings, path }, name) {
	const file = settings.lock;
	if (!existsSync(path(file))) return void 0;
	try {
		const document = readJsonDocument(path(file), { name: file });
		const line = document.lineOf(["templates", name]);
		return line === document.lineOf(["templates"]) ? void 0 : {
			file,
			line
		};
	} catch (caught) {
		if (caught instanceof IdentikitError) return void 0;
		throw caught;
	}
}
// src/commands/check/main-checkout.ts
async function mainCheckout(context, { root }, main, directory) {
	const named = resolve(context.cwd, main);
	if (existsSync(named) && statSync(named).isDirectory()) return {
		kind: "there",
		root: named,
		shown: main
	};
	const checkout = findCheckout(root);
	if (!checkout) return {
		kind: "absent",
		reason: `${main} is no directory, and ${root} lies in no checkout`
	};
	const { gitDirectory, prefix } = checkout;
	const run = {
		environment: context.env,
		signal: context.signal
	};
	const commit = await localCommit({
		...run,
		gitDirectory
	}, main);
	if (commit === void 0) return {
		kind: "absent",
		reason: `${main} is not in this checkout: give actions/checkout the input fetch-depth: 0`
	};
	await git([
		"clone",
		"--quiet",
		"--shared",
		"--no-checkout",
		"--",
		gitDirectory,
		directory
	]);
	await git([
		"checkout",
		"--quiet",
		"--detach",
		commit
	], directory);
	return {
		kind: "there",
		root: join(directory, prefix),
		shown: `main at ${commit.slice(0, 12)}`
	};
	async function git(args, cwd) {
		const transports = { transports: ["file"] };
		const { status, complaint } = await runGit(args, {
			...run,
			...transports,
			...cwd ? { cwd } : {}
		});
		if (status === 0) return;
		throw new IdentikitError("SSOT_MISSING", `${main} could not be checked out: ${complaint.trim()}`, { remedy: "Name a directory with a checkout of main, or the exported bundle of main." });
	}
}
// src/commands/check/config-side.ts
const kinds = {
	create: "added",
	change: "changed",
	delete: "removed"
};
async function planConfig(context, project, templates, options, directory) {
	const accepted = await acceptedSecretsOf(context, project);
	await refuseSecrets(ownConfigFiles(project.root, project.settings), {
		owner: "this repository",
		accepted
	});
	await using scratch = await openDatabase(join(directory, "config.db"), { signal: context.signal });
	const inUse = await fill(context, project, scratch, options, directory);
	const synced = await syncInto(project, scratch, templates);
	const findings = [...placedAtAgents(project, synced.findings, ({ path }) => path), ...synced.failed.map(({ type, fault }) => stepFinding(fault, `type ${type}`))];
	if (inUse.kind === "nothing") return {
		findings,
		facts: [{
			label: "config",
			value: `rows and agents are not compared: ${inUse.reason}`
		}],
		agents: [],
		pending: []
	};
	const { changes, agents } = synced;
	const against = inUse.from;
	return {
		findings,
		facts: [{
			label: "config",
			value: `${against}: ${count(changes.length, "row")} and ${count(agents.length, "agent")} will change`
		}],
		rows: changes,
		agents,
		pending: [...agents.map((name) => ({
			kind: "agent",
			name,
			change: "rendered",
			place: against
		})), ...changes.map(({ kind, table, key }) => ({
			kind: "row",
			name: `${table} ${key}`,
			change: kinds[kind],
			place: against
		}))]
	};
}
function syncInto(project, database, { directory }) {
	return syncBuiltin({
		database,
		templatesDir: directory,
		...syncInputs(project)
	});
}
async function fill(context, project, database, options, directory) {
	const { bundle, main } = options;
	if (bundle !== void 0) {
		await importBundle({
			database,
			file: resolve(context.cwd, bundle)
		});
		return {
			kind: "filled",
			from: `bundle ${bundle}`
		};
	}
	const named = databaseInUse(context, project, options.database);
	if (named !== void 0) {
		const file = join(directory, "in-use.bundle");
		await using inUse = await openDatabase(named, {
			signal: context.signal,
			access: "read"
		});
		await exportBundle({
			database: inUse,
			file
		});
		await importBundle({
			database,
			file
		});
		const near = relative(context.cwd, named);
		return {
			kind: "filled",
			from: `database ${isServer(named) || near.startsWith("..") ? displayName(named) : near}`
		};
	}
	if (main === void 0) return {
		kind: "nothing",
		reason: "no bundle, database or checkout of main is named"
	};
	const found = await mainCheckout(context, project, main, join(directory, "main"));
	if (found.kind === "absent") return {
		kind: "nothing",
		reason: found.reason
	};
	const before = await openProject(context.cwd, found.root);
	const into = {
		directory: join(directory, "main-templates"),
		trees: new FetchedTrees()
	};
	using _made = AnchoredDirectory.make(into.directory);
	await syncInto(before, database, await fetchChange(context, before, into, {
		...options,
		source: []
	}));
	return {
		kind: "filled",
		from: found.shown
	};
}
function databaseInUse(context, project, named) {
	const location = databaseLocation(context, project, named);
	return named !== void 0 || Boolean(context.env.DATABASE_URL) || isServer(location) || existsSync(location) ? location : void 0;
}
// src/commands/check/candidate-side.ts
async function checkCandidate(context, project, names, options) {
	const { template, base, published, dockerfile, stagedIn } = names;
	const { tree, profile, required, repository } = template;
	const { destination } = project.settings.identity;
	const { signal } = context;
	const index = layerIndexOf(context.env);
	const platforms = options.platform.map(parsePlatform);
	const gate = gateFor({
		template: tree,
		destination,
		required,
		profile,
		signal,
		index
	});
	await using places = openPlaces(context, project.settings, options);
	const source = await imageSource(context, project);
	const subject = `the candidate on ${base}`;
	const baked = await attempt(subject, async () => bakeCandidate({
		template: tree,
		provenance: {
			...repository ? { repository } : {},
			...source ? { source } : {}
		},
		base: await places.openBase(baseOf(context, base)),
		platforms,
		sourceDateEpoch: sourceDateEpoch(context),
		destination,
		required,
		profile,
		index,
		signal,
		cache: baseCacheOf(context.env)
	}, subject));
	const candidate = baked.kind === "done" ? baked.value : void 0;
	const gated = candidate ? await gate({
		source: candidate.source,
		selector: {
			kind: "digest",
			digest: candidate.digest
		},
		subject
	}) : [];
	const copied = await attempt(dockerfile ?? "the Dockerfile", () => gateDockerfile(context, project, template, {
		dockerfile,
		context: options.context,
		stagedIn
	}));
	const files = [...bakedTree(tree)].map(({ path }) => path);
	const inUse = await comparePublished(context, places, {
		published,
		check: gate,
		files,
		platforms
	});
	const coverage = coverageOf(template.directory, tree, template);
	const statements = await attempt("provenance", () => requirementsOf(context, project, options));
	const stated = statements.kind === "failed" ? [statements.finding] : await statedInUse(context, places, published, statements.value);
	return {
		...candidate ? { candidate } : {},
		findings: [
			...baked.kind === "failed" ? [baked.finding] : [],
			...placedInTemplate(project, template.name, [...gated, ...promptWarnings(tree, coverage)]),
			...copied.kind === "failed" ? [copied.finding] : copied.value.findings,
			...inUse.findings,
			...stated
		],
		facts: [
			{
				label: "template",
				value: templateLine(template)
			},
			...candidate ? [{
				label: "candidate",
				value: `${candidate.digest} on ${base}`
			}, {
				label: "tree digest",
				value: candidate.treeDigest
			}] : [],
			...coverageFacts(coverage),
			{
				label: "Dockerfile",
				value: dockerfile === void 0 ? "none" : shownPath(project, dockerfile)
			},
			...inUse.facts,
			...published.length === 0 ? [{
				label: "published",
				value: "none is known: first use"
			}] : []
		],
		pending: published.length === 0 ? firstUse(files) : inUse.pending
	};
}
async function statedInUse(context, places, published, required) {
	if (required === void 0) return [];
	const findings = [];
	for (const subject of published) {
		const place = await places.open(placeOf(context, subject));
		const found = await required.after("skip", place.store, void 0)({
			source: place.store,
			selector: place.select(),
			subject
		});
		findings.push(...found.filter(({ code }) => code !== "IMAGE_MISSING"));
	}
	return findings;
}
function firstUse(files) {
	return files.map((name) => ({
		kind: "file",
		name,
		change: "added",
		place: "first use"
	}));
}
function shownPath({ root }, path) {
	return path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path;
}
// src/commands/check/image-sides.ts
async function checkImages(context, project, templates, options) {
	const runs = await attempt(project.settings.manifest, () => optionsPerTemplate(context, project, options, {
		own: ["published", "dockerfile"],
		shared: ["base", "context"]
	}));
	if (runs.kind === "failed") return {
		findings: [runs.finding],
		facts: [],
		pending: [],
		outputs: {}
	};
	const isOne = runs.value.length === 1;
	const sides = [];
	for (const one of runs.value) {
		const side = await checkImage(context, project, templates, one, isOne);
		sides.push({
			name: one.name ?? "",
			...side
		});
	}
	return isOne ? single(sides) : several(sides);
}
async function checkImage(context, project, templates, options, isOne) {
	const { settings } = project;
	const side = await attempt(options.name ?? settings.manifest, async () => {
		const name = templateNameOf(project, { name: options.name });
		const template = await templateSide(context, project, templates, name);
		if (!template) return {
			findings: [],
			facts: [],
			pending: []
		};
		return await checkCandidate(context, project, {
			template,
			base: baseNamed(settings, options.base, name),
			published: publishedNamed(context, project, {
				published: options.published,
				name,
				isOne
			}),
			dockerfile: dockerfileOf(context, project, template, options.dockerfile),
			stagedIn: template.directory
		}, options);
	});
	return side.kind === "done" ? side.value : {
		findings: [side.finding],
		facts: [],
		pending: []
	};
}
function single(sides) {
	return {
		findings: sides.flatMap(({ findings }) => findings),
		facts: sides.flatMap(({ facts }) => facts),
		pending: sides.flatMap(({ pending }) => pending),
		outputs: digestsOf(sides[0])
	};
}
function several(sides) {
	return {
		findings: sides.flatMap(({ name, findings }) => findings.map((one) => ({
			...one,
			template: name
		}))),
		facts: [],
		pending: sides.flatMap(({ name, pending }) => pending.map((one) => ({
			...one,
			template: name
		}))),
		sections: sides.map(({ name, candidate, findings, facts }) => ({
			template: name,
			verdict: verdictOf(findings),
			subject: candidate ? "its candidate" : "no candidate could be baked",
			facts
		})),
		outputs: { templates: sides.map((side) => ({
			name: side.name,
			result: verdictOf(side.findings),
			...digestsOf(side)
		})) }
	};
}
function digestsOf(side) {
	return {
		candidateDigest: side?.candidate?.digest,
		treeDigest: side?.candidate?.treeDigest
	};
}
async function templateSide(context, project, { directory, fetched }, name) {
	const template = fetched.get(name);
	if (!template) return void 0;
	const { settings } = project;
	const locked = readTemplateLock(project.path(settings.lock)).get(name)?.policy;
	return await readTemplateSide(context, project, {
		name,
		directory: join(directory, name),
		shown: `${name} of ${template.source}`,
		...policiesUnderLock(settings, locked),
		isNamed: false,
		copyFindings: []
	});
}
function publishedNamed({ cwd }, project, of) {
	if (of.published.length > 0) return of.published;
	const usual = usualTemplateOf(project);
	const isOwn = usual === void 0 ? of.isOne : of.name === usual;
	const set = project.settings.image.published.filter((image) => isOwn || hasPlaceholder(image));
	if (set.length > 0) return filled(set, of.name);
	const tag = of.name === usual ? "baked" : `baked-${of.name}`;
	return [`oci:${relative(cwd, workPath(project, "images"))}:${tag}`];
}
// src/commands/check/body.ts
async function run(context, options) {
	const { cwd } = context;
	const place = options.root === void 0 ? cwd : resolve(cwd, options.root);
	const valid = await validatePath(place, context);
	const project = await attempt("identikit.yaml", () => openProject(cwd, options.root));
	if (project.kind === "failed") {
		const findings = [...valid.findings, ...addedTo(valid.findings, project.finding)];
		return await resultOf(context, options, {
			root: valid.root,
			findings,
			facts: [],
			pending: []
		});
	}
	const directory = mkdtempSync(join(context.env.RUNNER_TEMP ?? tmpdir(), "identikit-check-"));
	try {
		const result = await checkIn(directory, {
			context,
			project: project.value,
			options,
			valid: valid.findings
		});
		context.signal.throwIfAborted();
		return result;
	} finally {
		rmSync(directory, {
			recursive: true,
			force: true
		});
	}
}
async function checkIn(directory, { context, project, options, valid }) {
	const { root, settings } = project;
	const trees = new FetchedTrees();
	const equipped = {
		...context,
		fetched: trees
	};
	const into = {
		directory: join(directory, "templates"),
		trees
	};
	using _made = AnchoredDirectory.make(into.directory);
	const fetched = await attempt(settings.manifest, () => fetchChange(equipped, project, into, options));
	if (fetched.kind === "failed") return await resultOf(context, options, {
		root,
		findings: [...valid, ...addedTo(valid, fetched.finding)],
		facts: [],
		pending: []
	});
	const templates = fetched.value;
	const image = await checkImages(equipped, project, templates, options);
	const config = await attempt(settings.agents, () => planConfig(equipped, project, templates, options, directory));
	const rows = config.kind === "done" ? config.value : {
		findings: addedTo(valid, config.finding),
		facts: [],
		agents: [],
		pending: []
	};
	return await resultOf(context, options, {
		root,
		findings: [
			...valid,
			...addedTo(valid, ...templates.findings),
			...addedTo(valid, ...image.findings),
			...addedTo(valid, ...rows.findings)
		],
		facts: [...image.facts, ...rows.facts],
		pending: [...image.pending, ...rows.pending],
		image,
		rows
	});
}
function addedTo(before, ...more) {
	return more.filter(({ code, location }) => location === void 0 || !before.some((known) => known.code === code && known.location?.file === location.file && known.location.line === location.line));
}
async function resultOf(context, options, of) {
	const { root, findings, facts, pending, image, rows } = of;
	const near = relative(context.cwd, root).split(sep).join("/");
	const report = makeReport({
		check: "check",
		verdict: verdictOf(findings),
		subject: `the change in ${posix.normalize(near || ".")}`,
		facts,
		...image?.sections ? { sections: image.sections } : {},
		anchor: "manifest.json",
		findings,
		pending
	}, {
		cwd: context.cwd,
		root
	});
	return {
		outputs: {
			...image?.outputs,
			changes: changesOf(pending, rows),
			...await writeReportFiles(context, report, options)
		},
		account: [],
		report,
		format: options.format
	};
}
function changesOf(pending, rows) {
	const files = pending.filter(({ kind }) => kind === "file");
	return asOutput({
		identityFiles: files.map(({ name: path, change, place: image, template }) => ({
			path,
			change,
			image,
			template
		})),
		agents: [...rows?.agents ?? []],
		rows: (rows?.rows ?? []).slice(0, 200).map(({ kind, table, key }) => ({
			kind,
			table,
			key
		})),
		rowCount: rows?.rows?.length ?? null
	});
}
export { run };
