import { dirname, join } from "node:path";
import { certain } from "../../fault/certain.ts";
import { IdentikitError } from "../../fault/error.ts";
import { sqliteCodeOf } from "../../fault/thrown.ts";
import { makeDirectories } from "../../tree/make-directories.ts";
import { temporaryNameFor } from "../../tree/temporary-name.ts";
import { type ConfigDatabase, openDatabase } from "../database.ts";
import { copySqlite, removeCopy } from "../sqlite/sqlite-copy.ts";
import { type BackupResult, writeBackup } from "./write-backup.ts";

/**
 * Backs a database up while others use it. A server gives one unchanging picture; a SQLite file is copied through its backup API
 * and the copy is checked, so that damage is found and no reader keeps the write-ahead log from being emptied.
 * @param location where the database is, as it was opened
 * @throws {IdentikitError} `BACKUP_INVALID` for a damaged SQLite database; `DATABASE_FAILED`, `FILE_UNWRITABLE`
 */
export async function backupDatabase(
  database: ConfigDatabase,
  location: string,
  file: string,
): Promise<BackupResult> {
  if (database.kind === "postgres") return writeBackup(database, file);
  makeDirectories(dirname(file), 0o777);
  // One name for each target: what a killed run left is found again.
  const copy = join(dirname(file), temporaryNameFor(file));
  try {
    removeCopy(copy);
    await copySqlite(location, copy);
    await using copied = await openDatabase(copy, {
      schema: "any",
      ...(database.signal ? { signal: database.signal } : {}),
    });
    await checkIntegrity(copied, database.name);
    return await writeBackup(copied, file);
  } catch (cause) {
    throw isCorrupt(cause) ? damaged(database.name, "its pages do not hold together", cause) : cause;
  } finally {
    removeCopy(copy);
  }
}

async function checkIntegrity(database: ConfigDatabase, name: string): Promise<void> {
  const problems = await database.transaction("read", async ({ query, sql }) => {
    const { rows } = await sql<{ integrity_check: string }>`PRAGMA integrity_check(3)`.execute(query);
    return rows.map((row) => row.integrity_check).filter((line) => line !== "ok");
  });
  if (problems.length === 0) return;
  throw damaged(name, certain(problems[0]));
}

/** What SQLite itself says when it finds damage: SQLITE_CORRUPT, SQLITE_NOTADB. */
function isCorrupt(cause: unknown): boolean {
  for (let at = cause; at instanceof Error; at = at.cause) {
    if ([11, 26].includes(sqliteCodeOf(at) % 256)) return true;
  }
  return false;
}

function damaged(name: string, problem: string, cause?: unknown): IdentikitError {
  return new IdentikitError("BACKUP_INVALID", `the config database ${name} is damaged: ${problem}`, {
    remedy: "Restore the newest backup into a new file; no backup was written.",
    cause,
  });
}
