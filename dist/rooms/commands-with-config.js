import { checkLocation, ed25519Signer, ed25519Verifier, isServer, keyringSignatures, openDatabase } from "./config.js";
import { IdentikitError } from "../start/faces.js";
import { readText } from "./document.js";
import { readPrivateFile } from "./secret.js";
import { findKeyring } from "./commands.js";
import { resolve } from "node:path";
// src/commands/places/database.ts
/**
* Which database is meant: the one named, else `DATABASE_URL`, else the settings'. A path is made absolute.
* @throws {IdentikitError} `DATABASE_UNREACHABLE` for what looks like a mistyped URL
*/
function databaseLocation(context, project, named) {
	const given = named ?? context.env.DATABASE_URL;
	const location = given || project.settings.database;
	checkLocation(location);
	if (isServer(location)) return location;
	return given ? resolve(context.cwd, location) : project.path(location);
}
/** Opens the config database of a run. */
function openConfigDatabase(context, project, named) {
	return openDatabase(databaseLocation(context, project, named), { signal: context.signal });
}
// src/commands/places/bundle-keys.ts
/** The word that stands for the keyring instead of a file. */
const ring = "keyring";
/** @throws {IdentikitError} `KEYRING_INVALID`, `FILE_UNREADABLE` */
async function bundleSigner(context, project, named) {
	if (named === void 0) return void 0;
	if (named === ring) return keyringSignatures(await keyring(context, project));
	return ed25519Signer(readPrivateFile(resolve(context.cwd, named)), named);
}
/** @throws {IdentikitError} `KEYRING_INVALID`, `FILE_UNREADABLE` */
async function bundleVerifier(context, project, named) {
	if (named === void 0) return void 0;
	if (named === ring) return keyringSignatures(await keyring(context, project));
	return ed25519Verifier(readText(resolve(context.cwd, named), named), named);
}
async function keyring(context, project) {
	const found = findKeyring(context, project);
	if (found) return found;
	throw new IdentikitError("KEYRING_INVALID", "no secret keys are set, so there is no keyring to sign with", { remedy: "Set IDENTIKIT_SECRET_KEYS, or name the file of an Ed25519 key." });
}
export { bundleSigner, bundleVerifier, databaseLocation, openConfigDatabase };
