import { isUtf8 } from "node:buffer";
import { IdentikitError } from "../../fault/error.ts";
import { shortened, visible } from "../../fault/visible.ts";
import type { AnchoredDirectory } from "../../tree/anchored-directory.ts";
import { streamFileIn } from "../../tree/file-stream.ts";
import { OutboxLines } from "./asked-request.ts";
import type { OutboxRequest } from "./outbox-request.ts";

/** A request, and the line that it stands on. */
export interface ReadRequest {
  /** 1-based. */
  readonly line: number;
  readonly request: OutboxRequest;
}

/** A line that is no request, and why, in words that may show parts of it. Line 0 is the file as a whole. */
export interface OutboxProblem {
  readonly line: number;
  readonly problem: string;
}

/** What is new in an outbox. */
export interface OutboxReading {
  readonly requests: readonly ReadRequest[];
  readonly problems: readonly OutboxProblem[];
}

/** Bytes of an outbox and of one line of it, and problems that are told, at most. */
const [largestOutbox, longestLine, mostProblems] = [64 * 1024 * 1024, 48 * 1024 * 1024, 100];

/**
 * Reads the outbox of an attempt, as often as one likes: each time what has come to it since. The agent writes the file, so nothing in
 * it is fatal: what is no request is told by its line. What was read counts, whatever is done to it later.
 */
export class OutboxReader {
  readonly #directory: AnchoredDirectory;
  readonly #name: string;
  #offset = 0;
  #line = 0;
  #problems = 0;
  #isClosed = false;
  readonly #asked = new OutboxLines();

  /** @param directory held open by the caller for as long as this is read */
  constructor(directory: AnchoredDirectory, name: string) {
    this.#directory = directory;
    this.#name = name;
  }

  /**
   * @param isEnded whether the agent has ended: what stands behind the last line end counts only then
   */
  async read(isEnded: boolean): Promise<OutboxReading> {
    const requests: ReadRequest[] = [];
    const problems: OutboxProblem[] = [];
    const complain = (line: number, problem: string) => {
      if (++this.#problems <= mostProblems)
        problems.push({ line, problem: shortened(visible(problem), 300) });
    };
    try {
      for await (const bytes of this.#lines(isEnded, complain)) {
        const request = this.#requestIn(bytes, complain);
        if (request) requests.push({ line: this.#line, request });
        if (this.#isClosed) break;
      }
    } catch (caught) {
      if (!(caught instanceof IdentikitError)) throw caught;
      // A link, a folder or a pipe in its place.
      this.#isClosed = true;
      complain(0, `nothing of it is read: ${caught.message}`);
    }
    return { requests, problems };
  }

  /** New lines as bytes; those that are too long are left out. */
  async *#lines(isEnded: boolean, complain: (line: number, problem: string) => void): AsyncGenerator<Buffer> {
    if (this.#isClosed || !this.#directory.has(this.#name)) return;
    const range = { start: this.#offset, length: largestOutbox - this.#offset };
    let parts: Uint8Array[] = [];
    let length = 0;
    const take = (part: Uint8Array) => {
      length += part.length;
      if (length <= longestLine) parts.push(part);
      else parts = [];
    };
    const ended = () => {
      const line = length > longestLine ? undefined : Buffer.concat(parts);
      [parts, length] = [[], 0];
      this.#line++;
      if (!line) complain(this.#line, `the line is longer than ${longestLine} bytes`);
      return line;
    };
    for await (const chunk of streamFileIn(this.#directory, this.#name, range)) {
      let start = 0;
      for (let end = chunk.indexOf(0x0a); end !== -1; end = chunk.indexOf(0x0a, start)) {
        take(chunk.subarray(start, end));
        this.#offset += length + 1;
        start = end + 1;
        const line = ended();
        if (line) yield line;
      }
      take(chunk.subarray(start));
    }
    if (this.#offset + length >= largestOutbox) {
      this.#isClosed = true;
      complain(0, `what is beyond ${largestOutbox} bytes is not read`);
    } else if (isEnded && length > 0) {
      this.#offset += length;
      const line = ended();
      if (line) yield line;
    }
  }

  #requestIn(bytes: Buffer, complain: (line: number, problem: string) => void): OutboxRequest | undefined {
    if (!isUtf8(bytes)) return void complain(this.#line, "the line is not UTF-8 text");
    const found = this.#asked.take(this.#line, bytes.toString("utf8"));
    if (!found) return undefined;
    if ("asked" in found) return found.asked.request;
    if (found.isLast) this.#isClosed = true;
    return void complain(this.#line, found.problem);
  }
}
