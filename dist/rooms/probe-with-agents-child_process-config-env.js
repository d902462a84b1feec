import { clientDigest } from "./agents.js";
import { clientOfRuntime } from "./env-with-config.js";
import { stopped } from "./fault.js";
import { visible } from "../start/faces.js";
import { ProgramTrouble, outputOf } from "./probe-with-child_process.js";
import { claudeProgram, codexProgram, commandProgram } from "./probe-with-agents.js";
import { knownClients } from "./probe.js";
import { join } from "node:path";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
// src/probe/clients/probe-clients.ts
const programs = {
	claude: claudeProgram,
	codex: codexProgram,
	command: commandProgram
};
const patienceMs = 2e4;
const maxBytes = 1048576;
function clientPrograms(options) {
	return {
		known: knownClients.map(({ adapter, ...seen }) => ({
			of: clientDigest({ name: adapter }),
			...seen,
			capabilities: [...seen.capabilities]
		})),
		adapterOf: (runtime) => clientOfRuntime(runtime).id === "codex" ? "codex" : "claude",
		look: (adapter, signal) => look(adapter, options, signal)
	};
}
async function look(adapter, { env, startPrograms }, signal) {
	const { name, version, command = [] } = adapter;
	const [program = "", ...before] = name === "command" ? command : [name];
	const { questions, capabilities, install } = programs[name];
	if (name === "command" && !startPrograms) return { unseen: {
		message: "programs that stacks name are not started here",
		remedy: "Run identikit controller --once --start-programs in a job that has the program, and no keys that it can do without."
	} };
	const home = mkdtempSync(join(tmpdir(), "identikit-client-"));
	const limit = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
	const say = (args) => outputOf({
		program,
		args: [...before, ...args],
		env: {
			PATH: env.PATH ?? "/usr/local/bin:/usr/bin:/bin",
			HOME: home,
			CLAUDE_CONFIG_DIR: home,
			CODEX_HOME: home,
			LANG: "C.UTF-8",
			NO_COLOR: "1",
			DISABLE_AUTOUPDATER: "1",
			CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1"
		},
		cwd: home,
		maxBytes,
		signal: limit
	});
	try {
		const seen = versionIn(await say(["--version"]));
		const answers = [];
		for (const question of questions) answers.push(await say(question));
		return { fact: {
			version: seen,
			capabilities: [...capabilities(answers)]
		} };
	} catch (caught) {
		if (signal.aborted) throw stopped(signal, "stopped while asking a client what it can do");
		if (!(caught instanceof ProgramTrouble)) throw caught;
		const said = caught.kind === "missing" ? caught.message : `${program} was asked what it can do, and ${caught.message}`;
		return { unseen: {
			message: visible(said),
			remedy: `Run identikit controller --once in a job that has the client, such as after: ${install(version)}.`
		} };
	} finally {
		rmSync(home, {
			recursive: true,
			force: true,
			maxRetries: 3
		});
	}
}
function versionIn(text) {
	const [line = ""] = text.split("\n");
	const found = /\d+\.\d+[\w.+-]*/.exec(line)?.[0] ?? line.trim();
	return visible(found).slice(0, 100) || "unknown";
}
export { clientPrograms };
