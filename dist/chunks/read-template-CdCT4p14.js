import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
import { f as object, g as string } from "./zod-BjridcMG.js";
import { n as checkPath, o as unsafeReason, r as comparePaths } from "./path-BaLveIPn.js";
import { t as FileTree } from "./file-tree-CsgLrUn3.js";
import { i as clearLeftovers, n as applyBatchedIn, r as applySyncIn, t as planSync } from "./sync-plan-9YkrMXQ9.js";
import { i as withRetries, n as retryAfterMs, t as isRetryableStatus } from "./retry-CDhPDmv7.js";
import { a as writeLedger, n as ledgerBefore, r as ledgerFiles, t as clearLedgerLeftover } from "./delivery-ledger-CLZiXSTA.js";
import { t as commitPattern } from "./source-CUT0L1CC.js";
import { a as runGit, c as isAgentOwned, i as localCommit, n as readCommit, o as withoutCredentials, r as findCheckout, s as AssetSelection, t as readTemplateDirectory } from "./template-directory-DQy0MC0y.js";
import { t as CachedSource } from "./content-cache-CbabLWBP.js";
import { extname, join, resolve } from "node:path";
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { crc32, createInflateRaw } from "node:zlib";
import { isAscii } from "node:buffer";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
/**
* Brings a place to hold the assets: writes what differs, removes what an earlier delivery wrote and the assets no
* longer have. The ledger names every file that may be ours before the first change, so that the run after one that was
* killed knows them.
* @param observe what is there, asked after the leftovers of a killed run were cleared away
* @param mayRemove whether a path of the ledger may be removed
*/
async function layOut(place, assets, observe, mayRemove, signal) {
	let { directory, state, ledgerName, ledger, durable } = place, { tree } = assets, ours = new Set(ledger?.files);
	clearLedgerLeftover(state, ledgerName), ledger && !ledger.complete && clearLeftovers(directory, ledger.files);
	let plan = planSync(tree, observe(), (path) => ours.has(path) && mayRemove(path)), { name, source, commit } = assets.origin, next = {
		template: name,
		source,
		commit,
		treeDigest: tree.digest,
		complete: !0,
		files: ledgerFiles(tree)
	}, changes = plan.write.length > 0 || plan.remove.length > 0;
	return changes && writeLedger(state, ledgerName, ledgerBefore(ledger, next)), changes && durable ? await applyBatchedIn(directory, plan, { signal }) : changes && applySyncIn(directory, plan, {
		signal,
		sync: !1
	}), (changes || JSON.stringify(ledger) !== JSON.stringify({
		version: 1,
		...next
	})) && writeLedger(state, ledgerName, next), {
		written: plan.write.map((file) => file.path),
		removed: plan.remove.toSorted(comparePaths),
		unchanged: plan.unchanged
	};
}
/** True for a name of this very machine, where nothing travels over a network. */
function isLoopback(hostname) {
	return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}
