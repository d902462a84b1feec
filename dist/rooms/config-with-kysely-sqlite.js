import { Kysely, SqliteDialect, sql } from "../vendor/kysely.js";
import { IdentikitError, sqliteCodeOf } from "../start/faces.js";
import { LockWait, RejectedRow, cellOf, cellText, checkNotTooNew, freeLines, isFlag, lineQuery, linesOfCells, numberOf, pageRows, plainRows, readSchema, risingLines, schemaVersion, untilFree, writerOf } from "./config.js";
import { checkNotRefused, migrate } from "./config-with-kysely.js";
import { certain } from "./fault.js";
import { makeDirectories } from "./tree.js";
import { keepBeside } from "./config-with-sqlite.js";
import { dirname } from "node:path";
import { existsSync, statSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
// src/config/sqlite/sqlite.ts
const statementsKept = 100;
const addedRows = 100;
var SqliteFile = class {
	#database;
	#statements = new Map();
	bulk;
	#isUnchanged;
	#isRelaxed = false;
	constructor(file) {
		if (file !== ":memory:") makeDirectories(dirname(file), 511);
		const { database, isUnchanged } = openFile(file);
		this.#database = database;
		this.#isUnchanged = isUnchanged;
		this.bulk = new SqliteBulk(database);
	}
	prepare(sql) {
		const kept = this.#statements.get(sql);
		if (kept) return kept;
		const statement = adapt(this.#database.prepare(sql));
		if (this.#statements.size >= statementsKept) this.#statements.clear();
		this.#statements.set(sql, statement);
		return statement;
	}
	tryBegin(kind) {
		try {
			if (kind === "claim") this.#relax();
			this.#database.exec("PRAGMA busy_timeout = 0");
			this.#database.exec(kind === "read" ? "BEGIN" : "BEGIN IMMEDIATE");
			return true;
		} catch (cause) {
			if (sqliteCodeOf(cause) % 256 === 5) return false;
			throw cause;
		} finally {
			this.#database.exec("PRAGMA busy_timeout = 5000");
			this.#tightenAgain();
		}
	}
	exec(sql) {
		try {
			this.#database.exec(sql);
		} finally {
			this.#tightenAgain();
		}
		if (sql === "COMMIT" && !this.#isUnchanged()) throw new LockWait("SQLITE_BUSY", void 0);
	}
	#relax() {
		if (this.#database.prepare("PRAGMA journal_mode").get()?.journal_mode !== "wal") return;
		this.#database.exec("PRAGMA synchronous = NORMAL");
		this.#isRelaxed = true;
	}
	#tightenAgain() {
		if (!this.#isRelaxed || this.#database.isTransaction) return;
		this.#database.exec("PRAGMA synchronous = FULL");
		this.#isRelaxed = false;
	}
	get inTransaction() {
		return this.#database.isTransaction;
	}
	close() {
		this.#statements.clear();
		if (this.#database.isOpen) this.#database.close();
	}
};
function openFile(file) {
	const database = new DatabaseSync(file, {
		timeout: 5e3,
		enableForeignKeyConstraints: false
	});
	try {
		database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF");
		return {
			database,
			isUnchanged: () => true
		};
	} catch (cause) {
		database.close();
		const [readonly, cannotOpen] = [8, 14];
		if (![readonly, cannotOpen].includes(sqliteCodeOf(cause) % 256) || existsSync(`${file}-wal`)) throw cause;
		return openWithoutLocks(file);
	}
}
function openWithoutLocks(file) {
	const state = () => {
		const { ino, size, mtimeNs } = statSync(file, { bigint: true });
		return `${ino} ${size} ${mtimeNs} ${existsSync(`${file}-wal`)}`;
	};
	const before = state();
	const url = pathToFileURL(file);
	url.searchParams.set("immutable", "1");
	const database = new DatabaseSync(url, { readOnly: true });
	database.exec("PRAGMA trusted_schema = OFF");
	return {
		database,
		isUnchanged: () => state() === before
	};
}
function sqliteDialect(file) {
	return new SqliteDialect({ database: file });
}
function adapt(statement) {
	const bind = (parameters) => parameters.map(toSql);
	return {
		reader: statement.columns().length > 0,
		all: (parameters) => statement.all(...bind(parameters)),
		run: (parameters) => statement.run(...bind(parameters)),
		iterate: (parameters) => statement.iterate(...bind(parameters))
	};
}
function toSql(value) {
	return typeof value === "boolean" ? Number(value) : value;
}
var SqliteBulk = class {
	#database;
	#statements = new Map();
	constructor(database) {
		this.#database = database;
	}
	async *pages(shape, scopes) {
		const { after, filtered } = keysAfter(shape, scopes);
		const select = `SELECT ${shape.columns.join(", ")} FROM ${shape.name} ${after} LIMIT ${pageRows}`;
		for (let last = beforeAll(shape);;) {
			const rows = this.#rows(shape, select, [...last, ...filtered]);
			if (rows.length > 0) yield rows;
			if (rows.length < 1e3) return;
			last = certain(rows.at(-1)).slice(0, shape.key.length).map(cellText);
		}
	}
	async *allLines(shape, form, scopes) {
		const { after, filtered } = keysAfter(shape, scopes);
		const select = `SELECT ${shape.columns.join(", ")} FROM ${shape.name} ${after} LIMIT 100`;
		const lines = this.#prepare(lineQuery(shape, form, `${after} LIMIT 100`));
		const lastKey = this.#prepare(`SELECT ${shape.key.join(", ")} FROM ${shape.name} ${after} LIMIT 1 OFFSET 99`);
		for (let last = beforeAll(shape); last;) {
			const from = [...last, ...filtered];
			const [answered = []] = plainRows(lines.all(...from));
			const count = numberOf(answered[0]);
			const cells = () => this.#rows(shape, select, from);
			if (count > 0) yield {
				count,
				bytes: risingLines(answered[1]) ?? linesOfCells(cells(), form),
				cells
			};
			freeLines(answered[1]);
			last = plainRows(lastKey.all(...from))[0]?.map(cellText);
		}
	}
	#rows(shape, select, parameters) {
		const flag = shape.columns.findIndex(isFlag);
		return plainRows(this.#prepare(select).all(...parameters)).map((row) => row.map((cell, at) => at === flag ? Boolean(cell) : cellOf(cell)));
	}
	async count(shape, scopes) {
		const filtered = scopes && shape.key[0] === "scope" ? scopes : [];
		const where = filtered.length === 0 ? "" : `WHERE scope IN (${filtered.map(() => "?").join(", ")})`;
		const [row] = plainRows(this.#prepare(`SELECT count(*) FROM ${shape.name} ${where}`).all(...filtered));
		return numberOf(row?.[0]);
	}
	async put(shape, rows) {
		this.#putEach(shape, rows, 0);
	}
	batch(shape) {
		const held = [];
		return {
			get count() {
				return held.length;
			},
			push: (rows) => {
				for (const row of rows) held.push(row);
			},
			write: async () => {
				this.#add(shape, held);
				held.length = 0;
			},
			cells: () => held
		};
	}
	#add(shape, rows) {
		const whole = rows.length - rows.length % addedRows;
		for (let start = 0; start < whole; start += addedRows) {
			const added = rows.slice(start, start + addedRows);
			if (!this.#addedAll(shape, added)) this.#putEach(shape, added, start);
		}
		this.#putEach(shape, rows.slice(whole), whole);
	}
	#addedAll(shape, rows) {
		try {
			const statement = this.#prepare(putStatement(shape, rows.length));
			return Number(statement.run(...rows.flatMap((row) => row.map(toSql))).changes) === rows.length;
		} catch (cause) {
			if (isConstraint(cause)) return false;
			throw cause;
		}
	}
	#putEach(shape, rows, start) {
		const statement = this.#prepare(putStatement(shape, 1));
		for (const [index, row] of rows.entries()) run(statement, row, start + index);
	}
	async remove(shape, keys) {
		const where = shape.key.map((column) => `${column} = ?`).join(" AND ");
		const statement = this.#prepare(`DELETE FROM ${shape.name} WHERE ${where}`);
		for (const [index, key] of keys.entries()) run(statement, key, index);
	}
	async beginEpoch() {
		this.#database.exec("UPDATE change_epoch SET epoch = epoch + 1");
	}
	async affected() {
		return plainRows(this.#prepare("SELECT agent FROM render_queue WHERE epoch = (SELECT epoch FROM change_epoch) ORDER BY agent").all()).map(([agent]) => cellText(agent));
	}
	#prepare(sql) {
		const kept = this.#statements.get(sql);
		if (kept) return kept;
		const statement = this.#database.prepare(sql);
		statement.setReturnArrays(true);
		this.#statements.set(sql, statement);
		return statement;
	}
};
function keysAfter(shape, scopes) {
	const key = shape.key.join(", ");
	const filtered = scopes && shape.key[0] === "scope" ? scopes : [];
	const filter = filtered.length === 0 ? "" : `AND +scope IN (${filtered.map(() => "?").join(", ")})`;
	return {
		after: `WHERE (${key}) > (${shape.key.map(() => "?").join(", ")}) ${filter} ORDER BY ${key}`,
		filtered
	};
}
function beforeAll(shape) {
	return shape.key.map(() => "");
}
function run(statement, row, index) {
	try {
		if (Number(statement.run(...row.map(toSql)).changes) === 0) throw new RejectedRow(index, new Error("a trigger of the database swallowed the write"));
	} catch (cause) {
		if (cause instanceof RejectedRow) throw cause;
		if (isConstraint(cause)) throw new RejectedRow(index, cause);
		throw cause;
	}
}
function isConstraint(cause) {
	return sqliteCodeOf(cause) % 256 === 19;
}
function putStatement(shape, rows) {
	const rest = shape.columns.filter((column) => !shape.key.includes(column));
	const row = `(${shape.columns.map(() => "?").join(", ")})`;
	return `INSERT INTO ${shape.name} (${shape.columns.join(", ")}) VALUES ${Array(rows).fill(row).join(", ")}
    ON CONFLICT (${shape.key.join(", ")}) DO UPDATE SET ${rest.map((column) => `${column} = excluded.${column}`).join(", ")}`;
}
// src/config/sqlite/sqlite-engine.ts
const defaultPatienceMs = 6e4;
async function openSqlite(file, name, options) {
	const isRead = options.access === "read";
	const opened = isRead && !existsSync(file) ? ":memory:" : file;
	const engine = new SqliteEngine(new SqliteFile(opened), opened, name, options);
	try {
		if (options.schema !== "any") await engine.migrate();
		return engine;
	} catch (cause) {
		await engine.close();
		throw isRead && isReadOnly(cause) ? olderAndReadOnly(name, cause) : cause;
	}
}
function isReadOnly(cause) {
	const [readonly, cannotOpen] = [8, 14];
	return [readonly, cannotOpen].includes(sqliteCodeOf(cause) % 256);
}
function olderAndReadOnly(name, cause) {
	const problem = `the config database ${name} has the schema of an older version, or cannot be opened for reading alone`;
	return new IdentikitError("DATABASE_TOO_OLD", problem, {
		remedy: "Let somebody who may write to it run: identikit config migrate",
		cause
	});
}
var SqliteEngine = class {
	kind = "sqlite";
	#file;
	#kysely;
	#path;
	#name;
	#patience;
	constructor(file, path, name, { signal, patienceMs }) {
		this.#file = file;
		this.#kysely = new Kysely({ dialect: sqliteDialect(file) });
		this.#path = path;
		this.#name = name;
		const holder = () => writerOf(path);
		this.#patience = {
			milliseconds: patienceMs ?? defaultPatienceMs,
			signal,
			holder
		};
	}
	async migrate() {
		const kind = this.kind;
		const state = await this.run("read", ({ query }) => readSchema(query, sql, kind));
		checkNotTooNew(state, "read", this.#name);
		if (state.version >= schemaVersion) return;
		await this.#run("write", async ({ query }) => {
			const { version } = await readSchema(query, sql, kind);
			if (version > 0 && version < schemaVersion) await keepBeside(this.#path, version);
			checkNotRefused(await migrate(query, kind, this.#name), this.#name);
		});
	}
	run(kind, work, open) {
		if (kind === "read") return this.#run(kind, work);
		return this.#run(kind, async (session) => {
			checkNotTooNew(await readSchema(session.query, sql, this.kind), "write", this.#name);
			await open?.(session);
			return work(session);
		});
	}
	#run(kind, work) {
		return this.#kysely.connection().execute(async (query) => {
			const { bulk } = this.#file;
			await untilFree(() => this.#file.tryBegin(kind === "configure" ? "write" : kind), this.#patience);
			try {
				if (kind === "configure") await bulk.beginEpoch();
				const result = await work({
					kind: this.kind,
					query,
					sql,
					bulk
				});
				this.#file.exec("COMMIT");
				return result;
			} catch (cause) {
				if (this.#file.inTransaction) this.#file.exec("ROLLBACK");
				throw cause;
			}
		});
	}
	listen() {
		return { [Symbol.asyncDispose]: async () => {} };
	}
	async close() {
		await this.#kysely.destroy();
		this.#file.close();
	}
};
export { openSqlite };
