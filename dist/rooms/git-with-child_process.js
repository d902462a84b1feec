import { IdentikitError } from "../start/faces.js";
import { spawn } from "node:child_process";
// src/git/git-command.ts
const passedOn = /^(PATH|HOME|USER|LOGNAME|TMPDIR|TEMP|TMP|XDG_CONFIG_HOME|SYSTEMROOT|USERPROFILE|SSH_AUTH_SOCK|SSL_CERT_(FILE|DIR)|CURL_CA_BUNDLE|(https?|all|no)_proxy|GIT_SSL_CAINFO|GIT_SSL_CAPATH|GIT_SSH|GIT_SSH_COMMAND|GIT_CONFIG_(GLOBAL|SYSTEM|NOSYSTEM))$/i;
const always = {
	"core.hooksPath": "/dev/null",
	"core.fsmonitor": "false",
	"core.untrackedCache": "false",
	"core.quotePath": "false",
	"gc.auto": "0",
	"maintenance.auto": "false",
	"credential.interactive": "false"
};
function runGit(args, run) {
	const { promise, resolve, reject } = Promise.withResolvers();
	const { signal, maxOutput = 8388608, overBound = tooMuch } = run;
	signal.throwIfAborted();
	const child = spawn("git", args, {
		cwd: run.cwd,
		env: environmentOf(run),
		stdio: "pipe"
	});
	const output = [];
	let length = 0;
	let complaint = "";
	const stop = (reason) => {
		child.kill("SIGKILL");
		reject(reason);
	};
	const onAbort = () => stop(signal.reason);
	signal.addEventListener("abort", onAbort);
	const timer = run.watch && setInterval(() => attempt(run.watch, stop), 250);
	child.stdout.on("data", (chunk) => {
		length += chunk.length;
		if (length > maxOutput) stop(overBound(maxOutput));
		else output.push(chunk);
	});
	child.stderr.on("data", (chunk) => {
		complaint = (complaint + chunk.toString()).slice(-4e3);
	});
	child.on("error", (cause) => reject(noGit(cause)));
	child.on("close", (status) => resolve({
		status: status ?? -1,
		output: Buffer.concat(output),
		complaint: withoutCredentials(complaint)
	}));
	child.stdin.on("error", () => {});
	child.stdin.end(run.input);
	return promise.finally(() => {
		signal.removeEventListener("abort", onAbort);
		clearInterval(timer);
	});
}
function attempt(watch, stop) {
	try {
		watch();
	} catch (reason) {
		stop(reason);
	}
}
function environmentOf(run) {
	const environment = {};
	for (const [name, value] of Object.entries(run.environment)) if (value !== void 0 && passedOn.test(name)) environment[name] = value;
	const config = [...Object.entries(always), ...run.config ?? []];
	Object.assign(environment, {
		LC_ALL: "C",
		GIT_TERMINAL_PROMPT: "0",
		GIT_ASKPASS: "",
		SSH_ASKPASS: "",
		GIT_OPTIONAL_LOCKS: "0",
		GIT_NO_REPLACE_OBJECTS: "1",
		GIT_NO_LAZY_FETCH: "1",
		GIT_LITERAL_PATHSPECS: "1",
		GIT_ALLOW_PROTOCOL: (run.transports ?? []).join(":"),
		GIT_CONFIG_COUNT: String(config.length),
		...run.gitDirectory === void 0 ? {} : { GIT_DIR: run.gitDirectory },
		...run.variables
	});
	for (const [index, [key, value]] of config.entries()) {
		environment[`GIT_CONFIG_KEY_${index}`] = key;
		environment[`GIT_CONFIG_VALUE_${index}`] = value;
	}
	environment.GIT_SSH_COMMAND ??= environment.GIT_SSH ? void 0 : "ssh -oBatchMode=yes";
	return environment;
}
function withoutCredentials(text) {
	return text.replace(/([a-z][a-z0-9+.-]*:\/\/)([^\s/@'"]*@)?([^\s?'"]*)(\?[^\s'"]*)?/gi, "$1$3").trim();
}
function noGit(cause) {
	return new IdentikitError("TOOL_MISSING", "git could not be started", {
		remedy: "Install git and make sure that it is on the PATH.",
		cause
	});
}
function tooMuch(bound) {
	return new IdentikitError("ARCHIVE_TOO_LARGE", `git answered with more than ${bound} bytes`, { remedy: "Keep the template in a repository of its own, or raise the limits in identikit.yaml." });
}
export { runGit, withoutCredentials };
