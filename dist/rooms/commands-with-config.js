import { checkLocation, ed25519Signer, ed25519Verifier, isHeads, isServer, keyringSignatures, openDatabase, parseHeads } from "./config.js";
import { IdentikitError } from "../start/faces.js";
import { readText } from "./document.js";
import { readPrivateFile } from "./secret.js";
import { findKeyring } from "./commands.js";
import { resolve } from "node:path";
import { existsSync } from "node:fs";
// src/commands/places/database.ts
function databaseLocation(context, project, named) {
	const given = named ?? context.env.DATABASE_URL;
	const location = given || project.settings.database;
	checkLocation(location);
	if (isServer(location)) return location;
	return given ? resolve(context.cwd, location) : project.path(location);
}
async function openConfigDatabase(context, project, named, access = "write") {
	const location = databaseLocation(context, project, named);
	if (access === "read" && !isServer(location) && !existsSync(location)) context.log.warn(`there is no config database at ${location} yet; it counts as one without rows`);
	const author = access === "write" ? await authorOf(context, project) : void 0;
	return await openDatabase(location, {
		signal: context.signal,
		access,
		author,
		chainKeys: () => findKeyring(context, project)
	});
}
const dayMs = 864e5;
const pruneEveryMs = 6e4;
async function authorOf(context, { settings }) {
	const { days, changes } = settings.history;
	let nextMs = 0;
	const bounds = () => {
		const nowMs = context.clock.now().getTime();
		if (nowMs < nextMs) return void 0;
		nextMs = nowMs + pruneEveryMs;
		return {
			before: new Date(nowMs - days * dayMs),
			changes
		};
	};
	return {
		who: await context.who(),
		command: context.command ?? "",
		bounds
	};
}
// src/commands/places/heads.ts
function readHeads(context, given) {
	if (isHeads(given)) return parseHeads(given, "--expect");
	const file = resolve(context.cwd, given);
	return parseHeads(readText(file), file);
}
// src/commands/places/bundle-keys.ts
const ring = "keyring";
async function bundleSigner(context, project, named) {
	if (named === void 0) return void 0;
	if (named === ring) return keyringSignatures(keyring(context, project));
	return ed25519Signer(readPrivateFile(resolve(context.cwd, named)), named);
}
async function bundleVerifier(context, project, named) {
	if (named === void 0) return void 0;
	if (named === ring) return keyringSignatures(keyring(context, project));
	return ed25519Verifier(readText(resolve(context.cwd, named), named), named);
}
function keyring(context, project) {
	const found = findKeyring(context, project);
	if (found) return found;
	throw new IdentikitError("KEYRING_INVALID", "no secret keys are set, so there is no keyring to sign with", { remedy: "Set IDENTIKIT_SECRET_KEYS, or name the file of an Ed25519 key." });
}
export { bundleSigner, bundleVerifier, databaseLocation, openConfigDatabase, readHeads };
