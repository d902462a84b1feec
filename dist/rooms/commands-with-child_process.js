import { IdentikitError } from "../start/faces.js";
import { nodeVersion } from "../start/node-version.js";
import { promisify } from "node:util";
import { execFile } from "node:child_process";
// src/commands/doctor/machine-probes.ts
const probeMs = 5e3;
/** What the machine has: the runtime, git, and an engine for those who build or run containers. */
function machineProbes(context) {
	return [
		{
			name: "node",
			needed: true,
			look: async () => nodeVersion
		},
		{
			name: "git",
			needed: true,
			look: gitVersion
		},
		{
			name: "docker engine",
			needed: false,
			look: (signal) => askEngine(context, signal)
		}
	];
}
async function gitVersion(signal) {
	try {
		const { stdout } = await promisify(execFile)("git", ["--version"], {
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
async function askEngine(context, signal) {
	const { engineHost, engineVersion } = await import("./image.js");
	const limit = AbortSignal.any([signal, AbortSignal.timeout(probeMs)]);
	const host = engineHost(context.env);
	try {
		return `API ${await engineVersion(context.env, limit)} at ${host}`;
	} catch (cause) {
		throw new IdentikitError("ENGINE_UNREACHABLE", `no Docker Engine answers at ${host}`, {
			remedy: "Needed only for docker-daemon: references, the docker builder and containers; start one or set DOCKER_HOST.",
			cause
		});
	}
}
export { machineProbes };
