import { IdentikitError, asFault, exitCodeOf, flag, kebab, logLine, option, optionMeta, parseOptions, stopOnSignals, systemClock, text } from "./faces.js";
import { object, string } from "../vendor/zod.js";
import { debug, error, getInput, info, notice, setOutput, setSecret, warning } from "../vendor/actions.js";
import { posix } from "node:path";
// src/actions/frame/action.ts
/** Keeps the inputs' types together with what is done with them. */
function defineAround(around) {
	return around;
}
/** A place for a file that later steps of the job read: the runner clears it away after the job. */
function temporaryFile(env, name) {
	return `${env.RUNNER_TEMP ?? ".identikit"}/identikit/${name}`;
}
/** `tree-digest` as the result calls it: `treeDigest`. */
function camel(name) {
	return name.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase());
}
// src/actions/around/registry.ts
const host = string().regex(/^[A-Za-z0-9.-]+(:\d+)?$|^\[[0-9A-Fa-f:]+\](:\d+)?$/, "must be a host, such as registry.example or ghcr.io");
/** A credential for one registry, from inputs. */
const registryLogin = defineAround({
	inputs: object({
		registry: option(host.optional(), {
			kind: "text",
			value: "HOST",
			description: "The registry that the username and password are for; no other one sees them."
		}),
		registryUsername: text("NAME", "Who pulls and pushes; registries that take a bare token ignore it."),
		registryPassword: text("SECRET", "The password or token, from a secret; Docker's own configuration and its helpers are asked if left out.")
	}),
	equip: (context, { registry, registryUsername: username, registryPassword: password }) => {
		if (password === void 0) return context;
		context.log.mask(password);
		if (registry !== void 0) return {
			...context,
			registryCredential: {
				registry,
				username: username ?? "",
				password
			}
		};
		throw new IdentikitError("USAGE", "input registry-password is given without input registry", { remedy: "Name the registry that the password is for, such as ghcr.io." });
	}
});
// src/host/host.ts
/**
* Which host the job runs on. Gitea's and Forgejo's runners set `ACT` too, so theirs are looked at first.
* @throws {IdentikitError} `USAGE` for a `GITHUB_SERVER_URL` or `GITHUB_API_URL` that is no http(s) address
*/
function hostOf(env) {
	const name = hostNameOf(env);
	const serverUrl = addressOf(env, "GITHUB_SERVER_URL") ?? "https://github.com";
	const givenApi = addressOf(env, "GITHUB_API_URL");
	const dialect = dialectOf(name, givenApi);
	return {
		name,
		dialect,
		serverUrl,
		apiUrl: givenApi ?? (dialect === "gitea" ? `${serverUrl}/api/v1` : "https://api.github.com")
	};
}
/** Whether the host shows remarks beside the lines of a file; elsewhere they are lines of the log like any other. */
function showsAnnotations(env) {
	return hostNameOf(env) === "github";
}
/** The page of this run, for links; `undefined` outside of a run. */
function runUrlOf(host, env) {
	const { GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: id, GITHUB_RUN_NUMBER: number } = env;
	const run = host.name === "forgejo" ? number : id;
	return repository && run ? `${host.serverUrl}/${repository}/actions/runs/${run}` : void 0;
}
function hostNameOf(env) {
	if (env.FORGEJO_ACTIONS) return "forgejo";
	if (env.GITEA_ACTIONS) return "gitea";
	return env.ACT ? "act" : "github";
}
function dialectOf(name, apiUrl) {
	if (name === "gitea" || name === "forgejo") return "gitea";
	return name === "act" && apiUrl?.endsWith("/api/v1") ? "gitea" : "github";
}
function addressOf(env, variable) {
	const text = env[variable];
	if (!text) return void 0;
	const url = URL.parse(text);
	if (url && (url.protocol === "https:" || url.protocol === "http:") && url.username === "") return url.href.replace(/\/+$/, "");
	throw new IdentikitError("USAGE", `${variable} is not an http or https address without credentials`, { remedy: "The runner sets it; in a local run give it as https://host/path." });
}
// src/actions/around/announce.ts
/** The token of the job, for actions that write to the host. */
const tokenInput = option(string().optional(), {
	kind: "text",
	description: "The token that writes to the CI host; the job's own suffices.",
	expression: "${{ github.token }}"
});
/** Which commit a status belongs on. */
const commitInput = text("SHA", "The commit that the status belongs on; the head of the pull request or push if left out.");
const inputs = object({
	status: flag("Set a commit status with the verdict."),
	comment: flag("Keep one comment with the findings up to date on the pull request."),
	token: tokenInput,
	commit: commitInput
});
/**
* Tells what a check came to as the status `identikit/<action>` and as one comment. A command that ended with a fault
* verified nothing, and its status says so.
*/
function announcing(action, check) {
	return defineAround({
		inputs,
		after: async (context, given, outcome) => {
			const report = outcome.kind === "result" ? outcome.result.report : await unverified(check, outcome.fault);
			const more = outcome.kind === "fault" ? { result: "unverified" } : {};
			if (!report || !given.status && !given.comment) return more;
			const { env, log, signal } = context;
			const { announce } = await import("../rooms/host.js");
			await announce({
				host: hostOf(env),
				event: await eventOf(context, given.commit),
				env,
				token: given.token ?? "",
				report: withFaults(report, outcome),
				action,
				status: given.status,
				comment: given.comment,
				log,
				signal
			});
			return more;
		}
	});
}
/** The event of this job; with a commit that the workflow names, that one is meant. */
async function eventOf({ env }, commit) {
	const { readEvent } = await import("../rooms/host.js");
	return commit === void 0 ? readEvent(env) : {
		...readEvent({
			...env,
			GITHUB_SHA: commit
		}),
		commit
	};
}
/** A check of which a part failed verified less than all: its verdict cannot be clean. */
function withFaults(report, outcome) {
	const faults = outcome.kind === "result" ? outcome.result.faults ?? [] : [];
	if (faults.length === 0) return report;
	const findings = [...report.findings, ...faults.map(findingOf)];
	return {
		...report,
		verdict: "unverified",
		findings
	};
}
async function unverified(check, fault) {
	const { makeReport } = await import("./faces.js");
	return makeReport({
		check,
		verdict: "unverified",
		subject: "the check did not come to its end",
		facts: [],
		findings: [findingOf(fault)]
	});
}
function findingOf(fault) {
	const { code, message, remedy, location } = fault;
	return {
		code,
		severity: "unverified",
		path: "the check",
		expected: null,
		actual: message,
		remedy,
		...location ? { location } : {}
	};
}
// src/runtime/runner.ts
const annotators = {
	error,
	warning,
	notice
};
/** Opens the runner of this process. */
function openRunner() {
	const stop = stopOnSignals();
	const { env, stdin, stdout } = process;
	return {
		context: {
			env,
			cwd: env.GITHUB_WORKSPACE ?? process.cwd(),
			clock: systemClock,
			log: runnerLogger(),
			signal: stop.signal,
			readInput: async () => {
				const { readStandardInput } = await import("./identikit.js");
				return readStandardInput(stdin);
			},
			writeOutput: (text) => new Promise((resolve) => stdout.write(text.split("\n").map(logLine).join("\n"), () => resolve()))
		},
		input: (name) => getInput(name),
		output: (name, value) => setOutput(name, value),
		summarize: async (markdown) => {
			if (!env.GITHUB_STEP_SUMMARY) return;
			const { appendFile } = await import("node:fs/promises");
			await appendFile(env.GITHUB_STEP_SUMMARY, `${markdown}\n`);
		},
		annotate: (level, message, place) => annotators[level](logLine(message), place),
		fail: (message, place) => {
			process.exitCode = 1;
			error(logLine(message), place);
		},
		[Symbol.dispose]: () => stop[Symbol.dispose]()
	};
}
function runnerLogger() {
	return {
		info: (line) => info(logLine(line)),
		warn: (line) => warning(logLine(line)),
		debug: (line) => debug(logLine(line)),
		progress: () => ({
			update: () => void 0,
			done: (text) => info(logLine(text))
		}),
		mask: (value) => {
			for (const part of new Set([value, ...value.split(/\r?\n/)])) if (part.trim()) setSecret(part);
		}
	};
}
// src/actions/frame/inputs.ts
/** Reads an action's inputs as the raw options of a schema; inputs that are left out or empty are not in it. */
function readInputs(schema, input, defaults = {}) {
	const raw = {};
	for (const [key, option] of Object.entries(schema.shape)) {
		const given = input(kebab(key)) || (defaults[key] ?? "");
		if (given === "") continue;
		const kind = optionMeta.get(option)?.kind;
		raw[key] = kind === "flag" ? booleanOf(kebab(key), given) : kind === "list" ? linesOf(given) : given;
	}
	return raw;
}
/** YAML 1.2's core schema, as the toolkit's own `getBooleanInput`. */
function booleanOf(name, given) {
	if ([
		"true",
		"True",
		"TRUE"
	].includes(given)) return true;
	if ([
		"false",
		"False",
		"FALSE"
	].includes(given)) return false;
	throw new IdentikitError("USAGE", `input ${name} is ${JSON.stringify(given)}: neither true nor false`, { remedy: "Write true or false." });
}
/** One value a line; a single line may hold several, separated by commas. */
function linesOf(given) {
	const lines = given.split("\n").map((line) => line.trim());
	return (lines.length === 1 ? given.split(",").map((value) => value.trim()) : lines).filter((value) => value !== "");
}
// src/actions/frame/run-action.ts
/** Parse, run, report: what every action does, in one frame. */
async function runAction(action) {
	using runner = openRunner();
	try {
		const steps = (action.around ?? []).map((around) => ({
			around,
			inputs: parse(around.inputs, action, runner)
		}));
		const context = steps.reduce((equipped, { around, inputs }) => around.equip?.(equipped, inputs) ?? equipped, runner.context);
		const outcome = await runCommand(action, steps, context, runner);
		const after = await Promise.allSettled(steps.map(async ({ around, inputs }) => around.after?.(context, inputs, outcome)));
		const more = after.map((settled) => settled.status === "fulfilled" ? settled.value : {});
		await tell(action, outcome, Object.assign({}, ...more), runner);
		for (const settled of after) if (settled.status === "rejected") fail(asFault(settled.reason), runner);
	} catch (caught) {
		fail(asFault(caught), runner);
	}
}
async function tell(action, outcome, more, runner) {
	if (outcome.kind === "fault") {
		writeOutputs(action, more, runner);
		fail(outcome.fault, runner);
		const { faultMarkdown } = await import("../rooms/actions.js");
		await runner.summarize(faultMarkdown(action, outcome.fault));
		return;
	}
	const { result } = outcome;
	const { report } = result;
	writeOutputs(action, {
		...report ? {
			result: report.verdict,
			findings: report.findings.length
		} : {},
		...result.outputs,
		...more
	}, runner);
	const { reportResult } = await import("../rooms/actions.js");
	await reportResult(action, result, runner);
	await conclude(result, runner);
}
async function runCommand(action, steps, context, runner) {
	const { command } = action;
	try {
		const defaults = {
			...action.runnerDefaults?.(context.env),
			...action.defaults
		};
		let raw = readInputs(command.options, runner.input, defaults);
		for (const { around, inputs } of steps) raw = {
			...raw,
			...await around.before?.(context, inputs)
		};
		return {
			kind: "result",
			result: await command.run(context, parseOptions(command.options, raw, nameOf))
		};
	} catch (caught) {
		return {
			kind: "fault",
			fault: asFault(caught)
		};
	}
}
function parse(schema, action, runner) {
	return parseOptions(schema, readInputs(schema, runner.input, action.defaults), nameOf);
}
function nameOf(key) {
	return `input ${kebab(key)}`;
}
function writeOutputs(action, values, runner) {
	for (const name of Object.keys(action.outputs)) {
		const value = values[camel(name)];
		if (value === void 0 || value === null) continue;
		runner.output(name, typeof value === "string" ? value : JSON.stringify(value));
	}
}
async function conclude(result, runner) {
	for (const fault of result.faults ?? []) fail(fault, runner);
	if (exitCodeOf(result) !== 0 && (result.faults?.length ?? 0) === 0) {
		const { tally } = await import("./faces.js");
		runner.fail(`${result.report?.verdict}: ${tally(result.report?.findings ?? [])}, listed above`);
	}
}
/** One line; beside the line of the file where the mistake stands, on hosts that show it there. */
function fail({ code, message, remedy, location }, runner) {
	const { file, line } = showsAnnotations(runner.context.env) && location || {};
	const near = file === void 0 ? void 0 : posix.join(runner.input("root"), file);
	const place = near === void 0 ? {} : {
		file: near,
		...line === void 0 ? {} : { startLine: line }
	};
	runner.fail(`${code}: ${message}. ${remedy}`, {
		title: code,
		...place
	});
}
export { announcing, commitInput, defineAround, eventOf, hostOf, registryLogin, runAction, runUrlOf, showsAnnotations, temporaryFile, tokenInput };
