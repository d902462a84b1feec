import "./rolldown-runtime-DqgWs3Hx.js";
import { a as SqliteDialect, c as Kysely, n as migrate, r as readSchemaVersion, s as sql, t as checkSchemaVersion } from "./migrate-BNU2-zXE.js";
import { n as schemaVersion } from "./migrations-B8m496uY.js";
import { t as makeDirectories } from "./make-directories-BaPcnKzY.js";
import { n as pageRows, t as RejectedRow } from "./session-DSKeHm3h.js";
import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
import { dirname } from "node:path";
import { setTimeout } from "node:timers/promises";
import { DatabaseSync } from "node:sqlite";
/** What Kysely's SQLite dialect asks of a database, answered by Node's own SQLite. */
var SqliteFile = class {
	#database;
	#statements = /* @__PURE__ */ new Map();
	bulk;
	/**
	* Opens a database file, making it and the directory above it where they are missing.
	*
	* Write-ahead logging, so that reading jobs and a writing one do not wait for each other; FULL, so that what was
	* committed (a line of the access log before its secret is used) survives a loss of power.
	*/
	constructor(file) {
		file !== ":memory:" && makeDirectories(dirname(file), 511), this.#database = new DatabaseSync(file, {
			timeout: 5e3,
			enableForeignKeyConstraints: !1
		}), this.#database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF"), this.bulk = new SqliteBulk(this.#database);
	}
	/** For Kysely, with the statements kept: preparing one takes longer than most of them run. */
	prepare(sql) {
		let kept = this.#statements.get(sql);
		if (kept) return kept;
		let statement = adapt(this.#database.prepare(sql));
		return this.#statements.size >= 100 && this.#statements.clear(), this.#statements.set(sql, statement), statement;
	}
	/**
	* Starts a transaction; false where another connection is writing. It does not wait: Node's SQLite waits by
	* stopping the whole process, and the writer may be in it.
	*/
	tryBegin(kind) {
		try {
			return this.#database.exec("PRAGMA busy_timeout = 0"), this.#database.exec(kind === "read" ? "BEGIN" : "BEGIN IMMEDIATE"), !0;
		} catch (cause) {
			if ((cause.errcode ?? 0) % 256 == 5) return !1;
			throw cause;
		} finally {
			this.#database.exec("PRAGMA busy_timeout = 5000");
		}
	}
	exec(sql) {
		this.#database.exec(sql);
	}
	/** Whether a transaction is open. */
	get inTransaction() {
		return this.#database.isTransaction;
	}
	/** Closes the file; closing it again does nothing. */
	close() {
		this.#statements.clear(), this.#database.isOpen && this.#database.close();
	}
};
/** The dialect of Kysely for an open file. */
function sqliteDialect(file) {
	return new SqliteDialect({ database: file });
}
function adapt(statement) {
	let bind = (parameters) => parameters.map(toSql);
	return {
		reader: statement.columns().length > 0,
		all: (parameters) => statement.all(...bind(parameters)),
		run: (parameters) => statement.run(...bind(parameters)),
		iterate: (parameters) => statement.iterate(...bind(parameters))
	};
}
function toSql(value) {
	return typeof value == "boolean" ? Number(value) : value;
}
var SqliteBulk = class {
	#database;
	#statements = /* @__PURE__ */ new Map();
	constructor(database) {
		this.#database = database;
	}
	async *pages(shape, scopes) {
		let key = shape.key.join(", "), filtered = scopes && shape.key[0] === "scope" ? scopes : [], filter = filtered.length === 0 ? "" : `AND +scope IN (${filtered.map(() => "?").join(", ")})`, after = shape.key.map(() => ""), statement = this.#prepare(`SELECT ${shape.columns.join(", ")} FROM ${shape.name}
       WHERE (${key}) > (${shape.key.map(() => "?").join(", ")}) ${filter} ORDER BY ${key} LIMIT ${pageRows}`), flag = shape.columns.indexOf("enabled");
		for (;;) {
			let rows = statement.all(...after.map(toSql), ...filtered);
			if (flag !== -1) for (let row of rows) row[flag] = !!row[flag];
			if (rows.length > 0 && (yield rows), rows.length < 1e3) return;
			after = rows.at(-1).slice(0, shape.key.length);
		}
	}
	async count(shape, scopes) {
		let filtered = scopes && shape.key[0] === "scope" ? scopes : [], where = filtered.length === 0 ? "" : `WHERE scope IN (${filtered.map(() => "?").join(", ")})`, [row] = this.#prepare(`SELECT count(*) FROM ${shape.name} ${where}`).all(...filtered);
		return row[0];
	}
	async put(shape, rows) {
		let rest = shape.columns.filter((column) => !shape.key.includes(column)), statement = this.#prepare(`INSERT INTO ${shape.name} (${shape.columns.join(", ")}) VALUES (${shape.columns.map(() => "?").join(", ")})
       ON CONFLICT (${shape.key.join(", ")}) DO UPDATE SET ${rest.map((column) => `${column} = excluded.${column}`).join(", ")}`);
		for (let [index, row] of rows.entries()) run(statement, row, index);
	}
	async remove(shape, keys) {
		let where = shape.key.map((column) => `${column} = ?`).join(" AND "), statement = this.#prepare(`DELETE FROM ${shape.name} WHERE ${where}`);
		for (let [index, key] of keys.entries()) run(statement, key, index);
	}
	async beginEpoch() {
		this.#database.exec("UPDATE change_epoch SET epoch = epoch + 1");
	}
	async affected() {
		return this.#prepare("SELECT agent FROM render_queue WHERE epoch = (SELECT epoch FROM change_epoch) ORDER BY agent").all().map(([agent]) => agent);
	}
	#prepare(sql) {
		let kept = this.#statements.get(sql);
		if (kept) return kept;
		let statement = this.#database.prepare(sql);
		return statement.setReturnArrays(!0), this.#statements.set(sql, statement), statement;
	}
};
function run(statement, row, index) {
	try {
		statement.run(...row.some((cell) => typeof cell == "boolean") ? row.map(toSql) : row);
	} catch (cause) {
		throw (cause.errcode ?? 0) % 256 == 19 ? new RejectedRow(index, cause) : cause;
	}
}
/**
* Tries until it works, for a minute at most, a little later each time.
* @throws {IdentikitError} `DATABASE_FAILED`
*/
async function untilFree(attempt, name, signal) {
	for (let waited = 0, pause = 2; !attempt(); waited += pause, pause = Math.min(pause * 2, 50)) {
		if (waited >= 6e4) throw new IdentikitError("DATABASE_FAILED", `the config database ${name} is being written to by another run`, {
			remedy: "Wait for it to end; a run that was killed holds nothing.",
			retry: { kind: "later" }
		});
		await setTimeout(pause, void 0, signal ? { signal } : {});
	}
}
/** A file of SQLite, opened and migrated. */
async function openEngine(file, name, signal) {
	let engine = new SqliteEngine(new SqliteFile(file), name, signal);
	try {
		return await engine.migrate(), engine;
	} catch (cause) {
		throw await engine.close(), cause;
	}
}
var SqliteEngine = class {
	kind = "sqlite";
	#file;
	#kysely;
	#name;
	#signal;
	constructor(file, name, signal) {
		this.#file = file, this.#kysely = new Kysely({ dialect: sqliteDialect(file) }), this.#name = name, this.#signal = signal;
	}
	async migrate() {
		let version = await this.run("read", ({ query }) => readSchemaVersion(query, "sqlite"));
		checkSchemaVersion(version, this.#name), version < schemaVersion && await this.run("write", ({ query }) => migrate(query, "sqlite", this.#name));
	}
	/** There is one connection: Kysely hands it to one transaction after the other. */
	run(kind, work) {
		return this.#kysely.connection().execute(async (query) => {
			let { bulk } = this.#file;
			await untilFree(() => this.#file.tryBegin(kind === "read" ? "read" : "write"), this.#name, this.#signal);
			try {
				kind === "configure" && await bulk.beginEpoch();
				let result = await work({
					query,
					sql,
					bulk
				});
				return this.#file.exec("COMMIT"), result;
			} catch (cause) {
				throw this.#file.inTransaction && this.#file.exec("ROLLBACK"), cause;
			}
		});
	}
	async close() {
		await this.#kysely.destroy(), this.#file.close();
	}
};
export { openEngine };
