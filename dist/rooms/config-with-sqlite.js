import { certain } from "./fault.js";
import { IdentikitError, fieldsOf, sqliteCodeOf } from "../start/faces.js";
import { AnchoredDirectory, fileFault, makeDirectories, takeName, temporaryNameFor } from "./tree.js";
import { openDatabase, writeBackup } from "./config.js";
import { basename, dirname, join } from "node:path";
import { chmodSync, closeSync, openSync, readdirSync, rmSync } from "node:fs";
import { DatabaseSync, backup } from "node:sqlite";
// src/config/sqlite/sqlite-copy.ts
const copiesKept = 3;
async function copySqlite(file, to) {
	const temporary = join(dirname(to), temporaryNameFor(to));
	try {
		removeCopy(temporary);
		closeSync(openSync(temporary, "wx", 384));
		using source = new DatabaseSync(file);
		await backup(source, temporary, { rate: 1e3 });
		chmodSync(temporary, 384);
		using directory = AnchoredDirectory.open(dirname(to));
		takeName(temporary, directory, basename(to));
		directory.sync();
	} catch (cause) {
		throw fieldsOf(cause).syscall === void 0 ? cause : fileFault("FILE_UNWRITABLE", to, cause);
	} finally {
		removeCopy(temporary);
	}
}
function removeCopy(file) {
	for (const ending of [
		"",
		"-journal",
		"-wal",
		"-shm"
	]) rmSync(file + ending, { force: true });
}
async function keepBeside(file, version) {
	await copySqlite(file, `${file}.v${version}.bak`);
	const versions = readdirSync(dirname(file)).flatMap((name) => {
		const [start, end] = [`${basename(file)}.v`, ".bak"];
		const number = name.startsWith(start) && name.endsWith(end) ? name.slice(start.length, -end.length) : "";
		return /^\d{1,9}$/.test(number) ? [Number(number)] : [];
	});
	for (const old of versions.sort((a, b) => b - a).slice(copiesKept)) rmSync(`${file}.v${old}.bak`, { force: true });
}
// src/config/backup/backup-database.ts
async function backupDatabase(database, location, file) {
	if (database.kind === "postgres") return writeBackup(database, file);
	makeDirectories(dirname(file), 511);
	const copy = join(dirname(file), temporaryNameFor(file));
	try {
		removeCopy(copy);
		await copySqlite(location, copy);
		await using copied = await openDatabase(copy, {
			schema: "any",
			...database.signal ? { signal: database.signal } : {}
		});
		await checkIntegrity(copied, database.name);
		return await writeBackup(copied, file);
	} catch (cause) {
		throw isCorrupt(cause) ? damaged(database.name, "its pages do not hold together", cause) : cause;
	} finally {
		removeCopy(copy);
	}
}
async function checkIntegrity(database, name) {
	const problems = await database.transaction("read", async ({ query, sql }) => {
		const { rows } = await sql`PRAGMA integrity_check(3)`.execute(query);
		return rows.map((row) => row.integrity_check).filter((line) => line !== "ok");
	});
	if (problems.length === 0) return;
	throw damaged(name, certain(problems[0]));
}
function isCorrupt(cause) {
	for (let at = cause; at instanceof Error; at = at.cause) if ([11, 26].includes(sqliteCodeOf(at) % 256)) return true;
	return false;
}
function damaged(name, problem, cause) {
	return new IdentikitError("BACKUP_INVALID", `the config database ${name} is damaged: ${problem}`, {
		remedy: "Restore the newest backup into a new file; no backup was written.",
		cause
	});
}
export { backupDatabase, keepBeside };
