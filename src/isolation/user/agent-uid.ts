import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { IdentikitError } from "../../fault/error.ts";
import { pause } from "../../fault/stopped.ts";
import { AnchoredDirectory } from "../../tree/anchored-directory.ts";
import { ExclusiveLock } from "../../tree/exclusive-lock.ts";
import type { IsolationHost, UidRange } from "../isolation.ts";
import { processesByUser, processesOf } from "../launch/processes.ts";

/** Above what distributions, directories and containers give out, below what programs still take for a number with a sign. */
export const usualUids: UidRange = { first: 2_013_000_000, count: 1000 };
/** Everything that runs under an agent's id is ended with it, so no id below this is ever one. */
const lowestUid = 100_000;
/** Ids are the machine's, and so are their locks: two projects would otherwise give one id to two agents, and end each other's. */
const lockDirectory = "/run/identikit/uids";
const pollMs = 20;
const killMs = 10_000;

/**
 * A user id that nobody has but one agent: its processes are those of that id, and it can read, trace and end no others. The lock is the
 * kernel's, so an id whose supervisor was killed is free again, and what still runs under it belongs to nobody.
 */
export class AgentUid implements Disposable {
  readonly id: number;
  readonly #lock: ExclusiveLock;

  constructor(id: number, lock: ExclusiveLock) {
    this.id = id;
    this.#lock = lock;
  }

  /**
   * A free one, under which nothing runs any more. Needs to be root.
   * @throws {IdentikitError} `ISOLATION_UNAVAILABLE` where all are taken; `FILE_UNWRITABLE`
   */
  static async take(host: IsolationHost): Promise<AgentUid> {
    const { first, count } = rangeOf(host);
    for (let id = first; id < first + count; id++) {
      const lock = await lockOf(id);
      if (!lock) continue;
      const uid = new AgentUid(id, lock);
      await uid.endAll();
      return uid;
    }
    throw new IdentikitError("ISOLATION_UNAVAILABLE", `all ${count} user ids for agents are in use`, {
      remedy: "Start fewer agents at a time on this machine, or give it more user ids.",
      retry: { kind: "later" },
    });
  }

  /** Sends a signal to every process of this user at once. */
  async signalAll(signal: "TERM" | "KILL"): Promise<void> {
    // As that user, so that the kernel itself finds them all: whoever forks meanwhile does not slip through. The shell makes sure that it
    // is that user, since to root these words mean everything that runs.
    const words = `[ "$(id -u)" = ${this.id} ] && kill -${signal} -1`;
    const kill = spawn("/bin/sh", ["-c", words], {
      uid: this.id,
      gid: this.id,
      env: { PATH: "/usr/bin:/bin" },
      cwd: "/",
      stdio: "ignore",
    });
    await once(kill, "close");
  }

  /** Ends every process of this user, and waits until there is none. @throws {IdentikitError} `ISOLATION_FAILED` */
  async endAll(): Promise<void> {
    for (let waited = 0; processesOf(this.id).length > 0; waited += pollMs) {
      if (waited > killMs)
        throw new IdentikitError("ISOLATION_FAILED", `processes of user ${this.id} do not end`, {
          remedy: "Look at what they wait for (a dead network mount?): ps -u lists them.",
        });
      await this.signalAll("KILL");
      await pause(pollMs);
    }
  }

  [Symbol.dispose](): void {
    this.#lock[Symbol.dispose]();
  }
}

/**
 * Ends what agents of supervisors that are gone have left running. Those of living ones are not met: their ids are locked.
 * @returns how many processes there were
 */
export async function endAbandoned(host: IsolationHost): Promise<number> {
  const { first, count } = rangeOf(host);
  let ended = 0;
  for (const [id, processes] of processesByUser()) {
    const lock = id >= first && id < first + count ? await lockOf(id) : undefined;
    if (!lock) continue;
    using uid = new AgentUid(id, lock);
    await uid.endAll();
    ended += processes;
  }
  return ended;
}

/** @throws {IdentikitError} `USAGE` for ids that people, services or containers may have */
function rangeOf({ uids = usualUids }: IsolationHost): UidRange {
  if (uids.first >= lowestUid) return uids;
  throw new IdentikitError("USAGE", `user ids for agents begin at ${lowestUid}, not at ${uids.first}`, {
    remedy: "Give a range of user ids that nothing else on the machine uses.",
  });
}

async function lockOf(id: number): Promise<ExclusiveLock | undefined> {
  try {
    // Nobody but root gets at them, whose the folder above is.
    AnchoredDirectory.make(lockDirectory, 0o700)[Symbol.dispose]();
    const file = join(lockDirectory, String(id));
    return await ExclusiveLock.acquire(file, { waitMs: 0, place: `user id ${id}` });
  } catch (cause) {
    if (cause instanceof IdentikitError && cause.code === "LOCK_HELD") return undefined;
    throw cause;
  }
}
