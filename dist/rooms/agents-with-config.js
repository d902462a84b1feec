import { certain, pause } from "./fault.js";
import { IdentikitError, cancelled, fieldsOf } from "../start/faces.js";
import { SqlReader, agentToolEvent, apiVersion, changeBytes, checkResource, eventName, eventsBetween, fieldImmutable, findEvent, findObject, isEventKind, managedByRepository, nameOfObject, objectChanged, objectExists, objectMissing, readChanges, readClock, settlingResource, sortedJson, watchChanges } from "./agents.js";
import { agentChannel, maxObjectBytes, valueTextProblem } from "./config.js";
import { pathOf, showPath } from "./document.js";
// src/agents/store/object-text.ts
function valueText(kind, { metadata, spec }) {
	const { labels = {}, annotations = {} } = metadata;
	const parts = {
		...Object.keys(labels).length > 0 && { labels },
		...Object.keys(annotations).length > 0 && { annotations },
		spec
	};
	return checked(kind, metadata, sortedJson(parts));
}
function statusText(kind, key, status) {
	const result = kind.status.safeParse(status ?? {});
	if (result.success) return checked(kind, key, sortedJson(result.data));
	const issue = certain(result.error.issues[0]);
	throw invalid(kind, key, `${showPath(["status", ...pathOf(issue)])}: ${issue.message}`);
}
function checkSize(kind, key, ...texts) {
	const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
	if (bytes <= 1048576) return;
	throw new IdentikitError("RESOURCE_TOO_LARGE", `${nameOfObject(kind, key)} would have ${bytes} bytes of JSON; ${maxObjectBytes} are the most`, { remedy: "Keep large content in a file, an artifact or a repository, and refer to it." });
}
function checked(kind, key, text) {
	checkSize(kind, key, text);
	const problem = valueTextProblem(text);
	if (problem !== void 0) throw invalid(kind, key, `the object ${problem}`);
	return text;
}
function invalid(kind, key, problem) {
	return new IdentikitError("RESOURCE_INVALID", `${nameOfObject(kind, key)}: ${problem}`, { remedy: `See what the kind takes: identikit explain ${kind.plural}` });
}
// src/agents/store/events/append-events.ts
const statementEvents = 500;
async function appendEvents(session, kind, namespace, specs) {
	const { query, sql } = session;
	const wanted = new Map();
	for (const spec of specs) add(wanted, namespace, newEvent(namespace, spec));
	if (wanted.size === 0) return {
		stored: 0,
		repeated: specs.length
	};
	if (kind === "postgres") await sql`SELECT version FROM agent_clock FOR UPDATE`.execute(query);
	const byAttempt = Map.groupBy(wanted.values(), ({ attempt }) => attempt);
	const fresh = [];
	for (const [attempt, events] of byAttempt) {
		const there = await storedValues(session, namespace, attempt, events);
		for (const event of events) {
			const value = there.get(event.seq);
			if (value === void 0) fresh.push(event);
			else if (value !== event.value) throw conflict(namespace, event);
		}
	}
	if (fresh.length > 0) await insert(session, kind, namespace, fresh);
	return {
		stored: fresh.length,
		repeated: specs.length - fresh.length
	};
}
function newEvent(namespace, spec) {
	const { run, attempt = run, seq } = spec;
	const metadata = {
		namespace,
		name: eventName(attempt, seq)
	};
	return {
		attempt,
		run,
		seq,
		value: valueText(agentToolEvent, {
			kind: agentToolEvent.kind,
			metadata,
			spec
		})
	};
}
function add(wanted, namespace, event) {
	const name = eventName(event.attempt, event.seq);
	const there = wanted.get(name);
	if (there && there.value !== event.value) throw conflict(namespace, event);
	wanted.set(name, event);
}
async function storedValues({ query, sql }, namespace, attempt, events) {
	const found = new Map();
	for (let at = 0; at < events.length; at += statementEvents) {
		const numbers = events.slice(at, at + statementEvents).map(({ seq }) => seq);
		const [first, last] = [Math.min(...numbers), Math.max(...numbers)];
		const { rows } = await sql`SELECT seq, value FROM agent_event
      WHERE namespace = ${namespace} AND attempt = ${attempt} AND seq ${last - first < numbers.length ? sql`BETWEEN ${first} AND ${last}` : sql`IN (${sql.join(numbers)})`}`.execute(query);
		for (const { seq, value } of rows) found.set(seq, value);
	}
	return found;
}
async function insert(session, kind, namespace, events) {
	const { query, sql } = session;
	const { rows } = await sql`
    UPDATE agent_clock SET version = version + ${sql.lit(events.length)} RETURNING version`.execute(query);
	const first = certain(rows[0]).version - events.length + 1;
	for (let at = 0; at < events.length; at += statementEvents) {
		const some = events.slice(at, at + statementEvents);
		const versions = some.map((_, index) => first + at + index);
		await sql`INSERT INTO agent_event (namespace, attempt, seq, run, version, value) SELECT ${namespace}, ${kind === "sqlite" ? fromJson(session, some, versions) : fromArrays(session, some, versions)}`.execute(query);
	}
	let last = first - 1;
	for (const [attempt, own] of Map.groupBy(events, (event) => event.attempt)) {
		last += own.length;
		const numbers = own.map(({ seq }) => seq);
		const range = {
			first: Math.min(...numbers),
			last: Math.max(...numbers),
			run: certain(own[0]).run
		};
		await sql`INSERT INTO agent_change (version, type, kind, namespace, name, value, status, uid, generation, created)
      VALUES (${last}, 'EVENTS', ${agentToolEvent.kind}, ${namespace}, ${attempt}, ${JSON.stringify(range)}, '{}', '', 1, '')`.execute(query);
	}
}
function fromJson({ sql }, events, versions) {
	const rows = events.map(({ attempt, seq, run, value }, at) => [
		attempt,
		seq,
		run,
		versions[at],
		value
	]);
	const cells = [
		0,
		1,
		2,
		3,
		4
	].map((at) => `json_extract(value, '$[${at}]')`).join(", ");
	return sql`${sql.raw(cells)} FROM json_each(${JSON.stringify(rows)})`;
}
function fromArrays({ sql }, events, versions) {
	const texts = (column) => sql`${events.map((one) => one[column])}::text[]`;
	const numbers = (of) => sql`${[...of]}::bigint[]`;
	const seqs = numbers(events.map(({ seq }) => seq));
	return sql`e.* FROM unnest(${texts("attempt")}, ${seqs}, ${texts("run")}, ${numbers(versions)}, ${texts("value")}) AS e`;
}
function conflict(namespace, { attempt, seq }) {
	return new IdentikitError("EVENT_CONFLICT", `attempt ${namespace}/${attempt} has another event with the number ${seq}`, { remedy: "End the runner that is not the attempt's own, and start a new attempt." });
}
// src/agents/store/sql-writer.ts
var SqlWriter = class extends SqlReader {
	#database;
	#managed;
	#endConfigure;
	#written = [];
	constructor(session, database, managed) {
		super(session);
		this.#database = database;
		this.#managed = managed;
	}
	async create(kind, object, status) {
		const declared = this.#checked(kind, object);
		const key = declared.metadata;
		if (isEventKind(kind)) return await this.#createEvent(kind, declared);
		const [value, text] = [valueText(kind, declared), statusText(kind, key, status)];
		checkSize(kind, key, value, text);
		await this.#beginDeclared(kind);
		if (await findObject(this.session, kind, key)) throw objectExists(kind, key);
		const { query, sql } = this.session;
		const columns = kind.storage === "config" ? sql`agent_declaration (kind, namespace, name, value, managed)` : sql`agent_object (kind, namespace, name, value, status)`;
		const last = kind.storage === "config" ? this.#flag() : sql`${text}`;
		const { rows } = await sql`INSERT INTO ${columns}
      VALUES (${kind.kind}, ${key.namespace}, ${key.name}, ${value}, ${last}) ON CONFLICT DO NOTHING RETURNING name`.execute(query);
		if (rows.length === 0) throw objectExists(kind, key);
		if (kind.storage === "config" && text !== "{}") await this.#putStatus(kind, key, text);
		return this.#result(kind, certain(await findObject(this.session, kind, key)));
	}
	async update(kind, object, expected = {}) {
		const declared = this.#checked(kind, object);
		const key = declared.metadata;
		await this.#beginDeclared(kind);
		const row = await this.#expect(kind, key, expected);
		if (row.managed && !this.#managed) throw managedByRepository(kind, key);
		this.#checkImmutable(kind, key, row, declared.spec);
		const value = valueText(kind, declared);
		checkSize(kind, key, value, row.status);
		if (value === row.value && (kind.storage === "record" || Boolean(row.managed) === this.#managed)) return this.#result(kind, row);
		const { query, sql } = this.session;
		const own = sql`kind = ${kind.kind} AND namespace = ${key.namespace} AND name = ${key.name}`;
		if (kind.storage === "config") await sql`UPDATE agent_declaration SET value = ${value}, managed = ${this.#flag()} WHERE ${own}`.execute(query);
		else await sql`UPDATE agent_object SET value = ${value} WHERE ${own}`.execute(query);
		return this.#result(kind, certain(await findObject(this.session, kind, key)));
	}
	async setStatus(kind, key, status, expected = {}) {
		const text = statusText(kind, key, status);
		const row = await this.#expect(kind, key, expected);
		if (isEventKind(kind)) throw fieldImmutable(kind, key, ".status");
		checkSize(kind, key, row.value, text);
		if (text === row.status) return this.#result(kind, row);
		await this.#putStatus(kind, key, text);
		return this.#result(kind, certain(await findObject(this.session, kind, key)));
	}
	async delete(kind, key, expected = {}) {
		await this.#beginDeclared(kind);
		const row = await this.#expect(kind, key, expected);
		if (isEventKind(kind)) throw fieldImmutable(kind, key, "an event");
		if (row.managed && !this.#managed) throw managedByRepository(kind, key);
		const { query, sql } = this.session;
		const table = kind.storage === "config" ? "agent_declaration" : "agent_object";
		await sql`DELETE FROM ${sql.table(table)} WHERE kind = ${kind.kind} AND namespace = ${key.namespace} AND name = ${key.name}`.execute(query);
		return settlingResource(kind, row).resource;
	}
	async settle() {
		await this.#endConfigure?.();
		const { query, sql } = this.session;
		if (this.#database.kind === "postgres") await sql`SET CONSTRAINTS ALL IMMEDIATE`.execute(query);
		for (const { kind, key, settle } of this.#written) {
			const row = isEventKind(kind) ? await findEvent(this.session, key) : await findObject(this.session, kind, key);
			if (row) settle(row.version);
		}
	}
	#checked(kind, { metadata, spec }) {
		return checkResource({
			apiVersion,
			kind: kind.kind,
			metadata,
			spec
		}).declared;
	}
	async #createEvent(kind, { metadata, spec }) {
		const event = agentToolEvent.spec.parse(spec);
		const name = eventName(event.attempt ?? event.run, event.seq);
		if (metadata.name !== name) throw fieldImmutable(kind, metadata, `metadata.name (${name})`);
		const { stored } = await appendEvents(this.session, this.#database.kind, metadata.namespace, [event]);
		if (stored === 0) throw objectExists(kind, metadata);
		return this.#result(kind, certain(await findEvent(this.session, metadata)));
	}
	async #beginDeclared(kind) {
		if (kind.storage === "config") this.#endConfigure ??= await this.#database.beginConfigure(this.session);
	}
	async #expect(kind, key, { resourceVersion, generation }) {
		const row = isEventKind(kind) ? await findEvent(this.session, key) : await findObject(this.session, kind, key, this.#database.kind === "postgres" ? "FOR UPDATE" : "");
		if (!row) throw objectMissing(kind, key);
		if (resourceVersion !== void 0 && resourceVersion !== String(row.version)) throw objectChanged(kind, key, "resourceVersion", [resourceVersion, String(row.version)]);
		if (generation !== void 0 && generation !== row.generation) throw objectChanged(kind, key, "generation", [String(generation), String(row.generation)]);
		return row;
	}
	#checkImmutable(kind, key, row, spec) {
		const before = fieldsOf(JSON.parse(row.value));
		for (const field of kind.immutable ?? []) if (sortedJson(fieldAt(before, field) ?? null) !== sortedJson(fieldAt({ spec }, field) ?? null)) throw fieldImmutable(kind, key, field);
	}
	async #putStatus(kind, { namespace, name }, text) {
		const { query, sql } = this.session;
		await sql`UPDATE agent_object SET status = ${text}
      WHERE kind = ${kind.kind} AND namespace = ${namespace} AND name = ${name}`.execute(query);
	}
	#result(kind, row) {
		const { resource, settle } = settlingResource(kind, row);
		this.#written.push({
			kind,
			key: {
				namespace: row.namespace,
				name: row.name
			},
			settle
		});
		return resource;
	}
	#flag() {
		return this.session.sql.raw(this.#database.kind === "sqlite" ? String(Number(this.#managed)) : String(this.#managed));
	}
};
function fieldAt(value, path) {
	return path.split(".").slice(1).reduce((found, name) => fieldsOf(found)[name], value);
}
// src/agents/store/watch/change-hub.ts
const lookMs = {
	sqlite: 50,
	postgres: 1e3
};
const [keptChanges, keptBytes] = [4096, 33554432];
const keptExpansions = 16;
var ChangeHub = class {
	#database;
	#kept = [];
	#keptBytes = 0;
	#from = 0;
	#upTo = -1;
	#members = 0;
	#running;
	#disposed = new AbortController();
	#end = new AbortController();
	#wakeReader = () => {};
	#isTold = false;
	#waiting = new Set();
	#fault;
	#expansions = new Map();
	constructor(database) {
		this.#database = database;
	}
	join() {
		this.#members++;
		if (this.#members === 1) this.#start();
		let left = false;
		return { [Symbol.dispose]: () => {
			if (left) return;
			left = true;
			this.#members--;
			if (this.#members === 0) this.#end.abort();
		} };
	}
	look() {
		this.#isTold = true;
		this.#wakeReader();
	}
	async after(version) {
		this.#checkFault();
		if (version < this.#from || version > this.#upTo) return await readChanges(this.#database, version);
		if (version === this.#upTo) return {
			changes: [],
			upTo: version
		};
		return {
			changes: this.#kept.slice(this.#indexAfter(version)),
			upTo: this.#upTo
		};
	}
	async until(version, signal) {
		this.#checkFault();
		if (signal.aborted || version < this.#upTo) return;
		await new Promise((resolve) => {
			const done = () => {
				this.#waiting.delete(done);
				signal.removeEventListener("abort", done);
				resolve();
			};
			this.#waiting.add(done);
			signal.addEventListener("abort", done, { once: true });
		});
		this.#checkFault();
	}
	events(change, range) {
		const there = this.#expansions.get(change.version);
		if (there) return there;
		const attempt = {
			namespace: change.namespace,
			attempt: change.name
		};
		const asked = this.#database.transaction("read", (session) => eventsBetween(session, attempt, range));
		const oldest = this.#expansions.keys().next();
		if (this.#expansions.size >= keptExpansions && !oldest.done) this.#expansions.delete(oldest.value);
		this.#expansions.set(change.version, asked);
		asked.catch(() => this.#expansions.delete(change.version));
		return asked;
	}
	async [Symbol.asyncDispose]() {
		this.#disposed.abort();
		this.#end.abort();
		await this.#running;
		this.#fault = { cause: cancelled("the store that is watched was closed", void 0) };
		this.#wakeAll();
	}
	#start() {
		const before = this.#running;
		const end = new AbortController();
		this.#end = end;
		if (!this.#disposed.signal.aborted) this.#fault = void 0;
		this.#upTo = -1;
		this.#running = (async () => {
			await before;
			await this.#run(AbortSignal.any([end.signal, this.#disposed.signal]));
		})();
	}
	async #run(signal) {
		await using _ = this.#database.listen(agentChannel, () => this.look());
		try {
			const { version } = await this.#database.transaction("read", readClock);
			[this.#kept, this.#keptBytes, this.#from, this.#upTo] = [
				[],
				0,
				version,
				version
			];
			this.#wakeAll();
			while (!signal.aborted) {
				this.#isTold = false;
				const page = await readChanges(this.#database, this.#upTo);
				this.#keep(page);
				if (page.upTo > (page.changes.at(-1)?.version ?? page.upTo) || page.changes.length === 0) await this.#rest(signal);
			}
		} catch (cause) {
			this.#fault = { cause };
		}
		this.#wakeAll();
	}
	async #rest(signal) {
		if (this.#isTold || signal.aborted) return;
		const rest = new AbortController();
		this.#wakeReader = () => rest.abort();
		await pause(lookMs[this.#database.kind], AbortSignal.any([signal, rest.signal])).catch(() => {});
		this.#wakeReader = () => {};
	}
	#keep({ changes, upTo }) {
		for (const change of changes) {
			this.#kept.push(change);
			this.#keptBytes += changeBytes(change);
		}
		let gone = 0;
		while (this.#kept.length - gone > keptChanges || this.#keptBytes > keptBytes) {
			const oldest = certain(this.#kept[gone++]);
			this.#keptBytes -= changeBytes(oldest);
			this.#from = oldest.version;
		}
		if (gone > 0) this.#kept = this.#kept.slice(gone);
		const moved = upTo > this.#upTo;
		this.#upTo = upTo;
		if (moved) this.#wakeAll();
	}
	#wakeAll() {
		for (const wake of [...this.#waiting]) wake();
	}
	#checkFault() {
		if (this.#fault) throw this.#fault.cause;
	}
	#indexAfter(version) {
		let [low, high] = [0, this.#kept.length];
		while (low < high) {
			const middle = low + high >> 1;
			if (certain(this.#kept[middle]).version > version) high = middle;
			else low = middle + 1;
		}
		return low;
	}
};
// src/agents/store/sql-store.ts
var SqlStore = class SqlStore {
	#database;
	#hub;
	#managed;
	constructor(database, hub = new ChangeHub(database), managed = false) {
		this.#database = database;
		this.#hub = hub;
		this.#managed = managed;
	}
	asRepository() {
		return new SqlStore(this.#database, this.#hub, true);
	}
	read(work) {
		return this.#database.transaction("read", (session) => work(new SqlReader(session)));
	}
	async write(work, { dryRun = false } = {}) {
		const rehearsed = [];
		try {
			const result = await this.#database.transaction("write", async (session) => {
				const writer = new SqlWriter(session, this.#database, this.#managed);
				const done = await work(writer);
				await writer.settle();
				if (!dryRun) return done;
				rehearsed.push({ result: done });
				throw new Rehearsal();
			});
			this.#hub.look();
			return result;
		} catch (caught) {
			if (caught instanceof Rehearsal) return certain(rehearsed[0]).result;
			throw caught;
		}
	}
	async appendEvents(namespace, events) {
		const { kind } = this.#database;
		const result = await this.#database.transaction("write", (session) => appendEvents(session, kind, namespace, events));
		this.#hub.look();
		return result;
	}
	watch(kinds, after, options) {
		return watchChanges(this.#hub, kinds, after, options);
	}
	async [Symbol.asyncDispose]() {
		await this.#hub[Symbol.asyncDispose]();
	}
};
var Rehearsal = class extends Error {};
export { SqlStore };
