import "./rolldown-runtime-DqgWs3Hx.js";
import { t as IdentikitError } from "./error-CP_nAw3O.js";
import { g as string, h as strictObject, l as literal, m as record, r as array } from "./schemas-C-x4VjnT.js";
import { dirname, join, resolve } from "node:path";
import { existsSync } from "node:fs";
/** The name of the settings file at a repository's root. */
const settingsFile = "identikit.yaml", relativePath = string().min(1).refine((path) => !path.startsWith("/") && !path.split("/").includes(".."), "must stay inside the repository"), policySchema = strictObject({ include: array(string().min(1)).min(1).describe("Paths that are delivered: exact, or `dir/**` for everything under a directory.") }), settingsSchema = strictObject({
	version: literal(1).default(1).describe("The version of this file's form."),
	manifest: relativePath.default("manifest.json").describe("Which template repositories exist."),
	agents: relativePath.default("agents.json").describe("Agent types and agents."),
	lock: relativePath.default("identikit.lock").describe("The commit and tree digest of each template."),
	database: string().min(1).default(".identikit/config.db").describe("The config database: a path, or a postgres:// URL without a password."),
	templates: relativePath.default(".tenant-bundle-deps/workspace-configs-templates").describe("Where fetched templates lie, one directory each."),
	builtin: strictObject({
		mcpServers: relativePath.default("config/mcp-builtin.json"),
		marketplaces: relativePath.default("config/marketplaces-builtin.json")
	}).prefault({}).describe("The files that fill the builtin scope of the config database."),
	standInSecrets: array(string().min(1)).default([]).describe("Secrets for which `pipeline` seals a made-up value in an SQLite database where nothing else gives one."),
	policy: string().default("assets/v1").describe("The delivery policy: a built-in profile or one of `policies`."),
	policies: record(string(), policySchema).default({}).describe("Further delivery policies, by name."),
	identity: strictObject({
		template: string().default("platform-agent").describe("The template whose identity is baked."),
		destination: string().startsWith("/").default("/opt/molecule-platform-agent-template/").describe("Where the identity lies in the image."),
		required: array(relativePath).default([
			"config.yaml",
			"mcp_servers.yaml",
			"prompts/concierge.md"
		]).describe("Identity files that must exist with content.")
	}).prefault({}),
	image: strictObject({
		repository: string().default("molecule-ai/platform-platform-agent").describe("The image's repository, without the registry."),
		tags: array(string()).default(["type=sha,prefix=staging-,format=long"]).describe("Tag rules, in the vocabulary of docker/metadata-action.")
	}).prefault({})
});
/** What holds where nothing is settled. */
function defaultSettings() {
	return settingsSchema.parse({});
}
/**
* The settings of a repository; the defaults where it has no settings file. The YAML reader is loaded only where there
* is something to read.
* @throws {IdentikitError} `SETTINGS_INVALID` naming key and line, `DOCUMENT_INVALID`, `FILE_UNREADABLE`
*/
async function loadSettings(root) {
	let file = join(root, settingsFile);
	if (!existsSync(file)) return defaultSettings();
	let { checkDocument } = await import("./check-oY-4BSsa.js"), { readYamlDocument } = await import("./yaml-KD1kR877.js"), document = readYamlDocument(file, settingsFile);
	return checkDocument({
		...document,
		value: document.value ?? {}
	}, settingsSchema, "SETTINGS_INVALID");
}
const signs = ["manifest.json", settingsFile];
/**
* The root of the source-of-truth repository: the directory named, or the nearest one at or above `cwd` that has a
* `manifest.json` or an `identikit.yaml`.
* @throws {IdentikitError} `SSOT_MISSING`
*/
function findRoot(cwd, named) {
	if (named !== void 0) return checkRoot(resolve(cwd, named));
	for (let at = resolve(cwd);; at = dirname(at)) {
		if (isRoot(at)) return at;
		if (dirname(at) === at) throw missing(`no manifest.json or ${settingsFile} in ${resolve(cwd)} or above it`);
	}
}
function checkRoot(root) {
	if (!existsSync(root)) throw missing(`${root} does not exist`);
	if (!isRoot(root)) throw missing(`${root} has neither manifest.json nor ${settingsFile}`);
	return root;
}
function isRoot(directory) {
	return signs.some((sign) => existsSync(join(directory, sign)));
}
function missing(problem) {
	return new IdentikitError("SSOT_MISSING", problem, { remedy: "Run inside the source-of-truth repository, or name it with --root." });
}
/**
* Opens the repository that `cwd` lies in, or the one that was named.
* @throws {IdentikitError} `SSOT_MISSING`, `SETTINGS_INVALID`
*/
async function openProject(cwd, named) {
	let root = findRoot(cwd, named);
	return {
		root,
		settings: await loadSettings(root),
		path: (relative) => resolve(root, relative)
	};
}
/**
* As {@link openProject}, for jobs that work outside a repository as well: where none was named and none is found,
* `cwd` with the default settings.
*/
async function openNearestProject(cwd, named) {
	try {
		return await openProject(cwd, named);
	} catch (caught) {
		if (!(named === void 0 && caught instanceof IdentikitError && caught.code === "SSOT_MISSING")) throw caught;
		return {
			root: cwd,
			settings: defaultSettings(),
			path: (relative) => resolve(cwd, relative)
		};
	}
}
/** What the embedded defaults keep beside a repository, out of version control. */
function workPath(project, ...segments) {
	return join(project.root, ".identikit", ...segments);
}
export { openProject as n, workPath as r, openNearestProject as t };
