import "./rolldown-runtime-DqgWs3Hx.js";
import { t as AnchoredDirectory } from "./anchored-directory-zo0cLFo8.js";
import { t as StagedFile } from "./staged-file-Cvdd886a.js";
import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
import { _ as templateLiteral, d as number, g as string, h as strictObject, l as literal, m as record, n as _enum, r as array } from "./zod-BjridcMG.js";
import { t as digestOf } from "./digest-CDBbUiOQ.js";
import { n as schemaVersion } from "./migrations-B8m496uY.js";
import { i as tableShapes } from "./tables-6EGMOOWa.js";
import { n as invalidRow } from "./row-check-C706Pmpx.js";
import { createHash } from "node:crypto";
import { basename, dirname } from "node:path";
/**
* A file that is too large to be held in memory, written piece by piece under a temporary name; {@link commit} gives it
* its own name, whole. Disposed of without that, it is gone. The rules are those of `writeFileIn`.
*/
var StreamedFile = class {
	#directory;
	#file;
	/**
	* @param path the file's own name; directories above it are made
	* @throws {IdentikitError} `FILE_UNWRITABLE`
	*/
	constructor(path, options = {}) {
		this.#directory = AnchoredDirectory.make(dirname(path));
		try {
			this.#file = StagedFile.open(this.#directory, basename(path), options);
		} catch (cause) {
			throw this.#directory[Symbol.dispose](), cause;
		}
	}
	/** Adds bytes at the end. @throws {IdentikitError} `FILE_UNWRITABLE` */
	append(bytes) {
		this.#file.append(bytes);
	}
	/** Puts bytes in the place of others that were written before. @throws {IdentikitError} `FILE_UNWRITABLE` */
	replace(bytes, position) {
		this.#file.replace(bytes, position);
	}
	/** Puts the file in its place, synced. @throws {IdentikitError} `FILE_UNWRITABLE` */
	commit() {
		this.#file.syncNow(), this.#file.commit(), this.#directory.sync();
	}
	[Symbol.dispose]() {
		this.#file[Symbol.dispose](), this.#directory[Symbol.dispose]();
	}
};
/** Where a row applies; a later one wins over an earlier one, entry by entry. */
const scopes = [
	"builtin",
	"global",
	"type",
	"instance"
], format = "identikit-config-bundle";
/** The tables of a bundle, in order. */
function bundleTables(secrets) {
	return tableShapes.filter(({ name }) => secrets === "sealed" || name !== "secret");
}
/** The first line, without its line end; its length depends on the row counts only, never on a digest. */
function formatHeader(header) {
	return JSON.stringify({
		...plainHeader(header),
		digest: bundleDigest(header)
	});
}
/**
* The digest of a whole bundle: SHA-256 over its header without this digest, which holds the digest of every table and so
* vouches for every row.
*/
function bundleDigest(header) {
	return digestOf(JSON.stringify(plainHeader(header)));
}
function plainHeader({ schema, scopes, secrets, tables }) {
	return {
		format,
		version: 1,
		schema,
		scopes,
		secrets,
		tables: Object.fromEntries(tables)
	};
}
const summarySchema = strictObject({
	rows: number().int().nonnegative(),
	digest: templateLiteral(["sha256:", string().regex(/^[0-9a-f]{64}$/)])
}), headerSchema = strictObject({
	format: literal(format),
	version: literal(1),
	schema: number().int().positive(),
	scopes: array(_enum(scopes)).min(1),
	secrets: _enum(["omitted", "sealed"]),
	tables: record(string(), summarySchema),
	digest: string()
});
/**
* Reads a bundle's first line.
* @throws {IdentikitError} `BUNDLE_INVALID` for what is no header, or not one that {@link formatHeader} writes;
* `BUNDLE_TOO_NEW`
*/
function parseHeader(line, name) {
	let value = parseLine(line, name);
	if (value.format !== format) throw invalidBundle(name, "is no config bundle (unknown format)");
	if (typeof value.version == "number" && value.version > 1) throw tooNew(name, "format", value.version);
	if (typeof value.schema == "number" && value.schema > schemaVersion) throw tooNew(name, "schema", value.schema);
	let result = headerSchema.safeParse(value);
	if (!result.success) throw invalidBundle(name, "has a malformed header");
	let { schema, scopes: covered, secrets, tables } = result.data, expected = bundleTables(secrets).map((shape) => shape.name);
	if (Object.keys(tables).join() !== expected.join()) throw invalidBundle(name, "has a header with other tables");
	let header = {
		schema,
		scopes: covered,
		secrets,
		tables: new Map(Object.entries(tables))
	};
	if (value.digest !== bundleDigest(header)) throw invalidBundle(name, "has a header that was altered");
	if (formatHeader(header) !== line) throw invalidBundle(name, "has a header that is not canonical");
	return header;
}
function parseLine(line, name) {
	try {
		let value = JSON.parse(line);
		if (typeof value == "object" && value) return value;
	} catch {}
	throw invalidBundle(name, "is no config bundle (its first line is no header)");
}
/** @param problem what is wrong, to follow the bundle's name */
function invalidBundle(name, problem) {
	return new IdentikitError("BUNDLE_INVALID", `the bundle ${name} ${problem}`, { remedy: "Export it again, and carry it as one file; nothing was imported." });
}
function tooNew(name, what, version) {
	let problem = `the bundle ${name} has ${what} version ${version}; this program knows up to ${what === "schema" ? schemaVersion : 1}`;
	return new IdentikitError("BUNDLE_TOO_NEW", problem, { remedy: "Use the newer Identikit that wrote it." });
}
/** The writer of one table's lines. */
function lineWriter(shape) {
	let opening = `{"table":${JSON.stringify(shape.name)}`, labels = shape.columns.map((column) => `,${JSON.stringify(column)}:`), width = labels.length, raw = shape.columns.at(-1) === "value" ? width - 1 : width;
	return (cells) => {
		let line = opening;
		for (let index = 0; index < width; index++) line += `${labels[index]}${index === raw ? cells[index] : JSON.stringify(cells[index])}`;
		return `${line}}`;
	};
}
/** A reader of one table's lines; it gives `undefined` for what that table's writer would not have written. */
function lineReader(shape) {
	let write = lineWriter(shape), hasValue = shape.columns.at(-1) === "value", plain = hasValue ? shape.columns.slice(0, -1) : shape.columns, types = plain.map((column) => column === "enabled" ? "boolean" : "string"), readPlainly = plainLineReader(shape, plain, hasValue);
	return (line) => {
		let cells = readPlainly(line);
		if (cells) return cells;
		let at = hasValue ? line.indexOf(",\"value\":") : -1;
		if (hasValue && at === -1) return;
		let head = parseObject(hasValue ? `${line.slice(0, at)}}` : line), parsed = head && plain.map((column) => head[column]);
		if (parsed?.every((cell, index) => typeof cell === types[index])) return hasValue && parsed.push(line.slice(at + 9, -1)), write(parsed) === line ? parsed : void 0;
	};
}
/**
* The way for nearly all lines, whose strings need no escape and so stand in them as they are; `undefined` for any other. It
* takes a third of the time of parsing the line and writing it again.
*/
function plainLineReader(shape, plain, hasValue) {
	let fields = plain.map((column, index) => fieldOf(column, index === 0 ? shape.name : void 0)), ending = hasValue ? ",\"value\":" : "}";
	return (line) => {
		let cells = [], at = 0;
		for (let { label, endOf, cellOf, after } of fields) {
			let end = line.startsWith(label, at) ? endOf(line, at + label.length) : void 0;
			if (end === void 0) return;
			cells.push(cellOf(line.slice(at + label.length, end))), at = end + after;
		}
		if (line.startsWith(ending, at) && line.endsWith("}")) return hasValue && cells.push(line.slice(at + ending.length, -1)), hasValue || at === line.length - 1 ? cells : void 0;
	};
}
/** @param table given for the first column, before which the table stands */
function fieldOf(column, table) {
	let label = `${table === void 0 ? "" : `{"table":${JSON.stringify(table)}`},${JSON.stringify(column)}:`;
	return column === "enabled" ? {
		label,
		endOf: endOfFlag,
		cellOf: (text) => text === "true",
		after: 0
	} : {
		label: `${label}"`,
		endOf: endOfText,
		cellOf: (text) => text,
		after: 1
	};
}
function endOfFlag(line, at) {
	return line.startsWith("true", at) ? at + 4 : line.startsWith("false", at) ? at + 5 : void 0;
}
function endOfText(line, at) {
	let end = line.indexOf("\"", at);
	return end === -1 || needsEscape.test(line.slice(at, end)) ? void 0 : end;
}
const needsEscape = /[\\\u0000-\u001f\ud800-\udfff]/;
/** The table that a line says it is of, for messages. */
function tableOf(line) {
	let named = /^\{"table":"([a-z_]{1,40})"/.exec(line)?.[1];
	return tableShapes.find(({ name }) => name === named)?.name;
}
function parseObject(text) {
	try {
		return JSON.parse(text);
	} catch {
		return;
	}
}
/**
* Writes the configuration, as it is at one moment, as a bundle: a header line, then one line a row, table after table, in byte
* order of the keys. Equal rows give equal bytes, whatever database they come from. Memory stays the same however many rows
* there are.
* @throws {IdentikitError} `DATABASE_FAILED`, `FILE_UNWRITABLE`; `ROW_INVALID` for a row that would not be read again
*/
function exportBundle(options) {
	let { database, file } = options;
	return database.transaction("read", async (session) => {
		using bundle = new StreamedFile(file, { mode: 384 });
		let secrets = options.secrets === "sealed" ? "sealed" : "omitted", scopes$1 = [...options.scopes ?? scopes].sort(), blank = await countTables(session, secrets, scopes$1);
		bundle.append(Buffer.from(`${formatHeader(blank)}\n`));
		let tables = /* @__PURE__ */ new Map();
		for (let shape of bundleTables(secrets)) {
			let table = new TableWriter(shape, bundle);
			for await (let page of pagesOf(session, shape, scopes$1, database.signal)) table.write(page);
			tables.set(shape.name, table.end());
		}
		let header = {
			...blank,
			tables
		};
		bundle.replace(Buffer.from(`${formatHeader(header)}\n`), 0), bundle.commit();
		let counts = Object.fromEntries([...tables].map(([name, { rows }]) => [name, rows]));
		return {
			digest: bundleDigest(header),
			rows: Object.values(counts).reduce((sum, rows) => sum + rows, 0),
			tables: counts
		};
	});
}
async function countTables(session, secrets, scopes) {
	let tables = /* @__PURE__ */ new Map(), digest = `sha256:${"0".repeat(64)}`;
	for (let shape of bundleTables(secrets)) tables.set(shape.name, {
		rows: await session.bulk.count(shape, scopes),
		digest
	});
	return {
		schema: schemaVersion,
		scopes,
		secrets,
		tables
	};
}
/** The rows of a table that are of some scopes, page by page. */
async function* pagesOf({ bulk }, shape, scopes$2, signal) {
	for await (let page of bulk.pages(shape, scopes$2.length < scopes.length ? scopes$2 : void 0)) signal?.throwIfAborted(), yield page;
}
var TableWriter = class {
	#shape;
	#bundle;
	#line;
	#hash = createHash("sha256");
	#rows = 0;
	constructor(shape, bundle) {
		this.#shape = shape, this.#bundle = bundle, this.#line = lineWriter(shape);
	}
	write(page) {
		let text = "";
		for (let row of page) text += `${this.#line(row)}\n`;
		let bytes = Buffer.from(text);
		this.#checkLines(bytes, page), this.#hash.update(bytes), this.#bundle.append(bytes), this.#rows += page.length;
	}
	end() {
		return {
			rows: this.#rows,
			digest: `sha256:${this.#hash.digest("hex")}`
		};
	}
	/** The constraints keep line ends out of values; a schema that somebody changed by hand may not. */
	#checkLines(bytes, page) {
		let lines = 0;
		for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) lines++;
		if (lines === page.length) return;
		let wrong = page.find((row) => this.#line(row).includes("\n"));
		throw invalidRow(this.#shape, wrong, "the value is not on one line");
	}
};
export { tableOf as a, invalidBundle as c, lineWriter as i, parseHeader as l, pagesOf as n, bundleDigest as o, lineReader as r, bundleTables as s, exportBundle as t };
