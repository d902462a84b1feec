import { BackupReader, backupDigest, backupTables, cellOf, checkNotNewer, checkNotTooNew, countRows, migrations, putRows, readSchema, refuseForeignTables, withoutLogGuards } from "./config.js";
import { IdentikitError } from "../start/faces.js";
import { certain } from "./fault.js";
import { PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, sql } from "../vendor/kysely.js";
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
export { checkNotRefused, dialectOver, migrate, migrateDatabase, restoreBackup };
