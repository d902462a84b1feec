import { Kysely, sql } from "../vendor/kysely.js";
import { IdentikitError, codeOf } from "../start/faces.js";
import { PostgresBulk, dialectOver, migrate } from "./config-with-kysely.js";
import { Listener, Transaction, WriterPlaces, checkNotTooNew, configWriteLock, limitStatements, readSchema, schemaStateOf, schemaVersion, tooOld } from "./config.js";
import { Server } from "./config-with-pg.js";
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
