import { lstatSync, mkdirSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { IdentikitError } from "../fault/error.ts";
import { pause } from "../fault/stopped.ts";
import { codeOf } from "../fault/thrown.ts";
import type { Clock } from "../runtime/clock.ts";
import type { AnchoredDirectory } from "../tree/anchored-directory.ts";
import type { DirectoryView } from "../tree/directory-view.ts";
import { fileFault } from "../tree/file-fault.ts";

/** The file that the client locks: Codex locks none. */
export const lockedFile = ".claude.json";
const file: string = lockedFile;
const lockName = `${file}.lock`;
/** What the client takes as the sign of a holder that died, in milliseconds. */
const staleMs = 10_000;
/** How long to wait: a dead holder's lock has to become stale first. */
const waitMs = 15_000;
/** The sticky bit, which the client never sets: a lock that carries it is a renderer's. */
const ours = 0o1700;

export interface ClientLockOptions {
  readonly clock: Clock;
  readonly signal?: AbortSignal;
}

/**
 * The client's own lock on `.claude.json`: the directory `.claude.json.lock`, made to take it and removed to let go,
 * abandoned once its time stamp is older than ten seconds (the protocol of the npm package `proper-lockfile`).
 * Whoever holds it may read the file, change it and put it back without losing what a running client writes.
 *
 * It is held for one small write, so its time stamp is not kept fresh; {@link assertHeld} tells when it was lost.
 */
export class ClientLock implements Disposable {
  readonly #directory: AnchoredDirectory;
  readonly #clock: Clock;
  readonly #inode: bigint;

  private constructor(directory: AnchoredDirectory, clock: Clock, inode: bigint) {
    this.#directory = directory;
    this.#clock = clock;
    this.#inode = inode;
  }

  /**
   * Waits for the lock, longer than a dead holder's takes to be given up.
   * @throws {IdentikitError} `LOCK_HELD`, `FILE_UNWRITABLE`; what `signal` was aborted with
   */
  static async acquire(
    directory: AnchoredDirectory,
    { clock, signal }: ClientLockOptions,
  ): Promise<ClientLock> {
    for (let waited = 0; !take(directory, clock); ) {
      if (waited > waitMs) throw held(directory, clock);
      const next = 1 + Math.random() * 9;
      await pause(next, signal);
      waited += next;
    }
    return new ClientLock(directory, clock, lookAt(directory)?.ino ?? 0n);
  }

  /**
   * To be asked right before the file is put in its place.
   * @throws {IdentikitError} `LOCK_HELD` where the lock was taken over meanwhile, or may be at any moment
   */
  assertHeld(): void {
    const now = lookAt(this.#directory);
    if (now?.ino === this.#inode && !isOlder(now.mtimeMs, staleMs / 2, this.#clock)) return;
    throw new IdentikitError("LOCK_HELD", `the lock on ${file} was lost while this run stood still`, {
      remedy: "Run again; nothing was written.",
      retry: { kind: "later" },
    });
  }

  [Symbol.dispose](): void {
    if (lookAt(this.#directory)?.ino === this.#inode) remove(this.#directory);
  }
}

/** True where a renderer's lock stands. Without the place's own lock it may be a living renderer's. */
export function hasRendererLock(directory: DirectoryView): boolean {
  const status = lookAt(directory);
  return status?.isDirectory() === true && (status.mode & 0o1000n) !== 0n;
}

/**
 * Removes the lock that a killed renderer left. Whoever calls this holds the place's own lock, which every renderer
 * holds while it takes the client's: so there is no living one that it could belong to.
 */
export function clearRendererLock(directory: AnchoredDirectory): void {
  if (hasRendererLock(directory)) remove(directory);
}

function take(directory: AnchoredDirectory, clock: Clock): boolean {
  const standing = lookAt(directory);
  if (standing && !isOlder(standing.mtimeMs, staleMs, clock)) return false;
  if (standing) remove(directory);
  try {
    mkdirSync(directory.locate(lockName), ours);
    return true;
  } catch (cause) {
    if (codeOf(cause) === "EEXIST") return false;
    throw fileFault("FILE_UNWRITABLE", join(directory.path, lockName), cause);
  }
}

function isOlder(mtimeMs: bigint, ageMs: number, clock: Clock): boolean {
  return Number(mtimeMs) < clock.now().getTime() - ageMs;
}

function lookAt(directory: DirectoryView) {
  return lstatSync(directory.locate(lockName), { throwIfNoEntry: false, bigint: true });
}

function remove(directory: AnchoredDirectory): void {
  try {
    rmdirSync(directory.locate(lockName));
  } catch (cause) {
    if (codeOf(cause) === "ENOENT") return;
    throw fileFault("FILE_UNWRITABLE", join(directory.path, lockName), cause);
  }
}

function held(directory: AnchoredDirectory, clock: Clock): IdentikitError {
  const path = join(directory.path, file);
  const taken = Number(lookAt(directory)?.mtimeMs ?? 0);
  // To the protocol such a lock is held, for as long as the clock needs to come by.
  const isAhead = taken > clock.now().getTime() + staleMs;
  const since = isAhead ? `, taken ${new Date(taken).toISOString()}, which is in the future` : "";
  return new IdentikitError(
    "LOCK_HELD",
    `${path} is being written by the agent client (${lockName}${since})`,
    {
      remedy: isAhead
        ? `Check this machine's clock; if no client runs, remove the directory ${lockName}.`
        : "Run again when the client is idle.",
      retry: { kind: "later" },
    },
  );
}
