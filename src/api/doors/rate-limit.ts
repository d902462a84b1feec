import { isIPv6 } from "node:net";

/** Keys that are remembered at most; the oldest is forgotten first. */
const mostKeys = 10_000;

export interface RateLimitOptions {
  /** How many at once, and how many a minute from then on. */
  readonly perMinute: number;
  /** Milliseconds on a clock that only goes on. */
  readonly now: () => number;
}

/** Counts what each key does, as a token bucket: `perMinute` at once, then one each time that a `perMinute`th of a minute is over. */
export class RateLimit {
  readonly #options: RateLimitOptions;
  /** When the bucket of each key is full again, in milliseconds. */
  readonly #fullAt = new Map<string, number>();

  constructor(options: RateLimitOptions) {
    this.#options = options;
  }

  /** Counts one. @returns nothing where it may go on, else after how many seconds it may be tried again */
  take(key: string): number | undefined {
    const { perMinute, now } = this.#options;
    const [time, each] = [now(), 60_000 / perMinute];
    const full = Math.max(time, this.#fullAt.get(key) ?? 0) + each;
    const waitMs = full - time - 60_000;
    if (waitMs > 0) return Math.ceil(waitMs / 1000);
    this.#fullAt.delete(key);
    this.#fullAt.set(key, full);
    for (const [oldest] of this.#fullAt) {
      if (this.#fullAt.size <= mostKeys) break;
      this.#fullAt.delete(oldest);
    }
    return undefined;
  }
}

/** What addresses are counted by: an IPv6 client has a whole /64 to ask from (RFC 6177). */
export function addressKey(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = "", tail = ""] = address.split("::");
  const groups = head.split(":").filter(Boolean);
  const rest = tail.split(":").filter(Boolean);
  const filled = address.includes("::")
    ? [...groups, ...Array<string>(Math.max(0, 8 - groups.length - rest.length)).fill("0"), ...rest]
    : groups;
  return filled.slice(0, 4).join(":");
}
