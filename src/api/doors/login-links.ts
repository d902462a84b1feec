import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** How long a link is good for. Milliseconds. */
const validMs = 10 * 60_000;

/**
 * The one-time login links of a server on loopback. One is good at a time, once, for ten minutes: who has it can read the terminal of whoever
 * started the server. Only its hash is kept.
 */
export class LoginLinks {
  readonly #now: () => Date;
  #open: { readonly hash: Buffer; readonly until: number } | undefined;

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** Whether a link is out that somebody may still use. */
  get isOpen(): boolean {
    return this.#open !== undefined && this.#now().getTime() < this.#open.until;
  }

  /** Makes a new link's token; the one before is no longer good. */
  make(): string {
    const token = randomBytes(32).toString("base64url");
    this.#open = { hash: hashOf(token), until: this.#now().getTime() + validMs };
    return token;
  }

  /** Uses a link up. Nothing is waited for between the look and the use, so of two who come at once one gets in. @returns whether it was good */
  take(token: string): boolean {
    const open = this.#open;
    // Hashes have one length, and are compared in a time that says nothing.
    if (!open || !this.isOpen || !timingSafeEqual(open.hash, hashOf(token))) return false;
    this.#open = undefined;
    return true;
  }
}

function hashOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
