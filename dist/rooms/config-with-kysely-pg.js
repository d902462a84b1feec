import { CompiledQuery, Kysely, sql } from "../vendor/kysely.js";
import { IdentikitError, codeOf } from "../start/faces.js";
import { dialectOver, migrate } from "./config-with-kysely.js";
import { CopiedRows, CopyReader, Listener, LockWait, RejectedRow, SilentServer, UnknownOutcome, WriterPlaces, cellOf, cellText, checkNotTooNew, configWriteLock, describeHolders, findLockHolders, isFlag, isLockWait, isLostConnection, limitStatements, namedRows, numberOf, pageRows, readSchema, schemaStateOf, schemaVersion, tooOld } from "./config.js";
import { escapeLiteral, require_pg_copy_streams } from "../vendor/pg.js";
import { certain } from "./fault.js";
import { Server } from "./config-with-pg.js";
import { once } from "node:events";
// src/config/postgres/postgres.ts
const arrayRows = 500;
var PostgresBulk = class {
	#connection;
	#copied = new Map();
	#cursors = 0;
	constructor(connection) {
		this.#connection = connection;
	}
	async *pages(shape, scopes) {
		const cursor = `identikit_${this.#cursors++}`;
		const filter = scopes && shape.key[0] === "scope" ? "WHERE scope = ANY ($1)" : "";
		await this.#run(`DECLARE ${cursor} NO SCROLL CURSOR FOR
       SELECT ${shape.columns.join(", ")} FROM ${shape.name} ${filter} ORDER BY ${shape.key.join(", ")}`, filter === "" ? [] : [[...scopes ?? []]]);
		for (;;) {
			const rows = await this.#run(`FETCH ${pageRows} FROM ${cursor}`, []);
			if (rows.length > 0) yield rows.map((row) => shape.columns.map((column) => cellOf(row[column])));
			if (rows.length < 1e3) break;
		}
		await this.#run(`CLOSE ${cursor}`, []);
	}
	async *allLines(shape, form, scopes) {
		const where = scopes && shape.key[0] === "scope" ? `WHERE scope IN (${scopes.map(escapeLiteral).join(", ")})` : "";
		const select = `SELECT ${shape.columns.join(", ")} FROM ${shape.name} ${where} ORDER BY ${shape.key.join(", ")}`;
		const reader = new CopyReader(shape, form);
		for await (const piece of this.#connection.copyOut(`COPY (${select}) TO STDOUT`)) {
			const rows = reader.read(piece);
			if (rows) yield rows;
		}
	}
	async count(shape, scopes) {
		const filtered = scopes && shape.key[0] === "scope";
		const where = filtered ? "WHERE scope = ANY ($1)" : "";
		const [row] = await this.#run(`SELECT count(*) AS n FROM ${shape.name} ${where}`, filtered ? [[...scopes]] : []);
		return numberOf(row?.n);
	}
	batch(shape) {
		return new CopiedRows(shape, (rows) => this.#add(shape, rows));
	}
	async #add(shape, rows) {
		if (rows.count <= arrayRows || !await this.#canCopy(shape)) return await this.put(shape, rows.cells());
		const statement = `COPY ${shape.name} (${shape.columns.join(", ")}) FROM STDIN`;
		const write = async () => {
			if (await this.#connection.copyIn(statement, rows.pieces) !== rows.count) throw new SwallowedWrite();
		};
		await this.#kept(write, () => this.put(shape, rows.cells()));
	}
	async #canCopy({ name }) {
		const known = this.#copied.get(name);
		if (known !== void 0) return known;
		const text = `SELECT NOT (relhasrules OR relrowsecurity) AS plain FROM pg_class WHERE oid = '${name}'::regclass`;
		const [row] = await this.#run(text, []);
		this.#copied.set(name, row?.plain === true);
		return row?.plain === true;
	}
	put(shape, rows) {
		const rest = shape.columns.filter((column) => !shape.key.includes(column));
		const text = `INSERT INTO ${shape.name} (${shape.columns.join(", ")}) SELECT * FROM unnest(${arrays(shape.columns)}) ON CONFLICT (${shape.key.join(", ")}) DO UPDATE SET ${rest.map((column) => `${column} = excluded.${column}`).join(", ")}`;
		return this.#batch(text, shape.columns.length, rows);
	}
	remove(shape, keys) {
		const text = `DELETE FROM ${shape.name} WHERE (${shape.key.join(", ")}) IN (SELECT * FROM unnest(${arrays(shape.key)}))`;
		return this.#batch(text, shape.key.length, keys);
	}
	async beginEpoch() {}
	async affected() {
		return (await this.#run("SELECT agent FROM render_queue WHERE epoch = pg_current_xact_id()::text::bigint ORDER BY agent", [])).map((row) => cellText(row.agent));
	}
	async #batch(text, width, rows) {
		for (let start = 0; start < rows.length; start += arrayRows) {
			const batch = rows.slice(start, start + arrayRows);
			const write = () => this.#write(text, batch, width);
			await this.#kept(write, () => this.#blame(text, width, batch, start));
		}
	}
	async #kept(write, blame) {
		await this.#run("SAVEPOINT batch", []);
		try {
			await write();
		} catch (cause) {
			if (!isRowFault(cause)) throw cause;
			await this.#run("ROLLBACK TO SAVEPOINT batch", []);
			await blame();
			throw cause;
		}
		await this.#run("RELEASE SAVEPOINT batch", []);
	}
	async #write(text, rows, width) {
		const query = CompiledQuery.raw(text, transpose(rows, width));
		const { numAffectedRows } = await this.#connection.executeQuery(query);
		if (numAffectedRows !== BigInt(rows.length)) throw new SwallowedWrite();
	}
	async #blame(text, width, rows, start) {
		for (const [index, row] of rows.entries()) try {
			await this.#write(text, [row], width);
		} catch (cause) {
			if (isRowFault(cause)) throw new RejectedRow(start + index, cause);
			throw cause;
		}
	}
	async #run(text, parameters) {
		const query = CompiledQuery.raw(text, [...parameters]);
		return namedRows((await this.#connection.executeQuery(query)).rows);
	}
};
function arrays(columns) {
	return columns.map((column, index) => `$${index + 1}::${isFlag(column) ? "boolean" : "text"}[]`).join(", ");
}
function transpose(rows, width) {
	return Array.from({ length: width }, (_, column) => rows.map((row) => certain(row[column])));
}
var SwallowedWrite = class extends Error {
	constructor() {
		super("a rule or a trigger of the database swallowed the write");
	}
};
function isRowFault(cause) {
	if (cause instanceof SwallowedWrite) return true;
	return /^(2[23]|54)/.test(codeOf(cause) ?? "");
}
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
	async copyIn(statement, pieces) {
		await this.#leaveFirst();
		return await this.#watched(this.#silenceMs, async (client) => {
			const copy = client.query((0, import_pg_copy_streams.from)(statement));
			for (const piece of pieces) if (!copy.write(piece)) await once(copy, "drain");
			const finished = once(copy, "finish");
			copy.end();
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
// src/config/postgres/postgres-engine.ts
async function openPostgres(url, name, options) {
	const engine = new PostgresEngine(await Server.of(url, options.signal), name);
	try {
		await engine.check(options.schema ?? "current");
		return engine;
	} catch (cause) {
		await engine.close();
		throw cause;
	}
}
const begin = {
	read: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
	write: "BEGIN ISOLATION LEVEL READ COMMITTED",
	claim: "BEGIN ISOLATION LEVEL READ COMMITTED",
	configure: "BEGIN ISOLATION LEVEL READ COMMITTED"
};
const schemaStatement = "SELECT * FROM identikit_schema";
var PostgresEngine = class {
	kind = "postgres";
	#server;
	#name;
	#writers;
	#isMade = false;
	constructor(server, name) {
		this.#server = server;
		this.#name = name;
		this.#writers = new WriterPlaces(5, server.limits.lock);
	}
	async check(schema) {
		const state = await this.run("read", async ({ query }) => {
			const { rows } = await sql`SHOW server_encoding`.execute(query);
			if (rows[0]?.server_encoding !== "UTF8") throw notUtf8(this.#name);
			return readSchema(query, sql, "postgres");
		});
		if (schema === "any") return;
		checkNotTooNew(state, "read", this.#name);
		if (state.version === 0) await this.#create();
		else if (state.version < schemaVersion) throw tooOld(state.version, this.#name);
	}
	async #create() {
		try {
			const beginning = [begin.write, limitStatements(this.#server.limits)];
			const open = async (opened) => void await opened.sayAll(beginning);
			await this.#run(false, ({ query }) => migrate(query, "postgres", this.#name), open);
		} catch (cause) {
			if (codeOf(cause) === "42501") throw notMade(this.#name, cause);
			throw cause;
		}
	}
	async run(kind, work, open = async () => {}) {
		const beginning = [begin[kind], limitStatements(this.#server.limits)];
		if (kind === "read") return await this.#run(true, work, async (opened) => void await opened.sayAll(beginning));
		using _ = await this.#writers.enter();
		return await this.#run(false, work, async (opened, session) => {
			const said = await opened.sayAll([...beginning, ...this.#isMade ? [schemaStatement] : []]);
			if (kind === "configure") await opened.say(`SELECT ${configWriteLock}`);
			const state = this.#isMade ? schemaStateOf(said.at(-1)?.rows[0]) : await readSchema(session.query, sql, this.kind);
			this.#isMade ||= state.version > 0;
			checkNotTooNew(state, "write", this.#name);
			await open(session);
		});
	}
	async #run(isRead, work, open) {
		const transaction = new Transaction(this.#server, (opened) => open(opened, session));
		const query = new Kysely({ dialect: dialectOver(transaction) });
		const session = {
			kind: this.kind,
			query,
			sql,
			bulk: new PostgresBulk(transaction)
		};
		await transaction.begin();
		try {
			const result = await work(session);
			await transaction.commit(isRead);
			return result;
		} catch (cause) {
			await transaction.rollback();
			throw cause;
		} finally {
			transaction.release();
		}
	}
	listen(channel, told) {
		return new Listener(this.#server, channel, told);
	}
	async close() {
		await this.#server[Symbol.asyncDispose]();
	}
};
function notUtf8(name) {
	return new IdentikitError("DATABASE_UNREACHABLE", `the config database ${name} is not encoded in UTF-8`, { remedy: "Create it with: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0." });
}
function notMade(name, cause) {
	const problem = `the config database ${name} is empty, and this role may not make tables in it`;
	return new IdentikitError("DATABASE_TOO_OLD", problem, {
		remedy: "Run identikit config migrate once, as the owner of the database.",
		cause
	});
}
export { openPostgres };
