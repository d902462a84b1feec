import "./rolldown-runtime-DqgWs3Hx.js";
import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
import { i as wordsOf, t as cancelled } from "./refusal-B23wp1zx.js";
import { join } from "node:path";
import { spawn } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
/** Helpers of cloud registries ask a service of their own; none needs longer than this. */
const patienceMs = 3e4;
/**
* Asks a credential helper for a registry's credential; nothing where it has none.
* @see https://github.com/docker/docker-credential-helpers
* @throws {IdentikitError} `CREDENTIALS_INVALID` for a helper that is missing, fails, or answers with something else
*/
async function runCredentialHelper(request) {
	let program = `docker-credential-${request.helper}`, { exitCode, output } = await run(program, request);
	if (exitCode !== 0) {
		if (/credentials not found in native keychain/i.test(output)) return;
		let words = wordsOf(output);
		throw failed(`${program} failed${words === "" ? "" : `: ${words}`}`);
	}
	return credentialIn$1(program, output);
}
function credentialIn$1(program, output) {
	let answer;
	try {
		answer = JSON.parse(output);
	} catch {
		throw failed(`${program} did not answer with JSON`);
	}
	let { Username, Secret } = typeof answer == "object" && answer ? answer : {};
	if (typeof Username != "string" || typeof Secret != "string") throw failed(`${program} did not answer with a user name and a secret`);
	if (Secret !== "") return Username === "<token>" ? {
		kind: "identity-token",
		token: Secret
	} : {
		kind: "password",
		username: Username,
		password: Secret
	};
}
async function run(program, { server, env, signal }) {
	let { promise, resolve, reject } = Promise.withResolvers(), bounded = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]), child = spawn(program, ["get"], {
		env: { ...env },
		stdio: [
			"pipe",
			"pipe",
			"ignore"
		],
		signal: bounded,
		killSignal: "SIGKILL",
		windowsHide: !0
	}), chunks = [], size = 0;
	child.stdout.on("data", (chunk) => {
		size += chunk.length, chunks.push(chunk), size > 1048576 && reject(failed(`${program} answered with more than 1 MiB`));
	}), child.stdin.on("error", () => {}), child.stdin.end(`${server}\n`), child.once("error", (cause) => reject(faultOf(program, signal, cause))), child.once("close", (exitCode) => resolve({
		exitCode,
		output: Buffer.concat(chunks).toString("utf8")
	}));
	try {
		return await promise;
	} finally {
		child.stdout.destroy(), child.kill("SIGKILL");
	}
}
function faultOf(program, signal, cause) {
	return signal.aborted ? cancelled() : cause.name === "AbortError" ? failed(`${program} did not answer within ${patienceMs / 1e3} s`) : cause.code === "ENOENT" ? failed(`${program} is not on the PATH`) : failed(`${program} could not be run (${cause.code})`);
}
function failed(message) {
	return new IdentikitError("CREDENTIALS_INVALID", message, { remedy: "Mend the credential helper, remove it from Docker's config.json, or give a user name and password." });
}
/**
* Credentials from Docker's `config.json`, as `docker login` leaves them there.
*
* For one registry the order is Docker's: its own helper (`credHelpers`), else the general one (`credsStore`), else
* `auths`. An entry for a part of a registry (`registry.example.com/team`), as Podman writes it, goes before one for all
* of it.
*
* @throws {IdentikitError} `CREDENTIALS_INVALID` for a malformed file or entry, and for a helper that fails
*/
function dockerConfigCredentials(options) {
	return async ({ host, repository, signal }) => {
		let config = await readConfig(options);
		if (!config) return;
		let server = isDockerHub(host) ? "https://index.docker.io/v1/" : host, helper = helperFor(config, host, server);
		return helper && await runCredentialHelper({
			helper,
			server,
			env: options.env,
			signal
		}) || credentialIn(config, host, repository);
	};
}
/** Where `config.json` is: `DOCKER_CONFIG`, else `.docker` at home; nowhere where neither is known. */
function configFile({ env }) {
	if (env.DOCKER_CONFIG) return join(env.DOCKER_CONFIG, "config.json");
	let home = env.HOME || env.USERPROFILE;
	return home ? join(home, ".docker", "config.json") : void 0;
}
async function readConfig(options) {
	let file = configFile(options), text = file && await readText(file);
	if (!file || text === void 0) return;
	let document = parse(file, text);
	return {
		file,
		auths: mapIn(file, document, "auths"),
		credHelpers: mapIn(file, document, "credHelpers"),
		credsStore: document.credsStore
	};
}
async function readText(file) {
	try {
		if ((await stat(file)).size > 1048576) throw invalid(file, "is larger than 1 MiB");
		return await readFile(file, "utf8");
	} catch (caught) {
		if (caught instanceof IdentikitError) throw caught;
		let { code } = caught;
		if (code === "ENOENT" || code === "ENOTDIR") return;
		throw invalid(file, `cannot be read (${code})`);
	}
}
/** The parser's own error is left out everywhere below: it quotes the file, and the file holds passwords. */
function parse(file, text) {
	let document;
	try {
		document = JSON.parse(text.replace(/^\uFEFF/, ""));
	} catch {
		throw invalid(file, "is not JSON");
	}
	if (!isObject(document)) throw invalid(file, "is not a JSON object");
	return document;
}
function mapIn(file, document, key) {
	let value = document[key];
	if (value == null) return /* @__PURE__ */ new Map();
	if (!isObject(value)) throw invalid(file, `has an entry \`${key}\` that is not an object`);
	return new Map(Object.entries(value));
}
function helperFor(config, host, server) {
	let helper = config.credHelpers.get(host) ?? config.credHelpers.get(server) ?? config.credsStore;
	if (helper != null && helper !== "") {
		if (typeof helper == "string" && /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(helper)) return helper;
		throw invalid(config.file, "names a credential helper in a form that is not a helper's name");
	}
}
function credentialIn(config, host, repository) {
	for (let key of keysFor(host, repository)) for (let [name, entry] of config.auths) {
		if (normalized(name) !== key) continue;
		let credential = credentialOf(config.file, name, entry);
		if (credential) return credential;
	}
}
/** The names under which a repository's credential can stand, the most particular first. */
function keysFor(host, repository) {
	let parts = repository.split("/");
	return [...parts.map((_, index) => [host, ...parts.slice(0, parts.length - index)].join("/")), isDockerHub(host) ? "index.docker.io" : host.toLowerCase()];
}
/** A key of `auths` without the scheme and the API's version, which older clients wrote. */
function normalized(key) {
	let name = key.replace(/^https?:\/\//, "").replace(/\/(v[12]\/?)?$/, "");
	return isDockerHub(name) ? "index.docker.io" : name.replace(/^[^/]*/, (host) => host.toLowerCase());
}
function isDockerHub(host) {
	return host === "docker.io" || host === "index.docker.io" || host === "registry-1.docker.io";
}
function credentialOf(file, key, entry) {
	if (!isObject(entry)) throw invalid(file, `has an entry for ${key} that is not an object`);
	let field = (name) => {
		let value = entry[name] ?? "";
		if (typeof value != "string") throw invalid(file, `has a \`${name}\` for ${key} that is not a string`);
		return value;
	};
	if (field("identitytoken")) return {
		kind: "identity-token",
		token: field("identitytoken")
	};
	if (field("registrytoken")) return {
		kind: "registry-token",
		token: field("registrytoken")
	};
	if (field("username")) return {
		kind: "password",
		username: field("username"),
		password: field("password")
	};
	if (!field("auth")) return;
	let decoded = Buffer.from(field("auth"), "base64").toString("utf8").replace(/\0+$/, ""), colon = decoded.indexOf(":");
	if (colon < 1) throw invalid(file, `has an \`auth\` for ${key} that is not the base64 of user:password`);
	return {
		kind: "password",
		username: decoded.slice(0, colon),
		password: decoded.slice(colon + 1)
	};
}
function isObject(value) {
	return typeof value == "object" && !!value && !Array.isArray(value);
}
function invalid(file, what) {
	return new IdentikitError("CREDENTIALS_INVALID", `${file} ${what}`, {
		remedy: "Mend the file, log in again with `docker login`, or give a user name and password.",
		location: { file }
	});
}
export { dockerConfigCredentials };
