import type { Readable } from "node:stream";

/** What stands at the end of a line that was cut. */
export const cutMark = " …[truncated]";

/**
 * The lines of a stream, read as fast as they are asked for and no faster: what nobody reads waits in the pipe. Of a line that is
 * longer than it may be, the end is dropped as it comes, so memory holds one line at most.
 */
export class BoundedLines {
  readonly #source: AsyncIterator<Buffer>;
  readonly #maxBytes: number;
  readonly #onChunk: (chunk: Buffer) => void;
  readonly #waiting: string[] = [];
  #parts: Buffer[] = [];
  #held = 0;
  #isCut = false;
  #isOver = false;

  /**
   * @param maxBytes of a line, without its line feed
   * @param onChunk called with each part of the stream before it is cut into lines
   */
  constructor(source: Readable, maxBytes: number, onChunk: (chunk: Buffer) => void = () => {}) {
    this.#onChunk = onChunk;
    this.#source = source.iterator({ destroyOnReturn: false });
    this.#maxBytes = maxBytes;
  }

  /** The next line without its line feed; `undefined` at the end, which is also where the stream breaks. */
  async next(): Promise<string | undefined> {
    while (this.#waiting.length === 0 && !this.#isOver) {
      const read = await this.#read();
      if (read) this.#take(read);
      else this.#finish();
    }
    return this.#waiting.shift();
  }

  async *rest(): AsyncGenerator<string, void> {
    for (let line = await this.next(); line !== undefined; line = await this.next()) yield line;
  }

  async #read(): Promise<Buffer | undefined> {
    try {
      const { value, done } = await this.#source.next();
      return done ? undefined : value;
    } catch {
      // A pipe whose other end was killed: what came before counts.
      return undefined;
    }
  }

  #take(chunk: Buffer): void {
    this.#onChunk(chunk);
    let from = 0;
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, from)) {
      this.#hold(chunk.subarray(from, at));
      this.#close();
      from = at + 1;
    }
    this.#hold(chunk.subarray(from));
  }

  #hold(part: Buffer): void {
    const room = this.#maxBytes - this.#held;
    if (part.length > room) this.#isCut = true;
    const kept = part.subarray(0, Math.max(0, room));
    if (kept.length === 0) return;
    // A copy: a few bytes of a chunk must not keep all of it.
    this.#parts.push(Buffer.from(kept));
    this.#held += kept.length;
  }

  #close(): void {
    const text = Buffer.concat(this.#parts).toString("utf8");
    this.#waiting.push(this.#isCut ? text + cutMark : text);
    [this.#parts, this.#held, this.#isCut] = [[], 0, false];
  }

  #finish(): void {
    this.#isOver = true;
    if (this.#held > 0 || this.#isCut) this.#close();
  }
}
