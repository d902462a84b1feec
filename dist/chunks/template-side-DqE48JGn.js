import "./rolldown-runtime-DqgWs3Hx.js";
import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
import { c as selectIdentity } from "./identity-Ddzfemv6.js";
import { n as policyNamed } from "./policy-D3mABRjp.js";
import { t as readTemplateDirectory } from "./template-directory-DQy0MC0y.js";
import { dirname, join, relative, resolve } from "node:path";
import { existsSync } from "node:fs";
/**
* Decides which directory is the template. A place that was named but is not there is an error, never passed over
* for the next one.
* @throws {IdentikitError} `SSOT_MISSING`
*/
function findTemplate(places) {
	let { explicit, environment, from, canonical = ".tenant-bundle-deps/workspace-configs-templates/platform-agent" } = places;
	if (explicit) return existing(explicit, "option", "the template that --template names");
	if (environment) return existing(environment, "environment", "the template that PLATFORM_AGENT_TEMPLATE_REPO_PATH names");
	let root = rootAbove(from);
	if (!root) throw missing(`no template is named, and there is no manifest.json in ${from} or above it`);
	return existing(join(root, canonical), "canonical", "the canonical checkout of the template");
}
/**
* Reads the identity of a template's directory: from the commit where its paths are clean, else as it stands.
* @throws {IdentikitError} `SSOT_MISSING` where a required file is missing or empty, and those of
* {@link readTemplateDirectory}
*/
async function readIdentity(directory, options) {
	let { required, environment, signal } = options, policy = policyNamed("identity/v1"), content = await readTemplateDirectory(directory, {
		policy,
		environment,
		signal
	});
	return {
		...content,
		tree: selectIdentity(content.tree, directory, required)
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
		if (dirname(at) === at) return;
	}
}
function missing(message) {
	return new IdentikitError("SSOT_MISSING", message, { remedy: "Fetch the template (identikit fetch platform-agent), or name its directory with --template." });
}
/**
* The template that an image is baked from and held against: the one named, else `PLATFORM_AGENT_TEMPLATE_REPO_PATH`,
* else the canonical checkout of the repository.
* @throws {IdentikitError} `SSOT_MISSING`, and what reading throws
*/
async function readTemplateSide(context, project, named) {
	let { settings } = project, { directory } = findTemplate({
		explicit: named === void 0 ? void 0 : resolve(context.cwd, named),
		environment: context.env.PLATFORM_AGENT_TEMPLATE_REPO_PATH,
		from: project.root,
		canonical: `${settings.templates}/${settings.identity.template}`
	}), { env: environment, signal } = context, read = await readIdentity(directory, {
		required: settings.identity.required,
		environment,
		signal
	}), near = relative(context.cwd, directory);
	return {
		...read,
		directory,
		shown: near !== "" && !near.startsWith("..") ? near : directory
	};
}
/** Which bytes were taken, in a line: those of a commit, or those of the directory as it stands. */
function templateLine({ shown, commit, note }) {
	return commit === null ? `template ${shown} as it stands${note === null ? "" : ` (${note})`}` : `template ${shown} at commit ${commit.slice(0, 12)}`;
}
export { readTemplateSide, templateLine };
