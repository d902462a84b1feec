/** The last bytes of what a program wrote. */
export class Tail {
  readonly #limit: number;
  #parts: Buffer[] = [];
  #held = 0;
  #dropped = 0;

  /** @param limit bytes that are kept */
  constructor(limit: number) {
    this.#limit = limit;
  }

  push(chunk: Buffer): void {
    this.#parts.push(chunk);
    this.#held += chunk.length;
    // Put together only now and then, so that many small chunks cost what they weigh.
    if (this.#held > 2 * this.#limit || this.#parts.length > 256) this.#shrink();
  }

  /** What is kept, behind a mark where something came before it. */
  text(): string {
    this.#shrink();
    const text = Buffer.concat(this.#parts).toString("utf8");
    return this.#dropped === 0 ? text : `[${this.#dropped} bytes before this]… ${text}`;
  }

  #shrink(): void {
    const all = Buffer.concat(this.#parts);
    const kept = all.subarray(Math.max(0, all.length - this.#limit));
    this.#dropped += all.length - kept.length;
    this.#parts = [Buffer.from(kept)];
    this.#held = kept.length;
  }
}
