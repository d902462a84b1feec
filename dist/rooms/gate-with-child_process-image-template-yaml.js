import { IdentikitError } from "../start/faces.js";
import { defaultRequiredFiles, selectIdentity } from "./image.js";
import { readContents, readSettled } from "./template-with-yaml.js";
import { defaultLimits, problemLine } from "./template.js";
import { readTemplateDirectory } from "./template-with-child_process.js";
import { basename, dirname, join } from "node:path";
import { existsSync } from "node:fs";
// src/gate/template-side.ts
const defaultCanonical = ".tenant-bundle-deps/workspace-configs-templates/platform-agent";
function findTemplate(places) {
	const { explicit, environment, from, canonical = defaultCanonical } = places;
	const existing = (directory, said, what) => {
		if (existsSync(directory)) return {
			directory,
			said
		};
		throw missing(`${what} is not there: ${directory}`, canonical);
	};
	if (explicit) return existing(explicit, "option", "the template that --template names");
	if (environment) return existing(environment, "environment", "the template that PLATFORM_AGENT_TEMPLATE_REPO_PATH names");
	const root = rootAbove(from);
	if (!root) throw missing(`no template is named, and there is no manifest.json in ${from} or above it`, canonical);
	return existing(join(root, canonical), "canonical", "the canonical checkout of the template");
}
async function readIdentity(directory, options) {
	const { environment, signal, fetched, limits = defaultLimits } = options;
	const read = (policy) => readTemplateDirectory(directory, {
		policy,
		environment,
		signal,
		fetched,
		limits
	});
	const { policy: profile, ...content } = await readSettled(options.profile, read, directory);
	const required = requiredOf(content.tree, directory, options);
	return {
		...content,
		profile,
		required,
		tree: selectIdentity(content.tree, directory, required, profile)
	};
}
function requiredOf(tree, directory, { name, required, profile }) {
	const { prompt, problems } = readContents(tree, directory, profile.promptFiles ? "present" : "first");
	const errors = problems.filter(({ severity }) => severity === "error");
	const [first] = errors;
	if (first) throw new IdentikitError("TEMPLATE_INVALID", `${directory}: ${errors.map(problemLine).join("; ")}`, { remedy: first.remedy });
	if (required) return required;
	if (name === "platform-agent") return defaultRequiredFiles;
	const parts = prompt.parts.map(({ path }) => path);
	if (tree.get("config.yaml") && parts.length === 0) throw new IdentikitError("SSOT_MISSING", `${directory} is not a valid template: it has no prompt (prompt_files in config.yaml, system-prompt.md or prompts/)`, { remedy: "Write the template's prompt, or list what it must have under identity.required in identikit.yaml." });
	return ["config.yaml", ...parts];
}
function rootAbove(from) {
	for (let at = from;; at = dirname(at)) {
		if (existsSync(join(at, "manifest.json"))) return at;
		if (dirname(at) === at) return void 0;
	}
}
function missing(message, canonical) {
	return new IdentikitError("SSOT_MISSING", message, { remedy: `Fetch the template (identikit fetch ${basename(canonical)}), or set PLATFORM_AGENT_TEMPLATE_REPO_PATH to its directory.` });
}
export { findTemplate, readIdentity };
