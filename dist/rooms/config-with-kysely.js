import { BackupReader, LockWait, SilentServer, UnknownOutcome, backupDigest, backupTables, cellOf, checkNotNewer, checkNotTooNew, countRows, describeHolders, findLockHolders, isLockWait, isLostConnection, migrations, putRows, readSchema, refuseForeignTables, withoutLogGuards } from "./config.js";
import { IdentikitError, codeOf } from "../start/faces.js";
import { certain } from "./fault.js";
import { CompiledQuery, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, sql } from "../vendor/kysely.js";
import { require_pg_copy_streams } from "../vendor/pg-copy-streams.js";
import { once } from "node:events";
// src/config/migrate/migrate.ts
const rowsShown = 100;
async function migrate(query, kind, name, history = migrations) {
	if (kind === "postgres") {
		await sql`SELECT pg_advisory_xact_lock(7310291840557214)`.execute(query);
		await sql`SET LOCAL statement_timeout = 0`.execute(query);
	}
	const state = await readSchema(query, sql, kind);
	checkNotTooNew(state, "write", name);
	const isNew = state.version === 0;
	if (isNew) await refuseForeignTables(query, sql, {
		kind,
		name
	});
	const pending = history.slice(state.version);
	const steps = pending.map(({ version, summary }) => ({
		version,
		summary
	}));
	const plan = {
		from: state.version,
		to: state.version + steps.length,
		steps
	};
	for (const [index, migration] of pending.entries()) {
		const refused = isNew ? [] : await refusedRows(query, kind, migration);
		if (refused.length > 0) return {
			...plan,
			refused
		};
		if (isNew && index === 0) await sql`CREATE TABLE identikit_schema (version INTEGER NOT NULL)`.execute(query);
		const statements = migration.statements(kind);
		for (const text of kind === "postgres" ? [statements.join(";\n")] : statements) await sql.raw(text).execute(query);
	}
	const last = pending.at(-1);
	if (last) await writeVersion(query, last);
	return {
		...plan,
		refused: []
	};
}
async function writeVersion(query, migration) {
	const { version, minReader, minWriter } = migration;
	await sql`DELETE FROM identikit_schema`.execute(query);
	await sql`INSERT INTO identikit_schema (version, speaks_for, min_reader, min_writer)
    VALUES (${sql.lit(version)}, ${sql.lit(version)}, ${sql.lit(minReader)}, ${sql.lit(minWriter)})`.execute(query);
}
async function refusedRows(query, kind, { version, rules = [] }) {
	const refused = [];
	for (const { problem, remedy, query: find } of rules) {
		const rows = sql`SELECT * FROM (${sql.raw(find(kind))}) broken LIMIT ${sql.lit(rowsShown)}`;
		for (const { row } of (await rows.execute(query)).rows) refused.push({
			version,
			row,
			problem,
			remedy
		});
	}
	return refused;
}
function checkNotRefused({ to, refused }, name) {
	const [first] = refused;
	if (!first) return;
	const more = refused.length > 1 ? `, and ${refused.length - 1} more` : "";
	throw new IdentikitError("MIGRATION_REFUSED", `the config database ${name} cannot have schema version ${to}: ${first.row} ${first.problem}${more}; nothing was changed`, { remedy: `${first.remedy} All of them: identikit config migrate --plan.` });
}
// src/config/migrate/migrate-database.ts
var Undo = class extends Error {
	plan;
	constructor(plan) {
		super("undone");
		this.plan = plan;
	}
};
async function migrateDatabase(database, only, history = migrations) {
	try {
		return await database.transaction("write", async ({ query }) => {
			const plan = await migrate(query, database.kind, database.name, history);
			if (only === "plan" || plan.refused.length > 0) throw new Undo(plan);
			return plan;
		});
	} catch (cause) {
		if (cause instanceof Undo) return cause.plan;
		throw cause;
	}
}
// src/config/backup/restore-backup.ts
async function restoreBackup(options) {
	const { database, file, replace = false } = options;
	using backup = new BackupReader(file);
	return await database.transaction("write", async (session) => {
		await checkNotNewer(session, database.name, database.kind);
		checkNotRefused(await migrate(session.query, database.kind, database.name), database.name);
		await lockWriters(session, database.kind);
		if (!replace) await refuseToReplace(session, database.name);
		let rows = 0;
		await withoutLogGuards(session, database.kind, async () => {
			for (const { name, own } of backupTables.toReversed()) await session.sql`DELETE FROM ${session.sql.table(name)}${own === void 0 ? session.sql`` : session.sql.raw(` WHERE ${own}`)}`.execute(session.query);
			for (const table of backup.tables) {
				if (table.name === "render_queue") await session.sql`DELETE FROM render_queue`.execute(session.query);
				for (const page of backup.rows(table)) {
					database.signal?.throwIfAborted();
					await restoreRows(session, database, table, page);
					rows += page.length;
				}
			}
		});
		backup.end();
		if (database.kind === "postgres") await continueNumbers(session);
		return {
			digest: backupDigest(backup.header),
			rows
		};
	});
}
async function lockWriters({ query, sql }, kind) {
	if (kind === "sqlite") return;
	await sql`SET LOCAL lock_timeout = '60s'`.execute(query);
	await sql`LOCK TABLE ${sql.join(backupTables.map(({ name }) => sql.table(name)))} IN EXCLUSIVE MODE`.execute(query);
}
async function refuseToReplace(session, name) {
	for (const table of backupTables) {
		if (await countRows(session, table.name) === 0) continue;
		throw new IdentikitError("DATABASE_NOT_EMPTY", `the config database ${name} holds rows of ${table.name}`, { remedy: "Restore into an empty database, or back this one up and say --replace." });
	}
}
async function restoreRows(session, database, table, rows) {
	const { shape } = table;
	if (shape) {
		const cells = rows.map((row) => shape.columns.map((column) => cellOf(row[column])));
		return putRows(session, shape, cells);
	}
	const { query, sql } = session;
	const columns = Object.keys({
		...rows[0],
		...fixed[table.name]
	});
	const names = sql.join(columns.map((column) => sql.ref(column)));
	const chosen = sql.raw(database.kind === "postgres" && table.key[0] === "id" ? "OVERRIDING SYSTEM VALUE" : "");
	const values = rows.map((row) => {
		const whole = {
			...row,
			...fixed[table.name]
		};
		return sql`(${sql.join(columns.map((column) => whole[column]))})`;
	});
	const there = table.own === void 0 ? sql`` : overwrite(session, table);
	await sql`INSERT INTO ${sql.table(table.name)} (${names}) ${chosen} VALUES ${sql.join(values)} ${there}`.execute(query);
}
function overwrite({ sql }, { key, columns }) {
	const rest = columns.map(({ name }) => name).filter((name) => !key.includes(name));
	const list = (names) => sql.join(names.map((name) => sql.ref(name)));
	const set = sql.join(rest.map((name) => sql`${sql.ref(name)} = ${sql.ref(`excluded.${name}`)}`));
	return sql`ON CONFLICT (${list(key)}) DO UPDATE SET ${set}`;
}
const fixed = { render_queue: { epoch: 0 } };
async function continueNumbers({ query, sql }) {
	for (const table of [
		"secret_access_log",
		"config_entry",
		"config_change"
	]) {
		const { rows } = await sql`
      SELECT coalesce(max(id), 0) + 1 AS next FROM ${sql.table(table)}`.execute(query);
		const { next } = certain(rows[0]);
		await sql`ALTER TABLE ${sql.table(table)} ALTER COLUMN id RESTART WITH ${sql.lit(next)}`.execute(query);
	}
}
// src/config/postgres/dialect.ts
function dialectOver(connection) {
	return {
		createAdapter: () => new PostgresAdapter(),
		createQueryCompiler: () => new PostgresQueryCompiler(),
		createIntrospector: (database) => new PostgresIntrospector(database),
		createDriver: () => new OneConnection(connection)
	};
}
var OneConnection = class {
	#connection;
	constructor(connection) {
		this.#connection = connection;
	}
	async acquireConnection() {
		return this.#connection;
	}
	async init() {}
	async beginTransaction() {}
	async commitTransaction() {}
	async rollbackTransaction() {}
	async releaseConnection() {}
	async destroy() {}
};
// src/config/postgres/transaction.ts
var import_pg_copy_streams = require_pg_copy_streams();
const newOnesTried = 3;
const graceMs = 1e4;
const pieceBytes = 262144;
var Transaction = class {
	#server;
	#open;
	#client;
	#stage = "opening";
	constructor(server, open) {
		this.#server = server;
		this.#open = () => open(this);
	}
	async begin() {
		this.#stage = "opening";
		for (let died = 0;;) {
			const { client, isNew } = await this.#server.connect();
			this.#client = client;
			try {
				await this.#open();
				this.#stage = "first";
				return;
			} catch (cause) {
				const lost = isLostConnection(cause);
				if (lost) this.#server.distrustIdle();
				if (lost && isNew) died++;
				if (!lost && await this.rollback()) this.release();
				else this.#drop();
				if (!lost || died >= newOnesTried) throw cause;
			}
		}
	}
	async executeQuery({ sql, parameters }) {
		if (this.#stage !== "first") return resultOf(await this.say(sql, parameters));
		this.#stage = "later";
		try {
			return resultOf(await this.say(sql, parameters));
		} catch (cause) {
			if (!isLostConnection(cause)) throw cause;
		}
		this.#drop();
		this.#server.distrustIdle();
		await this.begin();
		this.#stage = "later";
		return resultOf(await this.say(sql, parameters));
	}
	async commit(reads) {
		try {
			const { command } = await this.say("COMMIT");
			if (command === "ROLLBACK") throw new Error("the transaction was undone");
		} catch (cause) {
			if (!isLostConnection(cause)) throw cause;
			this.#drop();
			if (!reads) throw new UnknownOutcome(cause);
		}
	}
	async rollback() {
		try {
			await this.say("ROLLBACK");
			return true;
		} catch {
			this.#drop();
			return false;
		}
	}
	release() {
		this.#client?.release();
		this.#client = void 0;
	}
	async sayAll(statements) {
		return [await this.say(statements.join("; "))].flat();
	}
	async say(text, parameters = []) {
		const limitMs = this.#stage === "opening" && text.startsWith("BEGIN") ? this.#server.limits.connect : this.#silenceMs;
		return await this.#watched(limitMs, (client) => client.query(text, [...parameters]));
	}
	async copyIn(statement, text) {
		await this.#leaveFirst();
		return await this.#watched(this.#silenceMs, async (client) => {
			const copy = client.query((0, import_pg_copy_streams.from)(statement));
			const finished = once(copy, "finish");
			copy.end(Buffer.from(text));
			await finished;
			return copy.rowCount;
		});
	}
	async *copyOut(statement) {
		await this.#leaveFirst();
		await this.say("SET LOCAL statement_timeout = 0");
		const iterator = this.#connected().query((0, import_pg_copy_streams.to)(statement, { highWaterMark: pieceBytes }))[Symbol.asyncIterator]();
		let ended = false;
		try {
			for (;;) {
				const { done, value } = await this.#watched(this.#silenceMs, () => iterator.next());
				ended = done === true;
				if (done) break;
				yield value;
			}
		} finally {
			if (!ended) this.#drop();
		}
		await this.say(`SET LOCAL statement_timeout = ${this.#server.limits.statement}`);
	}
	async #leaveFirst() {
		if (this.#stage === "first") await this.executeQuery(CompiledQuery.raw("SELECT 1"));
	}
	#connected() {
		if (!this.#client) throw new Error("Connection terminated: there is none any more");
		return this.#client;
	}
	get #silenceMs() {
		const { statement } = this.#server.limits;
		return statement === 0 ? 0 : statement + graceMs;
	}
	async #watched(limitMs, ask) {
		const client = this.#connected();
		const { lock } = this.#server.limits;
		let holders;
		const askAfterMs = Math.max(lock / 2, lock - 5e3);
		const watch = lock === 0 ? void 0 : setTimeout(() => holders = findLockHolders(this.#server, pidOf(client)), askAfterMs);
		try {
			return await within(ask(client), limitMs);
		} catch (cause) {
			if (!isLockWait(cause)) throw cause;
			throw new LockWait(codeOf(cause) ?? "", describeHolders(await holders ?? []), cause);
		} finally {
			clearTimeout(watch);
		}
	}
	async *streamQuery() {
		throw new Error("rows are read in pages");
	}
	#drop() {
		this.#client?.release(true);
		this.#client = void 0;
	}
};
function pidOf(client) {
	return client.processID;
}
async function within(answer, milliseconds) {
	if (milliseconds === 0) return answer;
	let timer;
	const silence = new Promise((_, reject) => {
		timer = setTimeout(() => reject(new SilentServer(milliseconds)), milliseconds);
	});
	try {
		return await Promise.race([answer, silence]);
	} finally {
		clearTimeout(timer);
		answer.catch(() => {});
	}
}
function resultOf({ command, rowCount, rows }) {
	return {
		...[
			"INSERT",
			"UPDATE",
			"DELETE",
			"MERGE"
		].includes(command) ? { numAffectedRows: BigInt(rowCount ?? 0) } : {},
		rows
	};
}
export { Transaction, checkNotRefused, dialectOver, migrate, migrateDatabase, restoreBackup };
