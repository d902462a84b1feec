import { chmodSync, closeSync, openSync, readdirSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { backup, DatabaseSync } from "node:sqlite";
import { fieldsOf } from "../../fault/thrown.ts";
import { AnchoredDirectory } from "../../tree/anchored-directory.ts";
import { fileFault } from "../../tree/file-fault.ts";
import { takeName } from "../../tree/take-name.ts";
import { temporaryNameFor } from "../../tree/temporary-name.ts";

/** Copies from before a migration that are kept beside a database. */
const copiesKept = 3;

/**
 * Copies a SQLite database through its backup API, as it is at one moment, while others read and write. The copy has mode 0600
 * from its first byte, and takes its name when it is whole.
 * @throws {IdentikitError} `FILE_UNWRITABLE`
 */
export async function copySqlite(file: string, to: string): Promise<void> {
  // One name for each target: what a killed run left is found again.
  const temporary = join(dirname(to), temporaryNameFor(to));
  try {
    removeCopy(temporary);
    closeSync(openSync(temporary, "wx", 0o600));
    // Not opened for reading only: the last such connection would leave the write-ahead log behind.
    using source = new DatabaseSync(file);
    await backup(source, temporary, { rate: 1000 });
    chmodSync(temporary, 0o600);
    using directory = AnchoredDirectory.open(dirname(to));
    takeName(temporary, directory, basename(to));
    directory.sync();
  } catch (cause) {
    throw fieldsOf(cause).syscall === undefined ? cause : fileFault("FILE_UNWRITABLE", to, cause);
  } finally {
    removeCopy(temporary);
  }
}

/** Removes a copy and what SQLite keeps beside one that is in use. */
export function removeCopy(file: string): void {
  for (const ending of ["", "-journal", "-wal", "-shm"]) rmSync(file + ending, { force: true });
}

/**
 * Keeps a copy of a database as it is before a migration, beside it, as `<name>.v<version>.bak`; of older copies only the newest few stay.
 * @throws {IdentikitError} `FILE_UNWRITABLE`: the migration must then not be done
 */
export async function keepBeside(file: string, version: number): Promise<void> {
  await copySqlite(file, `${file}.v${version}.bak`);
  const versions = readdirSync(dirname(file)).flatMap((name) => {
    const [start, end] = [`${basename(file)}.v`, ".bak"];
    const number = name.startsWith(start) && name.endsWith(end) ? name.slice(start.length, -end.length) : "";
    return /^\d{1,9}$/.test(number) ? [Number(number)] : [];
  });
  for (const old of versions.sort((a, b) => b - a).slice(copiesKept))
    rmSync(`${file}.v${old}.bak`, { force: true });
}
