import { IdentikitError } from "../start/faces.js";
import { CachedSource, TemplateAssets, credentialAt, gitCredential, goneCommit, hostFor, hostVariables, templateHosts, tokenOf } from "./template.js";
import { ArchiveSource } from "./template-with-zlib.js";
import { LocalGitSource, findCheckout, parseLocation, readTemplateDirectory } from "./template-with-child_process.js";
import { GitHubArchives, GiteaArchives } from "./template-with-http.js";
import { RemoteGitSource } from "./template-with-child_process-http.js";
import { join } from "node:path";
import { existsSync, realpathSync } from "node:fs";
// src/template/open-source.ts
/** @throws {IdentikitError} `SOURCE_NOT_FOUND`, `SOURCE_INVALID` */
function openSource(request, options) {
	const { location } = request;
	switch (location.kind) {
		case "path": return openPath(location.path, request, options);
		case "repository": return openRepository(location.path, request, options);
		case "remote": return cached(openRemote(location, request, options), request, options);
		case "hosted": return cached(openHosted(location, request, options), request, options);
	}
}
function openPath(path, { ref, shown, directory = "" }, options) {
	if (!existsSync(path)) throw notFound(shown, path);
	const checkout = findCheckout(path);
	if (checkout && (checkout.bare || ref !== void 0)) return new LocalGitSource(shown, below(checkout, directory), options.environment, options.limits);
	if (ref !== void 0) throw new IdentikitError("SOURCE_INVALID", `${shown} has a ref, but lies in no git repository`, { remedy: "Leave out the ref, or name a repository." });
	return new DirectorySource(directoryBelow(path, shown, directory), shown, options);
}
function openRepository(path, { shown, directory = "" }, options) {
	if (!existsSync(path)) throw notFound(shown, path);
	const checkout = findCheckout(path);
	if (checkout?.prefix !== "") throw notFound(shown, path);
	return new LocalGitSource(shown, below(checkout, directory), options.environment, options.limits);
}
function below(checkout, directory) {
	const prefix = [checkout.prefix, directory].filter((part) => part !== "").join("/");
	return {
		...checkout,
		prefix
	};
}
/** A link on the way would lead to files that the manifest does not name. */
function directoryBelow(path, shown, directory) {
	if (directory === "") return path;
	const place = join(path, directory);
	if (!existsSync(place)) throw notFound(`${shown}, path ${directory},`, place);
	if (realpathSync(place) === join(realpathSync(path), directory)) return place;
	throw new IdentikitError("PATH_LINKED", `${place} is, or lies behind, a symbolic link`, { remedy: "Name the directory itself as `path` in the manifest." });
}
function openRemote(location, { directory, token }, { environment, limits, hosts = templateHosts(environment), retry }) {
	const own = token === void 0 ? void 0 : gitCredential(token);
	const credential = location.transport === "ssh" ? void 0 : own ?? credentialAt(new URL(location.url).origin, hosts);
	return new RemoteGitSource(location, {
		environment,
		limits,
		directory,
		...credential ? { credential } : {},
		...retry ? { retry } : {}
	});
}
function openHosted({ owner, repo }, { shown, provider, directory, token }, { environment, hosts = templateHosts(environment), limits, retry, allowPrivateHosts }) {
	const host = hostFor({ provider }, hosts);
	if (!host) throw new IdentikitError("SOURCE_INVALID", `${shown} is on a ${provider === void 0 ? "server" : "Gitea server"}, and none is configured`, { remedy: `Set ${hostVariables.giteaUrl[0]}, or say where a copy is with --source NAME=PATH_OR_URL.` });
	const api = new (host.provider === "github" ? GitHubArchives : GiteaArchives)({
		...host,
		...token === void 0 ? {} : { token },
		owner,
		repo,
		environment,
		allowPrivateHosts
	});
	return new ArchiveSource(api, {
		limits,
		directory,
		retry
	});
}
function cached(source, { directory = "" }, { cache }) {
	return cache ? new CachedSource(source, cache, directory) : source;
}
/** A directory as it stands; see {@link readTemplateDirectory}. */
var DirectorySource = class {
	description;
	#path;
	#options;
	constructor(path, description, options) {
		this.description = description;
		this.#path = path;
		this.#options = options;
	}
	async resolve() {}
	async movedTo() {
		return null;
	}
	read(_revision, policy, signal) {
		const { environment, limits } = this.#options;
		return readTemplateDirectory(this.#path, {
			policy,
			environment,
			signal,
			limits
		});
	}
};
function notFound(shown, path) {
	const where = shown === path ? "" : ` (${path})`;
	return new IdentikitError("SOURCE_NOT_FOUND", `${shown}${where} is no directory or repository that is there`, { remedy: "Check the path; relative paths of the manifest start at its own directory." });
}
// src/template/read-template.ts
/**
* One template's assets from its repository: the ref becomes a commit, the commit a tree, and the tree is checked.
* Nothing is written.
* @throws {IdentikitError} the faults of the source, of the selection, and of {@link TemplateAssets.check};
* `POLICY_VIOLATION` when strict, `LOCK_MISMATCH`, `COMMIT_GONE`
*/
async function readTemplate(request, options) {
	const { entry, elsewhere, pinned } = request;
	const { policy, limits, signal } = options;
	const deadline = AbortSignal.any([signal, AbortSignal.timeout(limits.timeoutMs)]);
	try {
		const { source, ref } = sourceOf(entry, elsewhere, options);
		const revision = await revisionOf(source, ref, pinned, deadline);
		const content = await source.read(revision, policy, deadline).catch(async (caught) => {
			throw await goneCommit({
				name: entry.name,
				source,
				ref,
				pinned,
				signal: deadline
			}, caught) ?? caught;
		});
		checkStrict(source.description, content, options);
		if (pinned) checkPinned(entry.name, content.tree, pinned);
		const origin = {
			name: entry.name,
			source: source.description,
			commit: content.commit
		};
		return {
			assets: await TemplateAssets.check(content.tree, policy, origin, options.accepted),
			content,
			revision,
			movedTo: await newPlaceOf(source, deadline)
		};
	} catch (caught) {
		if (deadline.aborted && !signal.aborted) throw tooSlow(entry.name, limits.timeoutMs, caught);
		throw caught;
	}
}
function sourceOf(entry, elsewhere, options) {
	if (elsewhere === void 0) {
		const location = parseLocation(entry.repo, options.root);
		const { ref, provider, path: directory } = entry;
		const token = tokenOf(entry, location, options);
		return {
			source: openSource({
				location,
				ref,
				shown: entry.repo,
				provider,
				directory,
				token
			}, options),
			ref: entry.ref
		};
	}
	const given = elsewhere.includes("://") || /^(\.|\/)/.test(elsewhere) ? elsewhere : `./${elsewhere}`;
	const location = parseLocation(given, options.cwd);
	if (location.kind === "path") return {
		source: openSource({
			location,
			ref: void 0,
			shown: elsewhere
		}, options),
		ref: void 0
	};
	const { ref, path: directory } = entry;
	return {
		source: openSource({
			location,
			ref,
			shown: elsewhere,
			directory
		}, options),
		ref
	};
}
/** A locked commit is asked for by its id, whatever the ref stands for by now. */
async function revisionOf(source, ref, pinned, signal) {
	if (pinned?.commit) return {
		commit: pinned.commit,
		ref: ref ?? pinned.commit
	};
	return source.resolve(ref, signal);
}
/** A name that the server does not tell keeps no template back. */
async function newPlaceOf(source, signal) {
	try {
		return await source.movedTo(signal);
	} catch (caught) {
		if (caught instanceof IdentikitError) return null;
		throw caught;
	}
}
function checkStrict(description, { leftOut }, { strict, policy }) {
	const [first] = leftOut;
	if (!strict || first === void 0) return;
	const more = leftOut.length > 1 ? ` and ${leftOut.length - 1} more` : "";
	throw new IdentikitError("POLICY_VIOLATION", `${description}: ${JSON.stringify(first)}${more} is no asset of the policy ${policy.name}`, { remedy: "Take it out of the template, extend the policy, or fetch without --strict." });
}
function checkPinned(name, tree, { treeDigest, commit }) {
	if (tree.digest === treeDigest) return;
	const problem = `${name}: identikit.lock says ${treeDigest}${commit === null ? "" : ` at commit ${commit}`}, but what was fetched is ${tree.digest}`;
	throw new IdentikitError("LOCK_MISMATCH", problem, { remedy: "Find out who changed it; run `identikit fetch --update-lock` if the change is meant." });
}
function tooSlow(name, timeoutMs, cause) {
	return new IdentikitError("SOURCE_UNREACHABLE", `${name} took longer than ${timeoutMs / 1e3} s`, {
		remedy: "Check the server and the network, then run again.",
		retry: { kind: "later" },
		cause
	});
}
export { readTemplate };
