import { checkLocation, ed25519Signer, ed25519Verifier, isServer, keyringSignatures, openDatabase, refusePrecious } from "./config.js";
import { IdentikitError, asFault, suggestion } from "../start/faces.js";
import { readPrivateFile } from "./secret.js";
import { readText } from "./document.js";
import { writeOutput } from "./tree.js";
import { EventFile, toAll } from "./events.js";
import { workPath } from "./project.js";
import { reportJson } from "./report.js";
import { reportSarif } from "./report-with-crypto.js";
import { findKeyring } from "./commands.js";
import { allKinds, isGroupName, kindMeant, namedIdentity, namespaceName, permissionLevels, repositoryGroup, repositoryName } from "./agents.js";
import { SqlReader, readAccessState } from "./agents-with-config.js";
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
// src/commands/places/access.ts
function accessPlace({ settings: { platform } }, { organization = platform.organization, repository }) {
	if (!namespaceName.safeParse(organization).success) throw usage(`${JSON.stringify(organization)} is not the name of an organisation`, "Write it in lower-case letters, digits and -.");
	checkRepository(repository);
	const { organization: name, repositories, configRepository } = platform;
	return {
		organization,
		repository,
		organizations: [{
			name,
			repositories,
			configRepository
		}]
	};
}
async function accessState(context, project, { database: location }, { organizations }) {
	await using database = await openConfigDatabase(context, project, location, "read");
	return await database.transaction("read", (session) => readAccessState(new SqlReader(session), organizations));
}
function checkRepository(repository) {
	if (repository === void 0 || repositoryName.safeParse(repository).success) return;
	throw usage(`${JSON.stringify(repository)} is not a repository`, "Write it as OWNER/REPO, as the forge does.");
}
function accessIdentity(name, groups) {
	const wrong = groups.find((group) => !isGroupName(group));
	if (wrong !== void 0) throw usage(`${JSON.stringify(wrong)} is not a group`, "Write a team as ORGANISATION/TEAM, or a permission as forge:LEVEL:OWNER/REPO with read, triage, write, maintain or admin.");
	const who = namedIdentity(name, groups);
	if (who) return who;
	throw usage(`${JSON.stringify(name)} is not somebody`, "Write a login of the forge, or system:serviceaccount:ORGANISATION:NAME.");
}
function askedTarget(word) {
	if (word.startsWith("/")) return word;
	const [head = "", ...rest] = word.split("/");
	return [resourceOf(head), ...rest].join("/");
}
function resourceOf(word) {
	if (word === "*") return word;
	const known = kindMeant(word);
	if (known) return known.plural;
	const plurals = allKinds.map(({ plural }) => plural);
	throw usage(`there is no resource ${JSON.stringify(word)}${suggestion(word, plurals)}`, "Write the plural, such as agentdispatchruns; identikit crds lists all kinds.");
}
function usage(problem, remedy) {
	return new IdentikitError("USAGE", problem, { remedy });
}
function hostFactsOf(groups, repository) {
	const levels = permissionLevels.filter((level) => groups.includes(repositoryGroup(level, repository)));
	const teams = groups.filter((group) => !group.includes(":"));
	return {
		permission: levels.at(-1) ?? "none",
		teams
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
export { accessIdentity, accessPlace, accessState, askedTarget, bundleSigner, bundleVerifier, checkRepository, databaseLocation, eventFile, hostFactsOf, openConfigDatabase, openEventSinks, outputPath, writeReportFiles };
