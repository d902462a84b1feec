import { IdentikitError } from "../start/faces.js";
import { certain, stopped, verdictOf } from "./fault.js";
import { ancestorsOf, modeDiffers, octal } from "./tree.js";
import { readText } from "./document.js";
import { basename, dirname, join, posix, relative } from "node:path";
import { existsSync, lstatSync, readFileSync, readdirSync } from "node:fs";
// src/gate/dockerfile/build-context.ts
const maxBytes = 1048576;
function directoryContext(root) {
	return { entry(path) {
		const segments = path === "" || path === "." ? [] : path.split("/");
		for (let depth = 0; depth < segments.length; depth += 1) {
			const place = join(root, ...segments.slice(0, depth + 1));
			const found = lstatSync(place, { throwIfNoEntry: false });
			if (!found) return { kind: "missing" };
			if (found.isDirectory()) continue;
			if (!found.isFile() || found.size > maxBytes) return { kind: "other" };
			if (depth < segments.length - 1) return { kind: "missing" };
			return {
				kind: "file",
				mode: found.mode & 4095,
				bytes: readFileSync(place)
			};
		}
		return { kind: "directory" };
	} };
}
function contextPath(source) {
	return posix.join("/", source).replace(/^\/|\/$/g, "");
}
// src/gate/dockerfile/dockerfile-place.ts
function readDockerfile(path, { shown, root, context }) {
	const inside = relative(root, path);
	const isInside = !inside.startsWith("..");
	const place = context ?? (isInside ? root : dirname(path));
	const names = [
		`${path}.dockerignore`,
		join(place, ".dockerignore"),
		`${path}.containerignore`,
		join(place, ".containerignore")
	];
	const found = [...new Set(names)].filter((name) => existsSync(name));
	const buildKits = found.find((name) => name.endsWith(".dockerignore"));
	return {
		file: isInside ? inside : shown,
		text: readText(path, shown),
		context: directoryContext(place),
		place,
		ignoreFiles: found.map((name) => ({
			file: relative(root, name).startsWith("..") ? basename(name) : relative(root, name),
			text: readText(name),
			isBuildKits: name === buildKits
		}))
	};
}
function besideIdentity(template, { admits, reaches }) {
	return readdirSync(template).filter((name) => !admits(name) && !reaches(name));
}
// src/gate/dockerfile/stage-files.ts
function overlap(one, other) {
	return isWithin(one, other) || isWithin(other, one);
}
function isWithin(path, directory) {
	return directory === "/" || path === directory || path.startsWith(`${directory}/`);
}
var StageFiles = class {
	files;
	directories;
	unknowns;
	constructor(below) {
		this.files = new Map(below?.files);
		this.directories = new Map(below?.directories);
		this.unknowns = [...below?.unknowns ?? []];
	}
	doubt(step, at, reason) {
		const { line, keyword } = step;
		if (this.unknowns.some((one) => one.at === "/")) return;
		this.unknowns.push({
			line,
			keyword,
			at,
			reason
		});
	}
	isUnclear(path) {
		return this.unknowns.some(({ at }) => isWithin(path, at));
	}
	put(path, file, step) {
		if (this.directories.has(path) || path === "/") {
			this.doubt(step, path, "a file is put where a directory is");
			return;
		}
		this.makeDirectory(posix.dirname(path), {
			...file,
			mode: step.mode ?? 493
		}, step);
		this.files.set(path, file);
	}
	makeDirectory(path, made, step) {
		for (let at = path; at !== "/" && !this.directories.has(at); at = posix.dirname(at)) {
			if (this.files.has(at)) this.doubt(step, at, "a directory is put where a file is");
			const { line, mode, owner } = made;
			this.directories.set(at, {
				line,
				owner,
				...mode === void 0 && at !== path ? { mode: 493 } : mode === void 0 ? {} : { mode }
			});
		}
	}
};
// src/gate/dockerfile/ignore-pattern.ts
const plainClass = /^\[\^?(?:[A-Za-z0-9](?:-[A-Za-z0-9])?|[_.~])+\]/;
function ignorePattern(cleaned) {
	const isException = cleaned.startsWith("!");
	const pattern = isException ? cleaned.slice(1) : cleaned;
	const matches = matcherOf(pattern);
	return matches && {
		isException,
		depth: pattern.split("/").length,
		matches
	};
}
function matcherOf(pattern) {
	const [, ending] = /^\*\*([^*?[\]\\^]*)$/.exec(pattern) ?? [];
	if (ending !== void 0) return (path) => path.endsWith(ending) || ending.startsWith("/") && path === ending.slice(1);
	const [, beginning] = /^([^*?[\]\\^]*)\*\*$/.exec(pattern) ?? [];
	if (beginning !== void 0) return (path) => path.startsWith(beginning);
	if (!/[*?[\]\\^]/.test(pattern)) return (path) => path === pattern;
	const source = expressionOf(pattern);
	if (source === void 0) return void 0;
	const expression = new RegExp(`^${source}$`, "u");
	return (path) => expression.test(path);
}
function expressionOf(pattern) {
	let source = "";
	for (let at = 0; at < pattern.length;) {
		const rest = pattern.slice(at);
		const [token = ""] = /^\*\*\/?|^\*/.exec(rest) ?? plainClass.exec(rest) ?? [rest[0]];
		at += token.length;
		if (token.startsWith("**")) source += at === pattern.length ? ".*" : "(?:.*/)?";
		else if (token === "*") source += "[^/]*";
		else if (token === "?") source += "[^/]";
		else if (token.length > 1 && isOrdered(token)) source += token;
		else if (token.length > 1 || /[[\]\\^]/.test(token)) return void 0;
		else source += RegExp.escape(token);
	}
	return source;
}
function isOrdered(members) {
	return [...members.matchAll(/(\w)-(\w)/g)].every(([, low = "", high = ""]) => low <= high);
}
// src/gate/dockerfile/refusal.ts
function invalidLine({ file, line }, reason) {
	return new IdentikitError("DOCKERFILE_INVALID", `${file}:${line}: ${reason}`, {
		remedy: "Fix the Dockerfile; a builder refuses it as it is.",
		location: {
			file,
			line
		}
	});
}
function ambiguousLine({ file, line }, reason) {
	return new IdentikitError("DOCKERFILE_AMBIGUOUS", `${file}:${line}: ${reason}`, {
		remedy: "Write this line in a plainer way, as Dockerfile.platform-agent does.",
		location: {
			file,
			line
		}
	});
}
// src/gate/dockerfile/ignore-file.ts
var IgnoreFile = class IgnoreFile {
	file;
	#rules;
	constructor(file, rules) {
		this.file = file;
		this.#rules = rules;
	}
	static parse(text, file) {
		const rules = text.replace(/^\ufeff/, "").split("\n").flatMap((row, at) => {
			if (row.startsWith("#") || row.trim() === "") return [];
			const place = {
				file,
				line: at + 1
			};
			const pattern = /[^\t\r\u0020-\u007e]/.test(row) ? void 0 : ignorePattern(cleaned(row.trim()));
			if (!pattern) throw ambiguousLine(place, `builders differ in what ${row.trim()} matches`);
			return [{
				...pattern,
				line: at + 1
			}];
		});
		return new IgnoreFile(file, rules);
	}
	verdict(path) {
		const parents = parentsOf(path);
		const last = this.#decide((rule) => rule.matches(path) || parents.some((each) => rule.matches(each)));
		const walked = this.#walk([...parents, path]);
		const first = this.#decide((rule) => rule.matches(path) || rule.matches(parents[rule.depth - 1] ?? path));
		if (new Set([
			last,
			walked,
			first
		].map((rule) => rule !== void 0)).size > 1) return {
			kind: "unclear",
			line: certain(last ?? walked ?? first).line,
			reason: "the matchers of builders differ in what it takes away"
		};
		return last === void 0 ? { kind: "kept" } : {
			kind: "ignored",
			line: last.line
		};
	}
	#decide(matches) {
		let by;
		for (const rule of this.#rules) if (rule.isException === (by !== void 0) && matches(rule)) by = rule.isException ? void 0 : rule;
		return by;
	}
	#walk(paths) {
		let inherited = this.#rules.map(() => false);
		let by;
		for (const path of paths) {
			by = void 0;
			inherited = this.#rules.map((rule, at) => {
				const matches = inherited[at] === true || rule.isException === (by !== void 0) && rule.matches(path);
				if (matches) by = rule.isException ? void 0 : rule;
				return matches;
			});
		}
		return by;
	}
};
function cleaned(row) {
	const isException = row.startsWith("!");
	const pattern = (isException ? row.slice(1) : row).trim();
	const clean = pattern === "" ? "" : posix.normalize(pattern).replace(/(?<=.)\/$/, "");
	return (isException ? "!" : "") + (clean.length > 1 ? clean.replace(/^\//, "") : clean);
}
function parentsOf(path) {
	const segments = path.split("/");
	return segments.slice(1).map((_, at) => segments.slice(0, at + 1).join("/"));
}
// src/gate/dockerfile/directive.ts
const pattern = /^#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*$/;
const known = new Set([
	"syntax",
	"check",
	"escape"
]);
const ownFrontEnd = /^(?:docker\.io\/)?docker\/dockerfile(?::(?:latest|labs|1(?:\.\d+){0,2}(?:-labs)?))?(?:@sha256:[0-9a-f]{64})?$/;
function checkDirectives(lines, file) {
	const seen = new Set();
	for (const [at, text] of lines.entries()) {
		const line = at + 1;
		if (at === 0 && text.startsWith("#!")) continue;
		const found = pattern.exec(text.trimStart());
		const name = found?.[1]?.toLowerCase();
		if (!found || name === void 0 || !known.has(name)) return;
		if (seen.has(name)) throw invalidLine({
			file,
			line
		}, `a second ${name} directive`);
		seen.add(name);
		const value = certain(found[2]);
		if (name === "syntax" && !ownFrontEnd.test(value)) throw ambiguousLine({
			file,
			line
		}, `${value} is a front end that may read the file in its own way`);
		if (name === "escape" && value !== "\\") throw ambiguousLine({
			file,
			line
		}, "builders differ in what another escape character does");
	}
}
// src/gate/dockerfile/here-document.ts
const start = /^\d*<<(-?)(["']?)([A-Za-z_][A-Za-z0-9_.-]*)\2$/;
function isHereDocument(word) {
	return start.test(word);
}
function readHereDocuments(text, isShell, lines, place) {
	if (!text.includes("<<")) return [];
	const starts = startsOf(text, isShell, place);
	for (const each of starts) passBody(each, lines, place);
	return starts.map(({ name }) => ({ name }));
}
function startsOf(text, isShell, place) {
	const starts = [];
	for (const word of text.split(/[ \t]+/)) {
		const found = start.exec(word);
		if (found) starts.push({
			isIndented: found[1] === "-",
			name: certain(found[3])
		});
		else if (word.includes("<<") || isShell && /["'\\]/.test(word)) throw ambiguousLine(place, "it is not plain where a here document begins; give the command as a script file");
	}
	return starts;
}
function passBody({ name, isIndented }, lines, place) {
	for (;;) {
		const line = lines.raw()?.replace(/\r+$/, "");
		if (line === void 0) throw invalidLine(place, `here document ${name} has no end`);
		if ((isIndented ? line.replace(/^\t+/, "") : line) === name) return;
	}
}
// src/gate/dockerfile/logical-lines.ts
const maxLineBytes = 6e4;
const forbidden = /[\u0000-\u0008\u000b-\u001f\u007f-\u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]/;
var LogicalLines = class {
	#lines;
	#file;
	#next = 0;
	constructor(lines, file) {
		this.#lines = lines;
		this.#file = file;
	}
	next() {
		while (this.#next < this.#lines.length) {
			const line = this.#next + 1;
			const first = this.#take();
			if (isComment(first)) continue;
			let { text, continues } = this.#join(first.replace(/^[ \t]+/, ""));
			if (text === "" && !continues) continue;
			while (continues && this.#next < this.#lines.length) {
				const more = this.#take();
				if (isComment(more) || more.trim() === "") continue;
				const joined = this.#join(more);
				text += joined.text;
				continues = joined.continues;
			}
			return {
				text,
				line
			};
		}
	}
	raw() {
		return this.#lines[this.#next++];
	}
	#take() {
		const text = certain(this.#lines[this.#next++]).replace(/\r+$/, "");
		const place = {
			file: this.#file,
			line: this.#next
		};
		if (Buffer.byteLength(text) > maxLineBytes) throw ambiguousLine(place, "the line is too long for some builders");
		if (!isComment(text) && forbidden.test(text)) throw ambiguousLine(place, "it holds a control character or a blank that builders read in different ways");
		return text;
	}
	#join(text) {
		if (/\\\\[ \t]*$/.test(text)) throw ambiguousLine({
			file: this.#file,
			line: this.#next
		}, "builders differ in whether a line that ends in two backslashes goes on");
		const continues = /\\[ \t]*$/.test(text);
		return {
			text: continues ? text.replace(/\\[ \t]*$/, "") : text,
			continues
		};
	}
};
function isComment(text) {
	return /^[ \t]*#/.test(text);
}
// src/gate/dockerfile/instruction.ts
const keywords = new Set("ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR".split(" "));
const evaluated = new Set("ADD ARG COPY ENV FROM ONBUILD USER VOLUME WORKDIR".split(" "));
function readInstructions(text, { file, hereDocuments }) {
	const rows = text.replace(/^\ufeff/, "").split("\n");
	if (rows.at(-1) === "") rows.pop();
	checkDirectives(rows.map((row) => row.replace(/\r+$/, "")), file);
	const lines = new LogicalLines(rows, file);
	const instructions = [];
	for (let next = lines.next(); next !== void 0; next = lines.next()) {
		const place = {
			file,
			line: next.line
		};
		const split = splitKeyword(next.text, place);
		const mayHold = hereDocuments && [
			"ADD",
			"COPY",
			"RUN"
		].includes(split.keyword) && !isJson(split.text);
		if (split.keyword === "ONBUILD" && next.text.includes("<<")) throw ambiguousLine(place, "a here document in ONBUILD");
		instructions.push({
			...split,
			hereDocuments: mayHold ? readHereDocuments(next.text.trim().replace(/^\S+/, "").trim(), split.keyword === "RUN", lines, place) : [],
			place
		});
	}
	return instructions;
}
function splitKeyword(line, place) {
	const [word, rest] = splitOnce(line.trim());
	const keyword = word.toUpperCase();
	if (!keywords.has(keyword)) throw invalidLine(place, `unknown instruction ${word}`);
	if (evaluated.has(keyword) && /[^\u0000-\u007f]/.test(rest)) throw ambiguousLine(place, `${keyword} with letters outside ASCII`);
	const flags = [];
	let text = rest;
	while (text.startsWith("--")) {
		const [flag, more] = splitOnce(text);
		if (!(keyword === "RUN" ? !/["'\\]/.test(flag) : flag !== "--" && !/["'\\$]/.test(flag)) && (evaluated.has(keyword) || keyword === "RUN")) throw ambiguousLine(place, `the flag ${flag} has quotes, escapes or variables, or no name`);
		flags.push(flag);
		text = more;
	}
	return {
		keyword,
		flags,
		text
	};
}
function splitOnce(text) {
	const at = text.search(/[ \t]/);
	return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at).trim()];
}
function jsonWords(text, place) {
	if (!text.startsWith("[")) return void 0;
	let words;
	try {
		words = JSON.parse(text);
	} catch {
		return;
	}
	if (!Array.isArray(words) || !words.every((word) => typeof word === "string")) throw invalidLine(place, "the JSON form takes strings only");
	if (words.some((word) => !/^[\u0020-\u007e]*$/.test(word))) throw ambiguousLine(place, "the JSON form has control characters or letters outside ASCII");
	return words;
}
function isJson(text) {
	if (!text.startsWith("[")) return false;
	try {
		return Array.isArray(JSON.parse(text));
	} catch {
		return false;
	}
}
// src/gate/dockerfile/copy-words.ts
function readCopy(instruction, where) {
	const { keyword, place, hereDocuments, text } = instruction;
	const words = jsonWords(text, place) ?? text.split(/[ \t]+/);
	if (words.length < 2 || text === "") throw invalidLine(place, `${keyword} needs a source and a destination`);
	const unknown = (at, reason) => ({
		kind: "unknown",
		line: place.line,
		keyword,
		at,
		reason
	});
	const last = where.scope.expand(certain(words.at(-1)));
	if ("doubt" in last) return unknown("/", last.doubt);
	const destination = destinationOf(last.value, where.directory);
	if ("doubt" in destination) return unknown("/", destination.doubt);
	const at = posix.join(destination.value, "/").replace(/(?<=.)\/$/, "");
	const flags = readFlags(instruction, where);
	if ("doubt" in flags) return unknown(at, flags.doubt);
	const isFile = (word) => hereDocuments.length > 0 && isHereDocument(word);
	const sources = [];
	for (const word of words.slice(0, -1).filter((each) => !isFile(each))) {
		const source = where.scope.expand(word);
		if ("doubt" in source) return unknown(at, source.doubt);
		sources.push(source.value);
	}
	if (words.length > 2 && !destination.value.endsWith("/")) return unknown(at, "several sources need a destination that ends in a slash");
	return {
		kind: "copy",
		line: place.line,
		keyword,
		...flags,
		unpacks: keyword === "ADD",
		sources,
		hereDocuments,
		destination: destination.value
	};
}
function destinationOf(path, directory) {
	if (!path.startsWith("/") && directory === void 0) return { doubt: `${path} depends on the working directory of the base image` };
	const absolute = posix.normalize(posix.join(path.startsWith("/") ? "/" : certain(directory), path));
	return { value: /(?:^|\/)\.?$/.test(path) && absolute !== "/" ? posix.join(absolute, "/") : absolute };
}
function readFlags({ flags }, where) {
	let read = {
		owner: "root",
		excluded: [],
		links: false
	};
	const seen = new Set();
	for (const flag of flags) {
		const [, name = "", value] = /^--([^=]*)(?:=(.*))?$/.exec(flag) ?? [];
		if (seen.has(name) && name !== "exclude") return { doubt: `--${name} stands twice` };
		seen.add(name);
		const more = readFlag(name, value, where);
		if (more === void 0) return { doubt: `the gate does not follow ${flag}` };
		if ("doubt" in more) return more;
		read = {
			...read,
			...more,
			excluded: [...read.excluded, ...more.excluded ?? []]
		};
	}
	return read;
}
function readFlag(name, value, where) {
	if (name === "link") return value === void 0 || value === "true" ? { links: true } : void 0;
	if (!value) return void 0;
	switch (name) {
		case "from": {
			const from = where.stageOf(value);
			return typeof from === "object" ? from : { from };
		}
		case "chmod": return /^0?[0-7]{3}$/.test(value) ? { mode: Number.parseInt(value, 8) } : void 0;
		case "chown": return /^\d+(?::\d+)?$/.test(value) ? { owner: /^0+(?::0+)?$/.test(value) ? "root" : "other" } : void 0;
		case "exclude": return { excluded: [value] };
		default: return;
	}
}
// src/gate/dockerfile/assignment.ts
function argumentsOf(text, place) {
	const words = quotedWords(text);
	if (words.length === 0) throw invalidLine(place, "ARG needs a name");
	return words.map((word) => assignment(word, place));
}
function environmentOf(text, place) {
	const words = quotedWords(text);
	if (words.length > 0 && !words[0]?.includes("=")) {
		const found = /^(\S+)[ \t]+(.+)$/.exec(text);
		if (!found) throw invalidLine(place, "ENV needs a name and a value");
		return [{
			name: certain(found[1]),
			value: certain(found[2])
		}];
	}
	const pairs = words.map((word) => assignment(word, place));
	if (pairs.length === 0 || pairs.some(({ value }) => value === void 0)) throw invalidLine(place, "ENV takes name=value");
	return pairs;
}
function assignment(word, place) {
	const at = word.indexOf("=");
	if (at === 0) throw invalidLine(place, `${word} has no name`);
	return at < 0 ? { name: word } : {
		name: word.slice(0, at),
		value: word.slice(at + 1)
	};
}
function quotedWords(text) {
	const words = [];
	let word = "";
	let quote = "";
	for (let at = 0; at < text.length; at += 1) {
		const character = text.charAt(at);
		if (quote === "" && /[ \t]/.test(character)) {
			if (word !== "") words.push(word);
			word = "";
			continue;
		}
		if (character === quote) quote = "";
		else if (quote === "" && /["']/.test(character)) quote = character;
		word += character;
		if (character === "\\" && quote !== "'" && at + 1 < text.length) word += text[++at];
	}
	if (word !== "") words.push(word);
	return words;
}
// src/gate/dockerfile/variables.ts
const builtIn = /^(?:(?:TARGET|BUILD)(?:PLATFORM|OS|OSVERSION|ARCH|VARIANT)|TARGETSTAGE|PATH|SOURCE_DATE_EPOCH|BUILDKIT_\w*|(?:HTTPS?|FTP|NO|ALL)_PROXY)$/i;
function expandVariables(text, variables) {
	if (text.includes("\\")) return { doubt: `builders differ in what an escape does in ${text}` };
	let value = "";
	let quote = "";
	for (let at = 0; at < text.length;) {
		const character = text.charAt(at);
		if (character === quote || quote === "" && /["']/.test(character)) {
			quote = quote === "" ? character : "";
			at += 1;
		} else if (character === "$" && quote !== "'") {
			const found = reference(text, at, variables);
			if ("doubt" in found) return found;
			value += found.value;
			at = found.end;
		} else {
			value += character;
			at += 1;
		}
	}
	return quote === "" ? { value } : { doubt: `${text} has a quote without its end` };
}
function reference(text, at, variables) {
	const rest = text.slice(at);
	const plain = /^\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})/.exec(rest);
	if (plain) {
		const found = lookUp(certain(plain[1] ?? plain[2]), variables);
		return "doubt" in found ? found : {
			value: found.value,
			end: at + plain[0].length
		};
	}
	const modified = /^\$\{([A-Za-z_]\w*):([-+])/.exec(rest);
	const end = modified ? closingBrace(text, at + modified[0].length) : -1;
	if (!modified || end < 0) return { doubt: `builders differ in what ${rest} stands for` };
	const word = text.slice(at + modified[0].length, end);
	if (/["']/.test(word)) return { doubt: `builders differ in what quotes do in ${rest}` };
	const set = lookUp(certain(modified[1]), variables);
	if ("doubt" in set) return set;
	const chosen = set.value === "" === (modified[2] === "-") ? expandVariables(word, variables) : void 0;
	if (chosen && "doubt" in chosen) return chosen;
	return {
		value: chosen?.value ?? (modified[2] === "-" ? set.value : ""),
		end: end + 1
	};
}
function lookUp(name, variables) {
	if (builtIn.test(name)) return { doubt: `${name} is the builder's own` };
	return variables.get(name) ?? { value: "" };
}
function closingBrace(text, from) {
	let depth = 1;
	for (let at = from; at < text.length; at += 1) {
		if (text.startsWith("${", at)) depth += 1;
		else if (text[at] === "}") depth -= 1;
		if (depth === 0) return at;
	}
	return -1;
}
// src/gate/dockerfile/scope.ts
var VariableScope = class VariableScope {
	environment;
	arguments = new Map();
	#values;
	#given;
	#outer;
	constructor(given, outer, below) {
		this.#given = given;
		this.#outer = outer;
		this.environment = new Map(below?.environment);
		this.#values = new Map(below?.inherited());
	}
	static global(given) {
		return new VariableScope(given, new Map());
	}
	stage(below) {
		return new VariableScope(this.#given, this.#values, below);
	}
	expand(text) {
		return expandVariables(text, this.#values);
	}
	arg({ text, flags, place }) {
		const pairs = argumentsOf(text, place);
		if (flags.length > 0) throw ambiguousLine(place, "builders differ in what a flag of ARG does");
		refuseReferences(pairs, place);
		for (const { name, value: fallback } of pairs) {
			checkName(name, place);
			const given = this.#given.get(name);
			const own = given === void 0 ? fallback === void 0 ? this.#outer.get(name) : this.expand(fallback) : { value: given };
			const value = this.#settled(name, own);
			if (value) this.#values.set(name, value);
			this.arguments.set(name, {
				line: place.line,
				value: value && "value" in value ? value.value : void 0
			});
		}
	}
	#settled(name, own) {
		if (this.environment.has(name)) return { doubt: `builders differ in whether ARG or ENV gives ${name}` };
		if (own === void 0 && this.#values.has(name)) return { doubt: `builders differ in whether a second ARG takes ${name}'s default away` };
		return own;
	}
	env({ text, flags, place }) {
		if (flags.length > 0) throw ambiguousLine(place, "ENV with a flag");
		const values = environmentOf(text, place).map(({ name, value = "" }) => [name, this.expand(value)]);
		for (const [name, value] of values) {
			checkName(name, place);
			this.#values.set(name, value);
			this.environment.set(name, place.line);
		}
	}
	inherited() {
		return new Map([...this.#values].map(([name, value]) => [name, this.environment.has(name) ? value : { doubt: `builders differ in whether a stage inherits the build argument ${name}` }]));
	}
};
function checkName(name, place) {
	if (/["'$\\]/.test(name)) throw ambiguousLine(place, `builders differ in which variable ${name} is`);
}
function refuseReferences(pairs, place) {
	for (const { name } of pairs) {
		const reference = new RegExp(`\\$\\{?${RegExp.escape(name)}\\b`);
		if (pairs.length > 1 && pairs.some(({ value }) => value !== void 0 && reference.test(value))) throw ambiguousLine(place, `builders differ in what ${name} is within its own line; give it a line of its own`);
	}
}
// src/gate/dockerfile/stage.ts
function readStages(text, options) {
	const reader = new StageReader(options.given);
	for (const instruction of readInstructions(text, options)) reader.read(instruction);
	if (reader.stages.length > 0) return reader.stages;
	throw invalidLine({
		file: options.file,
		line: 1
	}, "it has no FROM");
}
var StageReader = class {
	stages = [];
	#global;
	constructor(given) {
		this.#global = VariableScope.global(given);
	}
	read(instruction) {
		const { keyword, place } = instruction;
		const stage = this.stages.at(-1);
		if (keyword === "FROM") this.#from(instruction);
		else if (keyword === "ARG") (stage?.scope ?? this.#global).arg(instruction);
		else if (!stage) throw invalidLine(place, `${keyword} stands before FROM`);
		else this.#inStage(instruction, stage);
	}
	#inStage(instruction, stage) {
		const { keyword, text, place } = instruction;
		const { line } = place;
		switch (keyword) {
			case "ENV":
				stage.scope.env(instruction);
				break;
			case "ADD":
			case "COPY": {
				const { scope, directory } = stage;
				const stageOf = (name) => this.#stageOf(name);
				stage.steps.push(readCopy(instruction, {
					scope,
					directory,
					stageOf
				}));
				break;
			}
			case "RUN":
				stage.steps.push({
					kind: "unknown",
					line,
					keyword,
					at: "/",
					reason: "a command can change any file"
				});
				break;
			case "WORKDIR":
				this.#workdir(instruction, stage);
				break;
			case "USER":
				stage.isRoot = /^0(?::0)?$/.test(text);
				break;
			case "VOLUME":
				for (const word of jsonWords(text, place) ?? text.split(/[ \t]+/)) stage.steps.push(volume(word.trim(), stage, line));
				break;
			case "ONBUILD": stage.trigger = line;
		}
	}
	#from({ text, flags, place }) {
		const [image = "", as, name, ...rest] = text.split(/[ \t]+/);
		const isNamed = as?.toLowerCase() === "as" && name !== void 0 && /^[a-z][a-z0-9-_.]*$/i.test(name);
		if (image === "" || rest.length > 0 || as !== void 0 && !isNamed) throw invalidLine(place, "FROM takes an image, or an image, AS and a name");
		if (flags.some((flag) => !flag.startsWith("--platform="))) throw ambiguousLine(place, "a flag that FROM does not have");
		const known = name?.toLowerCase();
		if (known !== void 0 && (this.#named(known) >= 0 || known === "scratch" || known === "context")) throw ambiguousLine(place, `a stage ${name}, whose name has another meaning already`);
		const base = this.#global.expand(image);
		if ("doubt" in base) throw ambiguousLine(place, base.doubt);
		const { value } = base;
		const parent = this.#named(value.toLowerCase());
		const below = this.stages[parent];
		if (below && this.#isUnclear(below, value)) throw ambiguousLine(place, `builders differ in whether ${value} is a stage`);
		const isScratch = below?.isScratch ?? value === "scratch";
		const scope = this.#global.stage(below?.scope);
		this.stages.push({
			name: known,
			spelling: name,
			...below ? { parent } : {},
			isScratch,
			line: place.line,
			steps: below?.trigger === void 0 ? [] : [triggered(below.trigger)],
			scope,
			environment: scope.environment,
			arguments: scope.arguments,
			directory: below ? below.directory : isScratch ? "/" : void 0,
			isRoot: below ? below.isRoot : isScratch,
			trigger: void 0
		});
	}
	#named(name) {
		return this.stages.findIndex((stage) => stage.name === name);
	}
	#isUnclear({ spelling }, wanted) {
		return spelling !== wanted;
	}
	#stageOf(name) {
		const open = this.stages.length - 1;
		const at = /^\d+$/.test(name) ? Number(name) : this.#named(name.toLowerCase());
		const stage = this.stages[at];
		if (stage && !/^\d+$/.test(name) && this.#isUnclear(stage, name)) return { doubt: `builders differ in whether ${name} is a stage` };
		if (at >= 0 && at < open) return at;
		return at < 0 ? "elsewhere" : { doubt: `--from=${name} is not an earlier stage` };
	}
	#workdir({ text, flags, place }, stage) {
		const { line } = place;
		const path = stage.scope.expand(text);
		const isClear = "value" in path && path.value !== "" && flags.length === 0;
		const from = isClear && path.value.startsWith("/") ? "/" : stage.directory;
		if (!isClear || from === void 0) {
			stage.directory = void 0;
			stage.steps.push({
				kind: "unknown",
				line,
				keyword: "WORKDIR",
				at: "/",
				reason: "it cannot be told which directory this makes"
			});
			return;
		}
		stage.directory = posix.join(from, path.value).replace(/(?<=.)\/$/, "");
		const { directory, isRoot } = stage;
		stage.steps.push({
			kind: "directory",
			line,
			keyword: "WORKDIR",
			path: directory,
			owner: isRoot ? "root" : "unknown"
		});
	}
};
function triggered(line) {
	return {
		kind: "unknown",
		line,
		keyword: "ONBUILD",
		at: "/",
		reason: "a stage that is built on this one runs it"
	};
}
function volume(word, { scope, directory }, line) {
	const path = scope.expand(word);
	const from = "value" in path && path.value.startsWith("/") ? "/" : directory;
	return {
		kind: "unknown",
		line,
		keyword: "VOLUME",
		at: "value" in path && from !== void 0 ? posix.join(from, path.value, "/").replace(/(?<=.)\/$/, "") : "/",
		reason: "some builders throw away what is put into a volume, and a container has its own copy of it"
	};
}
// src/gate/dockerfile/old-reading.ts
function refuseOldReading(text, file) {
	const found = readInstructions(text, {
		file,
		hereDocuments: true
	}).find(({ hereDocuments }) => hereDocuments.length > 0);
	if (found && !isRefused(text, file)) throw ambiguousLine(found.place, "builders without here documents read its body as instructions");
}
function isRefused(text, file) {
	try {
		const stages = readStages(text, {
			file,
			given: new Map(),
			hereDocuments: false
		});
		return used(stages, stages.length - 1).some(({ steps }) => steps.some((step) => step.kind === "copy" && step.sources.some((source) => source.startsWith("<<"))));
	} catch (fault) {
		return fault instanceof IdentikitError && fault.code === "DOCKERFILE_INVALID";
	}
}
function used(stages, at) {
	const stage = certain(stages[at]);
	const below = stage.steps.flatMap((step) => step.kind === "copy" && typeof step.from === "number" ? [step.from] : []);
	if (stage.parent !== void 0) below.push(stage.parent);
	return [stage, ...[...new Set(below)].flatMap((each) => used(stages, each))];
}
// src/gate/dockerfile/file-pattern.ts
function isPattern(path) {
	return /[*?[]/.test(path);
}
function filePattern(pattern) {
	let source = "";
	for (let at = 0; at < pattern.length;) {
		const character = pattern.charAt(at);
		if (character === "[") {
			const found = /^\[(\^?)((?:[^\]\\-](?:-[^\]\\-])?)+)\]/.exec(pattern.slice(at));
			if (!found) return void 0;
			source += classOf(found[1] !== "", certain(found[2]));
			at += found[0].length;
			continue;
		}
		if (character === "*") source += "[^/]*";
		else source += character === "?" ? "[^/]" : RegExp.escape(character);
		at += 1;
	}
	const expression = new RegExp(`^${source}$`, "su");
	return (path) => expression.test(path);
}
function classOf(isNegated, members) {
	const ranges = [...members.matchAll(/(.)(?:-(.))?/gsu)].flatMap(([, low = "", high]) => {
		if (high === void 0) return RegExp.escape(low);
		return low <= high ? `${RegExp.escape(low)}-${RegExp.escape(high)}` : [];
	});
	if (ranges.length === 0) return isNegated ? "[^]" : "[]";
	return `[${isNegated ? "^" : ""}${ranges.join("")}]`;
}
// src/gate/dockerfile/report.ts
const puttingCodes = new Set([
	"DOCKERFILE_FOREIGN_FILE",
	"DOCKERFILE_EXTRA_FILE",
	"DOCKERFILE_MARKER_CHANGED",
	"DOCKERFILE_MARKER_UNSEEN"
]);
var DockerfileReport = class {
	findings = [];
	#file;
	constructor(file) {
		this.#file = file;
	}
	add(code, path, line, details) {
		this.findings.push({
			code,
			severity: "error",
			path,
			expected: null,
			actual: null,
			subject: this.#file,
			location: {
				file: this.#file,
				line
			},
			...details
		});
	}
	addFault(fault, path) {
		const { code, message, remedy, location } = fault;
		this.add(code, path, 1, {
			severity: "unverified",
			actual: message,
			remedy,
			...location ? { location } : {}
		});
	}
	blames(line) {
		return this.findings.some(({ code, location }) => puttingCodes.has(code) && location?.line === line);
	}
};
// src/gate/image-access.ts
const groupWrite = 16;
function unreadable({ path, mode, uid, gid, user }, subject) {
	return {
		code: "IDENTITY_UNREADABLE",
		severity: "error",
		path: `/${path}`,
		expected: `readable by the image's user ${user}`,
		actual: `${octal(mode)} ${uid}:${gid}`,
		remedy: "Give the directory mode 0755, or run the image as a user who may pass it.",
		subject
	};
}
function writableByGroup(expected, observed, subject) {
	const isOnlyThat = ({ kind, mode, path }) => {
		const want = expected.get(path);
		return kind === "file" && (mode & groupWrite) !== 0 && !!want && !modeDiffers(want.mode, mode);
	};
	return observed.filter(isOnlyThat).map(({ path, mode }) => ({
		code: "FILE_GROUP_WRITABLE",
		severity: "warning",
		path,
		expected: octal(mode & -17),
		actual: octal(mode),
		remedy: "Take the group's write permission away, or build with umask 022.",
		subject
	}));
}
function extraDirectories(expected, observed, subject) {
	const files = [...expected, ...observed.filter(({ kind }) => kind !== "directory")];
	const used = new Set(files.flatMap(({ path }) => ancestorsOf(path)));
	const extra = observed.filter(({ kind, path }) => kind === "directory" && !used.has(path));
	const paths = new Set(extra.map(({ path }) => path));
	return extra.filter(({ path }) => !ancestorsOf(path).some((above) => paths.has(above))).map(({ path }) => ({
		code: "DIRECTORY_EXTRA",
		severity: "warning",
		path,
		expected: null,
		actual: "directory",
		remedy: "Take the directory out of the image; the identity does not have it.",
		subject
	}));
}
// src/gate/image-proof.ts
function imageProof({ template, withImage }) {
	return {
		treeDigest: async (signal) => {
			try {
				return (await template(signal)).treeDigest;
			} catch (caught) {
				if (signal.aborted) throw stopped(signal, "stopped while reading a template");
				if (!(caught instanceof IdentikitError)) throw caught;
				return;
			}
		},
		prove: async (image, signal) => {
			try {
				const { treeDigest, gate } = await template(signal);
				const findings = await withImage(image, (source, selector) => gate({
					source,
					selector,
					subject: image
				}));
				const verdict = verdictOf(findings);
				const worst = findings.find(({ severity }) => severity === (verdict === "drift" ? "error" : "unverified"));
				const message = worst && `${worst.path}: ${worst.problem ?? worst.actual ?? worst.code}`.slice(0, 4e3);
				return { fact: {
					verdict,
					treeDigest,
					...message === void 0 ? {} : { message }
				} };
			} catch (caught) {
				if (signal.aborted) throw stopped(signal, "stopped while looking at an image");
				if (!(caught instanceof IdentikitError)) throw caught;
				return { unseen: {
					message: caught.message,
					remedy: caught.remedy
				} };
			}
		}
	};
}
export { DockerfileReport, IgnoreFile, StageFiles, ambiguousLine, besideIdentity, contextPath, extraDirectories, filePattern, ignorePattern, imageProof, isPattern, isWithin, overlap, readDockerfile, readStages, refuseOldReading, unreadable, writableByGroup };
