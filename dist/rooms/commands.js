import { IdentikitError, openProject, shortDigest, workPath } from "../start/faces.js";
import { Keyring, ensureLocalKeyring, readKeyFile } from "./secret.js";
import { join } from "node:path";
import { existsSync } from "node:fs";
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
	const { readManifest } = await import("./template.js");
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
	const { databaseLocation } = await import("../start/identikit.js");
	const { displayName } = await import("../start/identikit.js");
	return displayName(databaseLocation(context, project, named));
}
async function keyState(context, project) {
	const { findKeyring } = await import("./commands.js");
	const keyring = findKeyring(context, project);
	if (keyring) return `sealing with ${keyring.sealingKeyId}`;
	throw new IdentikitError("KEYRING_INVALID", "no secret keys are set", { remedy: "Set IDENTIKIT_SECRET_KEYS=id:base64; on the embedded database `identikit secret set` makes a local key." });
}
// src/commands/places/fetched-templates.ts
/** The fetched directories of some templates, as far as they are there, with what `identikit.lock` says of each. */
async function copiesIn(project, templatesDir, names) {
	const { policyNamed } = await import("./template.js");
	const { readTemplateLock } = await import("./template.js");
	const { settings } = project;
	const lock = readTemplateLock(project.path(settings.lock));
	const policy = policyNamed(settings.policy, settings.policies);
	return names.map((name) => ({
		name,
		directory: join(templatesDir, name),
		locked: lock.get(name),
		policy
	})).filter(({ directory }) => existsSync(directory));
}
// src/commands/places/transfer-lines.ts
/** Smaller blobs are through before anybody could read their line. Bytes. */
const worthALine = 1048576;
/** A line for each large blob that moves to or from a registry. */
var TransferLines = class {
	#log;
	#lines = new Map();
	constructor(log) {
		this.#log = log;
	}
	show = (transfer) => {
		const { direction, digest, moved, size } = transfer;
		if (size < worthALine) return;
		const key = `${direction} ${digest}`;
		const shown = this.#lines.get(key) ?? {
			line: this.#log.progress(titleOf(transfer)),
			last: transfer
		};
		this.#lines.set(key, shown);
		shown.last = transfer;
		shown.line.update(`${megabytes(moved)} of ${megabytes(size)} MB`);
		if (moved < size) return;
		shown.line.done(`${direction === "up" ? "sent" : "read"} ${shortDigest(digest)}, ${megabytes(size)} MB`);
		this.#lines.delete(key);
	};
	/** Ends the lines of blobs that were not moved to their end: what was needed of them was found before, or they broke. */
	[Symbol.dispose]() {
		for (const { line, last } of this.#lines.values()) {
			const { digest, direction, moved, size } = last;
			const verb = direction === "up" ? "sent" : "read";
			line.done(`${verb} ${megabytes(moved)} of ${megabytes(size)} MB of ${shortDigest(digest)}`);
		}
		this.#lines.clear();
	}
};
function titleOf({ direction, digest }) {
	return `${direction === "up" ? "send" : "read"} ${shortDigest(digest)}`;
}
function megabytes(bytes) {
	return (bytes / 1e6).toFixed(1);
}
// src/commands/places/keys.ts
/**
* The secret keys of a run: `IDENTIKIT_SECRET_KEYS`, else the file that `IDENTIKIT_SECRET_KEYS_FILE` names, else the
* local key file of the embedded defaults; `undefined` where there is none. `IDENTIKIT_KEY_FILE_SHARED=true` lets the
* file's group read it as well.
* @throws {IdentikitError} `KEYRING_INVALID`
*/
function findKeyring(context, project) {
	const { IDENTIKIT_SECRET_KEYS: keys, IDENTIKIT_SECRET_KEYS_FILE: file } = context.env;
	if (keys) return Keyring.parse(keys, "IDENTIKIT_SECRET_KEYS");
	if (file) return readKeyFile(file, context.env.IDENTIKIT_KEY_FILE_SHARED === "true");
	const local = localKeyFile(project);
	return existsSync(local) ? readKeyFile(local) : void 0;
}
/** As {@link findKeyring}; on the embedded defaults a local key file is made where there is none, and said so. */
function findOrMakeKeyring(context, project) {
	const found = findKeyring(context, project);
	if (found) return found;
	const file = localKeyFile(project);
	context.log.info(`no IDENTIKIT_SECRET_KEYS set: made a local key, ${file}`);
	return ensureLocalKeyring(file);
}
function localKeyFile(project) {
	return workPath(project, "secret.keys");
}
export { TransferLines, copiesIn, findKeyring, findOrMakeKeyring, repositoryProbes };
