import { createHash } from "node:crypto";
import type Docker from "dockerode";
import { IdentikitError } from "../fault/error.ts";
import { pause } from "../fault/stopped.ts";
import { type Inspected, inspectIfThere, lockLabel } from "./agent-container.ts";
import { asked, engineStatus, removeContainer } from "./engine-call.ts";

const holderLabel = "identikit.rebuild.holder";
const placeLabel = "identikit.rebuild.place";
const pollMs = 250;

export interface EngineLockOptions {
  readonly agent: string;
  /** Images of the engine, any of which the lock can be made from. */
  readonly images: readonly string[];
  /** Who holds it, for the message of those who wait. */
  readonly holder: string;
  /**
   * Names the lock of the kernel that the caller holds. Whoever else holds this lock from the same place is dead:
   * the kernel has taken its lock away from it.
   */
  readonly place: string;
  /** How long the present holder is waited for, in milliseconds. */
  readonly waitMs: number;
  /** How often a holder shows that it lives, in milliseconds. Default five seconds. */
  readonly beatMs?: number;
  /** How long a holder may not show it before it is taken for dead, in milliseconds. Default half a minute. */
  readonly leaseMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * One rebuild of an agent at a time on one engine, from whichever machines it is driven. The lock is a container that
 * is never started: its name is the lock, since an engine gives a name once; its labels say who holds it; and its
 * restart count, the one number that an engine lets be changed later and does nothing with, is counted up while the
 * holder lives. Who waits looks at that count by its own clock, so no two clocks are compared.
 */
export class EngineLock implements AsyncDisposable {
  readonly #engine: Docker;
  readonly #id: string;
  readonly #agent: string;
  readonly #beating: NodeJS.Timeout;

  private constructor(engine: Docker, id: string, { agent, beatMs = 5_000 }: EngineLockOptions) {
    this.#engine = engine;
    this.#id = id;
    this.#agent = agent;
    let count = 0;
    this.#beating = setInterval(() => {
      const RestartPolicy = { Name: "on-failure", MaximumRetryCount: ++count };
      // A beat that fails is made up for by the next; a lock that is gone is found by `assertHeld`.
      engine
        .getContainer(id)
        .update({ RestartPolicy })
        .catch(() => {});
    }, beatMs);
    this.#beating.unref();
  }

  /**
   * Waits for the lock and takes it.
   * @throws {IdentikitError} `LOCK_HELD` with the holder after the wait; `IMAGE_MISSING` where there is none of the
   * images; `ENGINE_UNREACHABLE`, `ENGINE_FAILED`; what `signal` was aborted with
   */
  static async acquire(engine: Docker, options: EngineLockOptions): Promise<EngineLock> {
    const { waitMs, leaseMs = 30_000, place, signal } = options;
    const began = performance.now();
    let watched: { readonly id: string; readonly beat: number; readonly since: number } | undefined;
    for (;;) {
      signal?.throwIfAborted();
      const id = await tryMake(engine, options);
      if (id !== undefined) return new EngineLock(engine, id, options);
      const holder = await inspectIfThere(engine, lockName(options.agent));
      if (!holder) continue;
      const now = performance.now();
      const beat = holder.HostConfig.RestartPolicy?.MaximumRetryCount ?? 0;
      if (watched?.id !== holder.Id || watched.beat !== beat) watched = { id: holder.Id, beat, since: now };
      if (holder.Config.Labels[placeLabel] === place || now - watched.since >= leaseMs) {
        // By id: of several that find it dead, one removes it, and nobody removes the next one's.
        await removeContainer(engine, holder.Id, { volumes: true });
        continue;
      }
      if (now - began >= waitMs) throw held(options.agent, holder);
      await pause(pollMs, signal);
    }
  }

  /**
   * Asked before each step that cannot be undone.
   * @throws {IdentikitError} `LOCK_HELD` where the lock was taken over, since nothing was heard of this run for too long
   */
  async assertHeld(): Promise<void> {
    if (await inspectIfThere(this.#engine, this.#id)) return;
    throw new IdentikitError("LOCK_HELD", `another run has taken over the rebuild of agent ${this.#agent}`, {
      remedy: "Let it end; it finishes what this run began.",
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#beating);
    // Where the engine is gone, the lock stays behind and is found to be a dead run's.
    await removeContainer(this.#engine, this.#id, { volumes: true }).catch(() => {});
  }
}

/** An agent's name may have characters that a container's must not have. */
function lockName(agent: string): string {
  return `identikit-rebuild-${createHash("sha256").update(agent).digest("hex").slice(0, 32)}`;
}

async function tryMake(engine: Docker, options: EngineLockOptions): Promise<string | undefined> {
  const { agent, images, holder, place } = options;
  const last = images.at(-1);
  for (const Image of images) {
    try {
      const made = await engine.createContainer({
        name: lockName(agent),
        Image,
        Entrypoint: ["never-started"],
        Labels: { [lockLabel]: agent, [holderLabel]: holder, [placeLabel]: place },
        HostConfig: { NetworkMode: "none", RestartPolicy: { Name: "on-failure", MaximumRetryCount: 0 } },
      });
      return made.id;
    } catch (cause) {
      if (engineStatus(cause) === 409) return undefined;
      if (engineStatus(cause) !== 404 || Image === last)
        await asked(`lock the rebuild of agent ${agent}`, () => Promise.reject(cause));
    }
  }
  throw new TypeError("a lock needs an image");
}

function held(agent: string, { Config }: Inspected): IdentikitError {
  const holder = Config.Labels[holderLabel] ?? "another run";
  return new IdentikitError("LOCK_HELD", `the containers of agent ${agent} are being rebuilt by ${holder}`, {
    remedy: "Wait for it to end; a run that was killed holds nothing for long.",
    retry: { kind: "later" },
  });
}
