import { IdentikitError, messageOf } from "../start/faces.js";
import { certain, pause } from "./fault.js";
import { listenerProgram, nodeProgram, ownUser, signalProcess } from "./runtime.js";
import { Tail, descendantsOf, isAlive, ownMemoryOf, processFacts, processesOf, systemProgram } from "./isolation.js";
import { readFileSync } from "node:fs";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { Server } from "node:net";
// src/isolation/container/listen-inside.ts
const listenMs = 15e3;
async function listenInside(container, port, host, signal) {
	const why = whyNoEntry(host);
	if (why !== void 0) throw unheld(why);
	if (!isOf(container)) throw unheld("the engine's processes are not visible from here");
	const args = [
		`--net=/proc/${container.pid}/ns/net`,
		"--",
		nodeProgram(),
		"-e",
		listenerProgram,
		String(port)
	];
	const child = spawn(certain(systemProgram("nsenter", host)), args, {
		env: {},
		cwd: "/",
		stdio: [
			"ignore",
			"ignore",
			"ignore",
			"ipc"
		],
		signal: AbortSignal.any([signal, AbortSignal.timeout(listenMs)]),
		killSignal: "SIGKILL"
	});
	const { promise, resolve, reject } = Promise.withResolvers();
	child.once("message", (_text, handle) => {
		child.send("taken");
		if (handle instanceof Server) resolve(handle);
	});
	child.once("error", () => reject(unheld("no port could be opened there")));
	child.once("exit", () => reject(unheld("no port could be opened there")));
	return await promise;
}
function whyNoEntry(host) {
	if (ownUser()?.uid !== 0) return "entering the network of a container takes root";
	return systemProgram("nsenter", host) === void 0 ? "nsenter (util-linux) is not on this machine" : void 0;
}
function isOf({ id, pid }) {
	try {
		return pid > 0 && readFileSync(`/proc/${pid}/cgroup`, "utf8").includes(id);
	} catch {
		return false;
	}
}
function unheld(why) {
	return new IdentikitError("NETWORK_UNHELD", `the proxy cannot listen in the network of the container: ${why}`, { remedy: "Run the supervisor as root on the engine's own machine, or use bubblewrap, or a network policy without a proxy." });
}
// src/isolation/launch/try-command.ts
const tryMs = 1e4;
async function tryCommand(command, signal) {
	const [program = "", ...args] = command;
	const said = new Tail(1e3);
	const child = spawn(program, args, {
		env: {},
		cwd: "/",
		stdio: [
			"ignore",
			"ignore",
			"pipe"
		],
		signal: AbortSignal.any([signal, AbortSignal.timeout(tryMs)]),
		killSignal: "SIGKILL"
	});
	child.stderr.on("data", (chunk) => said.push(chunk));
	try {
		const [code, ended] = await once(child, "close");
		if (code === 0) return void 0;
		const text = said.text().replace(/\s+/g, " ").trim();
		return text === "" ? `it ended with ${ended ?? `code ${code}`}` : text;
	} catch (cause) {
		return messageOf(cause);
	}
}
// src/isolation/child-vessel.ts
const pollMs = 10;
const killMs = 1e4;
var ChildVessel = class ChildVessel {
	stdin;
	stdout;
	stderr;
	exited;
	#child;
	#uid;
	#release;
	#hasNamespace;
	constructor(child, streams, options) {
		[this.stdin, this.stdout, this.stderr] = streams;
		this.#child = child;
		this.#uid = options.uid;
		this.#release = options.release;
		this.#hasNamespace = options.hasNamespace;
		this.exited = new Promise((resolve) => {
			child.once("error", (failure) => resolve({
				code: null,
				signal: null,
				failure
			}));
			child.once("exit", (code, signal) => resolve({
				code,
				signal
			}));
		});
	}
	static start(options) {
		const { command: [program = "", ...args], env, files, onServer } = options;
		const child = spawn(program, args, {
			env: { ...env },
			cwd: "/",
			stdio: [
				"pipe",
				"pipe",
				"pipe",
				onServer ? "ipc" : "ignore",
				...files.map(() => "pipe")
			],
			detached: true
		});
		const { stdin, stdout, stderr } = child;
		if (!stdin || !stdout || !stderr) throw new TypeError("its streams are pipes");
		stdin.on("error", () => {});
		for (const [index, text] of files.entries()) give(child.stdio[4 + index], text);
		if (onServer) child.once("message", (_text, handle) => {
			if (handle instanceof Server) onServer(handle);
			child.send("taken", () => child.disconnect());
		});
		return new ChildVessel(child, [
			stdin,
			stdout,
			stderr
		], options);
	}
	async terminate() {
		if (this.#uid) return await this.#uid.signalAll("TERM");
		for (const { pid } of this.#processes()) signalProcess(pid, "SIGTERM");
	}
	async destroy() {
		const { pid } = this.#child;
		if (pid !== void 0) {
			const own = processFacts(pid);
			const all = [...own && this.#child.exitCode === null && this.#child.signalCode === null ? [own] : [], ...this.#processes()];
			for (const each of all) signalProcess(each.pid, "SIGKILL");
			for (let waited = 0; waited < killMs && all.some(isAlive); waited += pollMs) await pause(pollMs);
		}
		await this.#uid?.endAll();
		await this.exited;
	}
	async release() {
		if (this.#child.connected) this.#child.disconnect();
		for (const stream of [this.stdin, this.stderr]) stream.destroy();
		try {
			this.#release();
		} finally {
			this.#uid?.[Symbol.dispose]();
		}
	}
	memory() {
		const { pid } = this.#child;
		return (this.#hasNamespace && pid !== void 0 ? descendantsOf(pid) : this.#processes()).reduce((sum, { pid }) => sum + ownMemoryOf(pid), 0);
	}
	#processes() {
		if (this.#uid) return processesOf(this.#uid.id);
		const { pid } = this.#child;
		return pid === void 0 ? [] : descendantsOf(pid);
	}
};
function give(pipe, text) {
	if (!pipe || !("write" in pipe)) return;
	pipe.on("error", () => {});
	pipe.end(text);
}
export { ChildVessel, listenInside, tryCommand, whyNoEntry };
