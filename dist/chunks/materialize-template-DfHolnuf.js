import "./rolldown-runtime-DqgWs3Hx.js";
import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
import { n as namePattern } from "./manifest-D7vjWGvA.js";
import { r as array, u as looseObject, x as ZodError, y as unknown } from "./zod-BjridcMG.js";
import { t as AnchoredDirectory } from "./anchored-directory-zo0cLFo8.js";
import { n as observeIn } from "./directory-reader-CIov5Xvy.js";
import { t as ExclusiveLock } from "./exclusive-lock-DJ9X1G-t.js";
import { i as foldPath, t as ancestorsOf } from "./path-BaLveIPn.js";
import { c as isAgentOwned, t as readTemplateDirectory } from "./template-directory-DQy0MC0y.js";
import { i as readLedger } from "./delivery-ledger-CLZiXSTA.js";
import { n as stateDirectory } from "./delivery-place-CQHvU-3g.js";
import { a as hostFor, i as hasStrayToken, n as TemplateAssets, o as templateHosts, r as parseLocation, s as layOut, t as readTemplate } from "./read-template-CdCT4p14.js";
import { t as decodeText } from "./text-C2QxcQzC.js";
import { t as parseYaml } from "./yaml-syEMs7UK.js";
import { join, resolve } from "node:path";
import { realpathSync, statSync } from "node:fs";
const configSchema = looseObject({ agent_card: looseObject({ skills: array(unknown()).optional() }).optional() });
/** Compares `agent_card.skills` of `config.yaml` with the skills among the assets. */
function reportSkills(tree) {
	let delivered = [...tree].filter(({ path }) => /^agent-skills\/[^/]+\/SKILL\.md$/.test(path)).length, listed = listedSkills(tree);
	return {
		delivered,
		listed,
		warning: delivered > 0 && !listed ? `agent_card.skills in config.yaml ${listed === null ? "cannot be found" : "is empty"}, but ${delivered} skills were delivered` : null
	};
}
function listedSkills(tree) {
	let config = tree.get("config.yaml");
	if (!config) return null;
	try {
		let { value } = parseYaml(decodeText(config.bytes, "config.yaml"), "config.yaml");
		return configSchema.parse(value).agent_card?.skills?.length ?? null;
	} catch (caught) {
		if (caught instanceof IdentikitError || caught instanceof ZodError) return null;
		throw caught;
	}
}
const ledgerName = "delivery.json";
/**
* Lays assets on a data volume: at first provision, on every boot and on every restart, the same way. Writes only what
* differs, one atomic file at a time; removes what an earlier delivery wrote and the template no longer has; touches
* nothing else. Everything on the volume may have been put there by the agent: nothing is written or removed through a
* link, and the ledger is believed only about paths that the policy lets through.
* @throws {IdentikitError} `AGENT_OWNED` for the agent's own workspace as the volume; `PATH_LINKED` and `ENTRY_TYPE` for
* what stands in a directory's place, before anything is written; `LOCK_HELD`, `FILE_UNWRITABLE`, `DOCUMENT_INVALID`
*/
async function materialize(assets, options) {
	let { volume, policy, signal, waitMs } = options;
	using directory = AnchoredDirectory.make(volume);
	refuseWorkspace(volume);
	using state = directory.enterOrMake(stateDirectory);
	let waiting = waitMs === void 0 ? {} : { waitMs }, locking = {
		place: `volume ${volume}`,
		signal,
		...waiting
	};
	using _lock = await ExclusiveLock.acquire(`${state.path}/delivery.lock`, locking);
	let ledger = readLedger(state, ledgerName), mayRemove = (path) => policy.admits(path) && !isAgentOwned(path), removable = (ledger?.files ?? []).filter(mayRemove), laidOut = await layOut({
		directory,
		state,
		ledgerName,
		ledger,
		durable: !0
	}, assets, () => observePaths(directory, [...assets.tree].map((file) => file.path), removable), mayRemove, signal), changed = laidOut.written.length + laidOut.removed.length > 0;
	return {
		...laidOut,
		result: changed ? "delivered" : "unchanged",
		treeDigest: assets.digest,
		skills: reportSkills(assets.tree)
	};
}
/** The agent's workspace may be mounted beside the volume; it is never the volume itself. */
function refuseWorkspace(volume) {
	if (foldPath(realpathSync(volume)) === "/workspace") throw new IdentikitError("AGENT_OWNED", `${volume} is the agent's own workspace`, { remedy: "Name the data volume that the agent reads its identity from." });
}
/**
* What stands at some paths and above them; the rest of the volume, which may be large, is not looked at.
* @param wanted paths that will be written: nothing but a directory may be above them
* @param others paths that may be removed
*/
function observePaths(directory, wanted, others) {
	let files = /* @__PURE__ */ new Set([...wanted, ...others]), needed = new Set(wanted.flatMap(ancestorsOf)), entered = /* @__PURE__ */ new Set([...needed, ...others.flatMap(ancestorsOf)]);
	return observeIn(directory, { keep: (path, kind) => {
		if (kind === "directory") return entered.has(path) || files.has(path);
		if (needed.has(path) && !others.includes(path)) throw inTheWay(directory, path, kind);
		return files.has(path);
	} });
}
function inTheWay(directory, path, kind) {
	let where = `${directory.path}/${path}`, linked = kind === "symlink";
	return new IdentikitError(linked ? "PATH_LINKED" : "ENTRY_TYPE", linked ? `${where} is a symbolic link where a directory must be` : `${where} is a ${kind} where a directory must be`, { remedy: "Remove it or move it away, then run again; nothing was written." });
}
/**
* Lays a template's assets on a data volume, fetched now or from a fetched directory.
*
* Fails closed: with a token or public access configured, or a repository that needs neither, whatever goes wrong is
* thrown, and the caller's work stops with the reason. Fails open in one case only: the template is on a server by
* `owner/repo`, and there is neither a token nor a server. Then there is no fetcher, the volume stays as it is, and the
* agent starts with the identity in its image.
* @throws {IdentikitError} the faults of {@link readTemplate} and {@link materialize}
*/
async function materializeTemplate(from, options) {
	if (from.kind === "directory") return lay(await assetsIn(from, options), options);
	let { choice, pinned } = from;
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
	let { assets } = await readTemplate({
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
/** A path or a URL needs no configuration; a stray token means that something was to be fetched. */
function hasFetcher(entry, options) {
	let { environment, hosts = templateHosts(environment) } = options;
	return parseLocation(entry.repo, options.root).kind !== "hosted" || hostFor(entry, hosts) !== void 0 || hasStrayToken(environment);
}
async function assetsIn({ name, directory }, options) {
	if (!namePattern.test(name)) throw new IdentikitError("USAGE", `${JSON.stringify(name)} is not the name of a template`, { remedy: "Use lower-case letters, digits, dots, dashes and underscores." });
	let { policy, environment, signal, limits } = options, given = resolve(options.cwd, directory), named = join(given, name), place = statSync(named, { throwIfNoEntry: !1 })?.isDirectory() === !0 ? named : given, content = await readTemplateDirectory(place, {
		policy,
		environment,
		signal,
		limits
	}), origin = {
		name,
		source: content.repository ?? directory,
		commit: content.commit
	};
	return TemplateAssets.check(content.tree, policy, origin);
}
export { materializeTemplate };
