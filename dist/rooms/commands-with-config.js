import { checkLocation, ed25519Signer, ed25519Verifier, isServer, keyringSignatures, openDatabase, refusePrecious } from "./config.js";
import { IdentikitError, asFault } from "../start/faces.js";
import { readPrivateFile } from "./secret.js";
import { readText } from "./document.js";
import { writeOutput } from "./tree.js";
import { EventFile, toAll } from "./events.js";
import { workPath } from "./project.js";
import { reportJson } from "./report.js";
import { reportSarif } from "./report-with-crypto.js";
import { findKeyring } from "./commands.js";
import { resolve } from "node:path";
import { existsSync } from "node:fs";
// src/commands/places/output-path.ts
function outputPath(context, named) {
	if (named === "-") return named;
	const path = resolve(context.cwd, named);
	refusePrecious(path);
	return path;
}
// src/commands/accounts/report-files.ts
function writeReportFiles(context, report, files) {
	const written = {};
	if (files.report !== void 0) {
		written.report = outputPath(context, files.report);
		writeOutput(written.report, reportJson(report));
	}
	if (files.sarif !== void 0) {
		written.sarif = outputPath(context, files.sarif);
		writeOutput(written.sarif, reportSarif(report));
	}
	return written;
}
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
		author
	});
}
const dayMs = 864e5;
async function authorOf(context, { settings }) {
	const { days, changes } = settings.history;
	const before = new Date(context.clock.now().getTime() - days * dayMs);
	return {
		who: await context.who(),
		command: context.command ?? "",
		bounds: {
			before,
			changes
		}
	};
}
// src/commands/places/event-sinks.ts
function eventFile(context, project, named) {
	return named === void 0 ? workPath(project, "events.jsonl") : outputPath(context, named);
}
async function openEventSinks(context, project, named, use = "required") {
	if (use === "none") return {
		emit: () => {},
		[Symbol.asyncDispose]: async () => {}
	};
	const { IDENTIKIT_EVENTS_URL: url, IDENTIKIT_EVENTS_TOKEN: token } = context.env;
	const file = eventFile(context, project, named);
	const endpoint = url ? await openEndpoint(url, token) : void 0;
	const kept = openFile();
	return {
		...toAll(...kept ? [kept] : [], ...endpoint ? [endpoint] : []),
		[Symbol.asyncDispose]: async () => {
			kept?.[Symbol.dispose]();
			await endpoint?.[Symbol.asyncDispose]();
		}
	};
	function openFile() {
		try {
			return new EventFile(file);
		} catch (caught) {
			if (use === "required" || named !== void 0 || asFault(caught).code !== "FILE_UNWRITABLE") throw caught;
			context.log.warn(`events are not kept: ${file} cannot be written to`);
			return;
		}
	}
	async function openEndpoint(address, bearer) {
		const { EventEndpoint } = await import("./events-with-http.js");
		const onUndelivered = (line) => context.log.warn(line);
		return new EventEndpoint({
			url: address,
			env: context.env,
			onUndelivered,
			...bearer ? { token: bearer } : {}
		});
	}
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
export { bundleSigner, bundleVerifier, databaseLocation, eventFile, openConfigDatabase, openEventSinks, outputPath, writeReportFiles };
