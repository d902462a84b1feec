import { RequestRefused } from "./status.ts";

/** Watches at the same time, at most; each further one is told to come back later. */
const most = 512;

/** How many watch. */
export class Watchers {
  #count = 0;

  /**
   * @returns what to call when the watch ends
   * @throws {RequestRefused} 429
   */
  enter(): () => void {
    if (this.#count >= most) {
      const retry = { "retry-after": "5" };
      throw new RequestRefused("TooManyRequests", `${most} watches are under way`, {
        details: { retryAfterSeconds: 5 },
        headers: retry,
      });
    }
    this.#count++;
    return () => void this.#count--;
  }
}
