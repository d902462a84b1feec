import { IdentikitError, asFault, errorOf } from "../start/faces.js";
import { openProject, workPath } from "../rooms/project.js";
import { engineHost, engineVersion } from "../rooms/image.js";
import { nodeVersion } from "../rooms/runtime.js";
import { hostFor, readManifest, templateHosts, tokenOf } from "../rooms/template.js";
import { count, findKeyring } from "../rooms/commands.js";
import { agentNames, displayName, isServer, listRows, openDatabase } from "../rooms/config.js";
import { fileFault } from "../rooms/tree.js";
import { databaseLocation } from "../rooms/commands-with-config.js";
import { tokenPowers } from "../rooms/host.js";
import { isLoopback } from "../http.js";
import { parseLocation } from "../rooms/template-with-child_process.js";
import { stateFilesOf, trackedState } from "../rooms/validate-with-child_process.js";
import { dirname } from "node:path";
import { accessSync, constants, existsSync } from "node:fs";
import { promisify } from "node:util";
import { execFile } from "node:child_process";
// src/commands/doctor/machine-probes.ts
const probeMs = 5e3;
function machineProbes(context) {
	return [
		{
			name: "node",
			needed: true,
			look: async () => nodeVersion
		},
		{
			name: "git",
			needed: true,
			look: gitVersion
		},
		{
			name: "docker engine",
			needed: false,
			look: (signal) => askEngine(context, signal)
		}
	];
}
async function gitVersion(signal) {
	try {
		const { stdout } = await promisify(execFile)("git", ["--version"], {
			signal,
			timeout: probeMs
		});
		return stdout.trim().replace("git version ", "");
	} catch (cause) {
		throw new IdentikitError("TOOL_MISSING", "git does not run", {
			remedy: "Install git; templates are read from its objects.",
			cause
		});
	}
}
async function askEngine(context, signal) {
	const limit = AbortSignal.any([signal, AbortSignal.timeout(probeMs)]);
	const host = engineHost(context.env);
	try {
		return `API ${await engineVersion(context.env, limit)} at ${host}`;
	} catch (cause) {
		throw new IdentikitError("ENGINE_UNREACHABLE", `no Docker Engine answers at ${host}`, {
			remedy: "Needed only for docker-daemon: references, the docker builder and containers; start one or set DOCKER_HOST.",
			cause
		});
	}
}
// src/commands/doctor/database-probe.ts
async function databaseState(context, project, named) {
	const location = databaseLocation(context, project, named);
	const name = displayName(location);
	if (!isServer(location) && !existsSync(location)) {
		checkWritable(nearestDirectory(location));
		return `${name}, not made yet: config sync makes it`;
	}
	const signal = AbortSignal.any([context.signal, AbortSignal.timeout(patienceMs)]);
	await using database = await openDatabase(location, {
		signal,
		access: "read",
		patienceMs
	});
	const names = await agentNames(database);
	const fleet = count(names.length, "agent");
	const idle = await listRows(database, {
		tables: ["agent_type_config"],
		limit: 3
	});
	try {
		await database.configure({ dryRun: true }, async () => void 0);
	} catch (cause) {
		throw new IdentikitError("DATABASE_FAILED", `${name} can be read (${fleet}), and not written to`, {
			remedy: "Let this user write to it, unless this machine only reads; --verbose says why.",
			cause
		});
	}
	return `${name}, ${fleet}, can be written to${idle.total === 0 ? "" : withoutEffect(idle)}`;
}
function withoutEffect({ rows, total }) {
	return `; rows without an effect: agent_type_config ${rows.map(({ name }) => name).join(", ")}${total > rows.length ? ` and ${total - rows.length} more` : ""} (config unset removes them)`;
}
const patienceMs = 5e3;
function checkWritable(directory) {
	try {
		accessSync(directory, constants.W_OK | constants.X_OK);
	} catch (cause) {
		throw fileFault("FILE_UNWRITABLE", directory, cause);
	}
}
function nearestDirectory(file) {
	let directory = dirname(file);
	while (!existsSync(directory) && dirname(directory) !== directory) directory = dirname(directory);
	return directory;
}
// src/commands/doctor/repository-probes.ts
function repositoryProbes(context, options) {
	const project = () => openProject(context.cwd, options.root);
	return [
		{
			name: "repository",
			needed: true,
			look: async () => (await project()).root
		},
		{
			name: "manifest",
			needed: true,
			look: async () => manifestState(await project())
		},
		{
			name: "agents",
			needed: false,
			look: async () => fileState(await project(), "agents")
		},
		{
			name: "lock file",
			needed: false,
			look: async () => fileState(await project(), "lock")
		},
		{
			name: "database",
			needed: true,
			look: async () => databaseState(context, await project(), options.database)
		},
		{
			name: "writable",
			needed: false,
			look: async () => writableState(await project())
		},
		{
			name: "secret keys",
			needed: false,
			look: async () => keyState(context, await project())
		}
	];
}
async function manifestState(project) {
	const { settings } = project;
	const { workspaceTemplates } = readManifest(project.path(settings.manifest), settings.manifest);
	const names = workspaceTemplates.map(({ name }) => name);
	return `${names.length} workspace template${names.length === 1 ? "" : "s"}: ${names.join(", ") || "none"}`;
}
function fileState(project, which) {
	const file = project.settings[which];
	if (existsSync(project.path(file))) return file;
	throw new IdentikitError("FILE_UNREADABLE", `${file} is not there`, { remedy: which === "lock" ? "identikit fetch --all writes it." : "Write it, as docs/tutorials/quick-start.md shows." });
}
async function writableState(project) {
	const missing = [project.path(project.settings.templates), workPath(project, "env")].map(nearestDirectory);
	for (const directory of new Set(missing)) checkWritable(directory);
	return "the directories of templates and env directories";
}
async function keyState(context, project) {
	const keyring = findKeyring(context, project);
	if (keyring) return `sealing with ${keyring.sealingKeyId}`;
	throw new IdentikitError("KEYRING_INVALID", "no secret keys are set", { remedy: "Set IDENTIKIT_SECRET_KEYS=id:base64; on the embedded database `identikit secret set` makes a local key." });
}
// src/commands/doctor/token-probes.ts
function tokenProbes(context, project) {
	const { settings } = project;
	const { workspaceTemplates } = readManifest(project.path(settings.manifest), settings.manifest);
	const hosted = workspaceTemplates.filter(({ repo }) => parseLocation(repo, project.root).kind === "hosted");
	if (hosted.length === 0) return [{
		name: "tokens",
		needed: false,
		look: async () => "no template is named as owner/repo"
	}];
	return hosted.map((entry) => ({
		name: `token for ${entry.name}`,
		needed: false,
		look: (signal) => powersOf(entry, project, {
			...context,
			signal
		})
	}));
}
async function powersOf(entry, project, context) {
	const { env, log, signal } = context;
	const host = hostFor(entry, templateHosts(env));
	const location = parseLocation(entry.repo, project.root);
	const token = tokenOf(entry, location, {
		environment: env,
		tokens: project.settings.templateTokens
	}) ?? host?.token;
	if (!host) return `${entry.repo}: no server is configured (IDENTIKIT_GITEA_URL)`;
	if (token === void 0) return `${entry.repo} at ${host.baseUrl}: no token is set; it is read without one`;
	const url = URL.parse(host.baseUrl);
	if (url?.protocol !== "https:" && !isLoopback(url?.hostname ?? "")) throw new IdentikitError("SOURCE_INVALID", `${entry.repo}: the token would travel unencrypted`, { remedy: "Use https:// in the server's address." });
	const powers = await tokenPowers({
		host: apiOf(host),
		repository: entry.repo,
		token,
		log,
		signal
	});
	const who = powers.holder === null ? "a token that may not ask whose it is" : `the token of ${powers.holder}`;
	const scopes = powers.scopes === null || powers.scopes.length === 0 ? "" : ` (${powers.scopes.join(", ")})`;
	const place = `${entry.repo} at ${host.baseUrl}`;
	if (!powers.reads) throw new IdentikitError("SOURCE_DENIED", `${who}${scopes} may not read ${place}`, { remedy: "Give it the right to read the repository; on Gitea the scope is read:repository." });
	if (powers.writes) throw new IdentikitError("TOKEN_MAY_WRITE", `${who}${scopes} may write to ${place}`, { remedy: "Make a token that may only read: on Gitea the scope read:repository, on GitHub a fine-grained token with Contents: read." });
	return `${who}${scopes} reads ${place}, and may not write to it`;
}
function apiOf({ provider, baseUrl }) {
	const serverUrl = baseUrl.replace(/\/+$/, "");
	return {
		name: provider,
		dialect: provider,
		serverUrl,
		apiUrl: provider === "gitea" ? `${serverUrl}/api/v1` : serverUrl
	};
}
// src/commands/doctor/tracked-probe.ts
function trackedProbe(context, options) {
	return {
		name: "version control",
		needed: false,
		look: async (signal) => {
			const { root, settings } = await openProject(context.cwd, options.root);
			const { env } = context;
			const files = stateFilesOf(root, settings.database, env);
			const [first, ...others] = await trackedState({
				root,
				files,
				env,
				signal
			});
			if (!first) return "tracks no key and no state";
			const more = others.length > 0 ? `, and ${others.map(({ path }) => path).join(", ")}` : "";
			throw new IdentikitError(first.code, `${first.problem ?? first.path}${more}`, {
				remedy: first.remedy,
				...first.location ? { location: first.location } : {}
			});
		}
	};
}
// src/commands/doctor/body.ts
async function run(context, options) {
	const probes = [
		...machineProbes(context),
		...repositoryProbes(context, options),
		trackedProbe(context, options),
		...options.token ? tokenProbes(context, await openProject(context.cwd, options.root)) : []
	];
	const results = await Promise.all(probes.map((probe) => examine(probe, context)));
	const needed = results.flatMap((result) => result.fault && result.needed ? [result.fault] : []);
	const faults = [...new Map(needed.map((fault) => [fault.message, fault])).values()];
	const width = Math.max(...results.map(({ name }) => name.length));
	return {
		outputs: { checks: results.map(({ name, state, detail, fault }) => ({
			name,
			state,
			detail,
			...fault ? { error: errorOf(fault) } : {}
		})) },
		account: results.flatMap(({ name, state, detail, fault, needed }) => [`${marks[state]} ${name.padEnd(width)}  ${detail}`, ...fault && !needed ? [`  ${" ".repeat(width)}  ${fault.remedy}`] : []]),
		faults
	};
}
const marks = {
	ok: "✓",
	absent: "–",
	wrong: "✗"
};
async function examine(probe, context) {
	const { name, needed } = probe;
	try {
		return {
			name,
			needed,
			state: "ok",
			detail: await probe.look(context.signal)
		};
	} catch (caught) {
		const fault = asFault(caught);
		return {
			name,
			needed,
			state: needed ? "wrong" : "absent",
			detail: fault.message,
			fault
		};
	}
}
export { run };
