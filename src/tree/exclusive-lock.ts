import { closeSync, constants, lstatSync, openSync, rmSync } from "node:fs";
import { basename, dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { IdentikitError } from "../fault/error.ts";
import { pause } from "../fault/stopped.ts";
import { codeOf, sqliteCodeOf } from "../fault/thrown.ts";
import { AnchoredDirectory } from "./anchored-directory.ts";
import { fileFault } from "./file-fault.ts";
import { lockHolder } from "./lock-holder.ts";

export interface LockOptions {
  /** How long to wait for the present holder, in milliseconds. Default 30,000; 0 does not wait. */
  readonly waitMs?: number;
  readonly signal?: AbortSignal;
  /** What is being locked, for the message: "volume /data". */
  readonly place: string;
}

const pollMs = 50;

/**
 * One writer at a time at a place, across processes. The lock is SQLite's own lock on a file: the kernel lets go
 * of it when its holder dies, however it dies, so there is no stale lock to break and no age to guess.
 */
export class ExclusiveLock implements Disposable {
  readonly #file: string;
  readonly #database: DatabaseSync;

  private constructor(file: string, database: DatabaseSync) {
    this.#file = file;
    this.#database = database;
  }

  /**
   * Waits for the lock and takes it.
   * @param file where the lock lives; made if missing, empty, and left there unless the lock is removed
   * @throws {IdentikitError} `LOCK_HELD` after the wait; `PATH_LINKED` where a link stands at the name;
   * `FILE_UNWRITABLE`; what `signal` was aborted with
   */
  static async acquire(file: string, options: LockOptions): Promise<ExclusiveLock> {
    const { waitMs = 30_000, signal, place } = options;
    for (let waited = 0; ; waited += pollMs) {
      const made = makeLockFile(file);
      const database = made && lockFile(file, made);
      if (database) return new ExclusiveLock(file, database);
      if (waited >= waitMs) throw held(place, file, made);
      await pause(pollMs, signal);
    }
  }

  /** Lets go of the lock and removes its file, for a place that is not used again. @throws {IdentikitError} `FILE_UNWRITABLE` */
  remove(): void {
    try {
      using directory = AnchoredDirectory.open(dirname(this.#file));
      // Before it lets go: a file that is not the one at the name locks nothing, and whoever waits makes another one.
      rmSync(directory.locate(basename(this.#file)), { force: true });
    } catch (cause) {
      throw fileFault("FILE_UNWRITABLE", this.#file, cause);
    } finally {
      this[Symbol.dispose]();
    }
  }

  [Symbol.dispose](): void {
    this.#database.close();
  }
}

interface FileIdentity {
  readonly dev: number;
  readonly ino: number;
}

/**
 * SQLite would follow a link at the name, and make the file that it points to: so the file is made here. One that
 * is there is not opened, since a close drops every lock that this process already has on it.
 * @returns nothing where somebody removed it meanwhile
 */
function makeLockFile(file: string): FileIdentity | undefined {
  using directory = AnchoredDirectory.make(dirname(file));
  const path = directory.locate(basename(file));
  try {
    closeSync(openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o644));
  } catch (cause) {
    if (codeOf(cause) !== "EEXIST") throw fileFault("FILE_UNWRITABLE", file, cause);
  }
  const status = lstatSync(path, { throwIfNoEntry: false });
  if (status?.isFile() === false) throw linked(file);
  return status;
}

/** @returns the lock on the file, or nothing where somebody has it, or has removed it with its file meanwhile */
function lockFile(file: string, made: FileIdentity): DatabaseSync | undefined {
  const database = open(file);
  try {
    if (tryLock(database, file) && isSameFile(file, made)) return database;
  } catch (cause) {
    database.close();
    // SQLite fails on a file that is at no name any more.
    if (isSameFile(file, made)) throw cause;
    return undefined;
  }
  database.close();
  return undefined;
}

/** @throws {IdentikitError} `PATH_LINKED` where something else than a file stands there by now */
function isSameFile(file: string, { dev, ino }: FileIdentity): boolean {
  const now = lstatSync(file, { throwIfNoEntry: false });
  if (now?.isFile() === false) throw linked(file);
  return now?.dev === dev && now.ino === ino;
}

function open(file: string): DatabaseSync {
  try {
    return new DatabaseSync(file, { timeout: 0 });
  } catch (cause) {
    throw fileFault("FILE_UNWRITABLE", file, cause);
  }
}

function tryLock(database: DatabaseSync, file: string): boolean {
  try {
    database.exec("BEGIN EXCLUSIVE");
    return true;
  } catch (cause) {
    const busy = 5;
    if (sqliteCodeOf(cause) === busy) return false;
    throw fileFault("FILE_UNWRITABLE", file, cause);
  }
}

function held(place: string, file: string, identity: FileIdentity | undefined): IdentikitError {
  const holder = identity && lockHolder(identity.ino);
  const who = holder === undefined ? "" : `process ${holder}, `;
  return new IdentikitError("LOCK_HELD", `${place} is in use by another run (${who}lock ${file})`, {
    remedy: "Wait for it to end; a run that was killed holds nothing.",
    retry: { kind: "later" },
  });
}

function linked(file: string): IdentikitError {
  return new IdentikitError("PATH_LINKED", `${file} is not the regular lock file that it must be`, {
    remedy: "Remove it and run again; nothing was written.",
  });
}
