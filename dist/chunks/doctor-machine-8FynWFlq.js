import "./rolldown-runtime-DqgWs3Hx.js";
import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
import { n as nodeVersion } from "./node-version-CNpAQY3n.js";
import { promisify } from "node:util";
import { execFile } from "node:child_process";
import { request } from "node:http";
const probeMs = 5e3;
/** What the machine has: the runtime, git, and an engine for those who build or run containers. */
function machineProbes(context) {
	return [
		{
			name: "node",
			needed: !0,
			look: async () => nodeVersion
		},
		{
			name: "git",
			needed: !0,
			look: gitVersion
		},
		{
			name: "docker engine",
			needed: !1,
			look: (signal) => engineVersion(context.env.DOCKER_HOST, signal)
		}
	];
}
async function gitVersion(signal) {
	try {
		let { stdout } = await promisify(execFile)("git", ["--version"], {
			signal,
			timeout: probeMs
		});
		return stdout.trim().replace("git version ", "");
	} catch (cause) {
		throw new IdentikitError("TOOL_MISSING", "git does not run", {
			remedy: "Install git; templates are read from its objects.",
			cause
		});
	}
}
/** Asks the engine's `/_ping` (Docker Engine API, System). */
async function engineVersion(host, signal) {
	let address = host ?? "unix:///var/run/docker.sock";
	try {
		return `API ${await ping(new URL(address), signal)} at ${address}`;
	} catch (cause) {
		throw new IdentikitError("ENGINE_UNREACHABLE", `no Docker Engine answers at ${address}`, {
			remedy: "Needed only for docker-daemon: references, the docker builder and containers; start one or set DOCKER_HOST.",
			cause
		});
	}
}
function ping(address, signal) {
	let at = address.protocol === "unix:" ? { socketPath: address.pathname } : {
		host: address.hostname,
		port: address.port
	};
	return new Promise((resolve, reject) => {
		let limit = AbortSignal.any([signal, AbortSignal.timeout(probeMs)]);
		request({
			...at,
			path: "/_ping",
			signal: limit
		}, (response) => {
			response.resume(), response.statusCode === 200 ? resolve(String(response.headers["api-version"] ?? "unknown")) : reject(/* @__PURE__ */ Error(`status ${response.statusCode}`));
		}).on("error", reject).end();
	});
}
export { machineProbes };
