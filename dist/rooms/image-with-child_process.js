import { IdentikitError, fieldsOf } from "../start/faces.js";
import { stopped } from "./fault.js";
import { invalidConfig, isObject, readDockerConfig, wordsOf } from "./image.js";
import { spawn } from "node:child_process";
// src/image/registry/credential-helper.ts
const patienceMs = 3e4;
const largestOutput = 1048576;
async function runCredentialHelper(request) {
	const program = `docker-credential-${request.helper}`;
	const { exitCode, output } = await run(program, request);
	if (exitCode !== 0) {
		if (/credentials not found in native keychain/i.test(output)) return void 0;
		const words = wordsOf(output);
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
	const { Username, Secret } = fieldsOf(answer);
	if (typeof Username !== "string" || typeof Secret !== "string") throw failed(`${program} did not answer with a user name and a secret`);
	if (Secret === "") return void 0;
	if (Username === "<token>") return {
		kind: "identity-token",
		token: Secret
	};
	return {
		kind: "password",
		username: Username,
		password: Secret
	};
}
async function run(program, { server, env, signal }) {
	const { promise, resolve, reject } = Promise.withResolvers();
	const bounded = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
	const child = spawn(program, ["get"], {
		env: { ...env },
		stdio: [
			"pipe",
			"pipe",
			"ignore"
		],
		signal: bounded,
		killSignal: "SIGKILL",
		windowsHide: true
	});
	const chunks = [];
	let size = 0;
	child.stdout.on("data", (chunk) => {
		size += chunk.length;
		chunks.push(chunk);
		if (size > largestOutput) reject(failed(`${program} answered with more than 1 MiB`));
	});
	child.stdin.on("error", () => {});
	child.stdin.end(`${server}\n`);
	child.once("error", (cause) => reject(faultOf(program, signal, cause)));
	child.once("close", (exitCode) => resolve({
		exitCode,
		output: Buffer.concat(chunks).toString("utf8")
	}));
	try {
		return await promise;
	} finally {
		child.stdout.destroy();
		child.kill("SIGKILL");
	}
}
function faultOf(program, signal, cause) {
	if (signal.aborted) return stopped(signal, `stopped while waiting for ${program}`);
	if (cause.name === "AbortError") return failed(`${program} did not answer within ${patienceMs / 1e3} s`);
	if (cause.code === "ENOENT") return failed(`${program} is not on the PATH`);
	return failed(`${program} could not be run (${cause.code})`);
}
function failed(message) {
	return new IdentikitError("CREDENTIALS_INVALID", message, { remedy: "Fix the credential helper, remove it from Docker's config.json, or give a user name and password." });
}
// src/image/registry/docker-config.ts
const dockerHubKey = "https://index.docker.io/v1/";
function dockerConfigCredentials(options) {
	return async ({ host, repository, signal }) => {
		const config = await readDockerConfig(options);
		if (!config) return void 0;
		const server = isDockerHub(host) ? dockerHubKey : host;
		const helper = helperFor(config, host, server);
		return helper && await runCredentialHelper({
			helper,
			server,
			env: options.env,
			signal
		}) || credentialIn(config, host, repository);
	};
}
function helperFor(config, host, server) {
	const helper = config.credHelpers.get(host) ?? config.credHelpers.get(server) ?? config.credsStore;
	if (helper === void 0 || helper === null || helper === "") return void 0;
	if (typeof helper === "string" && /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(helper)) return helper;
	throw invalidConfig(config.file, "names a credential helper in a form that is not a helper's name");
}
function credentialIn(config, host, repository) {
	for (const key of keysFor(host, repository)) for (const [name, entry] of config.auths) {
		if (normalized(name) !== key) continue;
		const credential = credentialOf(config.file, name, entry);
		if (credential) return credential;
	}
}
function keysFor(host, repository) {
	const parts = repository.split("/");
	return [...parts.map((_, index) => [host, ...parts.slice(0, parts.length - index)].join("/")), isDockerHub(host) ? "index.docker.io" : host.toLowerCase()];
}
function normalized(key) {
	const name = key.replace(/^https?:\/\//, "").replace(/\/(v[12]\/?)?$/, "");
	return isDockerHub(name) ? "index.docker.io" : name.replace(/^[^/]*/, (host) => host.toLowerCase());
}
function isDockerHub(host) {
	return host === "docker.io" || host === "index.docker.io" || host === "registry-1.docker.io";
}
function credentialOf(file, key, entry) {
	if (!isObject(entry)) throw invalidConfig(file, `has an entry for ${key} that is not an object`);
	const field = (name) => {
		const value = entry[name] ?? "";
		if (typeof value !== "string") throw invalidConfig(file, `has a \`${name}\` for ${key} that is not a string`);
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
	if (!field("auth")) return void 0;
	const decoded = Buffer.from(field("auth"), "base64").toString("utf8").replace(/\0+$/, "");
	const colon = decoded.indexOf(":");
	if (colon < 1) throw invalidConfig(file, `has an \`auth\` for ${key} that is not the base64 of user:password`);
	return {
		kind: "password",
		username: decoded.slice(0, colon),
		password: decoded.slice(colon + 1)
	};
}
export { dockerConfigCredentials };
