import { IdentikitError } from "../start/faces.js";
import { stopped } from "./fault.js";
import { dirname, join } from "node:path";
import { existsSync } from "node:fs";
import { userInfo } from "node:os";
import { fileURLToPath } from "node:url";
import { StringDecoder } from "node:string_decoder";
// src/runtime/process-id.ts
function processId() {
	return process.pid;
}
// src/runtime/built-file.ts
function builtFile(path) {
	let at = dirname(fileURLToPath(import.meta.url));
	for (let up = 0; up < 4; up++, at = dirname(at)) {
		const found = [join(at, path), join(at, "dist", path)].find((file) => existsSync(file));
		if (found !== void 0) return found;
	}
}
// src/runtime/logger.ts
const nothing = () => {};
const silentLogger = {
	info: nothing,
	warn: nothing,
	debug: nothing,
	progress: () => ({
		update: nothing,
		done: nothing,
		end: nothing
	}),
	mask: nothing
};
// src/runtime/who-runs.ts
function whoRuns(env) {
	const { GITHUB_ACTOR: actor, GITHUB_WORKFLOW: workflow, GITHUB_RUN_ID: run, GITHUB_RUN_ATTEMPT: attempt, GITHUB_JOB: job, GITHUB_REPOSITORY: repository } = env;
	if (!run) return userName();
	const again = attempt && attempt !== "1" ? `, attempt ${attempt}` : "";
	const place = [repository, workflow].filter(Boolean).join(" ") || "CI";
	return `${actor || userName()} (${place}, run ${run}${again}${job ? `, job ${job}` : ""})`;
}
function userName() {
	try {
		return userInfo().username;
	} catch {
		return `uid ${process.getuid?.() ?? "of this system"}`;
	}
}
// src/runtime/at-exit.ts
function atExit(work) {
	process.once("exit", work);
}
// src/runtime/process-group.ts
function endProcessGroup(pid, signal) {
	try {
		process.kill(-pid, signal);
	} catch {}
}
// src/runtime/node-version.ts
const nodeVersion = process.versions.node;
// src/runtime/node-program.ts
function nodeProgram() {
	return process.execPath;
}
// src/runtime/own-user.ts
function ownUser() {
	const [uid, gid] = [process.getuid?.(), process.getgid?.()];
	return uid === void 0 || gid === void 0 ? void 0 : {
		uid,
		gid
	};
}
// src/runtime/listener-program.ts
const listenerProgram = [
	"const server = require(\"node:net\").createServer();",
	"process.on(\"message\", () => process.exit(0));",
	"process.on(\"disconnect\", () => process.exit(1));",
	"server.on(\"error\", () => process.exit(1));",
	"server.listen(Number(process.argv[1]), \"127.0.0.1\", () => process.send(\"listening\", server));"
].join(" ");
// src/runtime/signal-process.ts
function signalProcess(pid, signal) {
	try {
		return process.kill(pid, signal);
	} catch {
		return false;
	}
}
// src/runtime/hidden-line.ts
const maxLength = 1048576;
const keys = {
	interrupt: "",
	end: "",
	erase: ["", "\b"],
	eraseLine: ""
};
async function askHidden({ stdin, stderr, question, signal }) {
	signal.throwIfAborted();
	stdin.setRawMode(true);
	try {
		stderr.write(question);
		return await readLine(stdin, signal);
	} finally {
		stdin.setRawMode(false);
		stdin.pause();
		stderr.write("\n");
	}
}
function readLine(stdin, signal) {
	const decoder = new StringDecoder("utf8");
	const line = [];
	return new Promise((resolve, reject) => {
		const settle = (end) => {
			stdin.off("data", take);
			stdin.off("end", cut);
			signal.removeEventListener("abort", stop);
			end();
		};
		const stop = () => settle(() => reject(stopped(signal)));
		const cut = () => settle(() => reject(noLine("the input ended before the line did")));
		const take = (chunk) => {
			for (const key of decoder.write(chunk)) {
				if (key === "\r" || key === "\n") return settle(() => resolve(line.join("")));
				if (key === keys.interrupt) process.kill(process.pid, "SIGINT");
				else if (key === keys.end) return cut();
				else edit(line, key);
				if (line.length > maxLength) return settle(() => reject(noLine("the line is too long")));
			}
		};
		stdin.on("data", take).on("end", cut);
		signal.addEventListener("abort", stop, { once: true });
	});
}
function edit(line, key) {
	if (key === keys.eraseLine) line.length = 0;
	else if (keys.erase.some((erase) => erase === key)) line.pop();
	else line.push(key);
}
function noLine(problem) {
	return new IdentikitError("USAGE", problem, { remedy: "Type the value and press Enter, or pipe it in." });
}
// src/runtime/successor-program.ts
function becomeProgram({ file, argv, env }) {
	for (const name of ["SIGPIPE", "SIGXFSZ"]) process.on(name, () => void 0);
	const given = Object.entries(env).filter((entry) => entry[1] !== void 0);
	process.execve?.(file, [...argv], Object.fromEntries(given));
}
export { askHidden, atExit, becomeProgram, builtFile, endProcessGroup, listenerProgram, nodeProgram, nodeVersion, ownUser, processId, signalProcess, silentLogger, whoRuns };
