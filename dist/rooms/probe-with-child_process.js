import { pause } from "./fault.js";
import { codeOf } from "../start/faces.js";
import { endProcessGroup } from "./runtime.js";
import { McpTrouble, MessageCount, readMessage } from "./probe.js";
import { spawn } from "node:child_process";
// src/probe/owned-program.ts
var ProgramTrouble = class extends Error {
	name = "ProgramTrouble";
	kind;
	constructor(kind, message) {
		super(message);
		this.kind = kind;
	}
};
const graceMs = 500;
var OwnedProgram = class {
	#call;
	#child;
	#ended;
	#failure;
	constructor(call) {
		this.#call = call;
		const { program, args, env, cwd } = call;
		this.#child = spawn(program, args, {
			env: { ...env },
			cwd,
			stdio: [
				"pipe",
				"pipe",
				"ignore"
			],
			detached: true,
			windowsHide: true
		});
		this.#child.stdin.on("error", () => {});
		this.#ended = new Promise((resolve) => {
			this.#child.once("error", (error) => {
				this.#failure = error;
				resolve(null);
			});
			this.#child.once("exit", resolve);
		});
	}
	write(text) {
		this.#child.stdin.write(text);
	}
	async *lines() {
		const { signal, maxBytes, program } = this.#call;
		const { stdout } = this.#child;
		const stop = () => void stdout.destroy();
		signal.addEventListener("abort", stop, { once: true });
		if (signal.aborted) stop();
		const decoder = new TextDecoder();
		let [rest, bytes] = ["", 0];
		try {
			for await (const chunk of stdout.iterator({ destroyOnReturn: false })) {
				bytes += chunk.length;
				if (bytes > maxBytes) throw new ProgramTrouble("flood", `it wrote more than ${maxBytes} bytes`);
				const parts = (rest + decoder.decode(chunk, { stream: true })).split("\n");
				rest = parts.pop() ?? "";
				yield* parts;
			}
		} catch (caught) {
			if (!signal.aborted) throw caught;
		} finally {
			signal.removeEventListener("abort", stop);
		}
		if (signal.aborted) throw new ProgramTrouble("late", "it took too long");
		if (rest !== "") yield rest;
		if (this.#failure !== void 0) throw troubleStarting(program, this.#failure);
	}
	async exitCode() {
		const { signal, program } = this.#call;
		const late = new Promise((resolve) => signal.addEventListener("abort", () => resolve("late"), { once: true }));
		const code = signal.aborted ? "late" : await Promise.race([this.#ended, late]);
		if (code === "late") throw new ProgramTrouble("late", "it took too long");
		if (this.#failure !== void 0) throw troubleStarting(program, this.#failure);
		return code;
	}
	async [Symbol.asyncDispose]() {
		const { pid, stdin, stdout } = this.#child;
		stdin.end();
		if (pid !== void 0) {
			if (!await this.#isGoneIn(graceMs)) endProcessGroup(pid, "SIGTERM");
			await this.#isGoneIn(graceMs);
			endProcessGroup(pid, "SIGKILL");
		}
		stdin.destroy();
		stdout.destroy();
		await this.#ended;
	}
	async #isGoneIn(milliseconds) {
		const over = new AbortController();
		const gone = this.#ended.then(() => true);
		const waited = pause(milliseconds, over.signal).then(() => false, () => false);
		const isGone = await Promise.race([gone, waited]);
		over.abort();
		return isGone;
	}
};
async function outputOf(call) {
	await using program = new OwnedProgram(call);
	const lines = await Array.fromAsync(program.lines());
	const code = await program.exitCode();
	if (code !== 0) throw new ProgramTrouble("failed", `it ended with ${code === null ? "a signal" : `code ${code}`}`);
	return lines.join("\n");
}
function troubleStarting(program, cause) {
	const code = codeOf(cause);
	if (code === "ENOENT") return new ProgramTrouble("missing", `${program} is not on the PATH here`);
	return new ProgramTrouble("failed", `${program} could not be started${code === void 0 ? "" : ` (${code})`}`);
}
// src/probe/mcp/stdio-channel.ts
var StdioChannel = class {
	#program;
	#lines;
	#count = new MessageCount();
	#number = 0;
	constructor(program) {
		this.#program = program;
		this.#lines = program.lines();
	}
	async request(method, params) {
		const id = ++this.#number;
		this.#send({
			jsonrpc: "2.0",
			id,
			method,
			params
		});
		for (;;) {
			const { value, done } = await this.#next();
			if (done) throw await this.#ended(method);
			this.#count.add();
			if (value.trim() === "") continue;
			const message = readMessage(value, id, method);
			if (message.kind === "result") return message.result;
			if (message.kind === "question") this.#send(message.reply);
		}
	}
	async notify(method) {
		this.#send({
			jsonrpc: "2.0",
			method
		});
	}
	agree() {}
	#send(message) {
		this.#program.write(`${JSON.stringify(message)}\n`);
	}
	async #next() {
		try {
			return await this.#lines.next();
		} catch (caught) {
			if (!(caught instanceof ProgramTrouble)) throw caught;
			const isMissing = caught.kind === "missing";
			const remedy = isMissing ? "Run identikit controller --once --start-programs in a job that has the program." : caught.kind === "late" ? "See why it does not answer, or raise health.timeout." : "Look at the server's own log.";
			throw new McpTrouble(caught.message, remedy, isMissing);
		}
	}
	async #ended(method) {
		const code = await this.#program.exitCode().catch(() => null);
		return new McpTrouble(`it ended${code === null ? "" : ` with code ${code}`} before it answered ${method}`, "Start it by hand with the command of its config row, and look at what it says.");
	}
};
export { OwnedProgram, ProgramTrouble, StdioChannel, outputOf };
