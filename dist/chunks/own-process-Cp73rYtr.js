import "./rolldown-runtime-DqgWs3Hx.js";
import { E as systemClock, N as logLine, t as stopOnSignals } from "./foundation-QtvXJkSz.js";
import { n as readStandardInput } from "./standard-input-Dq0zyX1a.js";
import { dirname, resolve } from "node:path";
import { styleText } from "node:util";
/** Keeps registered values out of every line that a run prints. */
var Masker = class {
	#values = /* @__PURE__ */ new Set();
	/** Registers a value and each of its lines; very short lines would blot out innocent text and are left out. */
	add(value) {
		for (let part of [value, ...value.split(/\r?\n/)]) part.trim().length >= 4 && this.#values.add(part);
	}
	/** The text with every registered value as `***`, the longest first, so that a prefix does not unveil the rest. */
	apply(text) {
		let masked = text;
		for (let value of [...this.#values].sort((a, b) => b.length - a.length)) masked = masked.replaceAll(value, "***");
		return masked;
	}
};
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
/**
* A logger for people: on a terminal, running steps show as a line with a spinner; elsewhere each finished step is one
* plain line. Colours follow `NO_COLOR` and `FORCE_COLOR` through `util.styleText`.
*/
function terminalLogger(options) {
	let { stream, level, masker } = options, live = stream.isTTY === !0 && level !== "quiet", running = /* @__PURE__ */ new Map(), frame = 0, timer, drawn = 0, erase = () => {
		drawn > 0 && stream.write(`\u001b[${drawn}F\u001b[0J`), drawn = 0;
	}, draw = () => {
		erase();
		let spinner = frames[frame++ % frames.length];
		for (let text of running.values()) stream.write(`${style("cyan", `${spinner}`, stream)} ${masker.apply(text)}\n`);
		drawn = running.size;
	}, line = (text) => {
		erase(), stream.write(`${masker.apply(text)}\n`), live && running.size > 0 && draw();
	};
	return {
		info: (text) => level !== "quiet" && line(logLine(text)),
		warn: (text) => line(`${style("yellow", "warning:", stream)} ${logLine(text)}`),
		debug: (text) => level === "verbose" && line(style("dim", logLine(text), stream)),
		progress: (title) => {
			let key = {};
			return live && (running.set(key, title), timer ??= setInterval(draw, 80).unref(), draw()), {
				update: (text) => {
					running.has(key) && running.set(key, `${title}  ${logLine(text)}`);
				},
				done: (text, failed = !1) => {
					running.delete(key), running.size === 0 && (clearInterval(timer), timer = void 0);
					let mark = failed ? style("red", "✗", stream) : style("green", "✓", stream);
					level !== "quiet" && line(`${mark} ${logLine(text)}`);
				}
			};
		},
		mask: (value) => {
			masker.add(value), options.announceMask?.(value);
		}
	};
}
/** Colour where the stream is a terminal that wants it. */
function style(format, text, stream) {
	return styleText(format, text, { stream });
}
/**
* The directory in which the person typed the command. `npm run` starts scripts in the package's root and leaves where
* it was typed in `INIT_CWD`; a script that moved on by itself is believed.
*/
function typedIn(cwd, env) {
	let { INIT_CWD: typed, npm_package_json: manifest } = env;
	return typed !== void 0 && manifest !== void 0 && resolve(cwd) === dirname(resolve(manifest)) ? typed : cwd;
}
/** Opens the process for a command; `level` says how much it says while working. */
function openOwnProcess(level) {
	let masker = new Masker(), stop = stopOnSignals(), { env, stdin, stdout, stderr } = process;
	for (let stream of [stdout, stderr]) stream.on("error", passOverClosedPipe);
	let announceMask = env.GITHUB_ACTIONS === "true" ? announceTo(stderr) : void 0;
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
			readInput: () => readStandardInput(stdin)
		},
		stop,
		print: (text) => new Promise((resolve) => stdout.write(masker.apply(text), () => resolve())),
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
	let escapeData = (text) => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
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
export { typedArguments as i, openOwnProcess as n, setExitCode as r, dieOf as t };
