import { IdentikitError, asFault } from "../start/faces.js";
import { inParallel } from "./fault.js";
import { TemplateAssets, alterationsOf, hasStrayToken, hostFor, lockChange, lockedEntry, lockedPolicy, namePattern, promptFindings, readTemplateLock, templateHosts, templateNamed } from "./template.js";
import { readSettled } from "./template-with-yaml.js";
import { deliverInto, stageIdentity, toLock, updateLockFile } from "./template-with-sqlite.js";
import { parseLocation, readTemplateDirectory } from "./template-with-child_process.js";
import { readTemplate, soundContents } from "./template-with-child_process-http-yaml-zlib.js";
import { materialize } from "./template-with-sqlite-yaml.js";
import { join, resolve } from "node:path";
import { statSync } from "node:fs";
// src/template/fetch.ts
async function fetchTemplates(options) {
	const { manifest, names, lockFile, log, concurrency = 8 } = options;
	if (options.locked && options.updateLock) throw new IdentikitError("USAGE", "--locked and --update-lock exclude each other", { remedy: "Leave one of them out." });
	const entries = names === "all" ? manifest.workspaceTemplates : names.map((name) => templateNamed(manifest, name));
	for (const name of Object.keys(options.sources ?? {})) templateNamed(manifest, name);
	const lock = readTemplateLock(lockFile);
	const entriesOfLock = new Map();
	const results = await inParallel(entries, concurrency, async (entry) => {
		const progress = log.progress(`fetch ${entry.name}`);
		try {
			const { result, locked } = await fetchOne(entry, lock, options);
			if (locked) entriesOfLock.set(entry.name, locked);
			progress.done(summary(result));
			return result;
		} catch (caught) {
			const fault = faultOf(entry, manifest, caught);
			progress.end();
			return {
				kind: "failed",
				name: entry.name,
				fault
			};
		}
	});
	options.signal.throwIfAborted();
	return {
		results,
		lockWritten: await updateLockFile(lock, entriesOfLock, options)
	};
}
function faultOf(entry, manifest, caught) {
	const fault = asFault(caught);
	const { code, message, remedy, retry } = fault;
	const named = message.startsWith(`${entry.name}: `) || message.startsWith(`${entry.name} `);
	return new IdentikitError(code, named ? message : `${entry.name}: ${message}`, {
		remedy,
		retry,
		cause: fault,
		location: fault.location ?? {
			file: manifest.file,
			line: entry.line
		}
	});
}
async function fetchOne(entry, lock, options) {
	const { into, signal, prune, dryRun } = options;
	const before = lock.get(entry.name);
	const policy = options.updateLock ? options.policy : lockedPolicy(options.policy, before);
	const pinned = options.locked ? lockedEntry(lock, entry, policy.name) : void 0;
	const elsewhere = Object.hasOwn(options.sources ?? {}, entry.name) ? options.sources?.[entry.name] : void 0;
	const directory = resolve(into, entry.name);
	const altered = alterationsOf({
		name: entry.name,
		directory,
		locked: before,
		policy: lockedPolicy(options.policy, before)
	});
	if (options.locked && !prune && altered.length > 0) throw refuseAltered(directory, altered);
	const { assets, contents, content, revision, movedTo } = await readTemplate({
		entry,
		elsewhere,
		pinned
	}, {
		...options,
		policy
	});
	const findings = promptFindings(entry, {
		contents,
		before,
		policy
	});
	if (options.strict) refuseFindings(entry.name, findings);
	const delivered = await deliverInto(resolve(into), assets, {
		signal,
		prune,
		dryRun
	});
	if (!dryRun) options.fetched?.add(directory, assets);
	const tree = options.identityOf?.(assets, policy);
	const identity = tree ? await stageIdentity(resolve(into), assets, tree, {
		signal,
		prune,
		dryRun
	}) : null;
	const prompts = contents.prompt.parts.map(({ path }) => path);
	const locked = toLock(entry, policy, revision, assets.tree, prompts);
	const change = pinned ? void 0 : lockChange(entry.name, before, locked);
	const result = {
		kind: "fetched",
		name: entry.name,
		source: assets.origin.source,
		ref: revision?.ref ?? null,
		commit: content.commit,
		origin: content.origin,
		note: content.note,
		movedTo,
		treeDigest: assets.digest,
		files: assets.tree.size,
		leftOut: content.leftOut,
		policy: policy.name,
		prompts,
		findings,
		identity,
		path: directory,
		...delivered,
		restored: restoredBy(altered, delivered.written),
		lockChange: change ?? null
	};
	return elsewhere === void 0 && change ? {
		result,
		locked
	} : { result };
}
function refuseFindings(name, findings) {
	const [first] = findings.filter(({ code }) => code === "PROMPT_NONE" || code === "PROMPT_SHORTER");
	if (!first) return;
	throw new IdentikitError("TEMPLATE_INVALID", `${name}: ${first.actual} (--strict)`, { remedy: first.remedy });
}
function restoredBy(altered, written) {
	const changed = new Set(altered.filter(({ code }) => code !== "FILE_EXTRA").map(({ path }) => path));
	return written.filter((path) => changed.has(path));
}
function refuseAltered(directory, altered) {
	const [first, ...others] = altered.map(({ path }) => path);
	const more = others.length > 0 ? ` and ${others.length} more` : "";
	return new IdentikitError("FETCHED_CHANGED", `${directory} holds files that were put there or changed after the fetch: ${first}${more}`, { remedy: "Look at them, then run with --prune to have exactly the template's files." });
}
function summary({ files, source, commit, written, removed }) {
	return `${files} files from ${source} ${commit === null ? "as it stands" : `at ${commit.slice(0, 12)}`}, ${written.length + removed.length === 0 ? "unchanged" : `${written.length} written, ${removed.length} removed`}`;
}
// src/template/materialize-template.ts
async function materializeTemplate(from, given) {
	const options = {
		...given,
		policy: lockedPolicy(given.policy, from.locked)
	};
	if (from.kind === "directory") return lay(await assetsIn(from, options), options);
	const { choice, pinned } = from;
	if (choice.kind === "none") return {
		result: "skipped",
		code: "NO_TEMPLATE",
		reason: `the runtime ${choice.runtime} has no template: nothing to deliver`
	};
	if (!hasFetcher(choice.entry, options)) return {
		result: "skipped",
		code: "NO_FETCHER",
		reason: "neither a token nor public access to a template server is configured: the volume is untouched, and the agent starts with the identity in its image"
	};
	const { assets } = await readTemplate({
		entry: choice.entry,
		pinned
	}, options);
	return lay(assets, options);
}
async function lay(assets, options) {
	return {
		...await materialize(assets, options),
		origin: assets.origin
	};
}
function hasFetcher(entry, options) {
	const { environment, hosts = templateHosts(environment) } = options;
	if (parseLocation(entry.repo, options.root).kind !== "hosted") return true;
	return hostFor(entry, hosts) !== void 0 || hasStrayToken(environment);
}
async function assetsIn({ name, directory }, options) {
	if (!namePattern.test(name)) throw new IdentikitError("USAGE", `${JSON.stringify(name)} is not the name of a template`, { remedy: "Use lower-case letters, digits, dots, dashes and underscores." });
	const { policy, environment, signal, limits } = options;
	const given = resolve(options.cwd, directory);
	const named = join(given, name);
	const place = statSync(named, { throwIfNoEntry: false })?.isDirectory() === true ? named : given;
	const read = (under) => readTemplateDirectory(place, {
		policy: under,
		environment,
		signal,
		limits
	});
	const content = await readSettled(policy, read, directory);
	const origin = {
		name,
		source: content.repository ?? directory,
		commit: content.commit
	};
	const assets = await TemplateAssets.check(content.tree, content.policy, origin, options.accepted);
	soundContents(assets, policy);
	return assets;
}
export { fetchTemplates, materializeTemplate };
