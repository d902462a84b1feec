import "./rolldown-runtime-DqgWs3Hx.js";
import { I as IdentikitError, O as openProject } from "./foundation-QtvXJkSz.js";
import { existsSync } from "node:fs";
/** What the repository has: its root, manifest, agents, lock, database, and the keys that open its secrets. */
function repositoryProbes(context, options) {
	let project = () => openProject(context.cwd, options.root);
	return [
		{
			name: "repository",
			needed: !0,
			look: async () => (await project()).root
		},
		{
			name: "manifest",
			needed: !0,
			look: async () => manifestState(await project())
		},
		{
			name: "agents",
			needed: !1,
			look: async () => fileState(await project(), "agents")
		},
		{
			name: "lock file",
			needed: !1,
			look: async () => fileState(await project(), "lock")
		},
		{
			name: "database",
			needed: !1,
			look: async () => databaseState(context, await project(), options.database)
		},
		{
			name: "secret keys",
			needed: !1,
			look: async () => keyState(context, await project())
		}
	];
}
async function manifestState(project) {
	let { readManifest } = await import("./manifest-BJ-laDeI.js"), { settings } = project, { workspaceTemplates } = readManifest(project.path(settings.manifest), settings.manifest), names = workspaceTemplates.map(({ name }) => name);
	return `${names.length} workspace template${names.length === 1 ? "" : "s"}: ${names.join(", ") || "none"}`;
}
function fileState(project, which) {
	let file = project.settings[which];
	if (existsSync(project.path(file))) return file;
	throw new IdentikitError("FILE_UNREADABLE", `${file} is not there`, { remedy: which === "lock" ? "identikit fetch --all writes it." : "Write it, as docs/quick-start.md shows." });
}
async function databaseState(context, project, named) {
	let { databaseLocation } = await import("./database-place-DtbZG17X.js"), { displayName } = await import("./database-fault-BDiy1PD1.js");
	return displayName(databaseLocation(context, project, named));
}
async function keyState(context, project) {
	let { findKeyring } = await import("./keys-kUFPdPgY.js"), keyring = findKeyring(context, project);
	if (keyring) return `sealing with ${keyring.sealingKeyId}`;
	throw new IdentikitError("KEYRING_INVALID", "no secret keys are set", { remedy: "Set IDENTIKIT_SECRET_KEYS=id:base64; on the embedded database `identikit secret set` makes a local key." });
}
export { repositoryProbes };
