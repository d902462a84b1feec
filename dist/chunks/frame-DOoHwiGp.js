import "./rolldown-runtime-DqgWs3Hx.js";
import { E as systemClock, I as IdentikitError, L as asFault, N as logLine, n as parseOptions, o as showsAnnotations, r as kebab, t as stopOnSignals, u as exitCodeOf, y as optionMeta } from "./foundation-QtvXJkSz.js";
import { t as camel } from "./action-BUSh5IPR.js";
import { posix } from "node:path";
import "path";
const EOL = process.platform === "win32" ? "\r\n" : "\n";
/**
* Sanitizes an input into a string so it can be passed into issueCommand safely
* @param input input to sanitize into a string
*/
function toCommandValue(input) {
	return input == null ? "" : typeof input == "string" || input instanceof String ? input : JSON.stringify(input);
}
/**
*
* @param annotationProperties
* @returns The command properties to send with the actual annotation command
* See IssueCommandProperties: https://github.com/actions/runner/blob/main/src/Runner.Worker/ActionCommandManager.cs#L646
*/
function toCommandProperties(annotationProperties) {
	return Object.keys(annotationProperties).length ? {
		title: annotationProperties.title,
		file: annotationProperties.file,
		line: annotationProperties.startLine,
		endLine: annotationProperties.endLine,
		col: annotationProperties.startColumn,
		endColumn: annotationProperties.endColumn
	} : {};
}
/**
* Issues a command to the GitHub Actions runner
*
* @param command - The command name to issue
* @param properties - Additional properties for the command (key-value pairs)
* @param message - The message to include with the command
* @remarks
* This function outputs a specially formatted string to stdout that the Actions
* runner interprets as a command. These commands can control workflow behavior,
* set outputs, create annotations, mask values, and more.
*
* Command Format:
*   ::name key=value,key=value::message
*
* @example
* ```typescript
* // Issue a warning annotation
* issueCommand('warning', {}, 'This is a warning message');
* // Output: ::warning::This is a warning message
*
* // Set an environment variable
* issueCommand('set-env', { name: 'MY_VAR' }, 'some value');
* // Output: ::set-env name=MY_VAR::some value
*
* // Add a secret mask
* issueCommand('add-mask', {}, 'secretValue123');
* // Output: ::add-mask::secretValue123
* ```
*
* @internal
* This is an internal utility function that powers the public API functions
* such as setSecret, warning, error, and exportVariable.
*/
function issueCommand(command, properties, message) {
	let cmd = new Command(command, properties, message);
	process.stdout.write(cmd.toString() + EOL);
}
var Command = class {
	constructor(command, properties, message) {
		command ||= "missing.command", this.command = command, this.properties = properties, this.message = message;
	}
	toString() {
		let cmdStr = "::" + this.command;
		if (this.properties && Object.keys(this.properties).length > 0) {
			cmdStr += " ";
			let first = !0;
			for (let key in this.properties) if (this.properties.hasOwnProperty(key)) {
				let val = this.properties[key];
				val && (first ? first = !1 : cmdStr += ",", cmdStr += `${key}=${escapeProperty(val)}`);
			}
		}
		return cmdStr += `::${escapeData(this.message)}`, cmdStr;
	}
};
function escapeData(s) {
	return toCommandValue(s).replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
}
function escapeProperty(s) {
	return toCommandValue(s).replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A").replace(/:/g, "%3A").replace(/,/g, "%2C");
}
const randomUUID = () => globalThis.crypto.randomUUID(), fs = () => process.getBuiltinModule("node:fs"), existsSync = (path) => fs().existsSync(path), appendFileSync = (...given) => fs().appendFileSync(...given);
function issueFileCommand(command, message) {
	let filePath = process.env[`GITHUB_${command}`];
	if (!filePath) throw Error(`Unable to find environment variable for file command ${command}`);
	if (!existsSync(filePath)) throw Error(`Missing file at path: ${filePath}`);
	appendFileSync(filePath, `${toCommandValue(message)}${EOL}`, { encoding: "utf8" });
}
function prepareKeyValueMessage(key, value) {
	let delimiter = `ghadelimiter_${randomUUID()}`, convertedValue = toCommandValue(value);
	if (key.includes(delimiter)) throw Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
	if (convertedValue.includes(delimiter)) throw Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
	return `${key}<<${delimiter}${EOL}${convertedValue}${EOL}${delimiter}`;
}
/**
* The code to exit an action
*/
var ExitCode;
(function(ExitCode) {
	/**
	* A code indicating that the action was a failure
	*/
	ExitCode[ExitCode.Success = 0] = "Success", ExitCode[ExitCode.Failure = 1] = "Failure";
})(ExitCode ||= {});
/**
* Registers a secret which will get masked from logs
*
* @param secret - Value of the secret to be masked
* @remarks
* This function instructs the Actions runner to mask the specified value in any
* logs produced during the workflow run. Once registered, the secret value will
* be replaced with asterisks (***) whenever it appears in console output, logs,
* or error messages.
*
* This is useful for protecting sensitive information such as:
* - API keys
* - Access tokens
* - Authentication credentials
* - URL parameters containing signatures (SAS tokens)
*
* Note that masking only affects future logs; any previous appearances of the
* secret in logs before calling this function will remain unmasked.
*
* @example
* ```typescript
* // Register an API token as a secret
* const apiToken = "abc123xyz456";
* setSecret(apiToken);
*
* // Now any logs containing this value will show *** instead
* console.log(`Using token: ${apiToken}`); // Outputs: "Using token: ***"
* ```
*/
function setSecret(secret) {
	issueCommand("add-mask", {}, secret);
}
/**
* Gets the value of an input.
* Unless trimWhitespace is set to false in InputOptions, the value is also trimmed.
* Returns an empty string if the value is not defined.
*
* @param     name     name of the input to get
* @param     options  optional. See InputOptions.
* @returns   string
*/
function getInput(name, options) {
	let val = process.env[`INPUT_${name.replace(/ /g, "_").toUpperCase()}`] || "";
	if (options && options.required && !val) throw Error(`Input required and not supplied: ${name}`);
	return options && options.trimWhitespace === !1 ? val : val.trim();
}
/**
* Sets the value of an output.
*
* @param     name     name of the output to set
* @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
*/
function setOutput(name, value) {
	if (process.env.GITHUB_OUTPUT) return issueFileCommand("OUTPUT", prepareKeyValueMessage(name, value));
	process.stdout.write(EOL), issueCommand("set-output", { name }, toCommandValue(value));
}
/**
* Writes debug message to user log
* @param message debug message
*/
function debug(message) {
	issueCommand("debug", {}, message);
}
/**
* Adds an error issue
* @param message error issue message. Errors will be converted to string via toString()
* @param properties optional properties to add to the annotation.
*/
function error(message, properties = {}) {
	issueCommand("error", toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
* Adds a warning issue
* @param message warning issue message. Errors will be converted to string via toString()
* @param properties optional properties to add to the annotation.
*/
function warning(message, properties = {}) {
	issueCommand("warning", toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
* Adds a notice issue
* @param message notice issue message. Errors will be converted to string via toString()
* @param properties optional properties to add to the annotation.
*/
function notice(message, properties = {}) {
	issueCommand("notice", toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
* Writes info to log with console.log.
* @param message info message
*/
function info(message) {
	process.stdout.write(message + EOL);
}
const annotators = {
	error,
	warning,
	notice
};
/** Opens the runner of this process. */
function openRunner() {
	let stop = stopOnSignals(), { env, stdin } = process;
	return {
		context: {
			env,
			cwd: env.GITHUB_WORKSPACE ?? process.cwd(),
			clock: systemClock,
			log: runnerLogger(),
			signal: stop.signal,
			readInput: async () => {
				let { readStandardInput } = await import("./standard-input-CSStOUyK.js");
				return readStandardInput(stdin);
			}
		},
		input: (name) => getInput(name),
		output: (name, value) => setOutput(name, value),
		summarize: async (markdown) => {
			if (!env.GITHUB_STEP_SUMMARY) return;
			let { appendFile } = await import("node:fs/promises");
			await appendFile(env.GITHUB_STEP_SUMMARY, `${markdown}\n`);
		},
		annotate: (level, message, place) => annotators[level](logLine(message), place),
		fail: (message, place) => {
			process.exitCode = 1, error(logLine(message), place);
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
			for (let part of /* @__PURE__ */ new Set([value, ...value.split(/\r?\n/)])) part.trim() && setSecret(part);
		}
	};
}
/** Reads an action's inputs as the raw options of a schema; inputs that are left out or empty are not in it. */
function readInputs(schema, input, defaults = {}) {
	let raw = {};
	for (let [key, option] of Object.entries(schema.shape)) {
		let given = input(kebab(key)) || (defaults[key] ?? "");
		if (given === "") continue;
		let kind = optionMeta.get(option)?.kind;
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
	].includes(given)) return !0;
	if ([
		"false",
		"False",
		"FALSE"
	].includes(given)) return !1;
	throw new IdentikitError("USAGE", `input ${name} is ${JSON.stringify(given)}: neither true nor false`, { remedy: "Write true or false." });
}
/** One value a line; a single line may hold several, separated by commas. */
function linesOf(given) {
	let lines = given.split("\n").map((line) => line.trim());
	return (lines.length === 1 ? given.split(",").map((value) => value.trim()) : lines).filter((value) => value !== "");
}
/** Parse, run, report: what every action does, in one frame. */
async function runAction(action) {
	using runner = openRunner();
	try {
		let steps = (action.around ?? []).map((around) => ({
			around,
			inputs: parse$1(around.inputs, action, runner)
		})), context = steps.reduce((equipped, { around, inputs }) => around.equip?.(equipped, inputs) ?? equipped, runner.context), outcome = await runJob(action, steps, context, runner), after = await Promise.allSettled(steps.map(async ({ around, inputs }) => around.after?.(context, inputs, outcome))), more = after.map((settled) => settled.status === "fulfilled" ? settled.value : {});
		await tell(action, outcome, Object.assign({}, ...more), runner);
		for (let settled of after) settled.status === "rejected" && fail(asFault(settled.reason), runner);
	} catch (caught) {
		fail(asFault(caught), runner);
	}
}
async function tell(action, outcome, more, runner) {
	if (outcome.kind === "fault") {
		writeOutputs(action, more, runner), fail(outcome.fault, runner);
		let { faultMarkdown } = await import("./report-B8nuYdT6.js");
		await runner.summarize(faultMarkdown(action, outcome.fault));
		return;
	}
	let { result } = outcome, { report } = result;
	writeOutputs(action, {
		...report ? {
			result: report.verdict,
			findings: report.findings.length
		} : {},
		...result.outputs,
		...more
	}, runner);
	let { reportResult } = await import("./report-B8nuYdT6.js");
	await reportResult(action, result, runner), await conclude(result, runner);
}
async function runJob(action, steps, context, runner) {
	let { job } = action;
	try {
		let defaults = {
			...action.runnerDefaults?.(context.env),
			...action.defaults
		}, raw = readInputs(job.options, runner.input, defaults);
		for (let { around, inputs } of steps) raw = {
			...raw,
			...await around.before?.(context, inputs)
		};
		return {
			kind: "result",
			result: await job.run(context, parseOptions(job.options, raw, nameOf))
		};
	} catch (caught) {
		return {
			kind: "fault",
			fault: asFault(caught)
		};
	}
}
function parse$1(schema, action, runner) {
	return parseOptions(schema, readInputs(schema, runner.input, action.defaults), nameOf);
}
function nameOf(key) {
	return `input ${kebab(key)}`;
}
function writeOutputs(action, values, runner) {
	for (let name of Object.keys(action.outputs)) {
		let value = values[camel(name)];
		value != null && runner.output(name, typeof value == "string" ? value : JSON.stringify(value));
	}
}
async function conclude(result, runner) {
	for (let fault of result.faults ?? []) fail(fault, runner);
	if (exitCodeOf(result) !== 0 && (result.faults?.length ?? 0) === 0) {
		let { tally } = await import("./report-Cp7snLzt.js");
		runner.fail(`${result.report?.verdict}: ${tally(result.report?.findings ?? [])}, listed above`);
	}
}
/** One line; beside the line of the file where the mistake stands, on hosts that show it there. */
function fail({ code, message, remedy, location }, runner) {
	let { file, line } = showsAnnotations(runner.context.env) && location || {}, near = file === void 0 ? void 0 : posix.join(runner.input("root"), file), place = near === void 0 ? {} : {
		file: near,
		...line === void 0 ? {} : { startLine: line }
	};
	runner.fail(`${code}: ${message}. ${remedy}`, {
		title: code,
		...place
	});
}
export { runAction };
