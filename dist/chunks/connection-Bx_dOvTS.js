import { o as __toESM } from "./rolldown-runtime-DqgWs3Hx.js";
import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
import { t as fileFault } from "./file-fault-D9frYiGs.js";
import { join } from "node:path";
import { readFileSync } from "node:fs";
/**
* Connects to the Docker Engine that `DOCKER_HOST` names (`unix://`, `tcp://` with `DOCKER_TLS_VERIFY` and
* `DOCKER_CERT_PATH`), else to the one of this machine. Nothing is asked of it yet.
* @throws {IdentikitError} `ENGINE_UNREACHABLE` for a host that cannot be dialled from here
*/
async function connectEngine(env) {
	let { default: Dockerode } = await import("./docker-DMsv1nse.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1)), host = env.DOCKER_HOST || "unix:///var/run/docker.sock";
	if (host.startsWith("unix://")) return new Dockerode({ socketPath: host.slice(7) });
	if (host.startsWith("npipe://")) return new Dockerode({ socketPath: host.slice(8) });
	let url = URL.parse(host);
	if (!url || ![
		"tcp:",
		"http:",
		"https:"
	].includes(url.protocol)) throw new IdentikitError("ENGINE_UNREACHABLE", `DOCKER_HOST has a form that cannot be dialled: ${host.split(":")[0]}`, { remedy: "Set DOCKER_HOST to unix:///path or tcp://host:port." });
	let isTls = !!env.DOCKER_TLS_VERIFY || url.protocol === "https:", port = url.port || (isTls ? "2376" : "2375"), secrets = isTls && env.DOCKER_CERT_PATH ? certificates(env.DOCKER_CERT_PATH) : {};
	return new Dockerode({
		host: url.hostname,
		port,
		protocol: isTls ? "https" : "http",
		...secrets
	});
}
/**
* An engine's failure as one clear line.
* @param what was asked, for the message
*/
function engineFault(what, cause) {
	if (cause instanceof IdentikitError) return cause;
	let { code, statusCode, json, message } = cause;
	return statusCode === 404 ? new IdentikitError("IMAGE_MISSING", `${what}: the engine has no such image`, {
		remedy: "Pull or build it first: docker pull, docker build.",
		cause
	}) : statusCode === void 0 && code !== void 0 ? new IdentikitError("ENGINE_UNREACHABLE", `${what}: no Docker Engine answers (${code})`, {
		remedy: "Start the engine, or set DOCKER_HOST to where one listens.",
		cause,
		retry: { kind: "later" }
	}) : new IdentikitError("ENGINE_FAILED", `${what}: ${oneLine(json?.message ?? message ?? String(cause))}`, {
		remedy: "Look at what the engine says; nothing of ours is under its final name.",
		cause
	});
}
function oneLine(text) {
	return text.replace(/\s+/g, " ").trim().slice(0, 500);
}
function certificates(directory) {
	let read = (name) => {
		let path = join(directory, name);
		try {
			return readFileSync(path);
		} catch (cause) {
			throw fileFault("FILE_UNREADABLE", path, cause);
		}
	};
	return {
		ca: read("ca.pem"),
		cert: read("cert.pem"),
		key: read("key.pem")
	};
}
export { engineFault as n, connectEngine as t };
