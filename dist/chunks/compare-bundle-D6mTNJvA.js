import { a as tableOf, c as invalidBundle, i as lineWriter, l as parseHeader, n as pagesOf, o as bundleDigest, r as lineReader, s as bundleTables } from "./export-bundle-Cgl6eD3M.js";
import { t as fileFault } from "./file-fault-D9frYiGs.js";
import { r as comparePaths } from "./path-BaLveIPn.js";
import { o as rowName } from "./skill-value-G9KkPJks.js";
import { n as schemaVersion } from "./migrations-B8m496uY.js";
import { createHash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";
/** Read at a time. The strings of a larger piece outlive the young generation, and memory grows with them. */
const chunkBytes = 65536, maxLineBytes = 67108864;
/**
* A bundle, read from its beginning to its end once, in pieces. Rows are given out before the digest of their table is
* known: whoever uses them undoes everything when reading fails later.
*/
var BundleReader = class {
	header;
	/** How messages call it. */
	name;
	#descriptor;
	/** One buffer for the whole file, of which the bytes from start to end are read and not yet given out. */
	#buffer = Buffer.allocUnsafe(2 * chunkBytes);
	#from = 0;
	#to = 0;
	/** @throws {IdentikitError} `FILE_UNREADABLE`, `BUNDLE_INVALID`, `BUNDLE_TOO_NEW` */
	constructor(file) {
		this.name = file;
		try {
			this.#descriptor = openSync(file, "r");
		} catch (cause) {
			throw fileFault("FILE_UNREADABLE", file, cause);
		}
		try {
			this.header = parseHeader(this.#headerLine(), file);
		} catch (cause) {
			throw this[Symbol.dispose](), cause;
		}
	}
	/** The tables, in the order in which {@link rows} must be asked for them. */
	get tables() {
		return bundleTables(this.header.secrets);
	}
	/**
	* The rows of the next table, some hundred at a time, in strictly rising order of their keys.
	* @throws {IdentikitError} `BUNDLE_INVALID` for a row that is malformed, out of order, or of another table; for a row too
	* few or too many, and for a table whose rows are not those of its digest
	*/
	*rows(shape) {
		let want = this.header.tables.get(shape.name), hash = createHash("sha256"), read = lineReader(shape), before;
		for (let left = want.rows; left > 0;) {
			let lines = this.#lines(left, hash);
			if (lines.length === 0) throw invalidBundle(this.name, `ends ${left} rows of ${shape.name} too early`);
			left -= lines.length;
			let rows = lines.map((line) => read(line) ?? this.#refuse(shape, line));
			for (let row of rows) {
				if (before && compareKeys(shape, before, row) >= 0) throw invalidBundle(this.name, `has ${rowName(shape, row)} out of order, or twice`);
				before = row;
			}
			yield rows;
		}
		if (`sha256:${hash.digest("hex")}` !== want.digest) throw invalidBundle(this.name, `was altered: the rows of ${shape.name} are not those of its digest`);
	}
	/** @throws {IdentikitError} `BUNDLE_INVALID` where something follows the last row */
	end() {
		if (this.#to > this.#from || this.#fill()) throw invalidBundle(this.name, "has more rows than its header says");
	}
	[Symbol.dispose]() {
		closeSync(this.#descriptor);
	}
	#headerLine() {
		let hash = createHash("sha256"), [line] = this.#lines(1, hash);
		if (line === void 0) throw invalidBundle(this.name, "is empty");
		return line;
	}
	/** Whole lines from what was read, `most` at most; reads on until there is at least one, and hashes what it gives. */
	#lines(most, hash) {
		let end = this.#lastLineFeed();
		for (; end === -1;) {
			let seen = this.#to - this.#from;
			if (seen > maxLineBytes) throw invalidBundle(this.name, `has a line over ${maxLineBytes} bytes`);
			if (!this.#fill()) {
				if (seen > 0) throw invalidBundle(this.name, "ends in the middle of a line");
				return [];
			}
			end = this.#lastLineFeed();
		}
		let lines = decode(this.#buffer.subarray(this.#from, end), this.name).split("\n");
		return lines.length > most && (lines = lines.slice(0, most), end = nthLineFeed(this.#buffer, this.#from, most)), hash.update(this.#buffer.subarray(this.#from, end + 1)), this.#from = end + 1, lines;
	}
	#lastLineFeed() {
		let at = this.#buffer.subarray(this.#from, this.#to).lastIndexOf(10);
		return at === -1 ? -1 : this.#from + at;
	}
	/** Reads the next piece behind what is there, which moves to the front; false at the end of the file. */
	#fill() {
		this.#buffer.copyWithin(0, this.#from, this.#to), this.#to -= this.#from, this.#from = 0, this.#buffer.length - this.#to < chunkBytes && (this.#buffer = Buffer.concat([this.#buffer.subarray(0, this.#to)], 2 * this.#buffer.length));
		try {
			let read = readSync(this.#descriptor, this.#buffer, this.#to, this.#buffer.length - this.#to, null);
			return this.#to += read, read > 0;
		} catch (cause) {
			throw fileFault("FILE_UNREADABLE", this.name, cause);
		}
	}
	#refuse(shape, line) {
		let table = tableOf(line);
		throw table === shape.name ? invalidBundle(this.name, `has a malformed row of ${shape.name}`) : invalidBundle(this.name, `has ${table ? `a row of ${table}` : "a malformed row"} where ${shape.name} is`);
	}
};
/** Orders rows of a table by the bytes of their keys, as both databases do. */
function compareKeys(shape, a, b) {
	for (let index = 0; index < shape.key.length; index++) {
		let order = comparePaths(a[index], b[index]);
		if (order !== 0) return order;
	}
	return 0;
}
const strictUtf8 = new TextDecoder("utf-8", {
	fatal: !0,
	ignoreBOM: !0
});
function decode(bytes, name) {
	try {
		return strictUtf8.decode(bytes);
	} catch {
		throw invalidBundle(name, "is not UTF-8 text");
	}
}
function nthLineFeed(bytes, from, count) {
	let at = from - 1;
	for (let seen = 0; seen < count; seen++) at = bytes.indexOf(10, at + 1);
	return at;
}
/**
* Walks bundle and database side by side in the order of their keys, holding a page of each. It gives the pairs that differ, and
* at the end the digest that an export of the database, as it was, would have.
*
* Rows may be written while this runs, as long as they do not lie ahead of the pair given last.
* @throws {IdentikitError} the faults of {@link BundleReader}: a bundle is known to be whole only at the end
*/
async function* compareBundle(session, bundle, signal) {
	let tables = /* @__PURE__ */ new Map();
	for (let shape of bundle.tables) {
		let have = new DatabaseSide(session, shape, bundle.header.scopes, signal);
		for (let rows of bundle.rows(shape)) yield* comparePage(rows, have);
		yield* rest(have), tables.set(shape.name, have.summary());
	}
	bundle.end();
	let header = {
		...bundle.header,
		schema: schemaVersion,
		tables
	};
	return bundleDigest(header);
}
async function* comparePage(rows, have) {
	let { shape } = have, pairs = [];
	for (let row of rows) {
		for (have.ready || await have.load(); have.isBefore(row);) pairs.push({
			shape,
			bundle: void 0,
			database: have.take()
		}), have.ready || (yield pairs, pairs = [], await have.load());
		let database = have.takeSameKey(row);
		database && same(database, row) || pairs.push({
			shape,
			bundle: row,
			database
		});
	}
	pairs.length > 0 && (yield pairs);
}
/** What the database has after the bundle's last row. */
async function* rest(have) {
	for (;;) {
		let pairs = [];
		for (; have.head;) pairs.push({
			shape: have.shape,
			bundle: void 0,
			database: have.take()
		});
		if (pairs.length > 0 && (yield pairs), have.ready) return;
		await have.load();
	}
}
/** The rows of one table of the database, hashed on the way as an export would. */
var DatabaseSide = class {
	shape;
	#pages;
	#line;
	#hash = createHash("sha256");
	#page = [];
	#at = 0;
	#rows = 0;
	#ended = !1;
	constructor(session, shape, scopes, signal) {
		this.shape = shape, this.#pages = pagesOf(session, shape, scopes, signal), this.#line = lineWriter(shape);
	}
	/** The row at hand; `undefined` at the end, and where the page is used up. */
	get head() {
		return this.#page[this.#at];
	}
	/** False where the next page must be loaded before {@link head} tells anything. */
	get ready() {
		return this.#ended || this.#at < this.#page.length;
	}
	async load() {
		let { done, value } = await this.#pages.next();
		this.#ended = done === !0, [this.#page, this.#at] = [value ?? [], 0], this.#rows += this.#page.length;
		let text = "";
		for (let row of this.#page) text += `${this.#line(row)}\n`;
		this.#hash.update(text);
	}
	isBefore(row) {
		return this.head !== void 0 && compareKeys(this.shape, this.head, row) < 0;
	}
	take() {
		return this.#page[this.#at++];
	}
	takeSameKey(row) {
		return this.head && compareKeys(this.shape, this.head, row) === 0 ? this.take() : void 0;
	}
	summary() {
		return {
			rows: this.#rows,
			digest: `sha256:${this.#hash.digest("hex")}`
		};
	}
};
function same(a, b) {
	for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return !1;
	return !0;
}
export { BundleReader as n, compareBundle as t };
