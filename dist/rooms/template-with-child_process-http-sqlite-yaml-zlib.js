import { IdentikitError } from "../start/faces.js";
import { TemplateAssets, hasStrayToken, hostFor, namePattern, templateHosts } from "./template.js";
import { materialize } from "./template-with-sqlite-yaml.js";
import { readTemplate } from "./template-with-child_process-http-zlib.js";
import { parseLocation, readTemplateDirectory } from "./template-with-child_process.js";
import { join, resolve } from "node:path";
import { statSync } from "node:fs";
// src/template/materialize-template.ts
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
/** A path or a URL needs no configuration; a stray token means that something was to be fetched. */
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
	const content = await readTemplateDirectory(place, {
		policy,
		environment,
		signal,
		limits
	});
	const origin = {
		name,
		source: content.repository ?? directory,
		commit: content.commit
	};
	return TemplateAssets.check(content.tree, policy, origin, options.accepted);
}
export { materializeTemplate };
