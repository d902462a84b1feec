import { Command, CommanderError, InvalidArgumentError, Option } from "../vendor/commander.js";
import { number, object, string } from "../vendor/zod.js";
import { IdentikitError, asFault, choice, databaseOption, defineCommand, envOptions, errorOf, exitCodeOf, flag, kebab, list, logLine, option, optionMeta, outputFile, parseOptions, positional, readStandardInput, registryOptions, reportOptions, requiredText, rootOption, runCommand, signatureOption, stopOnSignals, systemClock, text } from "./faces.js";
import { bake } from "./bake-identity.js";
import { configExport } from "./export-config.js";
import { configImport } from "./import-config.js";
import { configSync } from "./sync-config.js";
import { fetch } from "./fetch-template.js";
import { gate } from "./drift-gate.js";
import { materialize } from "./materialize-template.js";
import { promote } from "./promote-image.js";
import { publish } from "./publish-image.js";
import { reconcile } from "./reconcile.js";
import { render } from "./render-env.js";
import { dirname, resolve } from "node:path";
import { styleText } from "node:util";
// src/commands/backup/backup.ts
const options$15 = object({
	to: requiredText("FILE", "The backup to write, mode 0600; sealed secrets, access log and render queue included."),
	...rootOption,
	...databaseOption
});
const backup = defineCommand({
	name: "backup",
	summary: "Write everything that the config database holds to a file, while others use it.",
	example: "identikit backup --to config.backup",
	options: options$15,
	body: () => import("../commands/backup.js")
});
// src/commands/cache/cache.ts
const options$14 = object({ clear: flag("Remove everything that is cached, and the key that vouches for it.") });
const cache = defineCommand({
	name: "cache",
	summary: "Show what is kept on this machine to save time, or clear it.",
	example: "identikit cache --clear",
	options: options$14,
	body: () => import("../commands/cache.js")
});
// src/commands/config-migrate/config-migrate.ts
const options$13 = object({
	plan: flag("Change nothing: list what would change, and the rows that are in the way; exit code 2 for either."),
	...rootOption,
	...databaseOption
});
const configMigrate = defineCommand({
	name: "config migrate",
	summary: "Bring the config database to this release's schema, in one transaction.",
	example: "identikit config migrate --plan",
	options: options$13,
	body: () => import("../commands/config-migrate.js")
});
// src/commands/config-plan/config-plan.ts
const options$12 = object({
	file: positional(requiredText("FILE", "The bundle.")),
	prune: flag("Count the rows that the bundle lacks as deletions."),
	out: outputFile("Write the plan to FILE, for config import --plan; - is standard output."),
	...signatureOption,
	...rootOption,
	...databaseOption
});
const configPlan = defineCommand({
	name: "config plan",
	summary: "Show what importing a bundle would create, change and delete; exit 2 where there is something.",
	example: "identikit config plan config.bundle --out config.plan",
	options: options$12,
	body: () => import("../commands/config-plan.js")
});
// src/commands/config-show/config-show.ts
const options$11 = object({
	agent: positional(requiredText("AGENT", "The agent's name.")),
	...rootOption,
	...databaseOption
});
const configShow = defineCommand({
	name: "config show",
	summary: "Show one agent's resolved config, with the scope that each value came from and what it overrode.",
	example: "identikit config show concierge",
	options: options$11,
	body: () => import("../commands/config-show.js")
});
// src/commands/containers-rebuild/containers-rebuild.ts
const { envRoot, accessor, events: events$1, reason, accessLog } = envOptions;
const options$10 = object({
	name: positional(text("NAME", "Only this agent's containers; those of every agent if left out.")),
	image: text("REF", "The image to go to, as the engine names it; each container's own reference if left out."),
	settle: option(number().min(0).max(3600).optional(), {
		kind: "text",
		value: "SECONDS",
		description: "How long a new container must stay up before the old one is removed; the setting containers.settleSeconds (5) if left out."
	}),
	accept: list("FIELD", "A field of docker inspect that may be lost or differ in the new container, such as HostConfig.Runtime."),
	onlyIdle: flag("Leave containers alone in which a task runs: an exec session, or .identikit-task in the env directory."),
	envRoot,
	accessor,
	events: events$1,
	reason,
	accessLog,
	...rootOption,
	...databaseOption
});
const containersRebuild = defineCommand({
	name: "containers rebuild",
	summary: "Recreate agents' containers from the current image with freshly rendered env directories; roll back where one does not come up.",
	example: "identikit containers rebuild concierge --env-root /srv/agents",
	options: options$10,
	body: () => import("../commands/containers-rebuild.js")
});
// src/commands/doctor/doctor.ts
const options$9 = object({
	...rootOption,
	...databaseOption
});
const doctor = defineCommand({
	name: "doctor",
	summary: "Say what this machine and this repository have, what is missing, and how to get it.",
	example: "identikit doctor",
	options: options$9,
	body: () => import("../commands/doctor.js")
});
// src/commands/events/events.ts
const options$8 = object({
	listen: requiredText("ADDR", "HOST:PORT; without a host, this machine only; port 0 takes a free one."),
	auth: choice(["loopback", "token"], "loopback", "Who may listen: this machine, or whoever sends the token in IDENTIKIT_EVENTS_TOKEN."),
	events: text("FILE", "The file that runs append their events to; .identikit/events.jsonl if left out."),
	...rootOption
});
const events = defineCommand({
	name: "events",
	summary: "Serve the events of renders and reconciles as server-sent events, until it is stopped.",
	example: "identikit events --listen 127.0.0.1:8787",
	options: options$8,
	body: () => import("../commands/events.js")
});
// src/commands/image-validate/image-validate.ts
const options$7 = object({
	image: positional(requiredText("REF", "The image: docker://HOST/REPOSITORY:TAG, oci:DIR:TAG, docker-archive:FILE or docker-daemon:NAME.")),
	format: choice([
		"text",
		"json",
		"markdown",
		"sarif"
	], "text", "The form in which the findings are printed."),
	...reportOptions,
	...registryOptions,
	...rootOption
});
const imageValidate = defineCommand({
	name: "image validate",
	summary: "Read a whole image, every platform and layer, and say what is wrong with it.",
	example: "identikit image validate docker://registry.example/molecule-ai/platform-platform-agent:staging",
	options: options$7,
	body: () => import("../commands/image-validate.js")
});
// src/commands/pipeline/pipeline.ts
const options$6 = object({
	base: option(string().min(1).default("scratch"), {
		kind: "text",
		value: "REF",
		description: "The image that the identity is put on."
	}),
	to: text("REPO", "Where the image is published; an OCI layout under .identikit if left out."),
	envRoot: text("DIR", "Where the env directories go; .identikit/env if left out."),
	onMissingSecret: choice(["fail", "skip"], "fail", "Fail, or leave the agent out and go on."),
	...rootOption,
	...databaseOption
});
const pipeline = defineCommand({
	name: "pipeline",
	summary: "Run the whole chain on the embedded defaults: fetch, sync, bake, gate, export, import, render, publish.",
	example: "identikit pipeline --root examples/fleet",
	options: options$6,
	body: () => import("../commands/pipeline.js")
});
// src/commands/queue/queue.ts
const options$5 = object({
	...rootOption,
	...databaseOption
});
const queue = defineCommand({
	name: "queue",
	summary: "Show the render queue: agents that are due, that a worker has, and that fail, with the next try. It only reads.",
	example: "identikit queue",
	options: options$5,
	body: () => import("../commands/queue.js")
});
// src/commands/restore/restore.ts
const options$4 = object({
	file: positional(requiredText("FILE", "The backup.")),
	replace: flag("Delete what the database holds; without it, the database must hold nothing."),
	...rootOption,
	...databaseOption
});
const restore = defineCommand({
	name: "restore",
	summary: "Make the config database hold what a backup holds, of either kind: all of it or nothing.",
	example: "identikit restore config.backup",
	options: options$4,
	body: () => import("../commands/restore.js")
});
// src/commands/secret-list/secret-list.ts
const options$3 = object({
	...rootOption,
	...databaseOption
});
const secretList = defineCommand({
	name: "secret list",
	summary: "List the secrets with version and key, never with a value.",
	example: "identikit secret list",
	options: options$3,
	body: () => import("../commands/secret-list.js")
});
// src/commands/secret-log/secret-log.ts
const options$2 = object({
	name: positional(text("NAME", "Only reads of this secret.")),
	agent: text("AGENT", "Only reads for this agent."),
	limit: option(number().int().min(1).max(1e6).default(1e3), {
		kind: "text",
		value: "N",
		description: "The newest N reads."
	}),
	verify: flag("Check the hash chains of the whole log instead; exit code 2 where it was changed."),
	expect: text("HEADS", "With --verify: the heads that an earlier check printed, or a file that holds them; finds an end that was cut off."),
	export: flag("Print the whole log with its chains instead, as JSON lines."),
	...rootOption,
	...databaseOption
});
const secretLog = defineCommand({
	name: "secret log",
	summary: "Show who read which secret for which agent, when and why; verify or export that log.",
	example: "identikit secret log FORGE_TOKEN --limit 20",
	options: options$2,
	body: () => import("../commands/secret-log.js")
});
// src/commands/secret-rotate/secret-rotate.ts
const options$1 = object({
	...rootOption,
	...databaseOption
});
const secretRotate = defineCommand({
	name: "secret rotate",
	summary: "Seal every secret again under the first key of the keyring, all or none.",
	example: "IDENTIKIT_SECRET_KEYS=new:…,old:… identikit secret rotate",
	options: options$1,
	body: () => import("../commands/secret-rotate.js")
});
// src/commands/secret-set/secret-set.ts
const options = object({
	name: positional(requiredText("NAME", "The secret's name, as placeholders write it.")),
	...rootOption,
	...databaseOption
});
const secretSet = defineCommand({
	name: "secret set",
	summary: "Seal a value, read from standard input, as a secret of the config database.",
	example: "printf %s \"$TOKEN\" | identikit secret set FORGE_TOKEN",
	options,
	body: () => import("../commands/secret-set.js")
});
// src/commands/all.ts
/** Every command, in the order in which `--help` lists them. */
const allCommands = [
	fetch,
	materialize,
	bake,
	gate,
	publish,
	promote,
	imageValidate,
	configSync,
	configExport,
	configPlan,
	configImport,
	configShow,
	configMigrate,
	backup,
	restore,
	secretSet,
	secretList,
	secretRotate,
	secretLog,
	render,
	queue,
	reconcile,
	containersRebuild,
	events,
	pipeline,
	doctor,
	cache
];
// src/commands/options/standard-output.ts
/** True where what is written goes to standard output, which then has no place for anything else. */
function takesStandardOutput(named) {
	return named === "-" || named === "/dev/stdout" || named === "/dev/fd/1" || named === "/proc/self/fd/1";
}
// src/runtime/masker.ts
/** Keeps registered values out of every line that a run prints. */
var Masker = class {
	#values = new Set();
	/** Registers a value and each of its lines; very short lines would blot out innocent text and are left out. */
	add(value) {
		for (const part of [value, ...value.split(/\r?\n/)]) if (part.trim().length >= 4) this.#values.add(part);
	}
	/** A value as it is printed as JSON: strings with registered values masked, keys as they are. */
	applyTo(value) {
		return this.#copy(value);
	}
	#copy(value) {
		if (typeof value === "string") return this.apply(value);
		if (Array.isArray(value)) return value.map((item) => this.#copy(item));
		if (typeof value !== "object" || value === null) return value;
		return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.#copy(item)]));
	}
	/** The text with every registered value as `***`, the longest first, so that a prefix does not unveil the rest. */
	apply(text) {
		let masked = text;
		for (const value of [...this.#values].sort((a, b) => b.length - a.length)) masked = masked.replaceAll(value, "***");
		return masked;
	}
};
// src/runtime/terminal.ts
const frames = [
	"⠋",
	"⠙",
	"⠹",
	"⠸",
	"⠼",
	"⠴",
	"⠦",
	"⠧",
	"⠇",
	"⠏"
];
const frameMs = 80;
/**
* A logger for people: on a terminal, running steps show as a line with a spinner; elsewhere each finished step is one
* plain line. Colours follow `NO_COLOR` and `FORCE_COLOR` through `util.styleText`.
*/
function terminalLogger(options) {
	const { stream, level, masker } = options;
	const live = stream.isTTY === true && level !== "quiet";
	const running = new Map();
	let frame = 0;
	let timer;
	let drawn = 0;
	const erase = () => {
		if (drawn > 0) stream.write(`\u001b[${drawn}F\u001b[0J`);
		drawn = 0;
	};
	const draw = () => {
		erase();
		const spinner = frames[frame++ % frames.length];
		for (const text of running.values()) stream.write(`${style("cyan", `${spinner}`, stream)} ${masker.apply(text)}\n`);
		drawn = running.size;
	};
	const line = (text) => {
		erase();
		stream.write(`${masker.apply(text)}\n`);
		if (live && running.size > 0) draw();
	};
	const progress = (title) => {
		const key = {};
		if (live) {
			running.set(key, title);
			timer ??= setInterval(draw, frameMs).unref();
			draw();
		}
		return {
			update: (text) => {
				if (running.has(key)) running.set(key, `${title}  ${logLine(text)}`);
			},
			done: (text, failed = false) => {
				running.delete(key);
				if (running.size === 0) {
					clearInterval(timer);
					timer = void 0;
				}
				const mark = failed ? style("red", "✗", stream) : style("green", "✓", stream);
				if (level !== "quiet") line(`${mark} ${logLine(text)}`);
			}
		};
	};
	return {
		info: (text) => level !== "quiet" && line(logLine(text)),
		warn: (text) => line(`${style("yellow", "warning:", stream)} ${logLine(text)}`),
		debug: (text) => level === "verbose" && line(style("dim", logLine(text), stream)),
		progress,
		mask: (value) => {
			masker.add(value);
			options.announceMask?.(value);
		}
	};
}
/** Colour where the stream is a terminal that wants it. */
function style(format, text, stream) {
	return styleText(format, text, { stream });
}
// src/runtime/working-directory.ts
/**
* The directory in which the person typed the command. `npm run` starts scripts in the package's root and leaves where
* it was typed in `INIT_CWD`; a script that moved on by itself is believed.
*/
function typedIn(cwd, env) {
	const { INIT_CWD: typed, npm_package_json: manifest } = env;
	return typed !== void 0 && manifest !== void 0 && resolve(cwd) === dirname(resolve(manifest)) ? typed : cwd;
}
// src/runtime/own-process.ts
/** Opens the process for a command; `level` says how much it says while working. */
function openOwnProcess(level) {
	const masker = new Masker();
	const stop = stopOnSignals();
	const { env, stdin, stdout, stderr } = process;
	for (const stream of [stdout, stderr]) stream.on("error", passOverClosedPipe);
	const announceMask = env.GITHUB_ACTIONS === "true" ? announceTo(stderr) : void 0;
	const write = (text) => new Promise((resolve) => stdout.write(text, () => resolve()));
	const print = (text) => write(masker.apply(text));
	return {
		context: {
			env,
			cwd: typedIn(process.cwd(), env),
			clock: systemClock,
			log: terminalLogger({
				stream: stderr,
				level,
				masker,
				...announceMask ? { announceMask } : {}
			}),
			signal: stop.signal,
			readInput: () => readStandardInput(stdin),
			writeOutput: print
		},
		stop,
		print,
		masked: (value) => masker.applyTo(value),
		printDocument: write,
		complain: (line) => stderr.write(`${masker.apply(line)}\n`),
		[Symbol.dispose]: () => stop[Symbol.dispose]()
	};
}
/** Whoever reads along may stop at any line (`| head`): what comes after is for nobody. */
function passOverClosedPipe(problem) {
	if (problem.code !== "EPIPE") throw problem;
}
/** Runners read workflow commands from standard error as well; standard output stays one document. */
function announceTo(stream) {
	const escapeData = (text) => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
	return (value) => stream.write(`::add-mask::${escapeData(value)}\n`);
}
/** The arguments that the person typed. */
function typedArguments() {
	return process.argv.slice(2);
}
/** Says how the process will end once nothing is left to do; output under way is not cut off. */
function setExitCode(code) {
	process.exitCode = code;
}
/** Ends the way a process that was told to stop does, so that a shell around it sees it. */
function dieOf(signal) {
	process.kill(process.pid, signal);
}
// src/cli/fault-text.ts
/** A failure as one line; with `verbose`, the chain of causes and their stacks below it. */
function faultLines(fault, verbose) {
	const line = logLine(`error ${fault.code}: ${sentence(fault.message)} ${fault.remedy}`);
	return verbose ? [line, ...causes(fault)].join("\n") : line;
}
function sentence(text) {
	return /[.?!]$/.test(text) ? text : `${text}.`;
}
function causes(fault) {
	const lines = [fault.stack ?? ""];
	for (let cause = fault.cause, depth = 0; cause !== void 0 && depth < 10; depth++) {
		lines.push(`caused by: ${cause instanceof Error ? cause.stack ?? cause.message : String(cause)}`);
		cause = cause instanceof Error ? cause.cause : void 0;
	}
	return lines;
}
// src/cli/print-json.ts
/** Prints one JSON document; registered secrets are blotted out of its strings, its keys stay. */
async function printJson(own, value) {
	await own.printDocument(`${JSON.stringify(own.masked(value), void 0, 2)}\n`);
}
// src/cli/program.ts
/** A program with these commands; the chosen one is given to `run`. */
function programOf(commands, version, run) {
	const program = new Command("identikit").description("Carries an AI agent's identity from its source of truth to every copy, and proves that they are equal.").version(version).showSuggestionAfterError().configureHelp({ sortSubcommands: false }).addHelpText("after", "\nStart here: identikit doctor");
	const groups = new Map();
	for (const declared of commands) {
		const words = declared.name.split(" ");
		const name = words.pop() ?? declared.name;
		addCommand(words.reduce((above, word) => groupOf(groups, above, word, commands), program), name, declared, run);
	}
	return program;
}
function groupOf(groups, above, word, commands) {
	const known = groups.get(word);
	if (known) return known;
	const names = commands.filter((command) => command.name.startsWith(`${word} `)).map((command) => command.name.slice(word.length + 1));
	const group = above.command(word).description(`${names.join(", ")}`).showSuggestionAfterError();
	groups.set(word, group);
	return group;
}
function addCommand(parent, name, declared, run) {
	const command = parent.command(name).description(declared.summary).showSuggestionAfterError().allowExcessArguments(false);
	const positionals = [];
	const options = Object.entries(declared.options.shape);
	const hasPositionals = options.some(([, schema]) => optionMeta.get(schema)?.positional);
	for (const [key, schema] of options) {
		const meta = optionMeta.get(schema);
		if (!meta) throw new TypeError(`option ${key} of ${declared.name} has no description`);
		if (meta.positional) {
			positionals.push(key);
			command.argument(argumentSyntax(meta, schema), meta.description);
		} else command.addOption(flagOf(key, meta, !hasPositionals));
	}
	command.option("--json", "print one JSON document on standard output, and nothing else").option("-q, --quiet", "say nothing while working").option("-v, --verbose", "say more, and give the causes of an error").addHelpText("after", `\nExample:\n  ${declared.example}`).action(async () => {
		const { json = false, quiet = false, verbose = false, ...flags } = command.opts();
		const given = Object.fromEntries(positionals.map((key, index) => [key, command.processedArgs[index]]));
		await run({
			command: declared,
			raw: {
				...flags,
				...given
			},
			common: {
				json,
				quiet,
				verbose
			}
		});
	});
}
function argumentSyntax(meta, schema) {
	const value = meta.kind === "list" ? `${meta.value}...` : meta.value;
	return schema.safeParse(void 0).success ? `[${value}]` : `<${value}>`;
}
/** @param takesSeveral whether a list may take several values at once; it would swallow positional arguments */
function flagOf(key, meta, takesSeveral) {
	const name = `--${kebab(key)}`;
	if (meta.kind === "flag") return new Option(name, meta.description);
	if (meta.kind === "text") return new Option(`${name} <${meta.value}>`, meta.description).argParser(notAFlag);
	const collect = (value, before) => [...before ?? [], notAFlag(value)];
	const values = takesSeveral ? `<${meta.value}...>` : `<${meta.value}>`;
	return new Option(`${name} ${values}`, `${meta.description} Repeatable.`).argParser(collect);
}
/** A forgotten value would otherwise swallow the flag behind it. */
function notAFlag(value) {
	if (value.startsWith("--")) throw new InvalidArgumentError("A value is missing.");
	return value;
}
// src/cli/usage-fault.ts
/**
* What was wrong with the words that were typed. Values are not repeated: a secret may stand where none belongs, and
* the line may go to a job's log.
*/
function usageFault({ code, message }) {
	const line = message.replace(/^error: /, "").replace(/\s*\n\s*/g, " ");
	switch (code) {
		case "commander.help": return new IdentikitError("USAGE", "no command was given", { remedy: "See identikit --help." });
		case "commander.excessArguments": return new IdentikitError("USAGE", line.replace(/\. Expected (\d+).*? got (\d+): .*$/, ": $2 where $1 may be"), { remedy: "Quote what belongs together; a secret's value goes through standard input." });
		case "commander.unknownOption": return new IdentikitError("USAGE", unknownOption(line), { remedy: "See --help of the command." });
		case "commander.unknownCommand": return new IdentikitError("USAGE", line.replace(/ \(Did you mean (.+)\?\)$/, "; did you mean $1?"), { remedy: "See identikit --help." });
		default: return new IdentikitError("USAGE", line, { remedy: "See identikit --help." });
	}
}
/** Commander repeats the whole word, a value behind `=` or behind a letter included. */
function unknownOption(line) {
	const [, name, value = "", meant] = /^unknown option '(--[^=]*|-[^-])(.*?)'(?: \(Did you mean (--\S+)\?\))?$/.exec(line) ?? [];
	if (name === void 0) return "unknown option";
	if (value.startsWith("=") && meant === name) return `option '${name}' takes no value`;
	return `unknown option '${name}'${meant === void 0 ? "" : `; did you mean ${meant}?`}`;
}
// src/cli/main.ts
/**
* Runs the command line: 0 it holds or is done, 1 an error, 2 drift or pending changes, 64 wrong usage.
* @param argv what was typed after the program's name
*/
async function main(argv, version) {
	using own = openOwnProcess(argv.includes("--quiet") || argv.includes("-q") ? "quiet" : verboseIn(argv) ? "verbose" : "normal");
	const json = argv.includes("--json");
	try {
		const program = programOf(allCommands, version, (invocation) => carryOut(own, invocation));
		quieten(program, own);
		await program.parseAsync([...argv], { from: "user" });
	} catch (caught) {
		if (caught instanceof CommanderError && caught.exitCode === 0) return;
		await fail(own, faultOf(caught), {
			json,
			verbose: verboseIn(argv)
		});
	}
}
async function carryOut(own, { command, raw, common }) {
	const nameOf = (key) => {
		const schema = command.options.shape[key];
		const meta = schema && optionMeta.get(schema);
		return meta?.positional ? meta.value ?? key : `--${kebab(key)}`;
	};
	const options = parseOptions(command.options, raw, nameOf);
	const output = outputOnStandardOutput(command, raw);
	if (output !== void 0 && common.json) throw twoDocuments(nameOf(output));
	const result = await runCommand(command, own.context, options);
	setExitCode(exitCodeOf(result));
	const { showResult } = await import("../rooms/cli.js");
	await showResult(own, result, {
		...common,
		outputTaken: output !== void 0
	});
}
/** The option that sends a file to standard output, where one does. */
function outputOnStandardOutput(command, raw) {
	return Object.entries(command.options.shape).find(([key, schema]) => optionMeta.get(schema)?.isOutput && takesStandardOutput(raw[key]))?.[0];
}
function twoDocuments(option) {
	return new IdentikitError("USAGE", `${option} and --json both write to standard output`, { remedy: "Name a file, or leave --json out." });
}
async function fail(own, fault, how) {
	if (how.json) await printJson(own, { error: errorOf(fault) });
	else own.complain(faultLines(fault, how.verbose));
	setExitCode(fault.code === "USAGE" ? 64 : 1);
	const signal = own.stop.received();
	if (signal) dieOf(signal);
}
function faultOf(caught) {
	return caught instanceof CommanderError ? usageFault(caught) : asFault(caught);
}
/** Errors are thrown, not printed: they are shown once, in one form. */
function quieten(command, own) {
	command.exitOverride().configureOutput({
		writeOut: (text) => void own.print(text),
		writeErr: () => void 0
	});
	for (const sub of command.commands) quieten(sub, own);
}
function verboseIn(argv) {
	return argv.includes("--verbose") || argv.includes("-v");
}
export { dieOf, faultLines, main, openOwnProcess, printJson, setExitCode, typedArguments };
