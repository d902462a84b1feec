import { IdentikitError } from "../../fault/error.ts";
import { pause } from "../../fault/stopped.ts";
import type { WorkClaim, WorkQueue } from "../store/queue/work-queue.ts";

export interface LeaseOptions {
  readonly queue: WorkQueue;
  readonly leaseMs: number;
  /** Ends all work that is under way. */
  readonly until: AbortSignal;
}

/**
 * Extends the leases of what is being worked on. Work whose lease is lost is stopped: another worker may have it by now. A database that
 * does not answer for as long as a lease holds means that all of them are lost.
 */
export class LeaseKeeper implements AsyncDisposable {
  readonly #options: LeaseOptions;
  readonly #held = new Map<WorkClaim, AbortController>();
  readonly #end = new AbortController();
  readonly #running: Promise<void>;

  constructor(options: LeaseOptions) {
    this.#options = options;
    this.#running = this.#run();
  }

  /** Holds claims that were just taken. */
  hold(claims: readonly WorkClaim[]): void {
    for (const claim of claims) this.#held.set(claim, new AbortController());
  }

  /** Lets go of a claim, as who is through with it does. */
  leave(claim: WorkClaim): void {
    this.#held.delete(claim);
  }

  /** What ends the work on a claim; aborted already where the claim is lost. */
  signalOf(claim: WorkClaim): AbortSignal {
    const own = this.#held.get(claim)?.signal ?? AbortSignal.abort(leaseLost(claim));
    return AbortSignal.any([own, this.#options.until]);
  }

  isLost(claim: WorkClaim): boolean {
    return this.#held.get(claim)?.signal.aborted ?? true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { queue, leaseMs } = this.#options;
    const extended = new WeakMap<WorkClaim, number>();
    while (await this.#rest(leaseMs / 3)) {
      const claims = [...this.#held].filter(([, { signal }]) => !signal.aborted).map(([claim]) => claim);
      const begun = performance.now();
      for (const claim of claims) if (!extended.has(claim)) extended.set(claim, begun - leaseMs / 3);
      try {
        const still = new Set((await queue.extend(claims, leaseMs)).map(nameOf));
        for (const claim of claims)
          if (still.has(nameOf(claim))) extended.set(claim, begun);
          else this.#lose(claim);
      } catch {
        // The database says so itself to whoever works with it.
        const last = performance.now() - leaseMs;
        for (const claim of claims) if ((extended.get(claim) ?? last) <= last) this.#lose(claim);
      }
    }
  }

  /** Waits. @returns false at the end */
  async #rest(milliseconds: number): Promise<boolean> {
    await pause(milliseconds, this.#end.signal).catch(() => {});
    return !this.#end.signal.aborted;
  }

  #lose(claim: WorkClaim): void {
    this.#held.get(claim)?.abort(leaseLost(claim));
  }
}

function leaseLost(claim: WorkClaim): IdentikitError {
  return new IdentikitError("LEASE_LOST", `another worker may have ${nameOf(claim)} by now`, {
    remedy: "Nothing: whoever has it goes on with it.",
  });
}

function nameOf({ controller, kind, namespace, name }: WorkClaim): string {
  return `${controller} ${kind} ${namespace}/${name}`;
}