const maxTextBytes = 1048576;
/** GET requests to one server, following its redirects without taking the credential along to another origin. */
var HttpClient = class {
	#options;
	#doors = /* @__PURE__ */ new Map();
	/** @throws {IdentikitError} `SOURCE_INVALID` where the credential would travel unencrypted */
	constructor(options) {
		this.#options = options;
		let { base, authorization, owner } = options;
		if (authorization !== void 0 && base.protocol === "http:" && !isLoopback(base.hostname)) throw new IdentikitError("SOURCE_INVALID", `${owner} would get the token unencrypted`, { remedy: "Use https:// in the server's address." });
	}
	/**
	* Asks once. A status that is neither success nor in `expected` is a fault; `retry` says whether asking again may
	* help, and not before when.
	* @throws {IdentikitError} `SOURCE_DENIED` (401, 403), `SOURCE_NOT_FOUND` (404), `SOURCE_UNREACHABLE`
	*/
	async get(path, accept, signal, expected = []) {
		let url = new URL(path, this.#options.base);
		for (let redirects = 0;; redirects++) {
			let response = await this.#ask(url, accept, signal), status = response.statusCode ?? 0;
			if (status >= 200 && status < 300) return {
				status,
				body: this.#body(response, signal)
			};
			if (response.destroy(), expected.includes(status)) return {
				status,
				body: nothing()
			};
			let { location } = response.headers;
			if (![
				301,
				302,
				303,
				307,
				308
			].includes(status) || location === void 0) throw this.#refused(status, response.headers);
			if (redirects >= 5) throw this.#unreachable("redirects more than 5 times");
			url = this.#follow(url, location);
		}
	}
	/** The whole body of a small answer as text; `undefined` for a status in `expected`. */
	async text(path, accept, signal, expected = []) {
		let { status, body } = await this.get(path, accept, signal, expected);
		if (expected.includes(status)) return;
		let chunks = [], length = 0;
		for await (let chunk of body) {
			if (length += chunk.length, length > maxTextBytes) throw this.#unreachable(`answers with more than ${maxTextBytes} bytes`);
			chunks.push(chunk);
		}
		return Buffer.concat(chunks).toString();
	}
	async #ask(url, accept, signal) {
		let { base, authorization } = this.#options, headers = {
			accept,
			"accept-encoding": "identity",
			"user-agent": "identikit"
		};
		authorization !== void 0 && url.origin === base.origin && (headers.authorization = authorization);
		let { request, agent } = await this.#door(url), { promise, resolve, reject } = Promise.withResolvers();
		request(url, {
			headers,
			agent,
			signal
		}).once("response", resolve).once("error", reject).end();
		try {
			return await promise;
		} catch (cause) {
			throw signal.throwIfAborted(), this.#unreachable("could not be reached", cause);
		}
	}
	async #door({ protocol, hostname }) {
		let proxied = !isLoopback(hostname), key = `${protocol} ${proxied}`, known = this.#doors.get(key);
		if (known) return known;
		let { Agent, request } = protocol === "https:" ? await import("node:https") : await import("node:http"), door = {
			request,
			agent: new Agent({
				keepAlive: !0,
				...proxied ? { proxyEnv: { ...this.#options.environment } } : {}
			})
		};
		return this.#doors.set(key, door), door;
	}
	#follow(from, location) {
		let url = URL.parse(location, from.href), safe = url?.protocol === "https:" || url?.protocol === "http:" && (from.protocol === "http:" || isLoopback(url.hostname));
		if (!url || !safe) throw this.#unreachable("redirects to an address that is not followed");
		return url;
	}
	async *#body(response, signal) {
		try {
			yield* response;
		} catch (cause) {
			throw signal.throwIfAborted(), this.#unreachable("broke off in the middle", cause);
		}
	}
	#refused(status, headers) {
		let { owner, authorization } = this.#options;
		if (status === 401 || status === 403) return new IdentikitError("SOURCE_DENIED", `${owner} ${authorization === void 0 ? "wants a credential" : "refused the credential"} (HTTP ${status})`, { remedy: "Check the token, and that its owner may read the repository." });
		if (status === 404) return new IdentikitError("SOURCE_NOT_FOUND", `${owner} is not there (HTTP 404)`, { remedy: "Check the name; a private repository looks missing to one who may not read it." });
		if (isRetryableStatus(status)) {
			let afterMs = retryAfterMs(headers["retry-after"], headers.date);
			return new IdentikitError("SOURCE_UNREACHABLE", `${owner} answered with HTTP ${status}`, {
				remedy: "The server is busy or in trouble; run again later.",
				retry: {
					kind: "later",
					...afterMs === void 0 ? {} : { afterMs }
				}
			});
		}
		return new IdentikitError("SOURCE_UNREACHABLE", `${owner} answered with HTTP ${status}`, { remedy: "Check the server's address." });
	}
	#unreachable(problem, cause) {
		return new IdentikitError("SOURCE_UNREACHABLE", `${this.#options.owner} ${problem}`, {
			remedy: "Check the network and the server's address, then run again.",
			cause,
			...cause === void 0 ? {} : { retry: { kind: "later" } }
		});
	}
};
async function* nothing() {}
/**
* The full names that a ref may stand for, in the order of gitrevisions(7): a name that starts with `refs/` is
* itself, another is a tag or a branch.
* @throws {IdentikitError} `REF_UNKNOWN` for what git-check-ref-format(1) refuses
*/
function refCandidates(ref, owner) {
	if (/[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{|\/\/|\/$|^[-/.]|\/\.|\.$|\.lock(\/|$)|^@$/u.test(ref)) throw unknownRef(ref, owner, "is not the name of a ref");
	return ref.startsWith("refs/") ? [ref] : [`refs/tags/${ref}`, `refs/heads/${ref}`];
}
/** True for a full commit id, which needs no asking. */
function isCommitId(ref) {
	return commitPattern.test(ref);
}
/**
* What a ref stands for, given what the full names stand for.
* @throws {IdentikitError} `REF_UNKNOWN` where no name is there, or where a tag and a branch of that name differ
*/
function pickRevision(ref, owner, found) {
	let [first, second] = [...found];
	if (!first) throw unknownRef(ref, owner, "is no branch or tag of it");
	if (second && second[1] !== first[1]) throw unknownRef(ref, owner, `is both ${first[0]} and ${second[0]}`);
	return {
		ref: first[0],
		commit: first[1]
	};
}
function unknownRef(ref, owner, problem) {
	return new IdentikitError("REF_UNKNOWN", `${owner}: ${JSON.stringify(ref)} ${problem}`, { remedy: "Name a branch, a tag, a full ref such as refs/heads/main, or a full commit id." });
}
/** What both answer where a ref names nothing: 409 in an empty repository, 422 elsewhere. */
const noSuchCommit = [409, 422], sha = object({ sha: string().refine(isCommitId, "is no commit id") }), repository = object({ default_branch: string().min(1) });
/** Gitea and Forgejo, API v1. */
var GiteaArchives = class {
	description;
	#http;
	#path;
	#repo;
	constructor({ baseUrl, token, owner, repo, environment }) {
		let base = baseOf(baseUrl);
		this.#repo = repo, this.description = `${base.href}${owner}/${repo}`, this.#path = `api/v1/repos/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}`, this.#http = new HttpClient({
			base,
			owner: this.description,
			environment,
			...token === void 0 ? {} : { authorization: `token ${token}` }
		});
	}
	async resolve(ref, signal) {
		let name = ref ?? await this.#defaultBranch(signal);
		return checkRef(name, this.description), {
			commit: parse(await this.#commit(`${this.#path}/git/commits/${encodeURIComponent(name)}?stat=false&verification=false&files=false`, name, signal), sha, this.description).sha,
			ref: name
		};
	}
	async archive(commit, signal) {
		return (await this.#http.get(`${this.#path}/archive/${commit}.tar.gz`, "*/*", signal)).body;
	}
	/** The repository's lower-case name, or no folder at all: an instance chooses. */
	isTopFolder(name) {
		return name === this.#repo.toLowerCase();
	}
	async #defaultBranch(signal) {
		return parse(await this.#http.text(this.#path, "application/json", signal), repository, this.description).default_branch;
	}
	/** Gitea says 404 for a commit and for a repository alike. */
	async #commit(path, ref, signal) {
		let text = await this.#http.text(path, "application/json", signal, [404, ...noSuchCommit]);
		if (text !== void 0) return text;
		throw await this.#defaultBranch(signal), unknownRef(ref, this.description, "is no branch, tag or commit of it");
	}
}, GitHubArchives = class {
	description;
	#http;
	#path;
	#folder;
	constructor({ baseUrl, token, owner, repo, environment }) {
		let base = baseOf(baseUrl);
		this.description = base.hostname === "api.github.com" ? `https://github.com/${owner}/${repo}` : `${base.href}repos/${owner}/${repo}`, this.#path = `repos/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}`, this.#folder = RegExp(`^${RegExp.escape(`${owner}-${repo}`)}-[0-9a-f]{7,64}$`, "i"), this.#http = new HttpClient({
			base,
			owner: this.description,
			environment,
			...token === void 0 ? {} : { authorization: `Bearer ${token}` }
		});
	}
	async resolve(ref, signal) {
		ref !== void 0 && checkRef(ref, this.description);
		let name = (ref ?? "HEAD").replace(/^refs\//, ""), path = `${this.#path}/commits/${encodeURIComponent(name)}`, text = await this.#http.text(path, "application/vnd.github.sha", signal, noSuchCommit);
		if (text === void 0) throw unknownRef(ref ?? "HEAD", this.description, "is no branch, tag or commit of it");
		let commit = text.trim();
		if (!isCommitId(commit)) throw malformed(this.description);
		return {
			commit,
			ref: ref ?? "HEAD"
		};
	}
	async archive(commit, signal) {
		return (await this.#http.get(`${this.#path}/tarball/${commit}`, "*/*", signal)).body;
	}
	isTopFolder(name) {
		return this.#folder.test(name);
	}
};
/** With a slash at its end, so that addresses are below it. */
function baseOf(text) {
	let url = URL.parse(text.endsWith("/") ? text : `${text}/`);
	if (!(url && url.username === "" && url.password === "" && url.search === "" && url.hash === "") || !/^https?:$/.test(url.protocol)) throw new IdentikitError("SOURCE_INVALID", "the server's address is no plain http(s) URL", { remedy: "Write it like https://git.example, without a user, a password, a query or a fragment." });
	return url;
}
function checkRef(ref, owner) {
	isCommitId(ref) || refCandidates(ref, owner);
}
function parse(text, schema, owner) {
	try {
		return schema.parse(JSON.parse(text ?? ""));
	} catch (cause) {
		throw malformed(owner, cause);
	}
}
function malformed(owner, cause) {
	return new IdentikitError("SOURCE_UNREACHABLE", `${owner} answered with something that is no API answer`, {
		remedy: "Check the server's address; a sign-in page or a proxy may have answered.",
		cause
	});
}
/**
* Unpacks exactly one gzip member (RFC 1952) and checks its length and CRC. What other readers pass over is refused: a
* second member, and anything after the first. Bytes are counted on both sides; nothing that a header says is trusted.
* @throws {IdentikitError} `ARCHIVE_INVALID`, `ARCHIVE_TOO_LARGE`
*/
async function* gunzipOne(compressed, bounds) {
	let member = new GzipMember(bounds);
	try {
		for await (let chunk of compressed) yield* member.push(chunk);
		member.end();
	} finally {
		member.close();
	}
}
/** Header, deflate stream and trailer of one member, fed piece by piece. */
var GzipMember = class {
	#bounds;
	#inflate = createInflateRaw({ chunkSize: 131072 });
	#state = "header";
	#held = Buffer.alloc(0);
	#compressed = 0;
	#unpacked = 0;
	#crc = 0;
	#output = [];
	#ended = !1;
	#failure;
	/** Settles when the deflate stream is over, however it came to that. */
	#over;
	constructor(bounds) {
		this.#bounds = bounds, this.#inflate.on("data", (chunk) => this.#output.push(chunk)), this.#over = new Promise((resolve) => {
			this.#inflate.on("end", () => {
				this.#ended = !0, resolve();
			}), this.#inflate.on("error", (cause) => {
				this.#failure = cause, resolve();
			});
		});
	}
	async *push(chunk) {
		if (this.#compressed += chunk.length, this.#compressed > this.#bounds.maxCompressed) throw this.#tooLarge(`${this.#bounds.maxCompressed} bytes as it is sent`);
		let rest = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
		if (this.#state === "header") {
			this.#held = Buffer.concat([this.#held, rest]);
			let length = headerLength(this.#held, (problem) => this.#invalid(problem));
			if (length === void 0) return;
			rest = this.#held.subarray(length), this.#held = Buffer.alloc(0), this.#state = "body";
		}
		if (this.#state === "body" && rest.length > 0) {
			let before = this.#inflate.bytesWritten;
			yield* this.#inflateSome(rest), rest = rest.subarray(this.#inflate.bytesWritten - before), this.#ended && (this.#state = "trailer");
		}
		if (this.#state === "trailer" && (this.#held = Buffer.concat([this.#held, rest]), this.#held.length > 8)) throw this.#invalid("goes on after the end of its gzip member");
	}
	/** To be called when there is no more input. */
	end() {
		if (this.#state !== "trailer" || this.#held.length < 8) throw this.#invalid("is cut short");
		if (this.#held.readUInt32LE(0) !== this.#crc || this.#held.readUInt32LE(4) !== this.#unpacked % 2 ** 32) throw this.#invalid("is damaged: its checksum is not that of its content");
	}
	close() {
		this.#inflate.destroy();
	}
	/**
	* Small pieces, so that a piece that unpacks to very much is stopped on the way. While the reader takes one piece's
	* output, the next is being unpacked.
	*/
	async *#inflateSome(input) {
		let step = 16384;
		await this.#write(input.subarray(0, step));
		for (let next = step;; next += step) {
			let output = this.#count(), writing = next < input.length && !this.#ended ? this.#write(input.subarray(next, next + step)) : void 0;
			if (writing?.catch(() => {}), yield* output, !writing) return;
			await writing;
		}
	}
	#count() {
		let output = this.#output.splice(0);
		for (let chunk of output) {
			if (this.#unpacked += chunk.length, this.#unpacked > this.#bounds.maxUnpacked) throw this.#tooLarge(`${this.#bounds.maxUnpacked} bytes unpacked`);
			this.#crc = crc32(chunk, this.#crc);
		}
		return output;
	}
	async #write(piece) {
		let done = new Promise((resolve) => this.#inflate.write(piece, () => resolve()));
		if (await Promise.race([done, this.#over]), this.#failure) throw this.#invalid("is damaged: its content cannot be unpacked", this.#failure);
	}
	#invalid(problem, cause) {
		return new IdentikitError("ARCHIVE_INVALID", `${this.#bounds.owner} ${problem}`, {
			remedy: "Fetch it again; if it stays so, the server sends a damaged archive.",
			cause
		});
	}
	#tooLarge(bound) {
		return new IdentikitError("ARCHIVE_TOO_LARGE", `${this.#bounds.owner} is over ${bound}`, { remedy: "Keep the template in a repository of its own, or raise the bound." });
	}
};
/** The length of a gzip header, or `undefined` while it is not whole. */
function headerLength(bytes, invalid) {
	if (bytes.length < 10) return;
	if (bytes[0] !== 31 || bytes[1] !== 139 || bytes[2] !== 8) throw invalid("is not a gzip file");
	let flags = bytes[3];
	if (flags & 224) throw invalid("has a gzip header with reserved flags");
	let at = 10, skipText = () => {
		let end = bytes.indexOf(0, at);
		at = end === -1 ? Infinity : end + 1;
	};
	if (flags & 4 && (at += bytes.length >= at + 2 ? 2 + bytes.readUInt16LE(at) : Infinity), flags & 8 && skipText(), flags & 16 && skipText(), flags & 2 && (at += 2), at <= bytes.length) return at;
	if (bytes.length > 4096) throw invalid("has a gzip header without end");
}
const decoder = new TextDecoder("utf-8", {
	fatal: !0,
	ignoreBOM: !0
});
/**
* Records of the form `<length> <key>=<value>\n`, by the length and never by lines, as POSIX.1-2017 pax has them.
* @returns the records, or what is wrong with them
*/
function parsePax(body) {
	let records = /* @__PURE__ */ new Map();
	for (let at = 0; at < body.length;) {
		let space = body.indexOf(32, at), digits = space === -1 ? "" : body.toString("latin1", at, space);
		if (!/^[1-9]\d{0,6}$/.test(digits)) return "has a pax record without a length";
		let end = at + Number(digits);
		if (end > body.length || body[end - 1] !== 10) return "has a pax record of a wrong length";
		let text = decode(body.subarray(space + 1, end - 1));
		if (text === void 0) return "has a pax record that is not UTF-8";
		let equals = text.indexOf("=");
		if (equals < 1) return "has a pax record without a key";
		let key = text.slice(0, equals);
		if (records.has(key)) return `has the pax record ${JSON.stringify(key)} twice`;
		records.set(key, text.slice(equals + 1)), at = end;
	}
	return records;
}
/** Bytes as text, `undefined` where they are not UTF-8. */
function decode(bytes) {
	if (isAscii(bytes)) return bytes.toString("latin1");
	try {
		return decoder.decode(bytes);
	} catch {
		return;
	}
}
/**
* Reads a header in the ustar or GNU form, strictly: right checksum, plain octal numbers, nothing behind the end of a
* name. Base-256 numbers, which only sizes beyond 8 GiB need, are refused, and so negative ones are.
* @returns the header, or what is wrong with it
*/
function parseTarHeader(block) {
	let magic = block.toString("latin1", 257, 265);
	if (magic !== "ustar\x0000" && magic !== "ustar  \0") return "is in no form of tar that is read (ustar, pax, GNU)";
	if (octal(block, 148, 8) !== checksum(block)) return "has a header with a wrong checksum";
	let size = octal(block, 124, 12);
	if (size === void 0) return "has a size that is no octal number";
	let mode = octal(block, 100, 8);
	if (mode === void 0) return "has a mode that is no octal number";
	let name = text(block, 0, 100), prefix = magic === "ustar\x0000" ? text(block, 345, 155) : "", linkPath = text(block, 157, 100);
	if (name === void 0 || prefix === void 0 || linkPath === void 0) return "has a name that is not UTF-8, or goes on behind its end";
	let flag = String.fromCharCode(block[156]);
	return {
		path: prefix === "" ? name : `${prefix}/${name}`,
		type: flag === "\0" ? "0" : flag,
		size,
		mode,
		linkPath
	};
}
function octal(block, at, length) {
	let digits = /^ *([0-7]*)[ \0]*$/.exec(block.toString("latin1", at, at + length))?.[1];
	if (digits !== void 0) return digits === "" ? 0 : Number.parseInt(digits, 8);
}
function checksum(block) {
	let sum = 256;
	for (let at = 0; at < 148; at++) sum += block[at];
	for (let at = 156; at < 512; at++) sum += block[at];
	return sum;
}
function text(block, at, length) {
	let end = at, last = at + length;
	for (; end < last && block[end] !== 0;) end++;
	for (let behind = end; behind < last; behind++) if (block[behind] !== 0) return;
	return decode(block.subarray(at, end));
}
const maxMetaBytes = 65536, kinds = {
	0: "file",
	1: "hard link",
	2: "symbolic link",
	3: "device",
	4: "device",
	5: "directory",
	6: "fifo"
};
/**
* Reads the blocks of an unpacked tar archive and lets through only what every reader understands alike. It stands
* before the reader that takes the entries apart: the two must agree on each entry, so that no archive can mean one
* thing here and another elsewhere.
*/
var TarGuard = class {
	/** The text of the global pax header's `comment`, where git writes the commit's id. */
	comment;
	#owner;
	#onEntry;
	#block = Buffer.alloc(512);
	#filled = 0;
	#skip = 0;
	#meta;
	#pax;
	#longPath;
	#longLink;
	#zeroBlocks = 0;
	#sawGlobal = !1;
	#last = "";
	/** @param onEntry called for each entry when its header is read; what it throws stops the reading */
	constructor(owner, onEntry) {
		this.#owner = owner, this.#onEntry = onEntry;
	}
	/** True while the rest of an extension header is still to come. */
	get insideExtension() {
		return this.#meta !== void 0;
	}
	/** @throws {IdentikitError} `ARCHIVE_INVALID`, `ENTRY_TYPE`, naming the entry */
	push(chunk) {
		for (let at = 0; at < chunk.length;) {
			if (this.#skip > 0) {
				let step = Math.min(this.#skip, chunk.length - at);
				this.#keepMeta(chunk.subarray(at, at + step)), this.#skip -= step, at += step;
				continue;
			}
			let step = Math.min(512 - this.#filled, chunk.length - at);
			chunk.copy(this.#block, this.#filled, at, at + step), this.#filled += step, at += step, this.#filled < 512 || (this.#filled = 0, this.#header());
		}
	}
	/** @throws {IdentikitError} `ARCHIVE_INVALID` for an archive that is not whole */
	end() {
		if (this.#zeroBlocks < 2 || this.#filled > 0) throw this.#fault("ARCHIVE_INVALID", "the archive is cut short");
	}
	#header() {
		if (isZero(this.#block)) {
			if (this.#hasPending()) throw this.#fault("ARCHIVE_INVALID", "the archive ends after a header without its entry");
			this.#zeroBlocks++;
			return;
		}
		if (this.#zeroBlocks > 0) throw this.#fault("ARCHIVE_INVALID", "the archive goes on after its end");
		let header = parseTarHeader(this.#block);
		if (typeof header == "string") throw this.#fault("ARCHIVE_INVALID", `an entry ${header}`);
		this.#last = header.path, "xgLK".includes(header.type) ? this.#beginMeta(header) : this.#entry(header), this.#skip = Math.ceil(header.size / 512) * 512, this.#skip === 0 && this.#keepMeta(this.#block.subarray(0, 0));
	}
	#beginMeta({ type, size }) {
		let before = this.#hasPending(), fits = type === "g" ? !before && !this.#sawGlobal : !this.#pax && (type !== "x" || !before), twice = type === "L" && this.#longPath !== void 0 || type === "K" && this.#longLink !== void 0;
		if (!fits || twice) throw this.#fault("ARCHIVE_INVALID", "has extension headers that overlay each other");
		if (size > maxMetaBytes) throw this.#fault("ARCHIVE_TOO_LARGE", `has an extension header over ${maxMetaBytes} bytes`);
		this.#meta = {
			type,
			size,
			bytes: [],
			left: Math.ceil(size / 512) * 512
		};
	}
	#keepMeta(piece) {
		let meta = this.#meta;
		if (!meta || (meta.bytes.push(Buffer.from(piece)), meta.left -= piece.length, meta.left > 0)) return;
		this.#meta = void 0;
		let blocks = Buffer.concat(meta.bytes), body = blocks.subarray(0, meta.size);
		if (!isZero(blocks.subarray(meta.size))) throw this.#fault("ARCHIVE_INVALID", "has an extension header that goes on behind its end");
		meta.type === "L" ? this.#longPath = this.#longName(body) : meta.type === "K" ? this.#longLink = this.#longName(body) : this.#records(meta.type, body);
	}
	#longName(body) {
		let name = body.at(-1) === 0 ? decode(body.subarray(0, -1)) : void 0;
		if (name === void 0 || name === "" || name.includes("\0")) throw this.#fault("ARCHIVE_INVALID", "has a long name that is empty, not UTF-8, or does not end where its size says");
		return name;
	}
	#records(type, body) {
		let records = parsePax(body);
		if (typeof records == "string") throw this.#fault("ARCHIVE_INVALID", records);
		for (let [key, value] of records) {
			if (key.startsWith("GNU.sparse.")) throw this.#fault("ENTRY_TYPE", "is a sparse file");
			if (/^(hdrcharset|charset|type|mode)$/.test(key) || value.includes("\0")) throw this.#fault("ARCHIVE_INVALID", `has the pax record ${JSON.stringify(key)}, which is not read`);
		}
		if (type === "x") this.#pax = records;
		else {
			if (this.#sawGlobal = !0, records.has("path") || records.has("linkpath") || records.has("size")) throw this.#fault("ARCHIVE_INVALID", "has a global pax header that names or sizes every entry");
			this.comment = records.get("comment");
		}
	}
	#entry(header) {
		let path = this.#pathOf(header);
		this.#last = path;
		let kind = kinds[header.type];
		if (kind === void 0) throw this.#fault("ENTRY_TYPE", `is of the type ${JSON.stringify(header.type)}, which is not read`);
		if (kind !== "file" && header.size > 0) throw this.#fault("ARCHIVE_INVALID", `is a ${kind} with content`);
		let size = this.#pax?.get("size");
		if (size !== void 0 && size !== String(header.size)) throw this.#fault("ARCHIVE_INVALID", `has the size ${header.size} in one header and ${JSON.stringify(size)} in another`);
		let linked = header.linkPath !== "" || this.#longLink !== void 0 || this.#pax?.has("linkpath") === !0;
		if (linked !== kind.endsWith("link")) throw this.#fault("ARCHIVE_INVALID", `is a ${kind} ${linked ? "with" : "without"} a target`);
		let slash = path.endsWith("/");
		if (slash && kind !== "directory") throw this.#fault("PATH_UNSAFE", `is a ${kind} whose name ends in a slash`);
		this.#pax = void 0, this.#longPath = void 0, this.#longLink = void 0;
		let name = slash ? path.slice(0, -1) : path;
		checkPath(name, this.#owner), this.#onEntry({
			path: name,
			kind,
			size: header.size,
			mode: header.mode
		});
	}
	/** A reader that does not know the extension would use the header's own name: it must lead nowhere else either. */
	#pathOf(header) {
		let path = this.#pax?.get("path") ?? this.#longPath;
		if (path === void 0) return header.path;
		let own = header.path.replace(/\/$/, "");
		if (!path.startsWith(own) && unsafeReason(own) !== void 0) throw this.#fault("PATH_UNSAFE", `is called ${JSON.stringify(path)} in another header`);
		return path;
	}
	#hasPending() {
		return this.#pax !== void 0 || this.#longPath !== void 0 || this.#longLink !== void 0;
	}
	#fault(code, problem) {
		let entry = problem.startsWith("the archive") || problem.startsWith("an entry") ? "" : `entry ${JSON.stringify(this.#last)} `;
		return new IdentikitError(code, `${this.#owner}: ${entry}${problem}`, { remedy: "Make the archive anew, from a repository that holds regular files only; nothing was changed." });
	}
};
function isZero(block) {
	return block.every((byte) => byte === 0);
}
/**
* Reads a gzipped tar archive while it arrives, all of it, keeping the files that the selection wants. Two readers that
* know nothing of each other take it apart, and must agree: {@link TarGuard} and node-tar in strict mode. Nothing is
* written anywhere.
* @throws {IdentikitError} `ARCHIVE_INVALID`, `ARCHIVE_TOO_LARGE`, `ENTRY_TYPE`, `PATH_UNSAFE`, and what the selection
* throws
*/
async function readArchive(compressed, options) {
	let { owner, selection, maxBytes, isTopFolder } = options, { Parser } = await import("./index.min-BikVRNkx.js"), expected = [], guard = new TarGuard(owner, (entry) => expected.push(entry)), collection = {
		files: [],
		slabs: new Slabs()
	}, top = new TopFolder(owner, isTopFolder), failure, parser = new Parser({ strict: !0 });
	parser.on("error", (cause) => {
		failure ??= refused$1(owner, "cannot be read", cause);
	}), parser.on("ignoredEntry", (entry) => {
		failure ??= disagreement(owner, entry.path);
	}), parser.on("entry", (entry) => {
		let known = expected.shift();
		if (known === void 0 || !agree(known, entry)) failure ??= disagreement(owner, entry.path);
		else if (failure === void 0) try {
			let path = top.strip(known);
			if (path !== void 0 && offer(selection, path, known)) {
				collect(entry, known, path, collection);
				return;
			}
		} catch (cause) {
			failure = cause;
		}
		entry.resume();
	});
	let check = () => {
		if (failure !== void 0) throw failure;
	}, held = [];
	for await (let chunk of gunzipOne(compressed, {
		owner,
		maxCompressed: maxBytes,
		maxUnpacked: maxBytes
	})) guard.push(chunk), held.push(chunk), guard.insideExtension || (parser.write(held.length === 1 ? chunk : Buffer.concat(held)), held = [], check());
	if (guard.end(), parser.end(), check(), expected.length > 0) throw disagreement(owner, expected[0]?.path ?? "");
	return {
		tree: FileTree.of(collection.files, owner),
		comment: guard.comment
	};
}
function agree(known, entry) {
	let kind = kindOf(entry.type);
	return (kind === "directory" ? entry.path.replace(/\/$/, "") : entry.path) === known.path && kind === known.kind && entry.size === known.size;
}
function kindOf(type) {
	switch (type) {
		case "File":
		case "OldFile": return "file";
		case "Directory": return "directory";
		case "SymbolicLink": return "symbolic link";
		case "Link": return "hard link";
		case "FIFO": return "fifo";
		case "CharacterDevice":
		case "BlockDevice": return "device";
		default: return;
	}
}
function offer(selection, path, { kind, size }) {
	return kind === "file" ? selection.file(path, size) : (kind === "directory" ? selection.directory(path) : selection.special(path, kind), !1);
}
const slabBytes = 1048576;
/** Memory for many small files: one piece for each would keep the garbage collector busy. */
var Slabs = class {
	#slab = Buffer.alloc(0);
	take(size) {
		if (size > slabBytes / 4) return Buffer.allocUnsafeSlow(size);
		size > this.#slab.length && (this.#slab = Buffer.allocUnsafeSlow(slabBytes));
		let taken = this.#slab.subarray(0, size);
		return this.#slab = this.#slab.subarray(size), taken;
	}
};
/** Copies the bytes into a place of their own: a slice would keep the whole unpacked piece alive. */
function collect(entry, { size, mode }, path, { files, slabs }) {
	let bytes = slabs.take(size), at = 0;
	entry.on("data", (chunk) => {
		at += chunk.copy(bytes, at);
	}), entry.on("end", () => {
		at === size && files.push({
			path,
			mode,
			bytes
		});
	});
}
/** The folder that forges put around the repository's content, where there is one. */
var TopFolder = class {
	#owner;
	#isTop;
	#name;
	#first = !0;
	constructor(owner, isTop = () => !1) {
		this.#owner = owner, this.#isTop = isTop;
	}
	/** The path inside the folder; `undefined` for the folder itself. */
	strip({ path, kind }) {
		if (this.#first && (this.#first = !1, kind === "directory" && !path.includes("/") && this.#isTop(path))) this.#name = path;
		else {
			if (this.#name === void 0) return path;
			if (path !== this.#name || kind !== "directory") {
				if (path.startsWith(`${this.#name}/`)) return path.slice(this.#name.length + 1);
				throw refused$1(this.#owner, `has the entry ${JSON.stringify(path)} outside its folder ${JSON.stringify(this.#name)}`);
			}
		}
	}
};
function disagreement(owner, path) {
	return refused$1(owner, `has the entry ${JSON.stringify(path)}, which two readers understand differently`);
}
function refused$1(owner, problem, cause) {
	return new IdentikitError("ARCHIVE_INVALID", `${owner} ${problem}`, {
		remedy: "Make the archive anew, from a repository that holds regular files only; nothing was changed.",
		cause
	});
}
/** A repository on a server that gives out archives: the ref becomes a commit first, then that commit's archive is read. */
var ArchiveSource = class {
	description;
	#api;
	#limits;
	#retry;
	constructor(api, limits, retry = {}) {
		this.description = api.description, this.#api = api, this.#limits = limits, this.#retry = retry;
	}
	resolve(ref, signal) {
		return withRetries(() => this.#api.resolve(ref, signal), {
			...this.#retry,
			signal
		});
	}
	async read(revision, policy, signal) {
		if (!revision) throw unknownRef("HEAD", this.description, "was not resolved to a commit");
		return withRetries(() => this.#readOnce(revision.commit, policy, signal), {
			...this.#retry,
			signal
		});
	}
	async #readOnce(commit, policy, signal) {
		let owner = `archive of ${this.description} at ${commit.slice(0, 12)}`, selection = new AssetSelection(policy, owner, this.#limits), { tree, comment } = await readArchive(await this.#api.archive(commit, signal), {
			owner,
			selection,
			maxBytes: this.#limits.maxBytes,
			isTopFolder: (name) => this.#api.isTopFolder(name)
		});
		if (comment !== void 0 && comment !== commit) throw otherCommit(owner, commit, comment);
		return {
			tree,
			leftOut: selection.leftOut,
			commit,
			origin: "commit",
			note: null
		};
	}
};
function otherCommit(owner, commit, comment) {
	let problem = `${owner} says that it is of commit ${JSON.stringify(comment.slice(0, 80))}, not of ${commit}`;
	return new IdentikitError("COMMIT_MISMATCH", problem, { remedy: "Run again; if it stays so, a cache between here and the server mixes up archives." });
}
/** A git repository on this machine, bare or not, read in place through its objects. */
var LocalGitSource = class {
	description;
	#checkout;
	#environment;
	#limits;
	constructor(description, checkout, environment, limits) {
		this.description = description, this.#checkout = checkout, this.#environment = environment, this.#limits = limits;
	}
	async resolve(ref, signal) {
		let find = (name) => localCommit(this.#run(signal), name);
		if (ref === void 0 || isCommitId(ref)) {
			let commit = await find(ref ?? "HEAD");
			if (commit === void 0) throw unknownRef(ref ?? "HEAD", this.description, "is no commit of it");
			return {
				commit,
				ref: ref ?? "HEAD"
			};
		}
		let found = /* @__PURE__ */ new Map();
		for (let name of [...refCandidates(ref, this.description), `refs/remotes/origin/${ref}`]) {
			if (found.size > 0 && name.startsWith("refs/remotes/")) break;
			let commit = await find(name);
			commit !== void 0 && found.set(name, commit);
		}
		return pickRevision(ref, this.description, found);
	}
	async read(revision, policy, signal) {
		if (!revision) throw new IdentikitError("INTERNAL", `${this.description}: read without a commit`, { remedy: "Report this." });
		let { commit } = revision, objects = {
			owner: `${this.description} at ${commit.slice(0, 12)}`,
			run: this.#run(signal),
			prefix: this.#checkout.prefix,
			limits: this.#limits
		};
		return {
			...await readCommit(objects, commit, policy),
			commit,
			origin: "commit",
			note: null
		};
	}
	#run(signal) {
		return {
			environment: this.#environment,
			signal,
			gitDirectory: this.#checkout.gitDirectory
		};
	}
}, RemoteGitSource = class {
	description;
	#remote;
	#options;
	/** @throws {IdentikitError} `SOURCE_INVALID` where the credential would travel unencrypted */
	constructor(remote, options) {
		if (this.description = withoutCredentials(remote.url), this.#remote = remote, this.#options = options, options.credential && remote.transport === "http" && !isLoopback(new URL(remote.url).hostname)) throw new IdentikitError("SOURCE_INVALID", `${this.description} would get the token unencrypted`, { remedy: "Use https://." });
	}
	async resolve(ref, signal) {
		if (ref !== void 0 && isCommitId(ref)) return {
			commit: ref,
			ref
		};
		let names = ref === void 0 ? ["HEAD"] : refCandidates(ref, this.description), patterns = names.flatMap((name) => [name, `${name}^{}`]), listed = await this.#ask([
			"ls-remote",
			"--symref",
			"--",
			this.#remote.url,
			...patterns
		], signal), all = parseRefs(listed.output.toString()), found = /* @__PURE__ */ new Map();
		for (let name of names) {
			let commit = all.get(`${name}^{}`) ?? all.get(name);
			commit !== void 0 && found.set(name, commit);
		}
		let revision = pickRevision(ref ?? "HEAD", this.description, found), branch = /^ref: (\S+)\tHEAD$/m.exec(listed.output.toString())?.[1];
		return ref === void 0 && branch !== void 0 ? {
			...revision,
			ref: branch
		} : revision;
	}
	async read(revision, policy, signal) {
		if (!revision) throw unknownRef("HEAD", this.description, "was not resolved to a commit");
		let { commit } = revision, gitDirectory = mkdtempSync(join(tmpdir(), "identikit-git-"));
		try {
			let format = commit.length === 64 ? "sha256" : "sha1";
			await this.#local([
				"init",
				"--quiet",
				"--bare",
				"--template=",
				`--object-format=${format}`,
				gitDirectory
			], { signal }), await this.#fetch(commit, gitDirectory, signal);
			let run = {
				environment: this.#options.environment,
				signal,
				gitDirectory
			}, owner = `${this.description} at ${commit.slice(0, 12)}`;
			return {
				...await readCommit({
					owner,
					run,
					prefix: "",
					limits: this.#options.limits
				}, commit, policy),
				commit,
				origin: "commit",
				note: null
			};
		} finally {
			rmSync(gitDirectory, {
				recursive: !0,
				force: !0
			});
		}
	}
	/** One commit without its history; from a server that gives out only what it advertises, all branches and tags. */
	async #fetch(commit, gitDirectory, signal) {
		let args = [
			"fetch",
			"--quiet",
			"--no-tags",
			"--no-recurse-submodules",
			"--no-write-fetch-head"
		], url = this.#remote.url;
		try {
			await this.#ask([
				...args,
				"--depth=1",
				"--",
				url,
				commit
			], signal, gitDirectory);
		} catch (caught) {
			if (!(caught instanceof IdentikitError) || caught.code !== "REF_UNKNOWN") throw caught;
			await this.#ask([
				...args,
				"--",
				url,
				"+refs/heads/*:refs/heads/*",
				"+refs/tags/*:refs/tags/*"
			], signal, gitDirectory);
		}
		let check = {
			signal,
			gitDirectory
		}, { status } = await this.#local([
			"rev-parse",
			"--verify",
			"--quiet",
			`${commit}^{commit}`
		], check);
		if (status !== 0) throw unknownRef(commit, this.description, "is no commit of it");
	}
	#local(args, run) {
		return runGit(args, {
			environment: this.#options.environment,
			...run
		});
	}
	/** Runs git against the remote, again where that can help. */
	#ask(args, signal, gitDirectory) {
		let { environment, credential, limits, retry } = this.#options, { transport, url } = this.#remote, bound = limits.maxBytes * 8, run = {
			environment,
			signal,
			transports: [transport],
			config: [
				["protocol.version", "2"],
				["fetch.unpackLimit", "1"],
				["http.lowSpeedLimit", "100"],
				["http.lowSpeedTime", "30"],
				...credential ? credentialConfig(new URL(url).origin) : []
			],
			variables: {
				...credentialVariables(credential),
				...gitDirectory === void 0 ? { GIT_DIR: "/dev/null" } : {}
			},
			...gitDirectory === void 0 ? {} : {
				gitDirectory,
				watch: () => checkSize(gitDirectory, bound, this.description)
			}
		};
		return withRetries(async () => {
			let outcome = await runGit(args, run);
			if (outcome.status !== 0) throw this.#failed(outcome.complaint);
			return outcome;
		}, {
			...retry,
			signal
		});
	}
	/** Git says what went wrong in words only; with `LC_ALL=C` they are the same everywhere. */
	#failed(complaint) {
		let { description } = this, cause = Error(complaint);
		return /not our ref|unadvertised object|couldn't find remote ref|no such remote ref/i.test(complaint) ? new IdentikitError("REF_UNKNOWN", `${description}: the commit is not there`, {
			remedy: "Run again with --update-lock, or mend the ref in the manifest.",
			cause
		}) : /authentication failed|could not read (username|password)|permission denied|error: 40[13]|host key/i.test(complaint) ? new IdentikitError("SOURCE_DENIED", `${description} refused the credential, or wants one`, {
			remedy: "Check the token and that its owner may read the repository.",
			cause
		}) : /not found|does not exist|does not appear to be a git repository|error: 404/i.test(complaint) ? new IdentikitError("SOURCE_NOT_FOUND", `${description} is not there`, {
			remedy: "Check the name; a private repository looks missing to one who may not read it.",
			cause
		}) : new IdentikitError("SOURCE_UNREACHABLE", `${description} could not be reached`, {
			remedy: "Check the network and the server, then run again; --verbose shows what git said.",
			retry: { kind: "later" },
			cause
		});
	}
};
/** The empty helper first: no helper of the user may be handed the token to keep. */
function credentialConfig(origin) {
	return [["credential.helper", ""], [`credential.${origin}.helper`, "!f() { test \"$1\" = get && printf \"username=%s\\npassword=%s\\n\" \"$IDENTIKIT_GIT_USERNAME\" \"$IDENTIKIT_GIT_TOKEN\"; }; f"]];
}
function credentialVariables(credential) {
	return credential ? {
		IDENTIKIT_GIT_USERNAME: credential.username,
		IDENTIKIT_GIT_TOKEN: credential.token
	} : {};
}
function parseRefs(output) {
	let refs = /* @__PURE__ */ new Map();
	for (let line of output.split("\n")) {
		let [id, name] = line.split("	");
		id !== void 0 && name !== void 0 && isCommitId(id) && refs.set(name, id);
	}
	return refs;
}
function checkSize(gitDirectory, bound, owner) {
	let size = 0;
	for (let name of readdirSync(join(gitDirectory, "objects"), {
		recursive: !0,
		encoding: "utf8"
	})) size += statSync(join(gitDirectory, "objects", name), { throwIfNoEntry: !1 })?.size ?? 0;
	if (size > bound) throw new IdentikitError("ARCHIVE_TOO_LARGE", `${owner} sends more than ${bound} bytes for one commit`, { remedy: "Keep the template in a repository of its own, or raise the bound." });
}
/** The variables that are read, ours before those that older set-ups use. */
const hostVariables = {
	giteaUrl: ["IDENTIKIT_GITEA_URL", "MOLECULE_GITEA_BASE_URL"],
	giteaToken: ["IDENTIKIT_TEMPLATE_TOKEN", "MOLECULE_TEMPLATE_REPO_TOKEN"],
	githubUrl: ["IDENTIKIT_GITHUB_API_URL"],
	githubToken: ["IDENTIKIT_GITHUB_TOKEN"]
}, githubApi = "https://api.github.com";
/**
* The servers that the environment configures. Each token goes to its own server and to no other; a server without a
* token is public access.
*/
function templateHosts(environment) {
	let hosts = [], giteaUrl = first(environment, hostVariables.giteaUrl);
	giteaUrl !== void 0 && hosts.push(host("gitea", giteaUrl, first(environment, hostVariables.giteaToken)));
	let githubUrl = first(environment, hostVariables.githubUrl), githubToken = first(environment, hostVariables.githubToken);
	return (githubUrl !== void 0 || githubToken !== void 0) && hosts.push(host("github", githubUrl ?? githubApi, githubToken)), hosts;
}
/** True where there is a token that no server is configured for: something was meant to be fetched. */
function hasStrayToken(environment) {
	return first(environment, hostVariables.giteaUrl) === void 0 && first(environment, hostVariables.giteaToken) !== void 0;
}
/** The server of a manifest entry: that of its `provider`, else the first one; GitHub itself needs no configuration. */
function hostFor(entry, hosts) {
	let wanted = entry.provider;
	return hosts.find((candidate) => wanted === void 0 || candidate.provider === wanted) ?? (wanted === "github" ? {
		provider: "github",
		baseUrl: githubApi
	} : void 0);
}
/** The credential for git over HTTPS at an origin, where one of the servers is there. */
function credentialAt(origin, hosts) {
	for (let { provider, baseUrl, token } of hosts) {
		let own = URL.parse(baseUrl)?.origin;
		if (token !== void 0 && (provider === "github" && own === githubApi ? "https://github.com" : own) === origin) return {
			username: "x-access-token",
			token
		};
	}
}
function host(provider, baseUrl, token) {
	return {
		provider,
		baseUrl,
		...token === void 0 ? {} : { token }
	};
}
function first(environment, names) {
	for (let name of names) {
		let value = environment[name]?.trim();
		if (value) return value;
	}
}
/** @throws {IdentikitError} `SOURCE_NOT_FOUND`, `SOURCE_INVALID` */
function openSource(request, options) {
	let { location, ref, shown } = request;
	switch (location.kind) {
		case "path": return openPath(location.path, ref, shown, options);
		case "repository": return openRepository(location.path, shown, options);
		case "remote": return cached(openRemote(location, options), options);
		case "hosted": return cached(openHosted(location, request, options), options);
	}
}
function openPath(path, ref, shown, options) {
	if (!existsSync(path)) throw notFound(shown, path);
	let checkout = findCheckout(path);
	if (checkout && (checkout.bare || ref !== void 0)) return new LocalGitSource(shown, checkout, options.environment, options.limits);
	if (ref !== void 0) throw new IdentikitError("SOURCE_INVALID", `${shown} has a ref, but lies in no git repository`, { remedy: "Leave out the ref, or name a repository." });
	return new DirectorySource(path, shown, options);
}
function openRepository(path, shown, options) {
	if (!existsSync(path)) throw notFound(shown, path);
	let checkout = findCheckout(path);
	if (checkout?.prefix !== "") throw notFound(shown, path);
	return new LocalGitSource(shown, checkout, options.environment, options.limits);
}
function openRemote(location, { environment, limits, hosts = templateHosts(environment), retry }) {
	let credential = location.transport === "ssh" ? void 0 : credentialAt(new URL(location.url).origin, hosts);
	return new RemoteGitSource(location, {
		environment,
		limits,
		...credential ? { credential } : {},
		...retry ? { retry } : {}
	});
}
function openHosted({ owner, repo }, { shown, provider }, { environment, hosts = templateHosts(environment), limits, retry }) {
	let host = hostFor({ provider }, hosts);
	if (!host) throw new IdentikitError("SOURCE_INVALID", `${shown} is on a ${provider === void 0 ? "server" : "Gitea server"}, and none is configured`, { remedy: `Set ${hostVariables.giteaUrl[0]}, or say where a copy is with --source NAME=PATH_OR_URL.` });
	return new ArchiveSource(new (host.provider === "github" ? GitHubArchives : GiteaArchives)({
		...host,
		owner,
		repo,
		environment
	}), limits, retry);
}
function cached(source, { cache }) {
	return cache ? new CachedSource(source, cache) : source;
}
/** A directory as it stands; see {@link readTemplateDirectory}. */
var DirectorySource = class {
	description;
	#path;
	#options;
	constructor(path, description, options) {
		this.description = description, this.#path = path, this.#options = options;
	}
	async resolve() {}
	read(_revision, policy, signal) {
		let { environment, limits } = this.#options;
		return readTemplateDirectory(this.#path, {
			policy,
			environment,
			signal,
			limits
		});
	}
};
function notFound(shown, path) {
	let where = shown === path ? "" : ` (${path})`;
	return new IdentikitError("SOURCE_NOT_FOUND", `${shown}${where} is no directory or repository that is there`, { remedy: "Check the path; relative paths of the manifest start at its own directory." });
}
const hosted = /^([A-Za-z0-9][A-Za-z0-9_.-]*)\/([A-Za-z0-9_.-]+?)(\.git)?$/;
/**
* Reads a location: a path (`.`, `./x`, `../x`, `/x`), `file://`, `https://`, `git+https://`, `ssh://`, `git+ssh://`,
* `user@host:path`, or `owner/repo`.
* @param base the absolute directory at which relative paths start
* @throws {IdentikitError} `SOURCE_INVALID`, also for a URL that holds a credential, which is not shown
*/
function parseLocation(text, base) {
	if (/[\u0000-\u001f\u007f]/.test(text)) throw invalid("has a control character in its name");
	if (/^(\.{1,2}(\/|$)|\/)/.test(text)) return {
		kind: "path",
		path: resolve(base, text)
	};
	if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return parseUrl(text);
	if (/^[A-Za-z0-9_][A-Za-z0-9_.-]*@[A-Za-z0-9][A-Za-z0-9.-]*:(?!\/\/)[^:-].*$/.test(text)) return {
		kind: "remote",
		url: text,
		transport: "ssh"
	};
	let match = hosted.exec(text);
	if (match && !/^\.{1,2}$/.test(match[2])) return {
		kind: "hosted",
		owner: match[1],
		repo: match[2]
	};
	throw invalid(`${JSON.stringify(text)} is neither owner/repo nor a URL nor a path`);
}
function parseUrl(text) {
	let plain = text.replace(/^git\+/i, ""), url = URL.parse(plain), shown = JSON.stringify(withoutCredentials(text));
	if (!url) throw invalid(`${shown} is not a URL`);
	if (url.password !== "" || url.username !== "" && url.protocol !== "ssh:") throw invalid(`${shown} holds a credential`);
	if (url.search !== "" || url.hash !== "") throw invalid(`${shown} has a query or a fragment`);
	switch (url.protocol) {
		case "file:": return {
			kind: "repository",
			path: fileURLToPath(url)
		};
		case "https:":
		case "http:": return {
			kind: "remote",
			url: url.href,
			transport: url.protocol === "https:" ? "https" : "http"
		};
		case "ssh:":
			if (url.hostname.startsWith("-")) throw invalid(`${shown} has no valid host`);
			return {
				kind: "remote",
				url: plain,
				transport: "ssh"
			};
		default: throw invalid(`${shown} is of a kind that is not read`);
	}
}
function invalid(problem) {
	return new IdentikitError("SOURCE_INVALID", `the repository ${problem}`, { remedy: "Write owner/repo, a path that starts with ./, or an https://, git+ssh:// or file:// URL; tokens go into the environment." });
}
/**
* Looks for credentials in the files of a tree with the rules that the secretlint project maintains.
* Scanning many small texts costs much more than one large one: files are scanned many at a time, and one by one where
* that finds something.
* @returns the places, in byte order of paths
*/
async function findSecrets(tree) {
	let found = [];
	for (let batch of batches(tree)) {
		let suspicious = (await scan(batch.map(({ text }) => text).join("\n\n"), ".txt")).length > 0;
		for (let { path, text } of batch) {
			let ext = extname(path).toLowerCase() === ".json" ? ".json" : ".txt";
			if (suspicious || ext !== ".txt") for (let { line, kind } of await scan(text, ext)) found.push({
				path,
				line,
				kind
			});
		}
	}
	return found;
}
function* batches(tree) {
	let batch = [], length = 0;
	for (let file of tree) {
		let text = textOf(file);
		batch.push({
			path: file.path,
			text
		}), length += text.length, length < 1048576 || (yield batch, batch = [], length = 0);
	}
	yield batch;
}
/**
* Refuses a tree that holds what looks like a credential.
* @throws {IdentikitError} `SECRET_IN_ASSET` naming files and lines, never a value
*/
async function refuseSecrets(tree, owner) {
	let [first, ...more] = await findSecrets(tree);
	if (!first) return;
	let others = more.length === 0 ? "" : `, and ${more.slice(0, 5).map(showPlace).join(", ")}${more.length > 5 ? ", …" : ""}`;
	throw new IdentikitError("SECRET_IN_ASSET", `${owner}: ${showPlace(first)} looks like a credential (${first.kind})${others}`, { remedy: "Revoke it, take it out of the template's history, and write ${SECRET:NAME} in the config database instead." });
}
function showPlace({ path, line }) {
	return `${path}:${line}`;
}
/** Without what is no secret but the place for one, and without comments that would have the scan look away. */
function textOf(file) {
	return Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.length).toString("utf8").replaceAll(/\$\{[A-Za-z_][\w:-]*\}|secretlint-(?:dis|en)able/g, (match) => " ".repeat(match.length));
}
async function scan(content, ext) {
	let { lintSource } = await import("./module-BVLAsSE3.js"), { creator } = await import("./module-V_JFO28t.js"), { messages } = await lintSource({
		source: {
			content,
			filePath: "",
			ext,
			contentType: "text"
		},
		options: {
			config: { rules: [{
				id: creator.meta.id,
				rule: creator
			}] },
			maskSecrets: !0
		}
	});
	return messages.map(({ loc, ruleId }) => ({
		line: loc.start.line,
		kind: ruleId.replace("@secretlint/secretlint-rule-", "")
	}));
}
/**
* What the asset channel carries: files that were checked against the policy, belong to no agent, and hold no
* credential. Having one is the proof, since there is no other way to get it. It is no relation of `ConfigFiles`, which the
* secret channel carries; the compiler keeps them apart.
*/
var TemplateAssets = class TemplateAssets {
	#tree;
	#origin;
	constructor(tree, origin) {
		this.#tree = tree, this.#origin = origin;
	}
	/**
	* @throws {IdentikitError} `SSOT_MISSING` where there is nothing to deliver, `POLICY_VIOLATION`, `AGENT_OWNED`,
	* `SECRET_IN_ASSET`
	*/
	static async check(tree, policy, origin) {
		if (tree.size === 0) throw new IdentikitError("SSOT_MISSING", `${origin.source} holds no asset of the policy ${policy.name}`, { remedy: "Check that this is the template's repository and ref." });
		for (let { path } of tree) {
			if (!policy.admits(path)) throw refused("POLICY_VIOLATION", origin, path, `is no asset of the policy ${policy.name}`);
			if (isAgentOwned(path)) throw refused("AGENT_OWNED", origin, path, "belongs to the running agent and cannot be an asset");
		}
		return await refuseSecrets(tree, origin.source), new TemplateAssets(tree, origin);
	}
	get tree() {
		return this.#tree;
	}
	get digest() {
		return this.#tree.digest;
	}
	get origin() {
		return this.#origin;
	}
};
function refused(code, { source }, path, problem) {
	return new IdentikitError(code, `${source}: ${JSON.stringify(path)} ${problem}`, { remedy: "Rename the file in the template, or take it out." });
}
/**
* One template's assets from its repository: the ref becomes a commit, the commit a tree, and the tree is checked.
* Nothing is written.
* @throws {IdentikitError} the faults of the source, of the selection, and of {@link TemplateAssets.check};
* `POLICY_VIOLATION` when strict, `LOCK_MISMATCH`
*/
async function readTemplate(request, options) {
	let { entry, elsewhere, pinned } = request, { policy, limits, signal } = options, deadline = AbortSignal.any([signal, AbortSignal.timeout(limits.timeoutMs)]);
	try {
		let { source, ref } = sourceOf(entry, elsewhere, options), revision = await revisionOf(source, ref, pinned, deadline), content = await source.read(revision, policy, deadline);
		checkStrict(source.description, content, options), pinned && checkPinned(entry.name, content.tree, pinned);
		let origin = {
			name: entry.name,
			source: source.description,
			commit: content.commit
		};
		return {
			assets: await TemplateAssets.check(content.tree, policy, origin),
			content,
			revision
		};
	} catch (caught) {
		throw deadline.aborted && !signal.aborted ? tooSlow(entry.name, limits.timeoutMs, caught) : caught;
	}
}
function sourceOf(entry, elsewhere, options) {
	if (elsewhere === void 0) return {
		source: openSource({
			location: parseLocation(entry.repo, options.root),
			ref: entry.ref,
			shown: entry.repo,
			provider: entry.provider
		}, options),
		ref: entry.ref
	};
	let location = parseLocation(elsewhere.includes("://") || /^(\.|\/)/.test(elsewhere) ? elsewhere : `./${elsewhere}`, options.cwd), ref = location.kind === "path" ? void 0 : entry.ref;
	return {
		source: openSource({
			location,
			ref,
			shown: elsewhere
		}, options),
		ref
	};
}
/** A locked commit is asked for by its id, whatever the ref stands for by now. */
async function revisionOf(source, ref, pinned, signal) {
	return pinned?.commit ? {
		commit: pinned.commit,
		ref: ref ?? pinned.commit
	} : source.resolve(ref, signal);
}
function checkStrict(description, { leftOut }, { strict, policy }) {
	let [first] = leftOut;
	if (!strict || first === void 0) return;
	let more = leftOut.length > 1 ? ` and ${leftOut.length - 1} more` : "";
	throw new IdentikitError("POLICY_VIOLATION", `${description}: ${JSON.stringify(first)}${more} is no asset of the policy ${policy.name}`, { remedy: "Take it out of the template, extend the policy, or fetch without --strict." });
}
function checkPinned(name, tree, { treeDigest, commit }) {
	if (tree.digest === treeDigest) return;
	let problem = `${name}: identikit.lock says ${treeDigest}${commit === null ? "" : ` at commit ${commit}`}, but what was fetched is ${tree.digest}`;
	throw new IdentikitError("LOCK_MISMATCH", problem, { remedy: "Find out who changed it; run `identikit fetch --update-lock` if the change is meant." });
}
function tooSlow(name, timeoutMs, cause) {
	return new IdentikitError("SOURCE_UNREACHABLE", `${name} took longer than ${timeoutMs / 1e3} s`, {
		remedy: "Check the server and the network, then run again.",
		retry: { kind: "later" },
		cause
	});
}
export { hostFor as a, hasStrayToken as i, TemplateAssets as n, templateHosts as o, parseLocation as r, layOut as s, readTemplate as t };
