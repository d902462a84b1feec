import { TomlDate, TomlError, parse, stringify } from "../vendor/smol-toml.js";
import { canonicalJson } from "./document.js";
import { outlineOf, sharedTextInvalid } from "./env.js";
import { certain } from "./fault.js";
// src/env/toml-edit.ts
function withNested(text, names, value) {
	const outline = outlineOf(text);
	const own = outline.find(({ kind, path }) => kind === "pair" && isSame(path, names));
	const parents = names.slice(0, -1);
	if (value === void 0) return own ? cut(text, [own, ...emptied(outline, own, parents)]) : text;
	const line = stringify({ [names.at(-1) ?? ""]: value }).trimEnd();
	if (own?.value) {
		const [from, to] = own.value;
		return text.slice(0, from) + line.slice(line.indexOf("=") + 1).trim() + text.slice(to);
	}
	const end = text.includes("\r\n") ? "\r\n" : "\n";
	const header = outline.findIndex(({ kind, path }) => kind === "table" && isSame(path, parents));
	if (header !== -1) {
		const last = lastOf(outline, header);
		const before = text.slice(0, last.end);
		return before + (before.endsWith("\n") ? "" : end) + line + end + text.slice(last.end);
	}
	const gap = text === "" ? "" : (text.endsWith("\n") ? "" : end) + (/\n\r?\n$/.test(text) ? "" : end);
	const [title = ""] = stringify(parents.reduceRight((inner, name) => ({ [name]: inner }), {})).trim().split("\n").slice(-1);
	return text + gap + title + end + line + end;
}
function cut(text, statements, instead = new Map()) {
	let [kept, at] = ["", 0];
	for (const statement of [...statements].sort((a, b) => a.start - b.start)) {
		kept += text.slice(at, statement.start) + (instead.get(statement) ?? "");
		at = statement.end;
	}
	return kept + text.slice(at);
}
function emptied(outline, own, parents) {
	const at = outline.findIndex(({ kind, path }) => kind === "table" && isSame(path, parents));
	const header = outline[at];
	return header && outline[at + 1] === own && lastOf(outline, at) === own ? [header] : [];
}
function lastOf(outline, at) {
	const next = outline.findIndex(({ kind }, index) => index > at && kind === "table");
	return certain(outline.slice(at, next === -1 ? void 0 : next).at(-1));
}
function isSame(a, b) {
	return a.length === b.length && a.every((name, at) => name === b[at]);
}
// src/env/toml-file.ts
var TomlFile = class TomlFile {
	#name;
	#mark;
	#text;
	#content;
	constructor(name, mark, text) {
		this.#name = name;
		this.#mark = mark;
		this.#text = text;
		this.#content = read(text, name);
	}
	static empty() {
		return new TomlFile("a new file", "", "");
	}
	static parse(bytes, name) {
		const decoded = decode(bytes, name);
		const mark = decoded.startsWith("﻿") ? "﻿" : "";
		return new TomlFile(name, mark, decoded.slice(mark.length));
	}
	value(key) {
		const value = valueAt(this.#content, namesOf(key));
		return value === void 0 ? void 0 : plain(value);
	}
	count(key) {
		return valueAt(this.#content, namesOf(key)) === void 0 ? 0 : 1;
	}
	with(key, value) {
		const text = namesOf(key).length > 1 ? withNested(this.#text, namesOf(key), value) : this.#whole(key, value);
		const next = new TomlFile(this.#name, this.#mark, text);
		next.#prove(this, key, value);
		return next;
	}
	bytes() {
		return Buffer.from(this.#mark + this.#text);
	}
	#whole(key, value) {
		const ours = outlineOf(this.#text).filter(({ path }) => path[0] === key);
		return value === void 0 ? cut(this.#text, ours) : this.#put(key, value, ours);
	}
	#put(key, value, ours) {
		const [first, ...others] = ours;
		const written = stringify({ [key]: value }).trimEnd().replaceAll("\n", this.#lineEnd()) + this.#lineEnd();
		if (isTable(value)) {
			const header = ours.find(({ kind }) => kind === "table");
			if (!header) return this.#append(cut(this.#text, ours), written);
			return cut(this.#text, ours, new Map([[header, written]]));
		}
		if (first?.kind === "pair" && first.value && first.path.length === 1) {
			const [from, to] = first.value;
			const replaced = written.slice(written.indexOf("=") + 1).trim();
			return cut(this.#text.slice(0, from) + replaced + this.#text.slice(to), others);
		}
		return this.#insert(cut(this.#text, ours), written);
	}
	#insert(text, written) {
		const statements = outlineOf(text);
		const tables = statements.findIndex(({ kind }) => kind === "table");
		const at = statements.slice(0, tables === -1 ? void 0 : tables).at(-1)?.end ?? 0;
		const before = text.slice(0, at);
		return before + (before === "" || before.endsWith("\n") ? "" : this.#lineEnd()) + written + text.slice(at);
	}
	#append(text, written) {
		if (text === "") return written;
		const end = this.#lineEnd();
		return text + (text.endsWith("\n") ? "" : end) + (/\n\r?\n$/.test(text) ? "" : end) + written;
	}
	#lineEnd() {
		return this.#text.includes("\r\n") ? "\r\n" : "\n";
	}
	#prove(before, key, value) {
		const others = (content) => canonicalJson(plain(without(content, namesOf(key))));
		const [want, have] = [canonicalJson(value ?? null), canonicalJson(this.value(key) ?? null)];
		if (others(before.#content) === others(this.#content) && want === have) return;
		const problem = `lays ${JSON.stringify(key)} out in a way that cannot be edited`;
		throw sharedTextInvalid(this.#name, {
			line: 1,
			column: 1
		}, problem);
	}
};
function plain(value) {
	if (typeof value === "bigint") return { integer: value.toString() };
	if (typeof value === "number" && !Number.isFinite(value)) return { float: String(value) };
	if (value instanceof TomlDate) return { date: value.toISOString() };
	if (Array.isArray(value)) return value.map(plain);
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}
function valueAt(table, [first = "", ...rest]) {
	if (!isTable(table) || !Object.hasOwn(table, first)) return void 0;
	return rest.length === 0 ? table[first] : valueAt(table[first], rest);
}
function without(table, [first = "", ...rest]) {
	const { [first]: inner, ...others } = table;
	const left = rest.length > 0 && isTable(inner) ? without(inner, rest) : {};
	return Object.keys(left).length === 0 ? others : {
		...others,
		[first]: left
	};
}
function isTable(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof TomlDate);
}
function namesOf(key) {
	return key.split(".");
}
function read(text, name) {
	try {
		return parse(text, { integersAsBigInt: "asNeeded" });
	} catch (cause) {
		const { line, column } = cause instanceof TomlError ? cause : {
			line: 1,
			column: 1
		};
		throw sharedTextInvalid(name, {
			line,
			column
		}, "is not valid TOML");
	}
}
function decode(bytes, name) {
	try {
		return new TextDecoder("utf-8", {
			fatal: true,
			ignoreBOM: true
		}).decode(bytes);
	} catch {
		throw sharedTextInvalid(name, {
			line: 1,
			column: 1
		}, "is not UTF-8 text");
	}
}
export { TomlFile };
