import { lstatSync, mkdir, rmdir, rmdirSync, stat, utimes } from "node:fs";
import { join } from "node:path";
import { lock } from "proper-lockfile";
import { IdentikitError } from "../fault/error.ts";
import type { AnchoredDirectory } from "../tree/anchored-directory.ts";
import { fileFault } from "../tree/file-fault.ts";

const file = ".claude.json";
const lockName = `${file}.lock`;
/** What the client takes as the sign of a holder that died, in milliseconds. */
const staleMs = 10_000;
/** The sticky bit, which the client never sets: a lock that carries it is a renderer's. */
const ours = 0o1700;

/** What the lock is made with; one object, since the library keeps what it learns of a file system on it. */
const fileSystem = {
  mkdir: (path: string, done: (error: NodeJS.ErrnoException | null) => void) => mkdir(path, ours, done),
  rmdir,
  rmdirSync,
  stat,
  utimes,
};

/**
 * The client's own lock on `.claude.json`: the directory `.claude.json.lock` of the protocol that the npm package
 * `proper-lockfile` defines. Whoever holds it may read the file, change it and put it back without losing what a
 * running client writes.
 */
export class ClientLock implements AsyncDisposable {
  readonly #release: () => Promise<void>;
  #lost = false;

  private constructor(release: () => Promise<void>) {
    this.#release = release;
  }

  /**
   * Waits for the lock, at most half again as long as it takes for a dead holder's to be given up.
   * @throws {IdentikitError} `LOCK_HELD`, `FILE_UNWRITABLE`
   */
  static async acquire(directory: AnchoredDirectory): Promise<ClientLock> {
    const path = join(directory.path, file);
    let held: ClientLock | undefined;
    try {
      const release = await lock(path, {
        realpath: false,
        lockfilePath: directory.locate(lockName),
        stale: staleMs,
        fs: fileSystem,
        retries: { retries: 150, minTimeout: 10, maxTimeout: 100, factor: 1.2, randomize: true },
        onCompromised: () => held?.lose(),
      });
      held = new ClientLock(release);
      return held;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== "ELOCKED")
        throw fileFault("FILE_UNWRITABLE", path, cause);
      throw new IdentikitError("LOCK_HELD", `${path} is being written by the agent client (${lockName})`, {
        remedy: "Run again when the client is idle.",
        retry: { kind: "later" },
      });
    }
  }

  /**
   * To be asked before the file is put in its place.
   * @throws {IdentikitError} `LOCK_HELD` where the client has taken the lock for abandoned and may be writing
   */
  assertHeld(): void {
    if (!this.#lost) return;
    throw new IdentikitError("LOCK_HELD", `the lock on ${file} was taken over while this run stood still`, {
      remedy: "Run again; nothing was written.",
      retry: { kind: "later" },
    });
  }

  lose(): void {
    this.#lost = true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#lost) await this.#release();
  }
}

/** True where a renderer's lock stands. Without the place's own lock it may be a living renderer's. */
export function hasRendererLock(directory: AnchoredDirectory): boolean {
  const status = lstatSync(directory.locate(lockName), { throwIfNoEntry: false });
  return status?.isDirectory() === true && (status.mode & 0o1000) !== 0;
}

/**
 * Removes the lock that a killed renderer left. Whoever calls this holds the place's own lock, which every renderer
 * holds while it takes the client's: so there is no living one that it could belong to.
 */
export function clearRendererLock(directory: AnchoredDirectory): void {
  if (hasRendererLock(directory)) rmdirSync(directory.locate(lockName));
}
