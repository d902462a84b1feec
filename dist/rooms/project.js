import { IdentikitError } from "../start/faces.js";
import { array, boolean, int, literal, number$1 as number, record, strictObject, string, url } from "../vendor/zod.js";
import { checkDocument } from "./document.js";
import { dirname, join, resolve } from "node:path";
import { existsSync } from "node:fs";
// src/project/settings-schema.ts
const relativePath = string().min(1).refine((path) => !path.startsWith("/") && !path.split("/").includes(".."), "must stay inside the repository");
const policySchema = strictObject({
	extend: string().min(1).optional().describe("A profile, built in or of `policies`, that this one adds to."),
	include: array(string().min(1)).min(1).describe("Paths that are delivered: exact, `dir/**` for everything under a directory, or `dir/*.md` for the files of one kind in it."),
	promptFiles: boolean().optional().describe("Whether the files that a template's `prompt_files` names are delivered as well; as in `extend` if left out.")
});
const pinned = string().regex(/^(?:any|sha256:[0-9a-f]{64})$/, "must be `any` or the digest that `config sync` shows");
const permitted = (what) => record(string().min(1), pinned).default({}).describe(`${what}, each with the digest of what it says, or \`any\` for whatever it says now and later.`);
const permitSchema = strictObject({
	servers: permitted("MCP servers by name"),
	settings: permitted("Settings of the agent client by path, such as hooks.PreToolUse"),
	files: permitted("Files of the agent client that run commands, by path"),
	secrets: array(string().min(1)).default([]).describe("Secrets that what is permitted as `any` may name; a digest covers the secrets that its value names.")
});
/** What `identikit.yaml` may say. Every key has a default, so a repository that follows the conventions needs no file. */
const settingsSchema = strictObject({
	$schema: string().optional().describe("The JSON Schema that an editor checks this file with."),
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
	policy: string().default("assets/v2").describe("The delivery policy: a built-in profile or one of `policies`."),
	policies: record(string(), policySchema).default({}).describe("Further delivery policies, by name."),
	permit: record(string().min(1), permitSchema).default({}).describe("By template: what may run commands or name secrets. Nothing else of a template that does has any effect."),
	identity: strictObject({
		template: string().min(1).optional().describe("The template whose identity is baked; platform-agent if left out, or the only one of the manifest."),
		policy: string().default("identity/v2").describe("Which of its files are baked: a built-in profile or one of `policies`."),
		destination: string().startsWith("/").default("/opt/molecule-platform-agent-template/").describe("Where the identity lies in the image."),
		required: array(relativePath).optional().describe("Identity files that must exist with content; config.yaml and the prompt if left out (for platform-agent, also mcp_servers.yaml and prompts/concierge.md).")
	}).prefault({}),
	templateTokens: record(string().min(1), string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "must be the name of a variable")).default({}).describe("Templates, or owners on the server, with a token of their own: the name of the environment variable that holds it."),
	limits: strictObject({
		archiveMiB: number().min(1).max(1024).default(16).describe("The largest archive of a template's repository, as it is sent and unpacked, in MiB."),
		assetsMiB: number().min(1).max(256).default(16).describe("What the assets of one template may come to, in MiB."),
		entries: int().min(1).max(1e6).default(1e4).describe("Files and directories that a template's repository may have, assets or not."),
		seconds: number().min(1).max(3600).default(120).describe("How long one template may take to be fetched."),
		skillMiB: number().min(.01).max(8).default(6).describe("The largest skill, all of its files together, in MiB."),
		promptKiB: number().min(1).max(8192).default(1024).describe("The longest system prompt, in 1,024 characters.")
	}).prefault({}).describe("How large what is fetched may be."),
	acceptedSecrets: relativePath.default("config/accepted-secrets.yaml").describe("Values that the secret scan finds and that were looked at and are none."),
	network: strictObject({
		retryFor: number().min(0).max(3600).default(7).describe("Seconds for which a request to a registry or template server that fails is tried again."),
		allowPrivateHosts: array(string().min(1)).default([]).describe("Hosts (`HOST` or `HOST:PORT`) inside a private network that a server outside of it may lead to.")
	}).prefault({}),
	image: strictObject({
		repository: string().default("molecule-ai/platform-platform-agent").describe("The image's repository, without the registry."),
		tags: array(string()).default(["type=sha,prefix=staging-,format=long"]).describe("Tag rules, in the vocabulary of docker/metadata-action."),
		base: string().min(1).optional().describe("The image that the identity is put on, where none is named; `scratch` if left out."),
		published: array(string().min(1)).default([]).describe("Images in use, by tag, that a pull request is compared with; the pipeline's own if none is named."),
		source: url().optional().describe("The web address of the repository that publishes the image, for its label; the origin of the checkout if left out.")
	}).prefault({}),
	containers: strictObject({
		settleSeconds: number().min(0).max(3600).default(5).describe("How long a new container must stay up (healthy, where it has a health check) before the old one is removed."),
		healthSeconds: number().min(1).max(86400).default(120).describe("How long a new container may take to become healthy.")
	}).prefault({})
});
// src/project/settings.ts
/** The name of the settings file at a repository's root. */
const settingsFile = "identikit.yaml";
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
	const file = join(root, settingsFile);
	if (!existsSync(file)) return defaultSettings();
	const { readYamlDocument } = await import("./document-with-yaml.js");
	const document = readYamlDocument(file, settingsFile);
	return checkDocument({
		...document,
		value: document.value ?? {}
	}, settingsSchema, "SETTINGS_INVALID");
}
// src/project/root.ts
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
// src/project/project.ts
/**
* Opens the repository that `cwd` lies in, or the one that was named.
* @throws {IdentikitError} `SSOT_MISSING`, `SETTINGS_INVALID`
*/
async function openProject(cwd, named) {
	const root = findRoot(cwd, named);
	return {
		root,
		settings: await loadSettings(root),
		path: (relative) => resolve(root, relative)
	};
}
/**
* As {@link openProject}, for commands that work outside a repository as well: where none was named and none is found,
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
export { defaultSettings, findRoot, openNearestProject, openProject, settingsFile, settingsSchema, workPath };
