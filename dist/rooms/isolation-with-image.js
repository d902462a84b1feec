import { IdentikitError } from "../start/faces.js";
import { connectEngine, engineHost } from "./image.js";
import { asked, engineStatus, removeContainer } from "./containers-with-image.js";
import { processId } from "./runtime.js";
import { attemptLabel, commandLineOf, demultiplex, lineageOf, ownDirectoryOf, ownTarget } from "./isolation.js";
import { dirname, join } from "node:path";
import { readFileSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { Duplex, PassThrough } from "node:stream";
// src/isolation/launch/guards.ts
const engineSockets = [
	"/var/run/docker.sock",
	"/run/docker.sock",
	"/run/containerd/containerd.sock",
	"/run/podman/podman.sock",
	"/run/buildkit/buildkitd.sock"
];
const credentialFiles = [
	".ssh",
	".docker/config.json",
	".config/containers/auth.json",
	".netrc",
	".git-credentials",
	".config/git/credentials",
	".config/gh/hosts.yml",
	".npmrc",
	".aws/credentials",
	".azure",
	".config/gcloud",
	".kube/config"
];
const commandFiles = [
	"GITHUB_ENV",
	"GITHUB_PATH",
	"GITHUB_OUTPUT",
	"GITHUB_STATE",
	"GITHUB_STEP_SUMMARY"
];
function guardsOf({ env }, own = {
	paths: [],
	values: []
}) {
	const processes = lineageOf(processId());
	const engine = engineHost(env);
	const home = env.HOME;
	const unreadable = [
		...own.paths,
		...engineSockets,
		...engine.startsWith("unix://") ? [engine.slice(7)] : [],
		...env.SSH_AUTH_SOCK ? [env.SSH_AUTH_SOCK] : [],
		...env.XDG_RUNTIME_DIR ? ["docker.sock", "podman/podman.sock"].map((name) => join(env.XDG_RUNTIME_DIR ?? "", name)) : [],
		...home ? credentialFiles.map((name) => join(home, name)) : [],
		...runnerFiles(env)
	];
	const values = [...own.values, ...tokensOf(env)];
	return {
		processes,
		unreadable: [...new Set(unreadable.flatMap(bothNames))],
		unwritable: commandFiles.flatMap((name) => env[name] ?? []),
		telltale: processes.find(({ pid }) => showsOne(commandLineOf(pid), values))?.pid
	};
}
function runnerFiles({ RUNNER_TEMP: temporary, GITHUB_WORKSPACE: workspace }) {
	const found = [];
	if (temporary) {
		const root = dirname(dirname(temporary));
		found.push(...[
			".credentials",
			".credentials_rsaparams",
			".runner",
			".env"
		].map((name) => join(root, name)));
		found.push(...filesOf(temporary).filter((name) => /^git-credentials-/.test(name)).map((name) => join(temporary, name)));
	}
	const config = workspace ? join(workspace, ".git/config") : void 0;
	if (config !== void 0 && /extraheader|:\/\/[^/\s]*@/i.test(textOf(config))) found.push(config);
	return found;
}
function tokensOf(env) {
	return Object.entries(env).flatMap(([name, value]) => value !== void 0 && value.length >= 12 && /TOKEN|SECRET|PASSWORD|PASSPHRASE|CREDENTIAL|_KEY$|_URL$/i.test(name) && !/FILE|PATH|DIR/i.test(name) && !isPlainUrl(value) ? [value] : []);
}
function isPlainUrl(value) {
	const url = URL.parse(value);
	return url !== null && url.username === "" && url.password === "" && url.search === "";
}
function showsOne(commandLine, values) {
	return values.some((value) => value.length >= 8 && commandLine.includes(value));
}
function bothNames(path) {
	try {
		return [path, realpathSync(path)];
	} catch {
		return [path];
	}
}
function filesOf(directory) {
	try {
		return readdirSync(directory);
	} catch {
		return [];
	}
}
function textOf(file) {
	try {
		return readFileSync(file, "utf8");
	} catch {
		return "";
	}
}
// src/isolation/container/left-containers.ts
async function endLeftContainers(attempt, host) {
	rmSync(ownDirectoryOf(host, attempt), {
		recursive: true,
		force: true
	});
	try {
		const engine = await connectEngine(host.env);
		const found = await asked("list containers", () => engine.listContainers({
			all: true,
			filters: { label: [`${attemptLabel}=${attempt}`] }
		}));
		for (const { Id } of found) await removeContainer(engine, Id, { volumes: true });
		return found.length;
	} catch (fault) {
		if (fault instanceof IdentikitError && fault.code === "ENGINE_UNREACHABLE") return 0;
		throw fault;
	}
}
// src/isolation/container/container-vessel.ts
var ContainerVessel = class ContainerVessel {
	stdin;
	stdout;
	stderr;
	exited;
	#engine;
	#container;
	#release;
	constructor(engine, container, stream, exited, release) {
		const [stdout, stderr] = [new PassThrough(), new PassThrough()];
		stream.on("error", () => {});
		demultiplex(stream, stdout, stderr);
		this.stdin = stream;
		this.stdout = stdout;
		this.stderr = stderr;
		this.exited = exited;
		this.#engine = engine;
		this.#container = container;
		this.#release = release;
	}
	static async start(engine, container, release) {
		const attachment = {
			stream: true,
			hijack: true,
			stdin: true,
			stdout: true,
			stderr: true
		};
		const stream = await asked("attach to a container", () => container.attach(attachment));
		if (!(stream instanceof Duplex)) throw new TypeError("an attachment is a connection");
		await asked("start a container", () => container.start());
		const exited = untilExit(container);
		return new ContainerVessel(engine, container, stream, exited, release);
	}
	async terminate() {
		try {
			await (await this.#container.exec({ Cmd: [
				"/bin/sh",
				"-c",
				`[ -d ${ownTarget} ] && kill -TERM -1`
			] })).start({ Detach: true });
		} catch {}
	}
	async destroy() {
		await removeContainer(this.#engine, this.#container.id, { volumes: true });
		await this.exited;
	}
	async release() {
		this.stdin.destroy();
		this.#release();
	}
	memory() {}
};
async function untilExit(container) {
	try {
		const { StatusCode } = await container.wait();
		return {
			code: StatusCode,
			signal: null
		};
	} catch (cause) {
		return engineStatus(cause) === 404 ? {
			code: null,
			signal: "SIGKILL"
		} : {
			code: null,
			signal: null,
			failure: cause
		};
	}
}
export { ContainerVessel, endLeftContainers, guardsOf };
