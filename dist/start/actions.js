import { IdentikitError, asFault, flag, hostTokenVariable, isDigest, kebab, logLine, markdownCode, markdownProse, openStandardInput, option, optionMeta, parseOptions, readStandardInput, runCommand, showsAnnotations, stopOnSignals, systemClock, text } from "./faces.js";
import { number, object, string, url } from "../vendor/zod.js";
import { debug, error, getInput, info, notice, setOutput, setSecret, warning } from "../vendor/actions.js";
import { posix } from "node:path";
// src/actions/frame/action.ts
function defineAround(around) {
	return around;
}
function temporaryFile(env, name) {
	return `${env.RUNNER_TEMP ?? ".identikit"}/identikit/${name}`;
}
function camel(name) {
	return name.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase());
}
const hostTokenInput = defineAround({
	inputs: object({ token: option(string().optional(), {
		kind: "text",
		description: "The token that reads pull requests, reviews and checks, and sets statuses; the job's own suffices but for teams.",
		expression: "${{ github.token }}"
	}) }),
	equip: (context, { token }) => token === void 0 ? context : {
		...context,
		env: {
			...context.env,
			[hostTokenVariable]: token
		}
	}
});
// src/actions/around/registry-login.ts
const host = string().regex(/^[A-Za-z0-9.-]+(:\d+)?$|^\[[0-9A-Fa-f:]+\](:\d+)?$/, "must be a host, such as registry.example or ghcr.io");
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
// src/actions/around/status-inputs.ts
const tokenInput = option(string().optional(), {
	kind: "text",
	description: "The token that writes to the CI host; the job's own suffices.",
	expression: "${{ github.token }}"
});
const commitInput = text("SHA", "The commit that the status belongs on; the head of the pull request or push if left out.");
// src/actions/around/announcing/announcing.ts
const inputs$1 = object({
	status: flag("Set a commit status with the verdict."),
	comment: flag("Keep one comment with the findings up to date on the pull request."),
	token: tokenInput,
	commit: commitInput
});
function announcing(action, check) {
	return defineAround({
		inputs: inputs$1,
		after: async (context, given, outcome) => {
			const { announceOutcome } = await import("../actions/around/announcing.js");
			return await announceOutcome(context, given, {
				action,
				check,
				outcome
			});
		}
	});
}
const templateLogin = defineAround({
	inputs: object({
		giteaUrl: option(url({ protocol: /^https?$/ }).optional(), {
			kind: "text",
			value: "URL",
			description: "The Gitea server that templates named `owner/repo` are on; the variable IDENTIKIT_GITEA_URL if left out."
		}),
		templateToken: text("SECRET", "A token that may read the templates' repositories on that server, from a secret; IDENTIKIT_TEMPLATE_TOKEN if left out."),
		githubToken: text("SECRET", "The same for templates on GitHub; IDENTIKIT_GITHUB_TOKEN if left out.")
	}),
	equip: (context, { giteaUrl, templateToken, githubToken }) => {
		const given = [
			["IDENTIKIT_GITEA_URL", giteaUrl],
			["IDENTIKIT_TEMPLATE_TOKEN", templateToken],
			["IDENTIKIT_GITHUB_TOKEN", githubToken]
		];
		for (const token of [templateToken, githubToken]) if (token !== void 0) context.log.mask(token);
		const set = given.filter(([, value]) => value !== void 0);
		return set.length === 0 ? context : {
			...context,
			env: {
				...context.env,
				...Object.fromEntries(set)
			}
		};
	}
});
// src/actions/around/artifacts/artifacts.ts
const stored = object({
	artifact: text("NAME", "Store the file as an artifact of this name for later jobs of the run; not stored if left out."),
	retentionDays: option(number().int().min(1).max(90).optional(), {
		kind: "text",
		value: "DAYS",
		description: "How long the artifact is kept; what the host keeps artifacts for if left out."
	})
});
function storing(output) {
	return storingAs(stored, output, (given) => given);
}
const storedBundle = object({
	bundleArtifact: text("NAME", "Store the run bundle as an artifact of this name for later jobs of the run; not stored if left out."),
	retentionDays: stored.shape.retentionDays
});
function storingBundle(output) {
	return storingAs(storedBundle, output, ({ bundleArtifact, retentionDays }) => ({
		artifact: bundleArtifact,
		retentionDays
	}));
}
function storingAs(inputs, output, read) {
	return defineAround({
		inputs,
		after: async (context, given, outcome) => {
			const { store } = await import("../actions/around/artifacts.js");
			return await store(context, read(given), outcome.kind === "result" ? outcome.result.outputs[output] : void 0);
		}
	});
}
const fetched = object({
	artifact: text("NAME", "Take the file from an artifact that an earlier job of this run stored, in place of a path."),
	artifactDigest: option(string().refine(isDigest, "must be sha256: and 64 hex digits").optional(), {
		kind: "text",
		value: "DIGEST",
		description: "What the file in the artifact must be; the `artifact-digest` output of the step that stored it."
	})
});
function fetching(key, form = "one") {
	return defineAround({
		inputs: fetched,
		supplies: [key],
		before: async (context, given) => {
			const { fetchStored } = await import("../actions/around/artifacts.js");
			const file = await fetchStored(context, given);
			return file === void 0 ? {} : { [key]: form === "list" ? [file] : file };
		}
	});
}
// src/runtime/runner.ts
const annotators = {
	error,
	warning,
	notice
};
function openRunner() {
	const stop = stopOnSignals();
	const { env, stdin, stdout } = process;
	return {
		context: {
			env,
			cwd: env.GITHUB_WORKSPACE ?? process.cwd(),
			who: async () => (await import("../rooms/runtime.js")).whoRuns(env),
			clock: systemClock,
			log: runnerLogger(),
			signal: stop.signal,
			readInput: () => readStandardInput(stdin, stop.signal),
			openInput: () => openStandardInput(stdin, stop.signal),
			askHidden: async () => void 0,
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
			done: (text) => info(logLine(text)),
			end: () => void 0
		}),
		mask: (value) => {
			for (const part of new Set([value, ...value.split(/\r?\n/)])) if (part.trim()) setSecret(part);
		}
	};
}
// src/actions/frame/fail-with.ts
function failWith({ code, message, remedy, location }, runner) {
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
// src/actions/frame/inputs.ts
function optionsOf({ command, without = [] }) {
	return command.options.omit(Object.fromEntries(without.map((key) => [key, true])));
}
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
function linesOf(given) {
	const lines = given.split("\n").map((line) => line.trim());
	return (lines.length === 1 ? given.split(",").map((value) => value.trim()) : lines).filter((value) => value !== "");
}
// src/actions/frame/outputs.ts
function writeOutputs(action, values, runner) {
	for (const name of Object.keys(action.outputs)) {
		const value = values[camel(name)];
		if (value === void 0 || value === null) continue;
		runner.output(name, typeof value === "string" ? value : JSON.stringify(value));
	}
}
// src/actions/frame/tell-fault.ts
async function tellFault(action, fault, runner) {
	failWith(fault, runner);
	await runner.summarize(faultMarkdown(action, fault));
}
function faultMarkdown(action, { code, message, remedy, location }) {
	const { file, line } = location ?? {};
	const place = file === void 0 ? "" : ` in ${markdownCode(line === void 0 ? file : `${file}:${line}`)}`;
	return [
		`### Identikit ${action.name}: ❌ ${code}${place}`,
		markdownProse(message),
		`**What to do**\n\n- ${markdownProse(remedy)}`,
		""
	].join("\n\n");
}
// src/actions/frame/run-action.ts
async function runAction(action) {
	using runner = openRunner();
	try {
		const steps = (action.around ?? []).map((around) => ({
			around,
			inputs: parse(around.inputs, action, runner)
		}));
		const context = steps.reduce((equipped, { around, inputs }) => around.equip?.(equipped, inputs) ?? equipped, runner.context);
		let outcome = await outcomeOf(action, steps, context, runner);
		for (const { around, inputs } of steps) outcome = await around.revise?.(context, inputs, outcome) ?? outcome;
		const after = await Promise.allSettled(steps.map(async ({ around, inputs }) => around.after?.(context, inputs, outcome)));
		const more = after.map((settled) => settled.status === "fulfilled" ? settled.value : {});
		await tell(action, outcome, Object.assign({}, ...more), runner);
		for (const settled of after) if (settled.status === "rejected") failWith(asFault(settled.reason), runner);
	} catch (caught) {
		failWith(asFault(caught), runner);
	}
}
async function outcomeOf(action, steps, context, runner) {
	const { command } = action;
	try {
		const defaults = {
			...action.runnerDefaults?.(context.env),
			...action.defaults
		};
		let raw = readInputs(optionsOf(action), runner.input, defaults);
		for (const { around, inputs } of steps) raw = {
			...raw,
			...await around.before?.(context, inputs)
		};
		const options = parseOptions(command.options, raw, nameOf);
		return {
			kind: "result",
			result: await runCommand(command, context, options)
		};
	} catch (caught) {
		return {
			kind: "fault",
			fault: asFault(caught)
		};
	}
}
async function tell(action, outcome, more, runner) {
	if (outcome.kind === "fault") {
		writeOutputs(action, more, runner);
		return await tellFault(action, outcome.fault, runner);
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
	for (const [name, value] of Object.entries(action.namedByUser?.(result) ?? {})) runner.output(name, value);
	const { tellResult } = await import("../rooms/actions-with-host.js");
	await tellResult(action, result, runner);
}
function parse(schema, action, runner) {
	return parseOptions(schema, readInputs(schema, runner.input, action.defaults), nameOf);
}
function nameOf(key) {
	return `input ${kebab(key)}`;
}
export { announcing, commitInput, defineAround, failWith, fetching, hostTokenInput, registryLogin, runAction, storing, storingBundle, templateLogin, temporaryFile, tokenInput };
