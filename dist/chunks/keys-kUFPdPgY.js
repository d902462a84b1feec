import "./rolldown-runtime-DqgWs3Hx.js";
import { I as IdentikitError, k as workPath } from "./foundation-QtvXJkSz.js";
import { t as AnchoredDirectory } from "./anchored-directory-zo0cLFo8.js";
import { t as createFileIn } from "./atomic-file-ChCRe45G.js";
import { t as readFileIn } from "./file-reader-S66von3J.js";
import { t as Keyring } from "./keyring-BQr3L7Ro.js";
import { basename, dirname, resolve } from "node:path";
import { existsSync } from "node:fs";
/**
* The keyring in a key file: `id:base64` entries, one a line.
* @throws {IdentikitError} `KEYRING_INVALID` where it is missing, malformed, or open to every user of the machine;
* `PATH_LINKED`, `ENTRY_TYPE`, `FILE_UNREADABLE`
*/
function readKeyFile(file) {
	let keyring = readIfPresent(file);
	if (keyring) return keyring;
	throw new IdentikitError("KEYRING_INVALID", `the key file ${file} does not exist`, { remedy: "Name the right file, or make one with `id:base64` in it and mode 0600." });
}
/**
* The keyring in a key file, which is made (mode 0600, one new key) where it is missing. Of several runs that start
* at once, one makes it and all use it. For the embedded quick start: a team keeps its keys where its other secrets are.
* @param file beside the database, never in it
* @throws {IdentikitError} as {@link readKeyFile}; `FILE_UNWRITABLE`
*/
function ensureLocalKeyring(file) {
	let present = readIfPresent(file);
	if (present) return present;
	using directory = AnchoredDirectory.make(dirname(resolve(file)));
	let entry = `# Opens the secrets of the config database beside it. Keep it out of version control.\n${Keyring.generateEntry("local-1")}\n`;
	return createFileIn(directory, basename(file), Buffer.from(entry), { mode: 384 }), readKeyFile(file);
}
function readIfPresent(file) {
	let path = resolve(file), directory;
	try {
		directory = AnchoredDirectory.open(dirname(path));
	} catch (cause) {
		if (isMissing(cause)) return;
		throw cause;
	}
	using opened = directory;
	let found = readFileIn(opened, basename(path), 65536);
	if (found) {
		if (found.mode & 7) throw tooOpen(file);
		return Keyring.parse(found.bytes.toString("utf8"), file);
	}
}
function isMissing(cause) {
	return cause.cause?.code === "ENOENT";
}
function tooOpen(file) {
	return new IdentikitError("KEYRING_INVALID", `the key file ${file} is open to every user of this machine`, { remedy: `Run: chmod 600 ${file}, and rotate to a new key if others may have read it.` });
}
/**
* The secret keys of a run: `IDENTIKIT_SECRET_KEYS`, else the file that `IDENTIKIT_SECRET_KEYS_FILE` names, else the
* local key file of the embedded defaults; `undefined` where there is none.
* @throws {IdentikitError} `KEYRING_INVALID`
*/
function findKeyring(context, project) {
	let { IDENTIKIT_SECRET_KEYS: keys, IDENTIKIT_SECRET_KEYS_FILE: file } = context.env;
	if (keys) return Keyring.parse(keys, "IDENTIKIT_SECRET_KEYS");
	if (file) return readKeyFile(file);
	let local = localKeyFile(project);
	return existsSync(local) ? readKeyFile(local) : void 0;
}
/** As {@link findKeyring}; on the embedded defaults a local key file is made where there is none, and said so. */
function findOrMakeKeyring(context, project) {
	let found = findKeyring(context, project);
	if (found) return found;
	let file = localKeyFile(project);
	return context.log.info(`no IDENTIKIT_SECRET_KEYS set: made a local key, ${file}`), ensureLocalKeyring(file);
}
function localKeyFile(project) {
	return workPath(project, "secret.keys");
}
export { findKeyring, findOrMakeKeyring };
