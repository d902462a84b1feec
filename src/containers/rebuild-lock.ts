import { readFileSync, statSync } from "node:fs";
import { hostname } from "node:os";
import type Docker from "dockerode";

import type { EnvDirectories } from "../env/env-directories.ts";
import { processId } from "../runtime/process-id.ts";

import { ExclusiveLock } from "../tree/exclusive-lock.ts";
import { EngineLock } from "./engine-lock.ts";

export interface RebuildLockOptions {
  readonly agent: string;
  readonly place: EnvDirectories;
  /** Images of the engine, any of which a lock can be made from. */
  readonly images: readonly string[];
  readonly waitMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * One rebuild of an agent at a time. Runs on one machine are kept apart by a lock of the kernel, which a dead run has
 * given up; runs on several machines that drive one engine by a lock in the engine.
 */
export class RebuildLock implements AsyncDisposable {
  readonly #kernel: ExclusiveLock;
  readonly #engine: EngineLock;

  private constructor(kernel: ExclusiveLock, engine: EngineLock) {
    this.#kernel = kernel;
    this.#engine = engine;
  }

  /**
   * Waits for both locks and takes them.
   * @throws {IdentikitError} `LOCK_HELD`, with who holds it; `PATH_LINKED`, `FILE_UNWRITABLE`, `IMAGE_MISSING`,
   * `ENGINE_UNREACHABLE`, `ENGINE_FAILED`; what `signal` was aborted with
   */
  static async acquire(engine: Docker, options: RebuildLockOptions): Promise<RebuildLock> {
    const { agent, place, images, waitMs, signal } = options;
    const file = place.rebuildLockFile(agent);
    const waiting = { waitMs, ...(signal ? { signal } : {}) };
    const kernel = await ExclusiveLock.acquire(file, { place: `the rebuild of agent ${agent}`, ...waiting });
    try {
      const holder = `process ${processId()} on ${hostname()}`;
      const lock = { agent, images, holder, place: placeOf(file), ...waiting };
      return new RebuildLock(kernel, await EngineLock.acquire(engine, lock));
    } catch (caught) {
      kernel[Symbol.dispose]();
      throw caught;
    }
  }

  /** As {@link EngineLock.assertHeld}. */
  assertHeld(): Promise<void> {
    return this.#engine.assertHeld();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.#engine[Symbol.asyncDispose]();
    } finally {
      this.#kernel[Symbol.dispose]();
    }
  }
}

/** A file of one running kernel: two that are named the same are one, seen from containers, too. */
function placeOf(file: string): string {
  const { dev, ino } = statSync(file, { bigint: true });
  return [bootId(), dev, ino].join(":");
}

function bootId(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return hostname();
  }
}
