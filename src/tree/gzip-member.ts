import { crc32, createInflateRaw } from "node:zlib";
import { certain } from "../fault/certain.ts";
import { IdentikitError } from "../fault/error.ts";

const headerBytes = 10;
const trailerBytes = 8;
/** Name, comment and extra field of a gzip header, together. */
const maxHeaderBytes = 4096;
const chunkBytes = 512 * 1024;
/** Compressed bytes that are unpacked at a time. */
const pieceBytes = 64 * 1024;

export interface GunzipBounds {
  /** Compressed bytes at most. */
  readonly maxCompressed: number;
  /** Bytes at most once unpacked. */
  readonly maxUnpacked: number;
  /** What is unpacked, for messages. */
  readonly owner: string;
}

/**
 * Unpacks exactly one gzip member (RFC 1952) and checks its length and CRC. What other readers pass over is refused: a
 * second member, and anything after the first. Bytes are counted on both sides; nothing that a header says is trusted.
 * @throws {IdentikitError} `ARCHIVE_INVALID`, `ARCHIVE_TOO_LARGE`
 */
export async function* gunzipOne(
  compressed: AsyncIterable<Uint8Array>,
  bounds: GunzipBounds,
): AsyncGenerator<Buffer, void, undefined> {
  const member = new GzipMember(bounds);
  try {
    for await (const chunk of compressed) yield* member.push(chunk);
    yield* member.end();
  } finally {
    member.close();
  }
}

/** Header, deflate stream and trailer of one member, fed piece by piece. */
class GzipMember {
  readonly #bounds: GunzipBounds;
  readonly #inflate = createInflateRaw({ chunkSize: chunkBytes });
  #state: "header" | "body" | "trailer" = "header";
  #held: Buffer = Buffer.alloc(0);
  #compressed = 0;
  #unpacked = 0;
  #crc = 0;
  #output: Buffer[] = [];
  #ended = false;
  #failure: Error | undefined;
  /** The piece that is being unpacked. */
  #underway: { readonly piece: Buffer; readonly before: number; readonly done: Promise<void> } | undefined;
  /** Settles when the deflate stream is over, however it came to that. */
  readonly #over: Promise<void>;

  constructor(bounds: GunzipBounds) {
    this.#bounds = bounds;
    this.#inflate.on("data", (chunk: Buffer) => this.#output.push(chunk));
    this.#over = new Promise((resolve) => {
      this.#inflate.on("end", () => {
        this.#ended = true;
        resolve();
      });
      this.#inflate.on("error", (cause) => {
        this.#failure = cause;
        resolve();
      });
    });
  }

  /** Unpacks a chunk piece by piece. While the reader takes the output of one piece, the next is being unpacked. */
  async *push(chunk: Uint8Array): AsyncGenerator<Buffer, void, undefined> {
    this.#compressed += chunk.length;
    if (this.#compressed > this.#bounds.maxCompressed)
      throw this.#tooLarge(`${this.#bounds.maxCompressed} bytes as it is sent`);
    let rest: Buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    if (this.#state === "header") {
      this.#held = Buffer.concat([this.#held, rest]);
      const length = headerLength(this.#held, (problem) => this.#invalid(problem));
      if (length === undefined) return;
      rest = this.#held.subarray(length);
      this.#held = Buffer.alloc(0);
      this.#state = "body";
    }
    // Small pieces, so that a piece that unpacks to very much is stopped on the way.
    for (let at = 0; at < rest.length; at += pieceBytes) {
      const output = await this.#settle();
      const piece = rest.subarray(at, at + pieceBytes);
      if (this.#state === "trailer") this.#hold(piece);
      else this.#begin(piece);
      yield* output;
    }
  }

  /** To be called when there is no more input, for what is left of the output. */
  async *end(): AsyncGenerator<Buffer, void, undefined> {
    yield* await this.#settle();
    if (this.#state !== "trailer" || this.#held.length < trailerBytes) throw this.#invalid("is cut short");
    if (this.#held.readUInt32LE(0) !== this.#crc || this.#held.readUInt32LE(4) !== this.#unpacked % 2 ** 32)
      throw this.#invalid("is damaged: its checksum is not that of its content");
  }

  close(): void {
    this.#inflate.destroy();
  }

  /** Hands a piece to the inflater, which works beside this thread. */
  #begin(piece: Buffer): void {
    const done = this.#write(piece);
    // Its failure is told when its turn comes, which may be after the reader has stopped for a reason of its own.
    done.catch(() => {});
    this.#underway = { piece, before: this.#inflate.bytesWritten, done };
  }

  /** Waits for the piece that is being unpacked. @returns its output; what is behind the deflate stream is held */
  async #settle(): Promise<Buffer[]> {
    if (!this.#underway) return [];
    const { piece, before, done } = this.#underway;
    await done;
    this.#underway = undefined;
    const output = this.#count();
    if (this.#ended) {
      this.#state = "trailer";
      this.#hold(piece.subarray(this.#inflate.bytesWritten - before));
    }
    return output;
  }

  #hold(rest: Buffer): void {
    this.#held = Buffer.concat([this.#held, rest]);
    if (this.#held.length > trailerBytes) throw this.#invalid("goes on after the end of its gzip member");
  }

  #count(): Buffer[] {
    const output = this.#output.splice(0);
    for (const chunk of output) {
      this.#unpacked += chunk.length;
      if (this.#unpacked > this.#bounds.maxUnpacked)
        throw this.#tooLarge(`${this.#bounds.maxUnpacked} bytes unpacked`);
      this.#crc = crc32(chunk, this.#crc);
    }
    return output;
  }

  async #write(piece: Buffer): Promise<void> {
    const done = new Promise<void>((resolve) => this.#inflate.write(piece, () => resolve()));
    await Promise.race([done, this.#over]);
    if (this.#failure) throw this.#invalid("is damaged: its content cannot be unpacked", this.#failure);
  }

  #invalid(problem: string, cause?: unknown): IdentikitError {
    return new IdentikitError("ARCHIVE_INVALID", `${this.#bounds.owner} ${problem}`, {
      remedy: "Fetch it again; if it stays so, the server sends a damaged archive.",
      cause,
    });
  }

  #tooLarge(bound: string): IdentikitError {
    return new IdentikitError("ARCHIVE_TOO_LARGE", `${this.#bounds.owner} is over ${bound}`, {
      remedy: "Keep the template in a repository of its own, or raise the bound.",
    });
  }
}

/** The length of a gzip header, or `undefined` while it is not whole. */
function headerLength(bytes: Buffer, invalid: (problem: string) => IdentikitError): number | undefined {
  if (bytes.length < headerBytes) return undefined;
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b || bytes[2] !== 8) throw invalid("is not a gzip file");
  const flags = certain(bytes[3]);
  if ((flags & 0xe0) !== 0) throw invalid("has a gzip header with reserved flags");
  let at: number = headerBytes;
  const skipText = () => {
    const end = bytes.indexOf(0, at);
    at = end === -1 ? Number.POSITIVE_INFINITY : end + 1;
  };
  if (flags & 4) at += bytes.length >= at + 2 ? 2 + bytes.readUInt16LE(at) : Number.POSITIVE_INFINITY;
  if (flags & 8) skipText();
  if (flags & 16) skipText();
  if (flags & 2) at += 2;
  if (at <= bytes.length) return at;
  if (bytes.length > maxHeaderBytes) throw invalid("has a gzip header without end");
  return undefined;
}
