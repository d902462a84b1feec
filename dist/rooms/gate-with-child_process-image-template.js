import { IdentikitError } from "../start/faces.js";
import { selectIdentity } from "./image.js";
import { readTemplateDirectory } from "./template-with-child_process.js";
import { dirname, join } from "node:path";
import { existsSync } from "node:fs";
// src/gate/template-side.ts
const defaultCanonical = ".tenant-bundle-deps/workspace-configs-templates/platform-agent";
/**
* Decides which directory is the template. A place that was named but is not there is an error, never passed over
* for the next one.
* @throws {IdentikitError} `SSOT_MISSING`
*/
function findTemplate(places) {
	const { explicit, environment, from, canonical = defaultCanonical } = places;
	if (explicit) return existing(explicit, "option", "the template that --template names");
	if (environment) return existing(environment, "environment", "the template that PLATFORM_AGENT_TEMPLATE_REPO_PATH names");
	const root = rootAbove(from);
	if (!root) throw missing(`no template is named, and there is no manifest.json in ${from} or above it`);
	return existing(join(root, canonical), "canonical", "the canonical checkout of the template");
}
/**
* Reads the identity of a template's directory: from the commit where its paths are clean, else as it stands.
* @throws {IdentikitError} `SSOT_MISSING` where a required file is missing or empty, and those of
* {@link readTemplateDirectory}
*/
async function readIdentity(directory, options) {
	const { required, profile, environment, signal, fetched } = options;
	const content = await readTemplateDirectory(directory, {
		policy: profile,
		environment,
		signal,
		fetched
	});
	return {
		...content,
		tree: selectIdentity(content.tree, directory, required, profile)
	};
}
function existing(directory, said, what) {
	if (existsSync(directory)) return {
		directory,
		said
	};
	throw missing(`${what} is not there: ${directory}`);
}
function rootAbove(from) {
	for (let at = from;; at = dirname(at)) {
		if (existsSync(join(at, "manifest.json"))) return at;
		if (dirname(at) === at) return void 0;
	}
}
function missing(message) {
	return new IdentikitError("SSOT_MISSING", message, { remedy: "Fetch the template (identikit fetch platform-agent), or name its directory with --template." });
}
export { findTemplate, readIdentity };
