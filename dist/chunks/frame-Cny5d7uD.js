import "./rolldown-runtime-DqgWs3Hx.js";
import { n as asFault, t as IdentikitError } from "./error-CP_nAw3O.js";
import { r as showsAnnotations } from "./host-BaC-Ea2h.js";
import { r as exitCodeOf } from "./job-B2lkdszW.js";
import { t as kebab } from "./kebab-Dyzktcea.js";
import { t as parseOptions } from "./raw-options-BjatWBMc.js";
import { t as logLine } from "./visible-DCDKHfyg.js";
import { t as systemClock } from "./clock-BMoPlWy7.js";
import { t as stopOnSignals } from "./stop-signal-DBq2mJzj.js";
import { t as camel } from "./action-BUSh5IPR.js";
import { a as optionMeta } from "./option-BKhTQk17.js";
import { posix } from "node:path";
import * as fs from "fs";
import { constants, promises } from "fs";
import "path";
import * as os from "os";
import { EOL } from "os";
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
	process.stdout.write(cmd.toString() + os.EOL);
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
const randomUUID = () => globalThis.crypto.randomUUID();
function issueFileCommand(command, message) {
	let filePath = process.env[`GITHUB_${command}`];
	if (!filePath) throw Error(`Unable to find environment variable for file command ${command}`);
	if (!fs.existsSync(filePath)) throw Error(`Missing file at path: ${filePath}`);
	fs.appendFileSync(filePath, `${toCommandValue(message)}${os.EOL}`, { encoding: "utf8" });
}
function prepareKeyValueMessage(key, value) {
	let delimiter = `ghadelimiter_${randomUUID()}`, convertedValue = toCommandValue(value);
	if (key.includes(delimiter)) throw Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
	if (convertedValue.includes(delimiter)) throw Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
	return `${key}<<${delimiter}${os.EOL}${convertedValue}${os.EOL}${delimiter}`;
}
var __awaiter$1 = function(thisArg, _arguments, P, generator) {
	function adopt(value) {
		return value instanceof P ? value : new P(function(resolve) {
			resolve(value);
		});
	}
	return new (P ||= Promise)(function(resolve, reject) {
		function fulfilled(value) {
			try {
				step(generator.next(value));
			} catch (e) {
				reject(e);
			}
		}
		function rejected(value) {
			try {
				step(generator.throw(value));
			} catch (e) {
				reject(e);
			}
		}
		function step(result) {
			result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected);
		}
		step((generator = generator.apply(thisArg, _arguments || [])).next());
	});
};
const { access, appendFile, writeFile } = promises, SUMMARY_ENV_VAR = "GITHUB_STEP_SUMMARY", summary = new class {
	constructor() {
		this._buffer = "";
	}
	/**
	* Finds the summary file path from the environment, rejects if env var is not found or file does not exist
	* Also checks r/w permissions.
	*
	* @returns step summary file path
	*/
	filePath() {
		return __awaiter$1(this, void 0, void 0, function* () {
			if (this._filePath) return this._filePath;
			let pathFromEnv = process.env[SUMMARY_ENV_VAR];
			if (!pathFromEnv) throw Error(`Unable to find environment variable for $${SUMMARY_ENV_VAR}. Check if your runtime environment supports job summaries.`);
			try {
				yield access(pathFromEnv, constants.R_OK | constants.W_OK);
			} catch {
				throw Error(`Unable to access summary file: '${pathFromEnv}'. Check if the file has correct read/write permissions.`);
			}
			return this._filePath = pathFromEnv, this._filePath;
		});
	}
	/**
	* Wraps content in an HTML tag, adding any HTML attributes
	*
	* @param {string} tag HTML tag to wrap
	* @param {string | null} content content within the tag
	* @param {[attribute: string]: string} attrs key-value list of HTML attributes to add
	*
	* @returns {string} content wrapped in HTML element
	*/
	wrap(tag, content, attrs = {}) {
		let htmlAttrs = Object.entries(attrs).map(([key, value]) => ` ${key}="${value}"`).join("");
		return content ? `<${tag}${htmlAttrs}>${content}</${tag}>` : `<${tag}${htmlAttrs}>`;
	}
	/**
	* Writes text in the buffer to the summary buffer file and empties buffer. Will append by default.
	*
	* @param {SummaryWriteOptions} [options] (optional) options for write operation
	*
	* @returns {Promise<Summary>} summary instance
	*/
	write(options) {
		return __awaiter$1(this, void 0, void 0, function* () {
			let overwrite = !!options?.overwrite, filePath = yield this.filePath();
			return yield (overwrite ? writeFile : appendFile)(filePath, this._buffer, { encoding: "utf8" }), this.emptyBuffer();
		});
	}
	/**
	* Clears the summary buffer and wipes the summary file
	*
	* @returns {Summary} summary instance
	*/
	clear() {
		return __awaiter$1(this, void 0, void 0, function* () {
			return this.emptyBuffer().write({ overwrite: !0 });
		});
	}
	/**
	* Returns the current summary buffer as a string
	*
	* @returns {string} string of summary buffer
	*/
	stringify() {
		return this._buffer;
	}
	/**
	* If the summary buffer is empty
	*
	* @returns {boolen} true if the buffer is empty
	*/
	isEmptyBuffer() {
		return this._buffer.length === 0;
	}
	/**
	* Resets the summary buffer without writing to summary file
	*
	* @returns {Summary} summary instance
	*/
	emptyBuffer() {
		return this._buffer = "", this;
	}
	/**
	* Adds raw text to the summary buffer
	*
	* @param {string} text content to add
	* @param {boolean} [addEOL=false] (optional) append an EOL to the raw text (default: false)
	*
	* @returns {Summary} summary instance
	*/
	addRaw(text, addEOL = !1) {
		return this._buffer += text, addEOL ? this.addEOL() : this;
	}
	/**
	* Adds the operating system-specific end-of-line marker to the buffer
	*
	* @returns {Summary} summary instance
	*/
	addEOL() {
		return this.addRaw(EOL);
	}
	/**
	* Adds an HTML codeblock to the summary buffer
	*
	* @param {string} code content to render within fenced code block
	* @param {string} lang (optional) language to syntax highlight code
	*
	* @returns {Summary} summary instance
	*/
	addCodeBlock(code, lang) {
		let attrs = Object.assign({}, lang && { lang }), element = this.wrap("pre", this.wrap("code", code), attrs);
		return this.addRaw(element).addEOL();
	}
	/**
	* Adds an HTML list to the summary buffer
	*
	* @param {string[]} items list of items to render
	* @param {boolean} [ordered=false] (optional) if the rendered list should be ordered or not (default: false)
	*
	* @returns {Summary} summary instance
	*/
	addList(items, ordered = !1) {
		let tag = ordered ? "ol" : "ul", listItems = items.map((item) => this.wrap("li", item)).join(""), element = this.wrap(tag, listItems);
		return this.addRaw(element).addEOL();
	}
	/**
	* Adds an HTML table to the summary buffer
	*
	* @param {SummaryTableCell[]} rows table rows
	*
	* @returns {Summary} summary instance
	*/
	addTable(rows) {
		let tableBody = rows.map((row) => {
			let cells = row.map((cell) => {
				if (typeof cell == "string") return this.wrap("td", cell);
				let { header, data, colspan, rowspan } = cell, tag = header ? "th" : "td", attrs = Object.assign(Object.assign({}, colspan && { colspan }), rowspan && { rowspan });
				return this.wrap(tag, data, attrs);
			}).join("");
			return this.wrap("tr", cells);
		}).join(""), element = this.wrap("table", tableBody);
		return this.addRaw(element).addEOL();
	}
	/**
	* Adds a collapsable HTML details element to the summary buffer
	*
	* @param {string} label text for the closed state
	* @param {string} content collapsable content
	*
	* @returns {Summary} summary instance
	*/
	addDetails(label, content) {
		let element = this.wrap("details", this.wrap("summary", label) + content);
		return this.addRaw(element).addEOL();
	}
	/**
	* Adds an HTML image tag to the summary buffer
	*
	* @param {string} src path to the image you to embed
	* @param {string} alt text description of the image
	* @param {SummaryImageOptions} options (optional) addition image attributes
	*
	* @returns {Summary} summary instance
	*/
	addImage(src, alt, options) {
		let { width, height } = options || {}, attrs = Object.assign(Object.assign({}, width && { width }), height && { height }), element = this.wrap("img", null, Object.assign({
			src,
			alt
		}, attrs));
		return this.addRaw(element).addEOL();
	}
	/**
	* Adds an HTML section heading element
	*
	* @param {string} text heading text
	* @param {number | string} [level=1] (optional) the heading level, default: 1
	*
	* @returns {Summary} summary instance
	*/
	addHeading(text, level) {
		let tag = `h${level}`, allowedTag = [
			"h1",
			"h2",
			"h3",
			"h4",
			"h5",
			"h6"
		].includes(tag) ? tag : "h1", element = this.wrap(allowedTag, text);
		return this.addRaw(element).addEOL();
	}
	/**
	* Adds an HTML thematic break (<hr>) to the summary buffer
	*
	* @returns {Summary} summary instance
	*/
	addSeparator() {
		let element = this.wrap("hr", null);
		return this.addRaw(element).addEOL();
	}
	/**
	* Adds an HTML line break (<br>) to the summary buffer
	*
	* @returns {Summary} summary instance
	*/
	addBreak() {
		let element = this.wrap("br", null);
		return this.addRaw(element).addEOL();
	}
	/**
	* Adds an HTML blockquote to the summary buffer
	*
	* @param {string} text quote text
	* @param {string} cite (optional) citation url
	*
	* @returns {Summary} summary instance
	*/
	addQuote(text, cite) {
		let attrs = Object.assign({}, cite && { cite }), element = this.wrap("blockquote", text, attrs);
		return this.addRaw(element).addEOL();
	}
	/**
	* Adds an HTML anchor tag to the summary buffer
	*
	* @param {string} text link text/content
	* @param {string} href hyperlink
	*
	* @returns {Summary} summary instance
	*/
	addLink(text, href) {
		let element = this.wrap("a", text, { href });
		return this.addRaw(element).addEOL();
	}
}();
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
	process.stdout.write(os.EOL), issueCommand("set-output", { name }, toCommandValue(value));
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
	process.stdout.write(message + os.EOL);
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
				let { readStandardInput } = await import("./standard-input-DOqsET98.js");
				return readStandardInput(stdin);
			}
		},
		input: (name) => getInput(name),
		output: (name, value) => setOutput(name, value),
		summarize: async (markdown) => {
			env.GITHUB_STEP_SUMMARY && await summary.addRaw(markdown).write();
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
		let { faultMarkdown } = await import("./report-C-RORMxW.js");
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
	let { reportResult } = await import("./report-C-RORMxW.js");
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
