import { IdentikitError, asFault, errorOf } from "../start/faces.js";
import { engineHost, engineVersion } from "../rooms/image.js";
import { nodeVersion } from "../start/node-version.js";
import { displayName } from "../rooms/config.js";
import { openProject } from "../rooms/project.js";
import { readManifest } from "../rooms/template.js";
import { databaseLocation } from "../rooms/commands-with-config.js";
import { findKeyring } from "../rooms/commands.js";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import { execFile } from "node:child_process";
// src/commands/doctor/machine-probes.ts
const probeMs = 5e3;
/** What the machine has: the runtime, git, and an engine for those who build or run containers. */
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
// src/commands/doctor/repository-probes.ts
/** What the repository has: its root, manifest, agents, lock, database, and the keys that open its secrets. */
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
			needed: false,
			look: async () => databaseState(context, await project(), options.database)
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
	throw new IdentikitError("FILE_UNREADABLE", `${file} is not there`, { remedy: which === "lock" ? "identikit fetch --all writes it." : "Write it, as docs/quick-start.md shows." });
}
async function databaseState(context, project, named) {
	return displayName(databaseLocation(context, project, named));
}
async function keyState(context, project) {
	const keyring = findKeyring(context, project);
	if (keyring) return `sealing with ${keyring.sealingKeyId}`;
	throw new IdentikitError("KEYRING_INVALID", "no secret keys are set", { remedy: "Set IDENTIKIT_SECRET_KEYS=id:base64; on the embedded database `identikit secret set` makes a local key." });
}
// src/commands/doctor/body.ts
async function run(context, options) {
	const probes = [...machineProbes(context), ...repositoryProbes(context, options)];
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
