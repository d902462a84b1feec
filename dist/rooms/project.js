import { IdentikitError } from "../start/faces.js";
import { _enum, array, boolean, int, literal, number, record, strictObject, string, union, url } from "../vendor/zod.js";
import { checkDocument, relativePath } from "./document.js";
import { dirname, join, resolve } from "node:path";
import { existsSync } from "node:fs";
// src/project/changes-schema.ts
const pattern = string().min(1).max(400).refine((text) => !text.startsWith("/") && !text.split("/").includes(".."), "must be a path from the top of the repository");
const patterns = array(pattern);
const except = patterns.default([]).describe("Paths that the rule leaves out; letter case matters here.");
const approvals = int().min(1).max(20).default(1).describe("How many members have to approve.");
const reason = string().min(1).max(500).describe("Why, as the author of the change reads it.");
const enabled = boolean().default(true).describe("Whether the rule is in force.");
const checkName = string().min(1).max(400);
const checkSchema = strictObject({
	name: checkName.describe("The check's exact name, as the host shows it."),
	from: array(string().min(1)).min(1).optional().describe("Who may set it: apps and users by login; as in `from` of the rule if left out."),
	skipped: _enum(["pass", "fail"]).optional().describe("What a skipped check counts as; as in `skipped` of the rule if left out.")
});
const jobs = [
	"github-actions",
	"github-actions[bot]",
	"gitea-actions",
	"forgejo-actions"
];
const operatorKeys = [
	"GITEA*_TOKEN",
	"GITHUB*_TOKEN",
	"GH*_TOKEN",
	"GITLAB*_TOKEN",
	"GL*_TOKEN",
	"BITBUCKET*_TOKEN",
	"CP_ADMIN_*",
	"INFISICAL_*",
	"RAILWAY_*",
	"HETZNER_*",
	"MOLECULE_OPERATOR_*",
	"AWS_*",
	"SECRETS_ENCRYPTION_KEY",
	"MOLECULE_TEMPLATE_REPO_TOKEN",
	"ADMIN_TOKEN",
	"PROVISION_SHARED_SECRET"
];
const keyPattern = string().regex(/^[A-Za-z_*][A-Za-z0-9_*]*$/, "must be the name of a variable; * stands for any part of it");
const notForTenants = [
	".github/workflows/**",
	".gitea/workflows/**",
	".forgejo/workflows/**",
	"**/*.md",
	"identikit.yaml",
	"**/identikit.yaml"
];
const tenantSurfaces = [
	"agents.json",
	"**/agents.json",
	"agents/**",
	"**/agents/**",
	"config/**",
	"**/config/**",
	"templates/**",
	"**/templates/**",
	"**/.env",
	"**/.env.*",
	"**/*.env",
	"**/.envrc",
	"**/Dockerfile",
	"**/Dockerfile.*",
	"**/*.Dockerfile",
	"**/Containerfile",
	"**/compose*.yaml",
	"**/compose*.yml",
	"**/docker-compose*.yaml",
	"**/docker-compose*.yml"
];
const changesSchema = strictObject({
	groups: record(string().min(1), strictObject({
		team: string().regex(/^[^/\s]+\/[^/\s]+$/, "must be organisation/team").optional().describe("A team of the host, as organisation/team; the token has to be allowed to read it."),
		members: array(string().min(1)).default([]).describe("People by login, in addition to the team or in place of it.")
	})).default({}).describe("Who approves, by name."),
	keepers: string().min(1).optional().describe("The group that approves changes of workflows, pinned actions and these rules themselves."),
	forbiddenPaths: array(strictObject({
		paths: patterns.min(1),
		except,
		reason
	})).default([]).describe("`forbidden-paths`: what no pull request may add, change, move or remove."),
	forbiddenEnv: strictObject({
		enabled,
		keys: array(keyPattern).default([...operatorKeys]).describe("Names of variables; * stands for any part of a name."),
		allow: array(keyPattern).default([]).describe("Names that `keys` covers and that are allowed."),
		except: patterns.default(notForTenants).describe("Paths that do not reach a tenant.")
	}).prefault({}).describe("`forbidden-env`: variables that no added line may write."),
	hostToken: strictObject({
		enabled,
		names: array(keyPattern).default([
			...operatorKeys.slice(0, 6),
			"FORGE_TOKEN",
			"MOLECULE_TEMPLATE_REPO_TOKEN"
		]).describe("Names under which tokens of repository hosts go."),
		allow: array(keyPattern).default([]).describe("Names that `names` covers and that are allowed."),
		surfaces: patterns.default(tenantSurfaces).describe("Paths that reach a tenant: no added line of theirs may name such a token."),
		except: patterns.default(notForTenants).describe("Paths that do not reach a tenant.")
	}).prefault({}).describe("`host-token`: no token of a repository host goes to a tenant."),
	secrets: strictObject({
		enabled,
		except
	}).prefault({}).describe("`secrets`: the secret scan over added lines; `acceptedSecrets` of the base branch holds."),
	reservedPaths: array(strictObject({
		paths: patterns.min(1),
		except,
		group: string().min(1),
		approvals,
		reason
	})).default([]).describe("`reserved-paths`: what a group has to approve, in addition to the built-in paths."),
	reviews: array(strictObject({
		group: string().min(1),
		approvals,
		paths: patterns.min(1).optional().describe("Asked for where one of these paths changes."),
		labels: array(string().min(1)).min(1).optional().describe("Asked for where the pull request has one of these labels.")
	})).default([]).describe("`reviews`: groups that approve every pull request, or those with some paths or labels."),
	checklist: strictObject({
		enabled,
		template: pattern.optional().describe("The template of pull requests; the first of the host's usual places if left out."),
		optional: array(string().min(1)).default([]).describe("Items that need not be ticked, as they stand in the template.")
	}).optional().describe("`checklist`: every item of the template of pull requests is ticked."),
	requiredWithoutPaths: strictObject({
		enabled,
		checks: array(checkName).default([]).describe("Required checks, in addition to those of `allRequired` and of branch protection.")
	}).prefault({}).describe("`required-without-paths`: no required check is one that a `paths:` filter can skip."),
	allRequired: strictObject({
		enabled,
		checks: array(union([checkName.transform((name) => ({ name })), checkSchema])).min(1).describe("What has to be green on the head commit."),
		from: array(string().min(1)).min(1).default(jobs).describe("Apps and users by login whose checks count; by default those of jobs."),
		skipped: _enum(["pass", "fail"]).default("fail").describe("What a skipped check counts as.")
	}).optional().describe("`all-required`: one status for everything that has to be green."),
	areas: record(string().regex(/^[a-z][a-z0-9_-]{0,99}$/, "must be lower-case letters, digits, - and _"), patterns.min(1)).default({}).describe("Parts of the repository by name, for the action `detect-changes`.")
}).superRefine((changes, context) => {
	const used = [
		{
			path: ["keepers"],
			group: changes.keepers
		},
		...changes.reservedPaths.map(({ group }, at) => ({
			path: [
				"reservedPaths",
				at,
				"group"
			],
			group
		})),
		...changes.reviews.map(({ group }, at) => ({
			path: [
				"reviews",
				at,
				"group"
			],
			group
		}))
	];
	for (const { path, group } of used) {
		if (group === void 0 || Object.hasOwn(changes.groups, group)) continue;
		const message = `names the group ${JSON.stringify(group)}, which is not in changes.groups`;
		context.addIssue({
			code: "custom",
			path,
			message
		});
	}
});
// src/project/settings-schema.ts
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
const settingsSchema = strictObject({
	$schema: string().optional().describe("The JSON Schema that an editor checks this file with."),
	version: literal(1).default(1).describe("The version of this file's form."),
	manifest: relativePath.default("manifest.json").describe("Which template repositories exist."),
	agents: relativePath.default("agents.json").describe("Agent types and agents."),
	lock: relativePath.default("identikit.lock").describe("The commit and tree digest of each template."),
	database: string().min(1).default(".identikit/config.db").describe("The config database: a path, or a postgres:// URL without a password."),
	envRoot: string().min(1).default(".identikit/env").describe("Where the env directories are, DIR/<agent>/: a path from the repository's root, or an absolute one."),
	templates: relativePath.default(".tenant-bundle-deps/workspace-configs-templates").describe("Where fetched templates lie, one directory each."),
	builtin: strictObject({
		mcpServers: relativePath.default("config/mcp-builtin.json"),
		marketplaces: relativePath.default("config/marketplaces-builtin.json")
	}).prefault({}).describe("The files that fill the builtin scope of the config database."),
	platform: strictObject({
		organization: string().max(63).regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, "must be lower-case letters, digits and -, and begin and end with a letter or digit").default("default").describe("The organisation of objects that name none."),
		manifests: relativePath.default("agents").describe("The folder of what the repository declares for agent runs."),
		repositories: array(string().max(200).regex(/^[A-Za-z0-9_*][A-Za-z0-9._*-]*\/[A-Za-z0-9_.*][A-Za-z0-9._*-]*$/, "must be OWNER/REPO; * stands for any part")).max(200).default([]).describe("The organisation's repositories, OWNER/REPO with * for any part: permissions of the forge on them give rights there."),
		configRepository: string().max(200).regex(/^[A-Za-z0-9_][A-Za-z0-9._-]*\/[A-Za-z0-9_.][A-Za-z0-9._-]*$/, "must be OWNER/REPO, as the forge writes it").optional().describe("This repository on the forge, OWNER/REPO: permissions of the forge on it give rights in the whole organisation."),
		serverUrl: string().max(1e3).regex(/^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/])[^\s?#@]*$/, "must be an https address without credentials, query and fragment; http for this machine only").optional().describe("The address under which runners reach `identikit serve`: they report to it while agents work. Without it all comes with the run bundle."),
		retention: strictObject({
			days: int().min(1).max(36500).default(90).describe("How long runs are kept after their end, with everything that hangs on them, and what was measured for plots."),
			changeHours: int().min(1).max(87600).default(24).describe("How long changes of objects are kept for those who watch."),
			changes: int().min(1).max(1e8).default(1e5).describe("How many changes of objects are kept at most for those who watch.")
		}).prefault({}).describe("How long records of agent runs are kept in the config database."),
		readiness: strictObject({
			clientMinutes: int().min(1).max(525600).default(1440).describe("How long it counts what a client was seen to do whose version no stack pins, in minutes."),
			imageMinutes: int().min(1).max(525600).default(1440).describe("How long it counts that an image passed the gate, in minutes."),
			recheckMinutes: int().min(1).max(1440).default(15).describe("How often stacks are looked at though no change was told, in minutes.")
		}).prefault({}).describe("How long facts about stacks count before they are looked at again; MCP servers say it themselves.")
	}).prefault({}).describe("Agent runs: who may start which agent on what, and what is kept of it."),
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
	changes: changesSchema.optional().describe("The rules that pull requests are held to, read from the base branch; none if left out."),
	network: strictObject({
		retryFor: number().min(0).max(3600).default(7).describe("Seconds for which a request to a registry or template server that fails is tried again."),
		allowPrivateHosts: array(string().min(1)).default([]).describe("Hosts (`HOST` or `HOST:PORT`) inside a private network that a server outside of it may lead to.")
	}).prefault({}),
	image: strictObject({
		repository: string().default("molecule-ai/platform-platform-agent").describe("The image's repository, without the registry."),
		tags: array(string()).default(["type=sha,prefix=staging-,format=long"]).describe("Tag rules, in the vocabulary of docker/metadata-action."),
		base: string().min(1).optional().describe("The image that the identity is put on, where none is named; `scratch` if left out. {name} stands for the template's name."),
		published: array(string().min(1)).default([]).describe("Images in use, by tag, that a pull request is compared with; the pipeline's own if none is named. {name} stands for the template's name."),
		source: url().optional().describe("The web address of the repository that publishes the image, for its label; the origin of the checkout if left out.")
	}).prefault({}),
	provenance: strictObject({
		keys: array(string().min(1)).max(20).default([]).describe("Public keys (PEM) whose signatures of images count: paths from the repository's root, or env://NAME."),
		identity: string().min(1).optional().describe("The identity whose signatures without a key count: the subject of the certificate, in full."),
		issuer: string().min(1).optional().describe("Who has to have vouched for `identity`: an OIDC issuer."),
		trustedRoot: relativePath.optional().describe("The authorities of the Sigstore deployment, as `cosign trusted-root create` writes them; fetched from a TUF repository if left out."),
		tuf: strictObject({
			url: url().describe("The address of the repository."),
			root: relativePath.describe("Its first root.json, which says who may sign the rest.")
		}).optional().describe("The TUF repository with the authorities of a Sigstore deployment of your own; Sigstore's public one if left out."),
		fulcio: url().optional().describe("The certificate authority to sign without a key; Sigstore's public one if left out."),
		rekor: url().optional().describe("The transparency log for signatures without a key; Sigstore's public one if left out.")
	}).prefault({}).describe("Whose signatures of images count, and where those without a key are made."),
	history: strictObject({
		days: int().min(1).max(36500).default(365).describe("How long changes of the config database are kept for `config history` and `config rollback`."),
		changes: int().min(1).max(1e8).default(1e6).describe("How many changes of rows are kept at most; the newest write stays whole, however many it has.")
	}).prefault({}).describe("How much of the history of the config database is kept."),
	containers: strictObject({
		settleSeconds: number().min(0).max(3600).default(5).describe("How long a new container must stay up (healthy, where it has a health check) before the old one is removed."),
		healthSeconds: number().min(1).max(86400).default(120).describe("How long a new container may take to become healthy.")
	}).prefault({})
});
// src/project/settings.ts
const settingsFile = "identikit.yaml";
function defaultSettings() {
	return settingsSchema.parse({}, { jitless: true });
}
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
async function openProject(cwd, named) {
	const root = findRoot(cwd, named);
	return {
		root,
		settings: await loadSettings(root),
		path: (relative) => resolve(root, relative)
	};
}
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
function workPath(project, ...segments) {
	return join(project.root, ".identikit", ...segments);
}
export { defaultSettings, findRoot, openNearestProject, openProject, settingsFile, settingsSchema, workPath };
