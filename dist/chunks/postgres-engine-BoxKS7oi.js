import "./rolldown-runtime-DqgWs3Hx.js";
import { c as Kysely, i as PostgresDialect, n as migrate, o as CompiledQuery, r as readSchemaVersion, s as sql, t as checkSchemaVersion } from "./migrate-BNU2-zXE.js";
import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
import { n as pageRows, t as RejectedRow } from "./session-DSKeHm3h.js";
import { n as schemaVersion, r as configWriteLock } from "./migrations-B8m496uY.js";
/** A pool of connections to a server. */
async function openPool(url) {
	let { default: pg } = await import("./esm-JTYJysJl.js"), pool = new pg.Pool({
		connectionString: url,
		connectionTimeoutMillis: 1e4,
		application_name: "identikit",
		types: { getTypeParser: ((type, format) => type === 20 ? Number : pg.types.getTypeParser(type, format)) },
		max: 10
	});
	return pool.on("error", () => {}), pool.on("connect", (client) => client.on("error", () => {})), pool;
}
/** The dialect of Kysely for a pool. */
function postgresDialect(pool) {
	return new PostgresDialect({ pool });
}
/** {@link BulkAccess} over one connection: whole batches travel as arrays, one per column. */
var PostgresBulk = class {
	#connection;
	#cursors = 0;
	constructor(connection) {
		this.#connection = connection;
	}
	async *pages(shape, scopes) {
		let cursor = `identikit_${this.#cursors++}`, filter = scopes && shape.key[0] === "scope" ? "WHERE scope = ANY ($1)" : "";
		for (await this.#run(`DECLARE ${cursor} NO SCROLL CURSOR FOR
       SELECT ${shape.columns.join(", ")} FROM ${shape.name} ${filter} ORDER BY ${shape.key.join(", ")}`, filter === "" ? [] : [[...scopes ?? []]]);;) {
			let rows = await this.#run(`FETCH ${pageRows} FROM ${cursor}`, []);
			if (rows.length > 0 && (yield rows.map((row) => shape.columns.map((column) => row[column]))), rows.length < 1e3) break;
		}
		await this.#run(`CLOSE ${cursor}`, []);
	}
	async count(shape, scopes) {
		let filtered = scopes && shape.key[0] === "scope", where = filtered ? "WHERE scope = ANY ($1)" : "", [row] = await this.#run(`SELECT count(*) AS n FROM ${shape.name} ${where}`, filtered ? [[...scopes]] : []);
		return row?.n;
	}
	put(shape, rows) {
		let rest = shape.columns.filter((column) => !shape.key.includes(column)), text = `INSERT INTO ${shape.name} (${shape.columns.join(", ")}) SELECT * FROM unnest(${arrays(shape.columns)}) ON CONFLICT (${shape.key.join(", ")}) DO UPDATE SET ${rest.map((column) => `${column} = excluded.${column}`).join(", ")}`;
		return this.#batch(text, shape.columns.length, rows);
	}
	remove(shape, keys) {
		let text = `DELETE FROM ${shape.name} WHERE (${shape.key.join(", ")}) IN (SELECT * FROM unnest(${arrays(shape.key)}))`;
		return this.#batch(text, shape.key.length, keys);
	}
	/** On PostgreSQL a transaction is its own epoch. */
	async beginEpoch() {}
	async affected() {
		return (await this.#run("SELECT agent FROM render_queue WHERE epoch = pg_current_xact_id()::text::bigint ORDER BY agent", [])).map((row) => row.agent);
	}
	/** Sends a batch; where it is refused, again row by row, to find the one that is to blame. */
	async #batch(text, width, rows) {
		if (rows.length !== 0) {
			await this.#run("SAVEPOINT batch", []);
			try {
				await this.#run(text, transpose(rows, width));
			} catch (cause) {
				if (!isRowFault(cause)) throw cause;
				await this.#run("ROLLBACK TO SAVEPOINT batch", []), await this.#blame(text, width, rows, cause);
			}
			await this.#run("RELEASE SAVEPOINT batch", []);
		}
	}
	async #blame(text, width, rows, batchFault) {
		for (let [index, row] of rows.entries()) try {
			await this.#run(text, transpose([row], width));
		} catch (cause) {
			throw isRowFault(cause) ? new RejectedRow(index, cause) : cause;
		}
		throw batchFault;
	}
	async #run(text, parameters) {
		let query = CompiledQuery.raw(text, [...parameters]);
		return (await this.#connection.executeQuery(query)).rows;
	}
};
function arrays(columns) {
	return columns.map((column, index) => `$${index + 1}::${column === "enabled" ? "boolean" : "text"}[]`).join(", ");
}
function transpose(rows, width) {
	return Array.from({ length: width }, (_, column) => rows.map((row) => row[column]));
}
/** Integrity violations (class 23) and malformed values (class 22). */
function isRowFault(cause) {
	return /^2[23]/.test(cause.code ?? "");
}
/** A PostgreSQL database, reached and migrated. */
async function openEngine(url, name) {
	let engine = new PostgresEngine(await openPool(url), name);
	try {
		return await engine.migrate(), engine;
	} catch (cause) {
		throw await engine.close(), cause;
	}
}
const begin = {
	read: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
	write: "BEGIN ISOLATION LEVEL READ COMMITTED",
	configure: "BEGIN ISOLATION LEVEL READ COMMITTED"
};
var PostgresEngine = class {
	kind = "postgres";
	#kysely;
	#name;
	constructor(pool, name) {
		this.#kysely = new Kysely({ dialect: postgresDialect(pool) }), this.#name = name;
	}
	async migrate() {
		let version = await this.run("read", async ({ query }) => {
			let { rows } = await sql`SHOW server_encoding`.execute(query);
			if (rows[0]?.server_encoding !== "UTF8") throw notUtf8(this.#name);
			return readSchemaVersion(query, "postgres");
		});
		checkSchemaVersion(version, this.#name), version < schemaVersion && await this.run("write", ({ query }) => migrate(query, "postgres", this.#name));
	}
	run(kind, work) {
		return this.#kysely.connection().execute(async (query) => {
			let connection = { executeQuery: (compiled) => query.executeQuery(compiled) }, run = (text) => query.executeQuery(CompiledQuery.raw(text));
			await run(begin[kind]);
			try {
				kind === "configure" && (await run("SET LOCAL lock_timeout = '60s'"), await run(`SELECT ${configWriteLock}`));
				let result = await work({
					query,
					sql,
					bulk: new PostgresBulk(connection)
				}), { rows } = await run("COMMIT");
				if (rows[0]?.command === "ROLLBACK") throw Error("the transaction was undone");
				return result;
			} catch (cause) {
				throw await run("ROLLBACK").catch(() => {}), cause;
			}
		});
	}
	async close() {
		await this.#kysely.destroy();
	}
};
function notUtf8(name) {
	return new IdentikitError("DATABASE_UNREACHABLE", `the config database ${name} is not encoded in UTF-8`, { remedy: "Create it with: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0." });
}
export { openEngine };
