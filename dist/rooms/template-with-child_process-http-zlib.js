import { IdentikitError } from "../start/faces.js";
import { ArchiveSource } from "./template-with-zlib.js";
import { CachedSource, credentialAt, gitCredential, hostFor, hostVariables, templateHosts } from "./template.js";
import { LocalGitSource, findCheckout, readTemplateDirectory } from "./template-with-child_process.js";
import { GitHubArchives, GiteaArchives } from "./template-with-http.js";
import { RemoteGitSource } from "./template-with-child_process-http.js";
import { join } from "node:path";
import { existsSync, realpathSync } from "node:fs";
// src/template/open-source.ts
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
export { openSource };
