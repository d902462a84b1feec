import { LockWait } from "../connection/lock-wait.ts";

const lockNotAvailable = "55P03";

/**
 * Transactions that write, so many of a process at a time. They wait for each other's locks in any case; those that wait here keep no
 * connection from those that read.
 */
export class WriterPlaces {
  readonly #patienceMs: number;
  readonly #waiting = new Set<() => void>();
  #free: number;

  /** @param patienceMs how long one waits for a place at most; 0 is without end */
  constructor(most: number, patienceMs: number) {
    this.#free = most;
    this.#patienceMs = patienceMs;
  }

  /**
   * Waits for a place, behind those who came before.
   * @returns what gives it back
   * @throws {LockWait}
   */
  async enter(): Promise<Disposable> {
    if (this.#free > 0) this.#free--;
    else await this.#wait();
    return { [Symbol.dispose]: () => this.#leave() };
  }

  #wait(): Promise<void> {
    return new Promise((resolve, reject) => {
      const enter = () => {
        clearTimeout(timer);
        resolve();
      };
      const giveUp = () => {
        this.#waiting.delete(enter);
        reject(new LockWait(lockNotAvailable, "other writers of this process"));
      };
      const timer = this.#patienceMs === 0 ? undefined : setTimeout(giveUp, this.#patienceMs);
      this.#waiting.add(enter);
    });
  }

  /** The place goes to who waits longest. */
  #leave(): void {
    const [next] = this.#waiting;
    if (next === undefined) return void this.#free++;
    this.#waiting.delete(next);
    next();
  }
}
