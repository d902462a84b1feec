import { Entry, RecordChain, agentChannel, agentIndexKeys, blobRowBytes, clocks, guardFindings, loadRows, longestDraft, maxObjectBytes, resolveAgent, resolveMcpServers, resolveSkills, valueTextProblem } from "./config.js";
import { IdentikitError, asFault, cancelled, fieldsOf, isRecord } from "../start/faces.js";
import { certain, pause } from "./fault.js";
import { FileTree, digestOf } from "./tree.js";
import { int, json, looseObject, object, string } from "../vendor/zod.js";
import { canonicalJson, compareTexts, pathOf, showPath } from "./document.js";
import { ChainHasher, findPlaceholders } from "./secret.js";
import { AuditFindings, LeaseKeeper, ObjectKeys, WatchedKeys, actOnRun, actOnWorkspace, agentAction, agentActor, agentApproval, agentArtifact, agentBudget, agentConfigGrant, agentConfigSet, agentContextBundle, agentContextLabel, agentDispatchAttempt, agentDispatchRun, agentMcpServer, agentMemoryQuery, agentMemoryRepository, agentMemorySource, agentPause, agentReviewArtifact, agentRole, agentRoleBinding, agentRunnerPool, agentSecretGrant, agentServiceAccount, agentSkill, agentStack, agentSubagent, agentToolEvent, agentToolProfile, agentTriggerExecution, agentTriggerRule, agentWorkspace, agentWorkspacePolicy, amountOf, answerOf, apiVersion, appendAudit, approvalsOfRun, approvalsOfWrite, askForWriteBack, auditEntry, auditOfRun, auditPages, auditPurpose, auditedKinds, budgetsOf, changeBytes, changesSince, checkResource, configKinds, derivedName, fieldImmutable, foldedName, formatContinue, gateAnswers, gateApproval, isHeld, isOpen, isOver, lineHash, managedByRepository, meetsLabels, micros, moveCursor, nameOfObject, noteAnnounced, noteSession, noteWritten, objectChanged, objectColumns, objectExists, objectMissing, objectNamed, parseContinue, parseFieldSelector, patchDigest, permissionFor, phaseOf, planWriteBacks, preparedWrite, pruneSamples, readChanges, readClock, readClockForPages, readCursors, readRevision, readWriteScene, resourceOf, rightText, rightsFor, roomOfLate, runAfterApprovals, sameDigest, sampleStepMs, sampleTime, saveSamples, settleGrant, settlePause, settlePausedRun, settlingResource, silenceOf, sortedJson, stackUsers, takeCursor, tokenInvalid, treePatch, watchTooOld, webhookDelivery, whoIs, withCondition, work, workTerms, writeApprovalName, writeDigest, writeText } from "./agents.js";
import { randomUUID } from "node:crypto";
// src/agents/store/count-phases.ts
async function countPhases({ query, sql }, namespace, queries, most) {
	if (queries.length === 0 || namespace.includes("/")) return queries.map(() => 0);
	const counts = queries.map(({ kind: { kind }, phase }, at) => sql`
      SELECT ${sql.lit(at)} AS at, count(*) AS found FROM (
        SELECT 1 FROM agent_object
        WHERE ${sql.raw(agentIndexKeys.phase)} = ${`${kind}/${namespace}/${phase}`} AND phase <> '' LIMIT ${most}
      ) AS counted_${sql.raw(String(at))}`);
	const { rows } = await sql`
    ${sql.join(counts, sql` UNION ALL `)}`.execute(query);
	const found = new Map(rows.map((row) => [Number(row.at), Number(row.found)]));
	return queries.map((_, at) => found.get(at) ?? 0);
}
// src/agents/store/select-objects.ts
const columns$1 = {
	"spec.run": "run",
	"spec.repository": "repository",
	"status.phase": "phase"
};
const key = {
	"metadata.name": "name",
	"metadata.namespace": "namespace"
};
const longestFact = 300;
function selectionOf({ sql }, kind, { namespace, newestFirst = false, labels = [], fields = [] }) {
	const facts = new Map();
	const conditions = [];
	const rest = [];
	for (const demand of fields) {
		const { field, equals, value } = demand;
		const column = isFact(field) ? columns$1[field] : void 0;
		if (key[field] !== void 0) conditions.push(sql`${sql.ref(key[field])} ${sql.raw(equals ? "=" : "<>")} ${value}`);
		else if (column && !facts.has(column) && equals && value !== "" && [...value].length < longestFact) facts.set(column, value);
		else rest.push(demand);
	}
	return {
		conditions: [...placeConditions(sql, kind, {
			namespace,
			newestFirst,
			named: fields.some(({ field, equals }) => field === "metadata.name" && equals),
			facts
		}), ...conditions],
		keeps: (resource) => meetsLabels(labels, resource.metadata.labels) && meetsFields(rest, resource),
		filters: labels.length + rest.length > 0
	};
}
function placeConditions(sql, { kind }, { namespace, newestFirst, named, facts }) {
	const equal = ([column, value]) => sql`${sql.ref(column)} = ${value}`;
	const leading = Object.values(columns$1).find((column) => facts.has(column));
	const phase = facts.get("phase");
	if (namespace === void 0 && phase !== void 0 && !named) return [
		sql`${sql.raw(agentIndexKeys.phaseOfAll)} = ${`${kind}/${phase}`}`,
		sql`phase <> ''`,
		...[...facts].filter(([column]) => column !== "phase").map(equal)
	];
	if (namespace === void 0 || named || !(leading || newestFirst)) return [
		sql`kind = ${kind}`,
		...namespace === void 0 ? [] : [sql`namespace = ${namespace}`],
		...[...facts].map(equal)
	];
	if (namespace.includes("/")) return [sql`1 = 0`];
	if (!leading) return [sql`${sql.raw(agentIndexKeys.namespace)} = ${`${kind}/${namespace}`}`];
	const place = leading === "run" ? namespace : `${kind}/${namespace}`;
	return [
		sql`${sql.raw(agentIndexKeys[leading])} = ${`${place}/${facts.get(leading)}`}`,
		sql`${sql.ref(leading)} <> ''`,
		...leading === "run" ? [sql`kind = ${kind}`] : [],
		...[...facts].filter(([column]) => column !== leading).map(equal)
	];
}
function isFact(field) {
	return Object.hasOwn(columns$1, field);
}
function meetsFields(selector, resource) {
	return selector.every(({ field, equals, value }) => fieldText(resource, field) === value === equals);
}
function fieldText(resource, path) {
	let found = resource;
	for (const name of path.split(".")) found = isRecord(found) && Object.hasOwn(found, name) ? found[name] : void 0;
	return typeof found === "object" || found === void 0 ? "" : String(found);
}
// src/agents/store/events/event-rows.ts
const columns = "namespace, attempt, seq, run, version, created, value";
function isEventKind(kind) {
	return kind.kind === agentToolEvent.kind;
}
function eventName(attempt, seq) {
	return `${attempt}-${seq}`;
}
function eventObject({ namespace, attempt, seq, version, created, value }) {
	const hash = digestOf(`${namespace}/${attempt}/${seq}/${created}`).slice(7);
	const uid = [
		hash.slice(0, 8),
		hash.slice(8, 12),
		`8${hash.slice(13, 16)}`,
		`8${hash.slice(17, 20)}`,
		hash.slice(20, 32)
	];
	return {
		namespace,
		name: eventName(attempt, seq),
		managed: false,
		value,
		status: "{}",
		uid: uid.join("-"),
		generation: 1,
		version,
		created
	};
}
async function findEvent(session, { namespace, name }) {
	const [, attempt, seq] = /^(.+)-([1-9]\d{0,14})$/.exec(name) ?? [];
	if (attempt === void 0 || seq === void 0) return void 0;
	const { sql, query } = session;
	const { rows } = await sql`SELECT ${sql.raw(columns)} FROM agent_event
    WHERE namespace = ${namespace} AND attempt = ${attempt} AND seq = ${Number(seq)}`.execute(query);
	return rows[0] && eventObject(rows[0]);
}
async function eventsBetween({ sql, query }, { namespace, attempt }, { first, last }) {
	const { rows } = await sql`SELECT ${sql.raw(columns)} FROM agent_event
    WHERE namespace = ${namespace} AND attempt = ${attempt} AND seq BETWEEN ${first} AND ${last} ORDER BY seq`.execute(query);
	return rows;
}
function eventRowSource(session, _, query) {
	const { sql } = session;
	const { namespace, newestFirst = false, labels = [], fields = [] } = query;
	const demanded = (field) => fields.find((one) => one.field === field && one.equals)?.value;
	const [attempt, run] = [demanded("spec.attempt"), demanded("spec.run")];
	const rest = fields.filter(({ field, equals }) => !equals || !["spec.attempt", "spec.run"].includes(field));
	const where = [
		...namespace === void 0 ? [] : [sql`namespace = ${namespace}`],
		...attempt === void 0 ? [] : [sql`attempt = ${attempt}`],
		...run === void 0 ? [] : [sql`run = ${run}`]
	];
	const byNumber = attempt !== void 0 && namespace !== void 0;
	return {
		order: [byNumber ? "seq" : "version"],
		backwards: newestFirst,
		keeps: (resource) => meetsLabels(labels, resource.metadata.labels) && meetsFields(rest, resource),
		filters: rest.length + labels.length > 0,
		keyOf: ({ name, version }) => [byNumber ? Number(name.slice(name.lastIndexOf("-") + 1)) : version],
		read: async ({ query: kysely }, behind, by, limit) => {
			const { rows } = await sql`SELECT ${sql.raw(columns)} FROM agent_event
        WHERE ${sql.join([sql`version > 0`, ...where], sql` AND `)} ${behind} ORDER BY ${by} LIMIT ${limit}`.execute(kysely);
			return rows.map(eventObject);
		}
	};
}
// src/agents/store/list-objects.ts
const [usualLimit, greatestLimit] = [500, 5e3];
const lookedAtMost = 1e4;
function pageLimit({ limit = usualLimit }) {
	return Number.isFinite(limit) ? Math.min(Math.max(Math.trunc(limit), 1), greatestLimit) : usualLimit;
}
function objectSource(session, kind, query) {
	const { sql } = session;
	const { conditions, keeps, filters } = selectionOf(session, kind, query);
	const { namespace, newestFirst = false } = query;
	const order = [
		...newestFirst ? ["created"] : [],
		...namespace === void 0 ? ["namespace"] : [],
		"name"
	];
	return {
		order,
		backwards: newestFirst,
		keeps,
		filters,
		keyOf: (row) => order.map((column) => column === "created" ? row.created : column === "name" ? row.name : row.namespace),
		read: async ({ query: kysely }, behind, by, limit) => {
			const { rows } = await sql`
        SELECT ${sql.raw(objectColumns)} FROM agent_object
        WHERE ${sql.join(conditions, sql` AND `)} ${behind} ORDER BY ${by} LIMIT ${limit}`.execute(kysely);
			return rows;
		}
	};
}
async function listPage(session, kind, query, { source, clock: { version, oldest } }) {
	const limit = pageLimit(query);
	const { lookAtMost = lookedAtMost } = query;
	const place = placeOf(kind, query, source);
	const first = place?.version ?? version;
	if (first < oldest) throw watchTooOld(String(first), oldest);
	const items = [];
	const page = (after) => ({
		items,
		...after && { continue: formatContinue(kind.kind, query, {
			version: first,
			after
		}) },
		resourceVersion: String(first)
	});
	let after = place?.after;
	for (let looked = 0;;) {
		const wanted = source.filters ? Math.max(2 * limit, usualLimit) : limit + 1;
		const rows = await readBehind(session, source, after, wanted);
		const used = fill(items, limit, rows, kind, source);
		if (used > 0) after = source.keyOf(certain(rows[used - 1]));
		if (used < rows.length) return page(after);
		looked += rows.length;
		if (rows.length < wanted) return page();
		if (looked >= lookAtMost) return page(after);
	}
}
function fill(items, limit, rows, kind, { filters, keeps }) {
	let used = 0;
	for (const row of rows) {
		if (items.length === limit) return used;
		const resource = resourceOf(kind, row);
		if (!filters || keeps(resource)) items.push(resource);
		used++;
	}
	return used;
}
function placeOf(kind, query, { order }) {
	const place = parseContinue(kind.kind, query);
	if (place && place.after.length !== order.length) throw tokenInvalid("it cannot be read");
	return place;
}
async function readBehind(session, source, after, limit) {
	const { sql } = session;
	const { order, backwards } = source;
	const behind = after ? sql`AND ${sql.raw(`(${order.join(", ")}) ${backwards ? "<" : ">"}`)} (${sql.join([...after])})` : sql``;
	const by = sql.raw(order.map((column) => `${column} ${backwards ? "DESC" : "ASC"}`).join(", "));
	return await source.read(session, behind, by, limit);
}
// src/agents/store/sql-reader.ts
var SqlReader = class {
	session;
	#clock;
	constructor(session) {
		this.session = session;
	}
	async get(kind, key) {
		const row = isEventKind(kind) ? await findEvent(this.session, key) : await findObject(this.session, kind, key);
		return row && resourceOf(kind, row);
	}
	async list(kind, query = {}) {
		const source = (isEventKind(kind) ? eventRowSource : objectSource)(this.session, kind, query);
		this.#clock ??= readClockForPages(this.session);
		return await listPage(this.session, kind, query, {
			source,
			clock: await this.#clock
		});
	}
	async *each(kind, query = {}) {
		for (let token = query.continue;;) {
			const page = await this.list(kind, {
				...query,
				continue: token
			});
			yield* page.items;
			if (page.continue === void 0) return;
			token = page.continue;
		}
	}
	async countPhases(namespace, queries, most) {
		return await countPhases(this.session, namespace, queries, most);
	}
	async revisionOf(kinds) {
		return await readRevision(this.session, kinds);
	}
};
async function findObject({ query, sql }, kind, { namespace, name }, lock = "") {
	const { rows } = await sql`
    SELECT ${sql.raw(objectColumns)} FROM agent_object
    WHERE kind = ${kind.kind} AND namespace = ${namespace} AND name = ${name} ${sql.raw(lock)}`.execute(query);
	return rows[0];
}
// src/agents/snapshot/read-snapshot.ts
async function readAccessState(reader, organizations) {
	return {
		organizations,
		roles: await all(reader, agentRole),
		bindings: await all(reader, agentRoleBinding)
	};
}
async function readAdmissionSnapshot(database, options) {
	return await database.transaction("read", (session) => readSnapshotIn(session, options));
}
async function readSnapshotIn(session, { organization, organizations, now, declared }) {
	const reader = new SqlReader(session);
	const own = (kind) => all(reader, kind, organization);
	const sealed = await session.query.selectFrom("secret").select("name").orderBy("name").execute();
	const grants = {
		mcpServers: await own(agentMcpServer),
		skills: await own(agentSkill),
		toolProfiles: await own(agentToolProfile),
		subagents: await own(agentSubagent),
		serviceAccounts: await own(agentServiceAccount),
		secretGrants: await own(agentSecretGrant),
		configGrants: await own(agentConfigGrant),
		secrets: sealed.map(({ name }) => name),
		configs: (await own(agentConfigSet)).map(({ metadata: { name } }) => name)
	};
	const access = await readAccessState(reader, organizations);
	return {
		now: now.toISOString(),
		access,
		declared: declared && {
			...declared,
			managed: managedNames(access, organization)
		},
		stacks: await own(agentStack),
		rules: await own(agentTriggerRule),
		runnerPools: await own(agentRunnerPool),
		grants,
		pauses: await own(agentPause),
		budgets: await own(agentBudget)
	};
}
async function all(reader, kind, namespace) {
	return await Array.fromAsync(reader.each(kind, {
		namespace,
		limit: 5e3
	}));
}
function managedNames({ roles, bindings }, organization) {
	const named = (plural, objects) => objects.filter(({ metadata }) => metadata.managedByRepository && metadata.namespace === organization).map(({ metadata: { name } }) => `${plural}/${name}`);
	return new Set([...named(agentRole.plural, roles), ...named(agentRoleBinding.plural, bindings)]);
}
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
const settledAtOnce = 100;
var SqlWriter = class extends SqlReader {
	#database;
	#managed;
	#endConfigure;
	#held = new Map();
	#written = [];
	#audit = [];
	constructor(session, database, managed) {
		super(session);
		this.#database = database;
		this.#managed = managed;
	}
	async hold(kind, key) {
		if (isEventKind(kind)) return await this.get(kind, key);
		const row = await findObject(this.session, kind, key, this.#lock);
		if (row) this.#held.set(rowName({
			kind: kind.kind,
			...key
		}), row);
		return row && resourceOf(kind, row);
	}
	async create(kind, object, status) {
		const declared = this.#checked(kind, object);
		const key = declared.metadata;
		if (isEventKind(kind)) return await this.#createEvent(kind, declared);
		const [value, text] = [valueText(kind, declared), statusText(kind, key, status)];
		checkSize(kind, key, value, text);
		await this.#beginDeclared(kind);
		if (kind.storage === "config" && await findObject(this.session, kind, key)) throw objectExists(kind, key);
		const { query, sql } = this.session;
		const columns = kind.storage === "config" ? sql`agent_declaration (kind, namespace, name, value, managed)` : sql`agent_object (kind, namespace, name, value, status)`;
		const last = kind.storage === "config" ? this.#flag() : sql`${text}`;
		const told = sql.raw(kind.storage === "config" ? "name" : objectColumns);
		const { rows } = await sql`INSERT INTO ${columns}
      VALUES (${kind.kind}, ${key.namespace}, ${key.name}, ${value}, ${last}) ON CONFLICT DO NOTHING RETURNING ${told}`.execute(query);
		const [row] = rows;
		if (!row) throw objectExists(kind, key);
		await noteWritten(this.session, kind, key.namespace, {
			spec: declared.spec,
			status
		});
		this.#note(kind, key, {
			change: "created",
			value,
			status: text
		});
		if (kind.storage === "record") return this.#result(kind, row);
		if (text !== "{}") return this.#result(kind, await this.#putStatus(kind, key, text));
		return this.#result(kind, certain(await findObject(this.session, kind, key)));
	}
	async update(kind, object, expected = {}) {
		const declared = this.#checked(kind, object);
		const key = declared.metadata;
		this.#held.delete(rowName({
			kind: kind.kind,
			...key
		}));
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
		this.#note(kind, key, {
			change: "changed",
			value,
			status: row.status
		});
		return this.#result(kind, certain(await findObject(this.session, kind, key)));
	}
	async setStatus(kind, key, status, expected = {}) {
		const text = statusText(kind, key, status);
		const row = (expected.resourceVersion === void 0 && expected.generation === void 0 ? this.#held.get(rowName({
			kind: kind.kind,
			...key
		})) : void 0) ?? await this.#expect(kind, key, expected);
		if (isEventKind(kind)) throw fieldImmutable(kind, key, ".status");
		checkSize(kind, key, row.value, text);
		if (text === row.status) return this.#result(kind, row);
		const written = this.#result(kind, await this.#putStatus(kind, key, text));
		this.#note(kind, key, {
			change: "changed",
			value: row.value,
			status: text,
			before: row.status
		});
		await noteWritten(this.session, kind, key.namespace, {
			spec: written.spec,
			status
		});
		return written;
	}
	async delete(kind, key, expected = {}) {
		this.#held.delete(rowName({
			kind: kind.kind,
			...key
		}));
		await this.#beginDeclared(kind);
		const row = await this.#expect(kind, key, expected);
		if (isEventKind(kind)) throw fieldImmutable(kind, key, "an event");
		if (row.managed && !this.#managed) throw managedByRepository(kind, key);
		const { query, sql } = this.session;
		const table = kind.storage === "config" ? "agent_declaration" : "agent_object";
		await sql`DELETE FROM ${sql.table(table)} WHERE kind = ${kind.kind} AND namespace = ${key.namespace} AND name = ${key.name}`.execute(query);
		this.#note(kind, key, {
			change: "deleted",
			value: row.value,
			status: row.status
		});
		return settlingResource(kind, row).resource;
	}
	async settle() {
		await this.#endConfigure?.();
		await appendAudit(this.session, this.#database, this.#audit);
		const { query, sql } = this.session;
		if (this.#database.kind === "postgres") await sql`SET CONSTRAINTS ALL IMMEDIATE`.execute(query);
		const objects = this.#written.filter(({ kind }) => !isEventKind(kind));
		for (let at = 0; at < objects.length; at += settledAtOnce) {
			const some = objects.slice(at, at + settledAtOnce);
			const versions = await this.#versionsOf(some.map(({ kind, key }) => ({
				kind: kind.kind,
				...key
			})));
			for (const { kind, key, settle } of some) {
				const version = versions.get(rowName({
					kind: kind.kind,
					...key
				}));
				if (version !== void 0) settle(version);
			}
		}
		for (const { kind, key, settle } of this.#written) if (isEventKind(kind)) settle((await findEvent(this.session, key))?.version ?? 0);
	}
	async #versionsOf(names) {
		const { query, sql } = this.session;
		const { rows } = await sql`SELECT kind, namespace, name, version FROM agent_object
      WHERE (kind, namespace, name) IN (VALUES ${sql.join(names.map(({ kind, namespace, name }) => sql`(${kind}, ${namespace}, ${name})`))})`.execute(query);
		return new Map(rows.map((row) => [rowName(row), row.version]));
	}
	#note(kind, { namespace, name }, change) {
		const entry = auditEntry({
			kind: kind.kind,
			namespace,
			name,
			...change
		});
		if (entry) this.#audit.push(entry);
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
		const row = isEventKind(kind) ? await findEvent(this.session, key) : await findObject(this.session, kind, key, this.#lock);
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
		const { rows } = await sql`UPDATE agent_object SET status = ${text}
      WHERE kind = ${kind.kind} AND namespace = ${namespace} AND name = ${name}
      RETURNING ${sql.raw(objectColumns)}`.execute(query);
		const row = certain(rows[0]);
		this.#held.set(rowName({
			kind: kind.kind,
			namespace,
			name
		}), row);
		return row;
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
	get #lock() {
		return this.#database.kind === "postgres" ? "FOR UPDATE" : "";
	}
	#flag() {
		return this.session.sql.raw(this.#database.kind === "sqlite" ? String(Number(this.#managed)) : String(this.#managed));
	}
};
function rowName({ kind, namespace, name }) {
	return `${kind} ${namespace} ${name}`;
}
function fieldAt(value, path) {
	return path.split(".").slice(1).reduce((found, name) => fieldsOf(found)[name], value);
}
// src/agents/store/watch/change-hub.ts
const lookMs = {
	sqlite: 50,
	postgres: 1e3
};
const readEveryMs = 20;
const [keptChanges, keptBytes] = [4096, 33554432];
const keptExpansions = 16;
const keptObjects = 64;
var ChangeHub = class {
	#database;
	#kept = [];
	#keptBytes = 0;
	#from = 0;
	#upTo = -1;
	#members = 0;
	#begunReads = 0;
	#doneReads = 0;
	#awaitingRead = new Set();
	#running;
	#disposed = new AbortController();
	#end = new AbortController();
	#wakeReader = () => {};
	#isTold = false;
	#waiting = new Set();
	#fault;
	#expansions = new Map();
	#objects = new Map();
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
		if (version > this.#upTo) await this.#readAgain();
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
	object(kind, change) {
		const there = this.#objects.get(change);
		if (there) return there;
		const object = resourceOf(kind, change);
		const oldest = this.#objects.keys().next();
		if (this.#objects.size >= keptObjects && !oldest.done) this.#objects.delete(oldest.value);
		this.#objects.set(change, object);
		return object;
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
				this.#begunReads++;
				const begun = performance.now();
				const page = await readChanges(this.#database, this.#upTo);
				this.#keep(page);
				this.#readIsDone();
				if (page.upTo > (page.changes.at(-1)?.version ?? page.upTo) || page.changes.length === 0) await this.#rest(begun, signal);
			}
		} catch (cause) {
			this.#fault = { cause };
		}
		this.#wakeAll();
		this.#readIsDone();
	}
	async #readAgain() {
		if (this.#members === 0 || this.#disposed.signal.aborted) return;
		const wanted = this.#begunReads + 1;
		this.look();
		while (this.#doneReads < wanted && this.#fault === void 0 && !this.#disposed.signal.aborted) await new Promise((resolve) => this.#awaitingRead.add(resolve));
	}
	#readIsDone() {
		this.#doneReads = this.#begunReads;
		const told = [...this.#awaitingRead];
		this.#awaitingRead.clear();
		for (const tell of told) tell();
	}
	async #rest(begun, signal) {
		if (!this.#isTold && !signal.aborted) {
			const rest = new AbortController();
			this.#wakeReader = () => rest.abort();
			await pause(lookMs[this.#database.kind], AbortSignal.any([signal, rest.signal])).catch(() => {});
			this.#wakeReader = () => {};
		}
		const early = readEveryMs - (performance.now() - begun);
		if (early > 0) await pause(early, signal).catch(() => {});
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
// src/agents/store/watch/change-for.ts
const rangeSchema = object({
	first: int(),
	last: int(),
	run: string().optional()
});
async function changeFor(hub, kind, change, after, options) {
	const { namespace, labels = [], fields = [], attempt } = options;
	if (namespace !== void 0 && namespace !== change.namespace) return [];
	const meets = (resource) => meetsLabels(labels, resource.metadata.labels) && meetsFields(fields, resource);
	if (change.type === "EVENTS") {
		if (attempt !== void 0 && change.name !== attempt) return [];
		const range = rangeSchema.parse(JSON.parse(change.value));
		const other = ({ field, equals, value }) => equals && field === "spec.run" && range.run !== void 0 && value !== range.run;
		if (fields.some(other)) return [];
		return (await hub.events(change, range)).filter(({ version }) => version > after && version <= change.version).map((row) => ({
			type: "ADDED",
			object: resourceOf(kind, eventObject(row))
		})).filter(({ object }) => meets(object));
	}
	const object = hub.object(kind, change);
	const is = meets(object);
	if (change.type !== "MODIFIED") return is ? [{
		type: change.type,
		object
	}] : [];
	const was = change.old_value === null && change.old_status === null ? is : meets(resourceOf(kind, {
		...change,
		value: change.old_value ?? change.value,
		status: change.old_status ?? change.status
	}));
	if (!is && !was) return [];
	return [{
		type: is ? was ? "MODIFIED" : "ADDED" : "DELETED",
		object
	}];
}
// src/agents/store/watch/watch-changes.ts
const passedOver = 1e3;
async function* watchChanges(hub, kinds, after, options) {
	const { signal } = options;
	using _ = hub.join();
	const byName = new Map(kinds.map((kind) => [kind.kind, kind]));
	let at = parseVersion(after);
	let told = at;
	for (let isFirst = true; !signal.aborted;) {
		const page = await hub.after(at);
		told = Math.max(told, yield* pageFor(hub, byName, page, at, options));
		if (page.upTo - told >= passedOver) {
			told = page.upTo;
			yield bookmark(told);
		}
		if (page.upTo > at) at = page.upTo;
		else if (isFirst) {
			isFirst = false;
			told = at;
			yield bookmark(at);
		} else await hub.until(at, signal);
	}
}
async function* pageFor(hub, kinds, { changes }, after, options) {
	let [at, told] = [after, after];
	for (const change of changes) {
		if (options.signal.aborted) return told;
		const kind = kinds.get(change.kind);
		const found = kind ? await changeFor(hub, kind, change, at, options) : [];
		yield* found;
		at = change.version;
		if (found.length > 0) told = at;
	}
	return told;
}
function bookmark(version) {
	return {
		type: "BOOKMARK",
		resourceVersion: String(version)
	};
}
function parseVersion(text) {
	const version = /^\d{1,16}$/.test(text) ? Number(text) : NaN;
	if (Number.isSafeInteger(version)) return version;
	throw new IdentikitError("WATCH_TOO_OLD", `${JSON.stringify(text.slice(0, 40))} is not a version to watch from`, { remedy: "List the objects, and watch from the resourceVersion of that list." });
}
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
				const done = await work(writer, session);
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
// src/agents/snapshot/kept-snapshots.ts
var KeptSnapshots = class {
	#kept = new Map();
	async read(database, options) {
		const { organization, now } = options;
		return await database.transaction("read", async (session) => {
			const kept = this.#kept.get(organization);
			const state = await stateOf(session, kept?.version ?? Number.MAX_SAFE_INTEGER);
			if (kept !== void 0 && kept.options.declared === options.declared && kept.options.organizations === options.organizations && kept.secrets === state.secrets && !state.isChanged) {
				kept.version = state.version;
				return {
					...kept.snapshot,
					now: now.toISOString()
				};
			}
			const snapshot = await readSnapshotIn(session, options);
			const { version, secrets } = state;
			this.#kept.set(organization, {
				version,
				secrets,
				snapshot,
				options
			});
			return snapshot;
		});
	}
};
async function stateOf({ query, sql }, after) {
	const kinds = sql.join([...configKinds, agentPause].map(({ kind }) => sql`${kind}`));
	const { rows } = await sql`
    SELECT version, oldest, EXISTS (${sql`SELECT 1 FROM agent_change WHERE version > ${sql.lit(after)} AND kind IN (${kinds})
    AND NOT (kind = ${agentTriggerRule.kind} AND type = 'MODIFIED' AND old_value IS NULL)`}) AS changed FROM agent_clock`.execute(query);
	const { version, oldest, changed: isChanged } = certain(rows[0]);
	return {
		version,
		secrets: (await query.selectFrom("secret").select("name").orderBy("name").execute()).map(({ name }) => name).join(" "),
		isChanged: Boolean(isChanged) || after < oldest
	};
}
// src/agents/audit/verify-audit.ts
const guarded = {
	code: "AUDIT_UNGUARDED",
	tables: ["agent_audit"],
	functions: "agent_audit_"
};
function verifyAudit(database, keyring, expected) {
	return database.transaction("read", async (session) => {
		const findings = new AuditFindings();
		const hashes = ChainHasher.all(auditPurpose, keyring).map((hasher) => [hasher.keyId, (line) => lineHash(hasher, line)]);
		const chain = new RecordChain(new Map(hashes), findings);
		const head = expected?.record;
		let isHeadThere = head === void 0;
		for await (const page of auditPages(session.query)) {
			database.signal?.throwIfAborted();
			for (const line of page) {
				chain.verify(line);
				if (line.number === head?.number && line.hash === head.hash) isHeadThere = true;
			}
		}
		chain.end();
		if (head && !isHeadThere) findings.headGone(head.number, chain.count);
		for (const finding of await guardFindings(session, database.kind, guarded)) findings.add(finding);
		const heads = {
			...chain.last ? { record: chain.last } : {},
			lines: []
		};
		return {
			lines: chain.count,
			findings: findings.all(),
			heads
		};
	});
}
// src/agents/store/queue/work-queue.ts
const usualLeaseMs = 6e4;
const [firstBackoffMs, longestBackoffMs] = [1e3, 6e5];
const statementKeys = 200;
var WorkQueue = class {
	#database;
	constructor(database) {
		this.#database = database;
	}
	async demand(controller, keys, delayMs = 0) {
		await this.#write((session) => demandWork(session, this.#database, controller, keys, delayMs));
	}
	claim(controller, { worker, limit, leaseMs = usualLeaseMs }) {
		return this.#write(async ({ query, sql }) => {
			const now = sql.raw(clocks[this.#database.kind]);
			const { rows } = await sql`
        WITH due AS MATERIALIZED (SELECT kind, namespace, name FROM agent_queue
          WHERE controller = ${controller} AND due_at <= ${now} ORDER BY due_at LIMIT ${limit} ${sql.raw(this.#database.kind === "postgres" ? "FOR UPDATE SKIP LOCKED" : "")})
        UPDATE agent_queue SET worker = ${worker}, claimed_seq = seq, due_at = ${now} + ${sql.lit(Math.round(leaseMs))}
        WHERE controller = ${controller} AND (kind, namespace, name) IN (SELECT kind, namespace, name FROM due)
        RETURNING kind, namespace, name, seq, attempts`.execute(query);
			return rows.map((row) => ({
				...row,
				controller,
				worker
			}));
		});
	}
	async hasten(controller) {
		await this.#write(async ({ query, sql }) => {
			const now = sql.raw(clocks[this.#database.kind]);
			await sql`UPDATE agent_queue SET due_at = ${now} WHERE controller = ${controller} AND worker IS NULL AND due_at > ${now}`.execute(query);
		});
	}
	finish(claims, againMs) {
		return this.#onHeld(claims, async ({ query, sql }, held) => {
			const now = sql.raw(clocks[this.#database.kind]);
			const free = sql`worker = NULL, claimed_seq = NULL, attempts = 0, error_code = NULL, error_message = NULL`;
			const later = againMs === void 0 ? void 0 : sql`${now} + ${sql.lit(Math.round(againMs))}`;
			const { rows } = await (later ? sql`UPDATE agent_queue SET ${free}, due_at = ${later} WHERE ${held} AND seq = claimed_seq RETURNING kind, namespace, name` : sql`DELETE FROM agent_queue WHERE ${held} AND seq = claimed_seq RETURNING kind, namespace, name`).execute(query);
			const again = await sql`
        UPDATE agent_queue SET ${free}, due_at = ${now} WHERE ${held} AND seq <> claimed_seq RETURNING kind, namespace, name`.execute(query);
			return [...rows, ...again.rows];
		});
	}
	fail(claims, { code, message }) {
		return this.#onHeld(claims, async ({ query, sql }, held) => {
			const now = sql.raw(clocks[this.#database.kind]);
			const least = sql.raw(this.#database.kind === "sqlite" ? "min" : "least");
			const wait = sql`${least}(${sql.lit(longestBackoffMs)}, CAST(${sql.lit(firstBackoffMs)} AS BIGINT) << CAST(${least}(attempts, 20) AS INTEGER))`;
			const { rows } = await sql`UPDATE agent_queue SET worker = NULL, claimed_seq = NULL, attempts = attempts + 1,
        error_code = ${code}, error_message = ${message.slice(0, 4e3)}, due_at = CASE WHEN seq <> claimed_seq THEN ${now} ELSE ${now} + ${wait} END
        WHERE ${held} RETURNING kind, namespace, name`.execute(query);
			return rows;
		});
	}
	extend(claims, leaseMs = usualLeaseMs) {
		return this.#onHeld(claims, async ({ query, sql }, held) => {
			const { rows } = await sql`UPDATE agent_queue SET due_at = ${sql.raw(clocks[this.#database.kind])} + ${sql.lit(Math.round(leaseMs))}
        WHERE ${held} RETURNING kind, namespace, name`.execute(query);
			return rows;
		});
	}
	release(claims) {
		return this.#onHeld(claims, async ({ query, sql }, held) => {
			const { rows } = await sql`UPDATE agent_queue SET worker = NULL, claimed_seq = NULL, due_at = ${sql.raw(clocks[this.#database.kind])}
        WHERE ${held} RETURNING kind, namespace, name`.execute(query);
			return rows;
		});
	}
	failing() {
		return this.#database.transaction("read", async ({ query, sql }) => {
			const { rows } = await sql`
        SELECT controller, kind, namespace, name, attempts, error_code, error_message, due_at - ${sql.raw(clocks[this.#database.kind])} AS wait
        FROM agent_queue WHERE error_code IS NOT NULL ORDER BY due_at LIMIT 500`.execute(query);
			return rows.map(({ error_code: code, error_message: message, wait, ...work }) => ({
				...work,
				failure: {
					code,
					message
				},
				againMs: Math.max(0, Number(wait))
			}));
		});
	}
	state(controller) {
		return this.#database.transaction("read", async ({ query, sql }) => {
			const { rows } = await sql`
        SELECT count(*) AS total, count(worker) AS claimed FROM agent_queue WHERE controller = ${controller}`.execute(query);
			const { total = 0, claimed = 0 } = rows[0] ?? {};
			return {
				waiting: total - claimed,
				claimed
			};
		});
	}
	#write(work) {
		return this.#database.transaction("write", work);
	}
	async #onHeld(claims, work) {
		const held = [];
		const sorted = claims.toSorted((a, b) => nameOf(a) < nameOf(b) ? -1 : 1);
		for (let at = 0; at < sorted.length; at += statementKeys) {
			const some = sorted.slice(at, at + statementKeys);
			const rows = await this.#write(async (session) => {
				const { sql } = session;
				const own = some.map(({ controller, kind, namespace, name, worker, seq }) => sql`(${controller}, ${kind}, ${namespace}, ${name}, ${worker}, ${sql.lit(seq)})`);
				const condition = sql`${sql`(controller, kind, namespace, name, worker, claimed_seq)`} IN (VALUES ${sql.join(own)})`;
				if (this.#database.kind === "postgres") await sql`SELECT seq FROM agent_queue WHERE ${condition} ORDER BY kind, namespace, name FOR UPDATE`.execute(session.query);
				return await work(session, condition);
			});
			const names = new Set(rows.map(nameOf));
			held.push(...some.filter((claim) => names.has(nameOf(claim))));
		}
		return held;
	}
};
async function readWaits({ kind, query, sql }) {
	const { rows } = await sql`
    SELECT controller, min(due_at) - ${sql.raw(clocks[kind])} AS wait FROM agent_queue GROUP BY controller`.execute(query);
	return new Map(rows.map(({ controller, wait }) => [controller, Math.max(0, Number(wait))]));
}
async function demandWork({ query, sql }, { kind: database }, controller, keys, delayMs = 0) {
	const now = sql.raw(clocks[database]);
	const least = sql.raw(database === "sqlite" ? "min" : "least");
	const unique = [...new Map(keys.map((key) => [nameOf(key), key])).entries()].sort(([a], [b]) => a < b ? -1 : 1);
	for (let at = 0; at < unique.length; at += statementKeys) {
		const rows = unique.slice(at, at + statementKeys).map(([, { kind, namespace, name }]) => sql`(${controller}, ${kind}, ${namespace}, ${name}, ${now} + ${sql.lit(Math.round(delayMs))})`);
		await sql`INSERT INTO agent_queue AS q (controller, kind, namespace, name, due_at) VALUES ${sql.join(rows)}
      ON CONFLICT (controller, kind, namespace, name) DO UPDATE SET seq = q.seq + 1,
        due_at = CASE WHEN q.worker IS NULL THEN ${least}(q.due_at, excluded.due_at) ELSE q.due_at END`.execute(query);
	}
}
function nameOf({ kind, namespace, name }) {
	return `${kind} ${namespace} ${name}`;
}
// src/agents/control/feed.ts
const lookPage = 200;
const mostBehind = 500;
async function feed(database, controller) {
	const cursor = (await database.transaction("read", readCursors)).get(controller.name);
	if (cursor === void 0) return await lookAtAll(database, controller, void 0);
	try {
		return await feedChanges(database, controller);
	} catch (caught) {
		if (!(caught instanceof IdentikitError && caught.code === "WATCH_TOO_OLD")) throw caught;
		return await lookAtAll(database, controller, cursor);
	}
}
async function feedChanges(database, controller) {
	return await database.transaction("write", async (session) => {
		const from = await takeCursor(session, database, controller.name);
		if (from === void 0) return false;
		const { changes, upTo } = await changesSince(session, from);
		if (upTo === from) return false;
		const keys = new WatchedKeys(controller.watches, new SqlReader(session));
		for (const change of changes) await keys.addRow(change);
		await demandWork(session, database, controller.name, keys.found);
		await moveCursor(session, controller.name, from, upTo);
		return (await readClock(session)).version > upTo;
	});
}
async function lookAtAll(database, controller, from) {
	const { version } = await database.transaction("read", readClock);
	await demandAgain(database, controller);
	for (const watch of controller.watches) for (let token, isDone = false; !isDone;) isDone = await database.transaction("write", async (session) => {
		const reader = new SqlReader(session);
		const page = await reader.list(watch.kind, {
			limit: lookPage,
			continue: token
		});
		const keys = new WatchedKeys(controller.watches, reader);
		for (const object of page.items) await keys.add(watch, {
			type: "ADDED",
			object
		});
		await demandWork(session, database, controller.name, keys.found);
		token = page.continue;
		return token === void 0;
	});
	await database.transaction("write", (session) => moveCursor(session, controller.name, from, version));
	return true;
}
async function demandAgain(database, { name }) {
	await database.transaction("write", async (session) => {
		const { query, sql } = session;
		const { rows } = await sql`SELECT kind, namespace, name FROM agent_queue WHERE controller = ${name}`.execute(query);
		await demandWork(session, database, name, rows);
	});
}
async function lagging(session, controllers) {
	const cursors = await readCursors(session);
	const { version } = await readClock(session);
	const found = new Map();
	const late = controllers.filter(({ name }) => cursors.get(name) !== version);
	if (late.length === 0) return found;
	const since = Math.max(version - mostBehind, Math.min(...late.map(({ name }) => cursors.get(name) ?? version)));
	const newest = await newestChanges(session, since);
	for (const { name, watches } of late) {
		const at = cursors.get(name);
		const isNear = at !== void 0 && at >= since && at < version;
		const isConcerned = watches.some(({ kind }) => (newest.get(kind.kind) ?? 0) > (at ?? 0));
		found.set(name, isNear && !isConcerned ? "behind" : "concerned");
	}
	return found;
}
async function newestChanges({ query, sql }, since) {
	const { rows } = await sql`
    SELECT kind, max(version) AS version FROM agent_change WHERE version > ${since} AND type <> 'EVENTS' GROUP BY kind`.execute(query);
	return new Map(rows.map(({ kind, version }) => [kind, Number(version)]));
}
// src/agents/control/run-controllers.ts
const [batch, atOnce] = [20, 4];
const looksOfOne = 50;
const usualPollMs = 1e3;
const catchUpMs = 6e4;
const longestRestMs = 500;
const longestWait = 32;
async function runControllers(options) {
	return await new ControlLoop(options, "forever").run();
}
async function runControllersOnce(options) {
	return await new ControlLoop(options, "once").run();
}
var ControlLoop = class {
	#options;
	#mode;
	#queue;
	#pollMs;
	#turns = new Map();
	#resting = new Map();
	#looks = new Map();
	#toldAt = new Map();
	#counts = {
		done: 0,
		again: 0,
		failed: 0,
		lost: 0,
		returned: 0
	};
	#fault;
	#wake = () => {};
	#isTold = false;
	constructor(options, mode) {
		this.#options = options;
		this.#mode = mode;
		this.#queue = new WorkQueue(options.database);
		this.#pollMs = options.pollMs ?? usualPollMs;
	}
	async run() {
		const { database, until, leaseMs = 6e4, onOutage } = this.#options;
		await using _ = database.listen(agentChannel, () => this.#look());
		await using keeper = new LeaseKeeper({
			queue: this.#queue,
			leaseMs,
			until
		});
		try {
			await this.#demandStanding();
			if (this.#mode === "once") await this.#hasten();
			for (let outages = 0; !until.aborted && this.#fault === void 0;) {
				this.#isTold = false;
				const began = performance.now();
				try {
					const wait = await this.#begin(keeper);
					if (wait === void 0) break;
					outages = 0;
					if (this.#mode === "forever") await pause(restAfter(began), until).catch(() => {});
					await this.#rest(wait);
				} catch (caught) {
					const fault = asFault(caught);
					if (this.#mode === "once" || fault.retry.kind !== "later") throw fault;
					onOutage?.(fault);
					await this.#rest(this.#pollMs * Math.min(longestWait, 2 ** ++outages));
				}
			}
		} finally {
			await Promise.all(this.#turns.values());
		}
		if (this.#fault) throw this.#fault;
		return { ...this.#counts };
	}
	async #begin(keeper) {
		const { database, controllers } = this.#options;
		const told = controllers.filter(({ watches }) => watches.length > 0);
		const [behind, waits] = await database.transaction("read", async (session) => [await lagging(session, told), await readWaits(session)]);
		let next = this.#pollMs;
		for (const controller of controllers) {
			const { name } = controller;
			if (this.#turns.has(name)) continue;
			const isDue = this.#isToBeTold(name, behind.get(name));
			const wait = Math.max(isDue ? 0 : waits.get(name) ?? this.#pollMs, this.#restOf(name));
			if (wait === 0) this.#turns.set(name, this.#turn(controller, keeper));
			else next = Math.min(next, wait);
		}
		return this.#mode === "once" && this.#turns.size === 0 ? void 0 : next;
	}
	async #turn(controller, keeper) {
		const { database, worker, until, leaseMs, onOutage } = this.#options;
		const { name } = controller;
		const isForever = this.#mode === "forever";
		let began = performance.now();
		try {
			for (let isOver = false; !isOver && !until.aborted;) {
				began = performance.now();
				const isMore = controller.watches.length > 0 && await feed(database, controller);
				this.#toldAt.set(name, began);
				const claims = await this.#queue.claim(name, {
					worker,
					limit: batch,
					leaseMs
				});
				await work(controller, claims, {
					queue: this.#queue,
					keeper,
					until,
					atOnce,
					refuse: (claim) => this.#refuse(claim),
					onOutcome: (outcome) => this.#note(outcome)
				});
				isOver = !isMore && claims.length === 0;
				if (isForever && !isOver) await pause(restAfter(began), until).catch(() => {});
			}
			if (isForever) this.#resting.set(name, {
				until: performance.now() + restAfter(began),
				failures: 0
			});
		} catch (caught) {
			const fault = asFault(caught);
			if (this.#mode === "once") this.#fault ??= fault;
			const { failures = 0 } = this.#resting.get(name) ?? {};
			const rest = this.#pollMs * Math.min(longestWait, 2 ** failures);
			this.#resting.set(name, {
				until: performance.now() + rest,
				failures: failures + 1
			});
			if (!until.aborted) onOutage?.(fault);
		} finally {
			this.#turns.delete(name);
			this.#look();
		}
	}
	#isToBeTold(name, lag) {
		if (lag === void 0 || lag === "concerned" || this.#mode === "once") return lag !== void 0;
		return performance.now() - (this.#toldAt.get(name) ?? Number.NEGATIVE_INFINITY) > catchUpMs;
	}
	#restOf(name) {
		return Math.max(0, Math.ceil((this.#resting.get(name)?.until ?? 0) - performance.now()));
	}
	#refuse({ controller, kind, namespace, name }) {
		if (this.#mode === "forever") return void 0;
		const key = `${controller} ${kind} ${namespace}/${name}`;
		const looks = (this.#looks.get(key) ?? 0) + 1;
		this.#looks.set(key, looks);
		if (looks <= looksOfOne) return void 0;
		return new IdentikitError("CONTROL_UNSETTLED", `${key} does not come to rest: it was looked at ${looksOfOne} times`, { remedy: "See what changes it: identikit get it twice, and compare. It is looked at again later." });
	}
	#note(outcome) {
		this.#counts[outcome.result]++;
		this.#options.onOutcome?.(outcome);
	}
	async #demandStanding() {
		const { database, controllers } = this.#options;
		for (const { name, standing = [] } of controllers) await database.transaction("write", async (session) => {
			const { query, sql } = session;
			const { rows } = await sql`
          SELECT kind, name FROM agent_queue WHERE controller = ${name}`.execute(query);
			const waiting = new Set(rows.map((row) => `${row.kind} ${row.name}`));
			const keys = standing.filter((key) => !waiting.has(`${key.kind} ${key.name}`));
			await demandWork(session, database, name, keys);
		});
	}
	async #hasten() {
		for (const { name, looksAtAll = false } of this.#options.controllers) if (looksAtAll) await this.#queue.hasten(name);
	}
	#look() {
		this.#isTold = true;
		this.#wake();
	}
	async #rest(milliseconds) {
		if (this.#isTold) return;
		const rest = new AbortController();
		this.#wake = () => rest.abort();
		await pause(milliseconds, AbortSignal.any([this.#options.until, rest.signal])).catch(() => {});
		this.#wake = () => {};
	}
};
function restAfter(began) {
	return Math.min(performance.now() - began, longestRestMs);
}
// src/agents/store/blobs/blob-store.ts
const statementRows = 32;
var BlobStore = class {
	#database;
	constructor(database) {
		this.#database = database;
	}
	async put(run, blobs) {
		await this.#database.transaction("write", (session) => putBlobs(session, run, blobs));
	}
	async has({ namespace, name }, digest) {
		const { rows } = await this.#database.transaction("read", async ({ query, sql }) => await sql`SELECT part FROM agent_blob
          WHERE namespace = ${namespace} AND run = ${name} AND digest = ${digest} LIMIT 1`.execute(query));
		return rows.length > 0;
	}
	async get({ namespace, name }, digest) {
		const { rows } = await this.#database.transaction("read", async ({ query, sql }) => await sql`SELECT bytes FROM agent_blob
          WHERE namespace = ${namespace} AND run = ${name} AND digest = ${digest} ORDER BY part`.execute(query));
		const content = Buffer.concat(rows.map(({ bytes }) => Buffer.from(bytes, "base64")));
		if (rows.length > 0 && digestOf(content) === digest) return content;
		const what = rows.length === 0 ? "is not there" : "is not what its digest says";
		throw new IdentikitError("BLOB_MISSING", `the content ${digest} of the run ${namespace}/${name} ${what}`, { remedy: "Take the run's bundle in again: identikit write-back FILE." });
	}
};
async function putBlobs({ query, sql }, { namespace, name }, blobs) {
	const rows = blobs.flatMap(({ digest, content }) => partsOf(content).map((bytes, part) => sql`(${namespace}, ${name}, ${digest}, ${sql.lit(part)}, ${bytes})`));
	for (let at = 0; at < rows.length; at += statementRows) await sql`INSERT INTO agent_blob (namespace, run, digest, part, bytes)
      VALUES ${sql.join(rows.slice(at, at + statementRows))} ON CONFLICT DO NOTHING`.execute(query);
}
function partsOf(content) {
	const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
	const parts = [];
	for (let at = 0; at === 0 || at < bytes.length; at += blobRowBytes) parts.push(bytes.subarray(at, at + blobRowBytes).toString("base64"));
	return parts;
}
// src/agents/write-back/record-plan.ts
async function recordPlans({ writer, session }, services, { key: { namespace, name: source }, run: runName, attempt, requests, facts }) {
	await writer.hold(agentDispatchRun, {
		namespace,
		name: runName
	});
	const { scene, approvals } = await readWriteScene(writer, {
		namespace,
		attempt
	}, facts);
	const run = scene.run.metadata;
	const nameOf = (asked) => writeApprovalName(run.name, asked, facts.patch?.digest);
	const known = new Set(approvals.map(({ metadata }) => metadata.name));
	const fresh = requests.filter((asked) => !known.has(nameOf(asked)));
	const plans = hasEnded(scene) ? fresh.map((asked) => endedPlan(asked, scene)) : planWriteBacks(fresh, scene);
	const now = services.now();
	for (const plan of plans) {
		const { asked } = plan;
		const record = {
			source,
			request: asked.digest,
			by: facts.requestedBy
		};
		if (plan.kind === "Denied") {
			const said = `${asked.request.type}: ${plan.reason}`;
			await recordRequest(writer, now, run, {
				...record,
				code: plan.code,
				said
			});
			continue;
		}
		const name = nameOf(asked);
		await supersede(writer, approvals, asked.key, name);
		const { write, escalation } = approvalsOfWrite(name, plan, scene, now);
		await writer.create(agentApproval, write, { phase: plan.kind === "Admitted" ? "Approved" : "Pending" });
		if (escalation) await writer.create(agentApproval, escalation, { phase: "Pending" });
		await recordRequest(writer, now, run, {
			...record,
			said: `${plan.kind} as ${name}: ${plan.reasons.join("; ")}`
		});
	}
	await putBlobs(session, run, plans.flatMap((plan) => plan.kind === "Denied" ? [] : [{
		digest: writeDigest(plan.write),
		content: Buffer.from(writeText(plan.write))
	}]));
	return plans;
}
function hasEnded({ attempt }) {
	return isOver(attempt) && attempt.status.phase !== "Succeeded";
}
function endedPlan(asked, { attempt }) {
	return {
		kind: "Denied",
		asked,
		code: "WRITE_BACK_ENDED",
		reason: `the attempt is ${attempt.status.phase}: ${attempt.status.reason ?? "it came to no result"}`
	};
}
async function supersede(writer, approvals, key, name) {
	for (const { metadata, status, ...before } of approvals) {
		if (!(metadata.annotations?.["identikit.dev/request"] === key && !metadata.name.startsWith(name)) || !isOpen({
			metadata,
			status,
			...before
		})) continue;
		const result = `the run asks for something else under the name ${key}`;
		await writer.setStatus(agentApproval, metadata, {
			...status,
			phase: "Superseded",
			result
		});
	}
}
async function recordRequest(writer, time, { namespace, name }, { source, request, by, via = "controller", code, said }) {
	const metadata = {
		namespace,
		name: derivedName("act", source, request)
	};
	if (await writer.get(agentAction, metadata)) return;
	const spec = agentAction.spec.parse({
		target: {
			kind: agentDispatchRun.kind,
			name
		},
		action: "write-back",
		actor: by,
		arguments: {
			source,
			request
		},
		via,
		time: time.toISOString()
	});
	const message = said.slice(0, 4e3);
	const status = code === void 0 ? {
		phase: "Admitted",
		result: message
	} : {
		phase: "Denied",
		code,
		message
	};
	await writer.create(agentAction, {
		kind: agentAction.kind,
		metadata,
		spec
	}, status);
}
async function noteOnRun(writer, { now }, key, plans) {
	const run = certain(await writer.hold(agentDispatchRun, key));
	const denied = plans.flatMap((plan) => plan.kind === "Denied" ? [plan] : []);
	const [first] = denied;
	const time = now();
	const conditions = withCondition(run.status.conditions, first ? {
		type: "WriteBackBlocked",
		status: "True",
		severity: "warning",
		reason: first.code,
		message: denied.map(({ asked, reason }) => `${asked.request.type}: ${reason}`).join("; ").slice(0, 3e4),
		remedy: "Look at the run's actions: identikit get agentactions."
	} : {
		type: "WriteBackBlocked",
		status: "False",
		reason: "NothingBlocked",
		message: "Nothing keeps its results from being written back."
	}, time.toISOString());
	const status = {
		...run.status,
		conditions
	};
	const next = runAfterApprovals({
		...run,
		status
	}, await approvalsOfRun(writer, run), time);
	await writer.setStatus(agentDispatchRun, run.metadata, next);
}
// src/agents/snapshot/runs-of-day.ts
function isCounted({ phase = "", attempts = 0, verdict }) {
	if (phase === "") return false;
	return !(phase === "Failed" || phase === "Cancelled") || attempts > 0 || verdict !== void 0 && verdict !== "denied";
}
function boundingBudgets(request, snapshot) {
	return budgetsOf(request, snapshot).filter(({ spec }) => spec.runsPerDay !== void 0 || spec.tokensPerDay !== void 0 || spec.costPerDay !== void 0);
}
function budgetLocks(budgets) {
	return budgets.map(({ metadata }) => `budget ${metadata.name}`);
}
function useOfNewRun({ stack, rule }, { stacks }, own) {
	return {
		rule,
		tokens: 0,
		cost: [objectNamed(stacks, stack)?.spec.budget?.cost, own].flatMap((cost) => cost === void 0 ? [] : [micros(cost)]).reduce((least, one) => least === void 0 || one < least ? one : least, void 0) ?? 0n
	};
}
async function runsOfDay({ kind, query, sql }, namespace, snapshot, except) {
	const fact = (column, ...path) => kind === "sqlite" ? sql.raw(`json_extract(${column}, '$.${path.join(".")}')`) : sql.raw(`${column}::json #>> '{${path.join(",")}}'`);
	const { rows } = await sql`SELECT name, phase, ${fact("value", "spec", "triggerRule")} AS rule,
      ${fact("value", "spec", "agentStack")} AS stack, ${fact("value", "spec", "budget", "cost")} AS own,
      ${fact("status", "attempts")} AS attempts, ${fact("status", "admission", "verdict")} AS verdict,
      ${fact("status", "tokens")} AS tokens, ${fact("status", "cost")} AS cost
    FROM agent_object WHERE ${sql.raw(agentIndexKeys.namespace)} = ${`${agentDispatchRun.kind}/${namespace}`}
      AND created >= ${snapshot.now.slice(0, 10)}`.execute(query);
	return rows.filter(({ name, phase, attempts, verdict }) => {
		const status = {
			phase,
			attempts: Number(attempts ?? 0),
			verdict: verdict ?? void 0
		};
		return name !== except && isCounted(status);
	}).map((row) => useOf(row, snapshot));
}
function withUse(snapshot, uses) {
	const day = snapshot.now.slice(0, 10);
	return {
		...snapshot,
		budgets: snapshot.budgets.map((budget) => {
			const { kind, name } = budget.spec.target;
			const own = uses.filter(({ rule }) => kind === "Organization" || rule === name);
			const tokens = own.reduce((sum, use) => sum + use.tokens, 0);
			const cost = own.reduce((sum, use) => sum + use.cost, 0n);
			return {
				...budget,
				status: {
					...budget.status,
					day,
					runs: own.length,
					tokens,
					cost: amountOf(cost)
				}
			};
		})
	};
}
const over$1 = [
	"Succeeded",
	"Failed",
	"Cancelled"
];
function useOf({ phase, rule, stack, own, tokens, cost }, snapshot) {
	const used = micros(cost ?? "0");
	const { cost: mayUse } = useOfNewRun({ stack }, snapshot, own ?? void 0);
	return {
		rule: rule ?? void 0,
		tokens: Number(tokens ?? 0),
		cost: over$1.includes(phase) || used > mayUse ? used : mayUse
	};
}
// src/agents/brakes/budget-use.ts
async function budgetsOfRun(reader, namespace, rule) {
	return (await Array.fromAsync(reader.each(agentBudget, { namespace }))).filter(({ spec }) => counts(spec.target, rule));
}
async function countBudget(store, key, now) {
	const counted = await store.read(async (reader) => {
		const budget = await reader.get(agentBudget, key);
		return budget && {
			budget,
			status: await budgetStatus(reader, budget, now)
		};
	});
	if (!counted) return;
	const { budget, status } = counted;
	const { resourceVersion } = budget.metadata;
	await store.write((writer) => writer.setStatus(agentBudget, budget.metadata, status, { resourceVersion }));
}
function untilTomorrow(now) {
	const dayMs = 864e5;
	return dayMs - now.getTime() % dayMs;
}
async function budgetStatus(reader, { metadata, spec, status }, now) {
	const day = now.toISOString().slice(0, 10);
	let [runs, tokens, cost] = [
		0,
		0,
		0n
	];
	const newest = {
		namespace: metadata.namespace,
		newestFirst: true
	};
	for await (const run of reader.each(agentDispatchRun, newest)) {
		const made = run.metadata.creationTimestamp.slice(0, 10);
		if (made < day) break;
		if (made !== day || !isCounted(countedStatus(run)) || !counts(spec.target, run.spec.triggerRule)) continue;
		runs++;
		tokens += run.status.tokens ?? 0;
		cost += micros(run.status.cost ?? "0");
	}
	const used = {
		runs,
		tokens,
		cost: amountOf(cost)
	};
	const condition = withinCondition(spec, used);
	return {
		...status,
		...used,
		day,
		observedGeneration: metadata.generation,
		conditions: withCondition(status.conditions, condition, now.toISOString())
	};
}
function countedStatus({ status: { phase, attempts, admission } }) {
	return {
		phase,
		attempts,
		verdict: admission?.verdict
	};
}
function counts({ kind, name }, rule) {
	return kind === "Organization" || rule !== void 0 && name === rule;
}
function withinCondition({ runsPerDay, tokensPerDay, costPerDay }, { runs, tokens, cost }) {
	const spent = [
		runsPerDay !== void 0 && runs >= runsPerDay ? [`${runs} of ${runsPerDay} runs`] : [],
		tokensPerDay !== void 0 && tokens >= tokensPerDay ? [`${tokens} of ${tokensPerDay} tokens`] : [],
		costPerDay !== void 0 && micros(cost) >= micros(costPerDay) ? [`$${cost} of $${costPerDay}`] : []
	].flat();
	const common = { type: "Within" };
	if (spent.length === 0) return {
		...common,
		status: "True",
		reason: "SomethingLeft",
		message: "There is something left of each."
	};
	return {
		...common,
		status: "False",
		severity: "error",
		reason: "BudgetSpent",
		message: `Used up for today: ${spent.join(", ")}.`,
		remedy: "Wait until tomorrow (UTC), or raise the budget."
	};
}
// src/agents/brakes/access-controller.ts
const [longCountMs, countRest] = [200, 4];
function accessController(ports) {
	const { store, now } = ports;
	const counted = new Map();
	const count = async (key, signal) => {
		const name = `${key.namespace}/${key.name}`;
		const { at = 0, took = 0 } = counted.get(name) ?? {};
		const rest = at + took * countRest - performance.now();
		if (took > longCountMs && rest > 0) await pause(Math.ceil(rest), signal);
		const begun = performance.now();
		await countBudget(store, key, now());
		counted.set(name, {
			at: performance.now(),
			took: performance.now() - begun
		});
		return untilTomorrow(now());
	};
	return {
		name: "access",
		watches: [...[
			agentPause,
			agentBudget,
			agentSecretGrant,
			agentConfigGrant
		].map((kind) => ({
			kind,
			keysOf: ({ object: { metadata } }) => [keyOf(kind, metadata)]
		})), {
			kind: agentDispatchRun,
			keysOf: async ({ object: { metadata, spec, status } }, reader) => {
				const { triggerRule } = agentDispatchRun.spec.parse(spec);
				const budgets = await budgetsOfRun(reader, metadata.namespace, triggerRule);
				const mayBeStopped = await isMatterOfPauses(reader, metadata.namespace, agentDispatchRun.status.parse(status));
				return [...budgets.map((budget) => keyOf(agentBudget, budget.metadata)), ...mayBeStopped ? [keyOf(agentDispatchRun, metadata)] : []];
			}
		}],
		async reconcile(key, signal) {
			switch (key.kind) {
				case agentPause.kind: return { againMs: await settlePause(store, key, now(), signal) };
				case agentDispatchRun.kind:
					await settlePausedRun(store, key, now());
					return {};
				case agentBudget.kind: return { againMs: await count(key, signal) };
				default: return { againMs: await settleGrant(ports, key, now()) };
			}
		}
	};
}
async function isMatterOfPauses(reader, namespace, status) {
	if (isHeld({ status })) return true;
	if (status.phase !== "Queued" && status.phase !== "Running") return false;
	const { items } = await reader.list(agentPause, {
		namespace,
		limit: 1
	});
	return items.length > 0;
}
function keyOf({ kind }, { namespace, name }) {
	return {
		kind,
		namespace,
		name
	};
}
// src/agents/store/figures/measure-runs.ts
async function measureRuns({ query, sql }, namespace) {
	const keys = [
		"Queued",
		"Running",
		"Waiting"
	].map((phase) => `${agentDispatchRun.kind}/${namespace}/${phase}`);
	const { rows } = await sql`SELECT phase, count(*) AS count FROM agent_object
    WHERE ${sql.raw(agentIndexKeys.phase)} IN (${sql.join(keys)}) AND phase <> '' GROUP BY phase`.execute(query);
	const counts = new Map(rows.map(({ phase, count }) => [phase, Number(count)]));
	return {
		Queued: counts.get("Queued") ?? 0,
		Running: counts.get("Running") ?? 0,
		Waiting: counts.get("Waiting") ?? 0
	};
}
async function measureDay({ kind, query, sql }, namespace, day) {
	const sqlite = kind === "sqlite";
	const fact = (name) => sql.raw(sqlite ? `json_extract(status, '$.${name}')` : `status::json ->> '${name}'`);
	const [decimal, whole] = sqlite ? ["REAL", "INTEGER"] : ["numeric", "bigint"];
	const { rows } = await sql`
    SELECT count(*) AS runs, sum(CAST(${fact("tokens")} AS ${sql.raw(whole)})) AS tokens,
      sum(CAST(round(CAST(${fact("cost")} AS ${sql.raw(decimal)}) * 1000000) AS ${sql.raw(whole)})) AS cost
    FROM agent_object WHERE ${sql.raw(agentIndexKeys.namespace)} = ${`${agentDispatchRun.kind}/${namespace}`}
      AND created >= ${day} AND created < ${`${day}T99`}`.execute(query);
	const [row] = rows;
	return {
		runs: Number(row?.runs ?? 0),
		tokens: Number(row?.tokens ?? 0),
		cost: Number(row?.cost ?? 0)
	};
}
// src/agents/control/figures-controller.ts
const [runs, environments] = ["Runs", "EnvDirectories"];
const dayMs = 864e5;
function figuresController(services) {
	const { database, organization: namespace, now } = services;
	return {
		name: "figures",
		watches: [],
		standing: [runs, environments].map((kind) => ({
			kind,
			namespace: "",
			name: "all"
		})),
		async reconcile({ kind }) {
			const moment = now();
			const time = sampleTime(moment);
			if (kind === environments) {
				const values = await services.environments();
				if (values) await database.transaction("write", (session) => saveSamples(session, {
					namespace,
					figure: "env-directories",
					time
				}, values));
			} else await database.transaction("write", async (session) => {
				await saveSamples(session, {
					namespace,
					figure: "runs",
					time
				}, await measureRuns(session, namespace));
				for (const one of [moment, new Date(moment.getTime() - dayMs)]) {
					const day = one.toISOString().slice(0, 10);
					const at = {
						namespace,
						figure: "day",
						time: `${day}T00:00:00.000Z`
					};
					await saveSamples(session, at, await measureDay(session, namespace, day));
				}
			});
			return { againMs: sampleStepMs };
		}
	};
}
// src/agents/store/retention/prune-records.ts
const over = [
	"Succeeded",
	"Failed",
	"Cancelled"
];
const open = ["Pending", "Approved"];
const withoutRun = [
	[webhookDelivery.kind, [
		"Matched",
		"Ignored",
		"Refused"
	]],
	[agentTriggerExecution.kind, [
		"Created",
		"Coalesced",
		"Rejected"
	]],
	[agentWorkspace.kind, ["Archived"]],
	[agentMemoryQuery.kind, ["Answered", "Denied"]]
];
const runsAtOnce = 50;
async function pruneRecords(database, bounds) {
	let [runs, others, events] = [
		0,
		0,
		0
	];
	for (let after = "";;) {
		const done = await database.transaction("write", async (session) => {
			await keepWritersOut(session, database);
			const found = await runsThatEnded(session, bounds.before, after);
			const used = await namesInUse(session);
			const gone = found.filter((run) => !used.has(`${run.namespace} ${run.name}`));
			const last = found.at(-1);
			const counts = {
				runs: 0,
				others: 0,
				events: 0
			};
			const entries = [];
			for (const run of gone) {
				const entry = await expiryOf(session, run);
				if (!await pruneRun(session, run, used, counts)) continue;
				counts.runs++;
				if (entry) entries.push(entry);
			}
			if (!last) counts.others += await pruneLeftOver(session, bounds.before, used);
			await appendAudit(session, database, entries);
			return {
				...counts,
				last
			};
		});
		[runs, others, events] = [
			runs + done.runs,
			others + done.others,
			events + done.events
		];
		if (!done.last) break;
		after = `${done.last.namespace} ${done.last.name}`;
	}
	const changes = await database.transaction("write", (session) => pruneChanges(session, bounds));
	const samples = await database.transaction("write", (session) => pruneSamples(session, bounds.before));
	return {
		runs,
		others,
		events,
		changes,
		samples
	};
}
async function keepWritersOut({ query, sql }, { kind }) {
	if (kind === "postgres") await sql`LOCK TABLE agent_object IN SHARE ROW EXCLUSIVE MODE`.execute(query);
}
async function runsThatEnded({ query, sql }, before, after) {
	const ended = before.toISOString();
	const found = [];
	let [namespace = "", name = ""] = after.split(" ");
	for (;;) {
		const { rows } = await sql`SELECT namespace, name, status FROM agent_object
      WHERE kind = ${agentDispatchRun.kind} AND (namespace, name) > (${namespace}, ${name}) AND created < ${ended}
        AND phase IN (${sql.join(over)}) ORDER BY namespace, name LIMIT ${runsAtOnce}`.execute(query);
		for (const row of rows) {
			const status = JSON.parse(row.status);
			if (isRecord(status) && typeof status.finishedAt === "string" && new Date(status.finishedAt) < before) found.push({
				namespace: row.namespace,
				name: row.name
			});
		}
		const last = rows.at(-1);
		if (!last || found.length > 0) return found;
		[namespace, name] = [last.namespace, last.name];
	}
}
async function namesInUse({ query, sql }) {
	const { rows } = await sql`
    SELECT namespace, name, value, status FROM agent_object
    WHERE kind IN (${agentDispatchRun.kind}, ${agentDispatchAttempt.kind}) AND phase NOT IN (${sql.join(over)})`.execute(query);
	const approvals = await sql`SELECT namespace, run FROM agent_object
    WHERE kind = ${agentApproval.kind} AND phase IN (${sql.join(open)})`.execute(query);
	const names = new Set(approvals.rows.map(({ namespace, run }) => `${namespace} ${run}`));
	for (const { namespace, name, value, status } of rows) {
		names.add(`${namespace} ${name}`);
		for (const text of textsIn([JSON.parse(value), JSON.parse(status)])) names.add(`${namespace} ${text}`);
	}
	return names;
}
function* textsIn(value) {
	if (typeof value === "string") yield value;
	else if (isRecord(value)) for (const inner of Object.values(value)) yield* textsIn(inner);
}
async function expiryOf({ query, sql }, { namespace, name }) {
	const { kind } = agentDispatchRun;
	const { rows } = await sql`SELECT value, status FROM agent_object
    WHERE kind = ${kind} AND namespace = ${namespace} AND name = ${name}`.execute(query);
	const [row] = rows;
	return row && auditEntry({
		namespace,
		name,
		kind,
		change: "expired",
		...row
	});
}
async function pruneRun({ query, sql }, { namespace, name }, used, counts) {
	const hanging = sql`${sql.raw(agentIndexKeys.run)} = ${`${namespace}/${name}`} AND run <> '' AND NOT declared`;
	const { rows } = await sql`SELECT kind, name FROM agent_object WHERE ${hanging}`.execute(query);
	if (rows.some((one) => used.has(`${namespace} ${one.name}`))) return false;
	const events = await sql`DELETE FROM agent_event WHERE namespace = ${namespace} AND run = ${name}`.execute(query);
	await sql`DELETE FROM agent_object WHERE ${hanging}`.execute(query);
	await sql`DELETE FROM agent_object
    WHERE kind = ${agentDispatchRun.kind} AND namespace = ${namespace} AND name = ${name}`.execute(query);
	counts.others += rows.length;
	counts.events += Number(events.numAffectedRows ?? 0n);
	return true;
}
async function pruneLeftOver({ query, sql }, before, used) {
	let count = 0;
	for (const [kind, phases] of withoutRun) {
		const { rows } = await sql`SELECT namespace, name FROM agent_object
      WHERE kind = ${kind} AND run = '' AND created < ${before.toISOString()} AND phase IN (${sql.join([...phases])})`.execute(query);
		for (const { namespace, name } of rows) {
			if (used.has(`${namespace} ${name}`)) continue;
			await sql`DELETE FROM agent_object WHERE kind = ${kind} AND namespace = ${namespace} AND name = ${name}`.execute(query);
			count++;
		}
	}
	return count;
}
async function pruneChanges({ query, sql }, { changesBefore, changes }) {
	const time = changesBefore.toISOString();
	const { rows } = await sql`
    SELECT version FROM agent_change ORDER BY version DESC LIMIT 1 OFFSET ${Math.max(changes, 0)}`.execute(query);
	const recent = await sql`
    SELECT version FROM agent_change WHERE time >= ${time} ORDER BY version LIMIT 1`.execute(query);
	const byAge = recent.rows[0] ? recent.rows[0].version - 1 : Number.MAX_SAFE_INTEGER;
	const { numAffectedRows = 0n } = await sql`DELETE FROM agent_change WHERE version <= ${Math.max(rows[0]?.version ?? 0, byAge)}`.execute(query);
	return Number(numAffectedRows);
}
// src/agents/control/retention-controller.ts
const hourMs = 36e5;
function retentionController(database, { days, changeHours, changes }, now) {
	return {
		name: "retention",
		watches: [],
		standing: [{
			kind: "Records",
			namespace: "",
			name: "all"
		}],
		async reconcile() {
			const time = now().getTime();
			await pruneRecords(database, {
				before: new Date(time - days * 24 * hourMs),
				changesBefore: new Date(time - changeHours * hourMs),
				changes
			});
			return { againMs: hourMs };
		}
	};
}
// src/agents/dispatch/dispatch-services.ts
async function snapshotNow({ database, organizations, declared, now, snapshots }, organization) {
	const options = {
		organization,
		organizations,
		now: now(),
		declared
	};
	return await (snapshots?.read(database, options) ?? readAdmissionSnapshot(database, options));
}
// src/agents/dispatch/plan-within-budgets.ts
async function planWithinBudgets({ session, keys, namespace }, snapshot, plan) {
	const first = plan(() => snapshot);
	const makers = first.executions.filter(({ run }) => run !== void 0);
	const bounding = makers.flatMap(({ spec: { triggerRule: rule } }) => boundingBudgets({
		organization: namespace,
		rule
	}, snapshot));
	if (bounding.length === 0) return first;
	await keys.lock([...new Set(budgetLocks(bounding))]);
	const uses = await runsOfDay(session, namespace, snapshot);
	const made = makers.map(({ spec: { triggerRule: rule }, run }) => ({
		...useOfNewRun({
			stack: run?.spec.agentStack ?? "",
			rule
		}, snapshot, run?.spec.budget?.cost),
		rule
	}));
	return plan((rule) => withUse(snapshot, [...uses, ...made.filter((one) => one.rule < rule)]));
}
// src/agents/readiness/stack-rows.ts
const typed = looseObject({ type: string() });
async function readStackRows(database, agent) {
	const rows = agent === void 0 ? void 0 : await rowsOf(database, agent);
	if (rows && agent !== void 0) {
		const { runtime } = rows.agent(agent);
		return {
			runtime,
			server: async (key) => serverOf(resolveMcpServers(rows, agent).find((one) => one.key === key)?.value),
			skill: async (key) => readable(() => resolveSkills(rows, agent).find((one) => one.key === key)?.value)
		};
	}
	return {
		server: async (key) => {
			const entry = await widest(database, "mcp_server", key);
			return serverOf(entry && json().parse(entry.value));
		},
		skill: async (key) => {
			const entry = await widest(database, "skill", key);
			return readable(() => entry?.tree);
		}
	};
}
async function rowsOf(database, agent) {
	const rows = await loadRows(database, [agent]);
	return rows.agents.includes(agent) ? rows : void 0;
}
async function widest(database, table, key) {
	const rows = await database.read((query) => query.selectFrom(table).select([
		"scope",
		"scope_ref",
		"key",
		"enabled",
		"value"
	]).where("key", "=", key).orderBy("scope").orderBy("scope_ref").execute());
	const forAll = rows.filter(({ scope_ref: reference }) => reference === "");
	const own = forAll.find(({ scope }) => scope === "global") ?? forAll.find(({ scope }) => scope === "builtin");
	const some = rows.filter(({ enabled }) => Boolean(enabled));
	const only = new Set(some.map(({ value }) => value)).size === 1 ? some[0] : void 0;
	const row = own ?? only;
	return row?.enabled ? new Entry(table, row) : void 0;
}
function serverOf(content) {
	if (content === void 0) return void 0;
	const { type } = typed.safeParse(content).data ?? { type: "none" };
	return {
		content,
		type,
		secrets: secretsIn(content),
		digest: digestOf(canonicalJson(content))
	};
}
function secretsIn(content) {
	try {
		return [...new Set(findPlaceholders(content, "the row").map(({ name }) => name))].sort();
	} catch (caught) {
		if (caught instanceof IdentikitError) return [];
		throw caught;
	}
}
function readable(read) {
	try {
		return read();
	} catch (caught) {
		if (!(caught instanceof IdentikitError)) throw caught;
		return {
			message: caught.message,
			remedy: caught.remedy
		};
	}
}
// src/agents/readiness/stack-world.ts
function stackWorlds(database, store, { organizations, declared }) {
	return async (organization, now) => ({
		organization,
		snapshot: await readAdmissionSnapshot(database, {
			organizations,
			declared: declared(organization),
			organization,
			now
		}),
		objects: await readObjects(store, organization),
		rows: (agent) => readStackRows(database, agent)
	});
}
async function readObjects(store, namespace) {
	return await store.read(async (reader) => {
		const own = (kind) => Array.fromAsync(reader.each(kind, {
			namespace,
			limit: 5e3
		}));
		return {
			stacks: await own(agentStack),
			mcpServers: await own(agentMcpServer),
			serviceAccounts: await own(agentServiceAccount),
			contextLabels: await own(agentContextLabel),
			workspacePolicies: await own(agentWorkspacePolicy),
			memorySources: await own(agentMemorySource),
			memoryRepositories: await own(agentMemoryRepository)
		};
	});
}
// src/agents/dispatch/earlier-attempt.ts
async function earlierAttempt({ database, store }, namespace, { run, reason, previous }) {
	if (previous === void 0 || reason === "initial" || reason === "retry") return void 0;
	const artifacts = await store.read((reader) => Array.fromAsync(reader.each(agentArtifact, {
		namespace,
		fields: parseFieldSelector(`spec.run=${run}`)
	})));
	const contentOf = async (kind) => {
		const found = artifacts.find(({ spec, status }) => spec.attempt === previous && spec.kind === kind && status.phase !== "Pending");
		return found && Buffer.from(await new BlobStore(database).get({
			namespace,
			name: run
		}, found.spec.digest));
	};
	const session = await contentOf("session");
	const answered = await store.read((reader) => gateAnswers(reader, {
		namespace,
		name: run
	}));
	const answers = answered.length === 0 ? {} : { answers: answered.slice(-1e3) };
	if (session) return {
		session: session.toString("base64"),
		...answers
	};
	const transcript = await contentOf("transcript");
	return {
		...transcript ? { transcript: transcript.toString("base64") } : {},
		...answers
	};
}
// src/agents/identity/run-identity.ts
async function runIdentity(database, { metadata, spec }, grants, secrets) {
	const users = stackUsers({
		metadata,
		spec
	}, grants);
	const rows = await readStackRows(database, spec.agent);
	const own = spec.agent === void 0 ? emptyConfig(metadata.name, runtimeOf(spec.adapter.name, spec.baseAgent)) : resolveAgent(await loadRows(database, [spec.agent]), spec.agent);
	const servers = spec.mcpServers ? await namedServers(users, rows, grants) : own.mcpServers;
	const skills = spec.skills ? await namedSkills(users, rows, grants) : own.skills;
	const leftOut = [];
	const granted = new Set(secrets);
	const isGranted = (what) => (entry) => {
		const missing = findPlaceholders(entry.value, what).filter(({ name }) => !granted.has(name));
		for (const { name } of missing) leftOut.push(`${what} ${entry.key}: it needs the secret ${name}, which the run was not granted`);
		return missing.length === 0;
	};
	return {
		config: {
			...own,
			mcpServers: servers.filter(isGranted("the MCP server")),
			skills,
			settings: own.settings.filter(isGranted("the setting"))
		},
		leftOut
	};
}
async function namedServers(users, rows, grants) {
	const found = [];
	for (const name of namesOf(users, "mcpServers")) {
		const key = objectNamed(grants.mcpServers, name)?.spec.row ?? name;
		const row = await rows.server(key);
		if (row) found.push(instance(key, row.content));
	}
	return found.sort(byKey);
}
async function namedSkills(users, rows, grants) {
	const found = [];
	for (const name of namesOf(users, "skills")) {
		const key = objectNamed(grants.skills, name)?.spec.sourceRef.row ?? name;
		const tree = await rows.skill(key);
		if (tree instanceof FileTree) found.push(instance(key, tree));
	}
	return found.sort(byKey);
}
function namesOf(users, field) {
	return [...new Set(users.flatMap((user) => user[field]))];
}
function instance(key, value) {
	return {
		key,
		value,
		scope: "instance",
		overrides: []
	};
}
function byKey(a, b) {
	return compareTexts(a.key, b.key);
}
function runtimeOf(adapter, baseAgent) {
	return adapter === "claude" ? "claude-code" : adapter === "codex" ? "codex" : baseAgent;
}
function emptyConfig(name, runtime) {
	return {
		name,
		type: "stack",
		runtime,
		systemPrompt: null,
		plugins: [],
		marketplaces: [],
		mcpServers: [],
		skills: [],
		settings: [],
		files: []
	};
}
// src/agents/results/take-report.ts
const mostEvents = 1e6;
async function takeReport({ database, store, now }, key, report) {
	return await store.write(async (writer, session) => {
		const keys = new ObjectKeys(session, database, key.namespace);
		const full = await roomOfLate({
			writer,
			keys,
			now: now()
		}, key);
		if (full) throw refused(key, `its ticket had run out, and by now ${full.message}`);
		const attempt = underWay(key, await writer.hold(agentDispatchAttempt, key));
		const time = now();
		const answers = await ask(writer, attempt, report.asks, time);
		const before = attempt.status.lastEvent ?? 0;
		const fresh = report.events.filter(({ seq }) => seq > before && seq <= mostEvents);
		const follows = fresh.every(({ seq }, at) => seq === before + at + 1);
		const last = follows ? before + fresh.length : before;
		await noteWork(writer, attempt, report, {
			last,
			time
		});
		await noteAnnounced(writer, attempt, report.announced ?? []);
		const again = report.events.filter(({ seq }) => seq <= before);
		const of = {
			run: attempt.spec.run,
			attempt: key.name
		};
		const specs = [...again, ...follows ? fresh : []].map((event) => ({
			...event,
			...of
		}));
		if (specs.length > 0) await appendEvents(session, database.kind, key.namespace, specs);
		return {
			last,
			answers
		};
	});
}
function underWay(key, attempt) {
	if (!attempt) throw refused(key, "there is no such attempt");
	if (attempt.status.bundleDigest !== void 0) throw refused(key, "its bundle was taken in", "ATTEMPT_REPORTED");
	if (attempt.status.revoked || isOver(attempt)) throw refused(key, `it is ${attempt.status.phase}`);
	return attempt;
}
function refused({ name }, why, code = "ATTEMPT_UNKNOWN") {
	return new IdentikitError(code, `nothing more is taken of ${name}: ${why}`, { remedy: `Look at identikit get agentdispatchattempt ${name}.` });
}
async function noteWork(writer, attempt, { runner, session: named = attempt.status.clientSessionId, announced }, { last, time }) {
	const { metadata, spec } = attempt;
	const at = time.toISOString();
	const started = {
		runner: runner.name,
		...runner.ciRun === void 0 ? {} : { ciRun: runner.ciRun }
	};
	const status = {
		...attempt.status,
		...started,
		phase: "Running",
		startedAt: attempt.status.startedAt ?? at,
		heartbeat: at,
		lastEvent: last,
		...named === void 0 ? {} : { clientSessionId: named }
	};
	const isKnown = attempt.status.phase === "Running" && attempt.status.session !== void 0 && attempt.status.clientSessionId === named && silenceOf(attempt, time) < 6e4 && announced === void 0;
	const key = {
		namespace: metadata.namespace,
		name: spec.run
	};
	const run = isKnown ? void 0 : await writer.hold(agentDispatchRun, key);
	if (!run) {
		await writer.setStatus(agentDispatchAttempt, metadata, status);
		return;
	}
	const { session, bound } = await noteSession(writer, run, {
		...attempt,
		status
	}, {
		now: time,
		isEnd: announced !== void 0
	});
	await writer.setStatus(agentDispatchAttempt, metadata, {
		...status,
		session,
		conditions: withCondition(status.conditions, bound, at)
	});
	if (run.status.currentAttempt !== metadata.name || isOver(run)) return;
	const { reason: _, message: __, ...kept } = run.status;
	await writer.setStatus(agentDispatchRun, key, {
		...kept,
		...started,
		session,
		phase: "Running",
		startedAt: kept.startedAt ?? at,
		conditions: withCondition(kept.conditions, bound, at)
	});
}
async function ask(writer, attempt, asks, now) {
	const key = {
		namespace: attempt.metadata.namespace,
		name: attempt.spec.run
	};
	const run = asks.length === 0 ? void 0 : await writer.hold(agentDispatchRun, key);
	if (!run) return [];
	const answers = [];
	let isNew = false;
	for (const request of asks) {
		if (request.type !== "approval") continue;
		const approval = gateApproval(run, request, agentActor(attempt), now);
		const there = await writer.get(agentApproval, approval.metadata);
		if (!there) {
			await writer.create(agentApproval, approval, { phase: "Pending" });
			isNew = true;
		}
		const answer = there && answerOf(there);
		if (answer) answers.push(answer);
	}
	if (isNew) {
		const fields = parseFieldSelector(`spec.run=${run.metadata.name}`);
		const { namespace } = key;
		const all = await Array.fromAsync(writer.each(agentApproval, {
			namespace,
			fields
		}));
		await writer.setStatus(agentDispatchRun, key, runAfterApprovals(run, all, now));
	}
	return answers;
}
// src/agents/approvals/refused-action.ts
async function refusedAction(writer, organizations, asked, now) {
	const { namespace, action, by, host, of, at } = asked;
	const { who } = whoIs(by, namespace, host, at.repository);
	const access = await readAccessState(writer, organizations);
	const missing = rightsFor(action, {
		namespace,
		...at,
		name: of.name
	}).find((right) => !who || !permissionFor(access, who, right));
	if (!missing) return void 0;
	return await writeRefusal(writer, asked, `they may not ${rightText(missing)}`, now);
}
async function writeRefusal(writer, { namespace, action, by, via, of, details }, why, now) {
	const message = `${by.name} may not ${action} ${of.name}: ${why}`;
	const spec = agentAction.spec.parse({
		target: of,
		action,
		actor: by,
		via,
		time: now.toISOString(),
		...details === void 0 ? {} : { arguments: details }
	});
	const metadata = {
		namespace,
		name: `a-${randomUUID()}`
	};
	const status = {
		phase: "Denied",
		code: "POLICY_DENIED",
		message: message.slice(0, 4e3)
	};
	await writer.create(agentAction, {
		kind: agentAction.kind,
		metadata,
		spec
	}, status);
	return new IdentikitError("POLICY_DENIED", message, { remedy: "Let somebody ask who may; identikit access review shows what somebody may do." });
}
// src/agents/workspaces/ask-run-action.ts
async function askRunAction({ store, organizations }, asked, now) {
	const { namespace, name, text, request } = asked;
	const refusal = await store.write(async (writer) => {
		const run = await writer.get(agentDispatchRun, {
			namespace,
			name
		});
		if (!run) throw objectMissing(agentDispatchRun, {
			namespace,
			name
		});
		const { repository, agentStack: stack } = run.spec;
		const said = {
			...text === void 0 ? {} : { text },
			...request === void 0 ? {} : { request }
		};
		const details = Object.keys(said).length === 0 ? void 0 : said;
		const of = {
			kind: agentDispatchRun.kind,
			name
		};
		return await refusedAction(writer, organizations, {
			...asked,
			of,
			at: {
				repository,
				stack
			},
			details
		}, now);
	});
	if (refusal) throw refusal;
	return await (asked.action === "write-back" ? askForWriteBack : actOnRun)(store, asked, now);
}
// src/agents/store/events/read-events.ts
async function readEvents(database, { namespace, attempt, after, limit }) {
	const range = {
		first: after + 1,
		last: after + limit
	};
	return (await database.transaction("read", (session) => eventsBetween(session, {
		namespace,
		attempt
	}, range))).map((row) => resourceOf(agentToolEvent, eventObject(row)).spec);
}
// src/agents/approvals/decide-review.ts
const phases = {
	resolve: "Resolved",
	"request-changes": "ChangesRequested"
};
async function decideReview(ports, asked) {
	const { namespace, name, verdict, comment, by } = asked;
	const now = ports.now();
	const done = await ports.store.write(async (writer) => {
		const review = await writer.hold(agentReviewArtifact, {
			namespace,
			name
		});
		if (!review) throw objectMissing(agentReviewArtifact, {
			namespace,
			name
		});
		const run = await writer.get(agentDispatchRun, {
			namespace,
			name: review.spec.run
		});
		if (!run) throw objectMissing(agentDispatchRun, {
			namespace,
			name: review.spec.run
		});
		const { repository } = run.spec;
		const said = comment === void 0 ? {} : { comment: comment.slice(0, 1e4) };
		const of = {
			kind: agentReviewArtifact.kind,
			name
		};
		const action = {
			...asked,
			action: verdict,
			of,
			at: { repository },
			details: said
		};
		const refusal = await refusedAction(writer, ports.organizations, action, now) ?? (await isOwnWork(writer, asked, review, run) ? await writeRefusal(writer, action, "nobody resolves what others want changed of their own run", now) : void 0);
		if (refusal) return {
			refusal,
			review
		};
		const phase = phases[verdict];
		if (review.status.phase === phase) throw new IdentikitError("CONFLICT", `the review ${name} is ${phase} already`, { remedy: "Nothing has to be done." });
		const { comment: _, ...before } = review.status;
		const decided = await writer.setStatus(agentReviewArtifact, review.metadata, {
			...before,
			...said,
			phase,
			decidedBy: by
		});
		const spec = agentAction.spec.parse({
			target: of,
			action: verdict,
			actor: by,
			via: asked.via,
			time: now.toISOString(),
			...comment === void 0 ? {} : { arguments: said }
		});
		const metadata = {
			namespace,
			name: `a-${randomUUID()}`
		};
		const status = {
			phase: "Done",
			result: `the review is ${phase}`
		};
		await writer.create(agentAction, {
			kind: agentAction.kind,
			metadata,
			spec
		}, status);
		return { review: decided };
	});
	if (done.refusal) throw done.refusal;
	return done.review;
}
async function isOwnWork(writer, { by, verdict, namespace }, { status: { phase, decidedBy } }, run) {
	const isSame = (other) => other?.kind === "User" && foldedName(other.name) === foldedName(by.name);
	if (verdict !== "resolve" || phase !== "ChangesRequested" || isSame(decidedBy)) return false;
	if (!isSame(run.spec.requestedBy)) return false;
	const stack = await writer.get(agentStack, {
		namespace,
		name: run.spec.agentStack
	});
	const terms = workTerms(run.status.trustTier ?? "untrusted");
	return !(stack?.spec.approvers === "anyone" && terms.selfApproval);
}
// src/agents/proof/content-proofs.ts
async function contentProofs(database, { run, artifacts }) {
	const blobs = new BlobStore(database);
	const proofs = [];
	for (const { metadata, spec } of artifacts) {
		const subject = `${spec.kind} ${metadata.name}`;
		proofs.push(await contentProof(blobs, run.metadata, subject, spec.digest));
		if (spec.kind !== "patch" || proofs.at(-1)?.state !== "holds") continue;
		const patch = await patchOf(blobs, run.metadata, spec.digest);
		for (const { path, after } of patch.changes) if (after) proofs.push(await contentProof(blobs, run.metadata, `${subject}: ${path}`, after.digest));
	}
	return proofs;
}
async function patchOf(blobs, run, digest) {
	const stored = JSON.parse(Buffer.from(await blobs.get(run, digest)).toString("utf8"));
	return treePatch.parse(stored);
}
async function contentProof(blobs, run, subject, digest) {
	try {
		await blobs.get(run, digest);
		return {
			subject,
			state: "holds",
			detail: digest
		};
	} catch (caught) {
		if (!(caught instanceof IdentikitError) || caught.code !== "BLOB_MISSING") throw caught;
		const isThere = await blobs.has(run, digest);
		return {
			subject,
			state: isThere ? "differs" : "unverified",
			detail: isThere ? `the content is not ${digest}` : `the content ${digest} is not here`
		};
	}
}
// src/agents/proof/audit-proofs.ts
async function chainProofs(database, keyring, expected) {
	const { findings, lines: count } = await verifyAudit(database, keyring, expected);
	const chain = findings.map(({ code, severity, path, actual }) => {
		return {
			subject: "audit",
			state: severity === "error" ? "differs" : "unverified",
			detail: `${code}, ${path}: ${actual ?? ""}`
		};
	});
	const whole = {
		subject: "audit",
		state: "holds",
		detail: `a chain of ${count} lines`
	};
	return chain.length === 0 ? [whole] : chain;
}
function recordProofs({ stored, lines }) {
	const newest = new Map(lines.map((line) => [line.record, line]));
	const there = stored.filter(({ kind }) => auditedKinds.has(kind));
	const names = new Set(there.map(({ kind, name }) => `${kind}/${name}`));
	return [...there.map((record) => recordProof(record, newest.get(`${record.kind}/${record.name}`))), ...[...newest.values()].filter(({ record }) => !names.has(record)).flatMap(goneProof)];
}
function recordProof({ kind, name, value, status }, line) {
	const subject = `record ${kind}/${name}`;
	if (!line) return {
		subject,
		state: "differs",
		detail: "the audit knows nothing of it"
	};
	const said = fieldsOf(JSON.parse(line.entry));
	const isStatusSaid = auditedKinds.get(kind)?.changes === "all";
	const differs = [
		...said.valueDigest === digestOf(value) ? [] : ["what is declared of it"],
		...isStatusSaid && said.statusDigest !== digestOf(status) ? ["its status"] : [],
		...said.phase === fieldsOf(JSON.parse(status)).phase ? [] : ["its phase"]
	];
	if (differs.length === 0) return {
		subject,
		state: "holds",
		detail: `as in line ${line.number}`
	};
	return {
		subject,
		state: "differs",
		detail: `${differs.join(" and ")} is not what line ${line.number} says`
	};
}
function goneProof({ record, entry, number }) {
	const { change } = fieldsOf(JSON.parse(entry));
	if (change === "deleted" || change === "expired") return [];
	return [{
		subject: `record ${record}`,
		state: "differs",
		detail: `it is gone; line ${number} has it`
	}];
}
// src/agents/proof/commit-proofs.ts
const committed = new Set(["branch", "pull_request"]);
function cameToCommit(approval) {
	return committed.has(approval.spec.action) && approval.spec.write !== void 0 && phaseOf(approval) === "Applied";
}
async function commitProofs({ database, commits }, { run, approvals }, signal) {
	const proofs = [];
	for (const approval of approvals) {
		const { write } = approval.spec;
		if (write === void 0 || !cameToCommit(approval)) continue;
		const subject = `commit of ${approval.metadata.name}`;
		try {
			const content = await new BlobStore(database).get(run.metadata, write);
			const sent = preparedWrite.parse(JSON.parse(Buffer.from(content).toString("utf8")));
			if (sent.action !== "branch" && sent.action !== "pull_request") continue;
			if (!commits) {
				proofs.push({
					subject,
					state: "unverified",
					detail: "no forge was asked; run it with --forge"
				});
				continue;
			}
			const { repository, branch, base } = sent;
			const tip = await commits.tip(repository, branch, signal);
			if (!tip) {
				const detail = `the branch ${branch} of ${repository} is not there any more`;
				proofs.push({
					subject,
					state: "unverified",
					detail
				});
				continue;
			}
			const there = await commits.changesOf({
				repository,
				commit: tip.commit,
				base
			}, signal);
			const found = sameDigest(subject, sent.patch, patchDigest(there));
			proofs.push({
				...found,
				detail: `${branch} at ${tip.commit}: ${found.detail}`
			});
		} catch (caught) {
			signal.throwIfAborted();
			const { code, message } = asFault(caught);
			proofs.push({
				subject,
				state: "unverified",
				detail: `${code}: ${message}`
			});
		}
	}
	return proofs;
}
// src/agents/proof/run-evidence.ts
async function runEvidence({ store, database }, key) {
	const records = await store.read((reader) => recordsOfRun(reader, key));
	const actions = records.actions.map(({ metadata }) => metadata.name);
	return await database.transaction("read", async ({ query, sql }) => {
		const { rows } = await sql`SELECT kind, name, value, status FROM agent_object
      WHERE (${sql.raw(agentIndexKeys.run)} = ${`${key.namespace}/${key.name}`} AND run <> '')
        OR (kind = ${agentDispatchRun.kind} AND namespace = ${key.namespace} AND name = ${key.name})
        OR (kind = ${agentAction.kind} AND namespace = ${key.namespace}
          AND name IN (${sql.join(actions.length === 0 ? [""] : actions)}))
      ORDER BY kind, name`.execute(query);
		return {
			...records,
			stored: rows,
			lines: await auditOfRun(query, key)
		};
	});
}
async function recordsOfRun(reader, key) {
	const run = await reader.get(agentDispatchRun, key);
	if (!run) throw objectMissing(agentDispatchRun, key);
	const of = {
		namespace: key.namespace,
		fields: parseFieldSelector(`spec.run=${key.name}`)
	};
	const actions = await Array.fromAsync(reader.each(agentAction, { namespace: key.namespace }));
	return {
		run: certain(run),
		attempts: await Array.fromAsync(reader.each(agentDispatchAttempt, of)),
		contexts: await Array.fromAsync(reader.each(agentContextBundle, of)),
		approvals: await Array.fromAsync(reader.each(agentApproval, of)),
		artifacts: await Array.fromAsync(reader.each(agentArtifact, of)),
		actions: actions.filter(({ spec: { target } }) => target.kind === agentDispatchRun.kind && target.name === key.name)
	};
}
// src/agents/store/drafts/object-drafts.ts
const daysKept = 30;
const mostDrafts = 100;
var ObjectDrafts = class {
	#database;
	constructor(database) {
		this.#database = database;
	}
	async save(key, { content, base, version }, now) {
		if (content.length > 15e5) throw tooLarge(`the draft has more than ${longestDraft} characters`);
		const { namespace, kind, name } = key;
		const [person, changed] = [personOf(key), now.toISOString()];
		const expires = new Date(now.getTime() + daysKept * 864e5).toISOString();
		const row = {
			namespace,
			person,
			kind,
			name,
			content,
			base,
			version,
			changed,
			expires
		};
		await this.#database.transaction("write", async ({ query }) => {
			await query.deleteFrom("object_draft").where("expires", "<=", changed).execute();
			if ((await query.selectFrom("object_draft").select(["kind", "name"]).where("namespace", "=", namespace).where("person", "=", person).execute()).filter((one) => one.kind !== kind || one.name !== name).length >= mostDrafts) throw tooLarge(`${key.person.name} has ${mostDrafts} drafts`);
			await query.insertInto("object_draft").values(row).onConflict((conflict) => conflict.columns([
				"namespace",
				"person",
				"kind",
				"name"
			]).doUpdateSet({
				content,
				base,
				version,
				changed,
				expires
			})).execute();
		});
	}
	async find(key, now) {
		return (await this.list(key, now)).find(({ kind, name }) => kind === key.kind && name === key.name);
	}
	async list({ namespace, person }, now) {
		return await this.#database.read((query) => query.selectFrom("object_draft").select([
			"kind",
			"name",
			"content",
			"base",
			"version",
			"changed",
			"expires"
		]).where("namespace", "=", namespace).where("person", "=", personOf({ person })).where("expires", ">", now.toISOString()).orderBy("changed", "desc").orderBy("name").execute());
	}
	async discard({ namespace, kind, name, ...key }) {
		await this.#database.transaction("write", async ({ query }) => {
			await query.deleteFrom("object_draft").where("namespace", "=", namespace).where("person", "=", personOf(key)).where("kind", "=", kind).where("name", "=", name).execute();
		});
	}
};
function personOf({ person }) {
	return `${person.kind}/${person.name.toLowerCase()}`;
}
function tooLarge(problem) {
	return new IdentikitError("RESOURCE_TOO_LARGE", problem, { remedy: "Apply or discard a draft, or keep large content in a file and refer to it." });
}
// src/agents/store/figures/store-figures.ts
async function readStoreFigures(database) {
	return await database.transaction("read", async ({ query, sql }) => {
		const now = clocks[database.kind];
		const queue = await sql`
      SELECT controller AS name, count(*) AS queued, sum(CASE WHEN due_at <= ${sql.raw(now)} THEN 1 ELSE 0 END) AS due,
        sum(CASE WHEN error_code IS NOT NULL THEN 1 ELSE 0 END) AS failing
      FROM agent_queue GROUP BY controller ORDER BY controller`.execute(query);
		const phases = async (kind) => {
			const { rows } = await sql`SELECT phase AS name, count(*) AS count FROM agent_object
        WHERE kind = ${kind} AND phase <> '' GROUP BY phase ORDER BY phase`.execute(query);
			return rows.map(({ name, count }) => ({
				name,
				count: Number(count)
			}));
		};
		const renders = await sql`
      SELECT count(*) AS queued, sum(CASE WHEN error_code IS NOT NULL THEN 1 ELSE 0 END) AS failing FROM render_queue`.execute(query);
		const figure = "env-directories";
		const seen = await sql`SELECT label AS name, time, sum(value) AS count FROM figure_sample
      WHERE figure = ${figure} AND time = (SELECT max(time) FROM figure_sample WHERE figure = ${figure})
      GROUP BY label, time ORDER BY label`.execute(query);
		const [newest] = seen.rows;
		const counts = (of) => queue.rows.map((row) => ({
			name: row.name,
			count: Number(row[of])
		}));
		return {
			queued: counts("queued"),
			due: counts("due"),
			failing: counts("failing"),
			runs: await phases(agentDispatchRun.kind),
			approvals: await phases(agentApproval.kind),
			renders: Number(renders.rows[0]?.queued ?? 0),
			failingRenders: Number(renders.rows[0]?.failing ?? 0),
			environments: seen.rows.map(({ name, count }) => ({
				name,
				count: Number(count)
			})),
			environmentsSeen: newest && Date.parse(newest.time) / 1e3
		};
	});
}
// src/agents/snapshot/access-states.ts
var AccessStates = class {
	organizations;
	#known;
	constructor(organizations) {
		this.organizations = organizations;
	}
	async read(reader) {
		const revision = await reader.revisionOf([agentRole, agentRoleBinding]);
		if (this.#known?.revision === revision) return this.#known.state;
		const state = await readAccessState(reader, this.organizations);
		this.#known = {
			revision,
			state
		};
		return state;
	}
};
// src/agents/workspaces/ask-workspace-action.ts
async function askWorkspaceAction({ store, organizations }, asked, now) {
	const { namespace, name, text, machine } = asked;
	const refusal = await store.write(async (writer) => {
		const workspace = await writer.get(agentWorkspace, {
			namespace,
			name
		});
		if (!workspace) throw objectMissing(agentWorkspace, {
			namespace,
			name
		});
		const { repository } = workspace.spec;
		const of = {
			kind: agentWorkspace.kind,
			name
		};
		const said = {
			...text === void 0 ? {} : { text },
			...machine === void 0 ? {} : { host: machine }
		};
		const details = Object.keys(said).length === 0 ? void 0 : said;
		return await refusedAction(writer, organizations, {
			...asked,
			of,
			at: { repository },
			details
		}, now);
	});
	if (refusal) throw refusal;
	return await actOnWorkspace(store, asked, now);
}
export { AccessStates, BlobStore, KeptSnapshots, ObjectDrafts, SqlReader, SqlStore, WorkQueue, accessController, askRunAction, askWorkspaceAction, boundingBudgets, budgetLocks, cameToCommit, chainProofs, commitProofs, contentProofs, decideReview, earlierAttempt, figuresController, noteOnRun, patchOf, planWithinBudgets, putBlobs, readAccessState, readAdmissionSnapshot, readEvents, readStoreFigures, recordPlans, recordProofs, recordRequest, retentionController, runControllers, runControllersOnce, runEvidence, runIdentity, runsOfDay, snapshotNow, stackWorlds, takeReport, verifyAudit, withUse };
