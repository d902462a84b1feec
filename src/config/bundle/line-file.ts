import type { Hash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";
import type { IdentikitError } from "../../fault/error.ts";
import { fileFault } from "../../tree/file-fault.ts";

/** Read at a time. The strings of a larger piece outlive the young generation, and memory grows with them. */
const chunkBytes = 64 * 1024;
/** The longest line: a skill of the largest size, escaped at its worst, and its key. */
const maxLineBytes = 64 * 1024 * 1024;
const lineFeed = 10;

/** Lines that are at hand already, such as those of a request, and how messages call them. */
export interface HeldLines {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A file of lines, read from its beginning to its end once, in pieces. */
export class LineFile implements Disposable {
  /** How messages call it. */
  readonly name: string;
  readonly #invalid: (name: string, problem: string) => IdentikitError;
  readonly #source: ByteSource;
  /** One buffer for the whole file, of which the bytes from start to end are read and not yet given out. */
  #buffer: Buffer = Buffer.allocUnsafe(2 * chunkBytes);
  #from = 0;
  #to = 0;

  /**
   * @param source the file's path, or what would be in it
   * @param invalid what is thrown for a file that is not lines of text
   * @throws {IdentikitError} `FILE_UNREADABLE`
   */
  constructor(source: string | HeldLines, invalid: (name: string, problem: string) => IdentikitError) {
    this.name = typeof source === "string" ? source : source.name;
    this.#invalid = invalid;
    this.#source = typeof source === "string" ? openFile(source) : heldBytes(source.bytes);
  }

  /**
   * Some whole lines without their line ends, `most` at most, none at the end of the file; their bytes are hashed.
   * @throws {IdentikitError} what was given for an invalid file; `FILE_UNREADABLE`
   */
  lines(most: number, hash: Hash): string[] {
    let end = this.#lastLineFeed();
    while (end === -1) {
      const seen = this.#to - this.#from;
      if (seen > maxLineBytes) throw this.#invalid(this.name, `has a line over ${maxLineBytes} bytes`);
      if (!this.#fill()) {
        if (seen > 0) throw this.#invalid(this.name, "ends in the middle of a line");
        return [];
      }
      end = this.#lastLineFeed();
    }
    let lines = this.#decode(this.#buffer.subarray(this.#from, end)).split("\n");
    if (lines.length > most) {
      lines = lines.slice(0, most);
      end = nthLineFeed(this.#buffer, this.#from, most);
    }
    hash.update(this.#buffer.subarray(this.#from, end + 1));
    this.#from = end + 1;
    return lines;
  }

  /** Whether everything was given out. */
  ended(): boolean {
    return this.#to === this.#from && !this.#fill();
  }

  [Symbol.dispose](): void {
    this.#source.close();
  }

  #lastLineFeed(): number {
    const at = this.#buffer.subarray(this.#from, this.#to).lastIndexOf(lineFeed);
    return at === -1 ? -1 : this.#from + at;
  }

  /** Reads the next piece behind what is there, which moves to the front; false at the end of the file. */
  #fill(): boolean {
    this.#buffer.copyWithin(0, this.#from, this.#to);
    this.#to -= this.#from;
    this.#from = 0;
    if (this.#buffer.length - this.#to < chunkBytes)
      this.#buffer = Buffer.concat([this.#buffer.subarray(0, this.#to)], 2 * this.#buffer.length);
    const read = this.#source.read(this.#buffer, this.#to);
    this.#to += read;
    return read > 0;
  }

  #decode(bytes: Uint8Array): string {
    try {
      return strictUtf8.decode(bytes);
    } catch {
      throw this.#invalid(this.name, "is not UTF-8 text");
    }
  }
}

/** Where the bytes come from. */
interface ByteSource {
  /** Puts the next bytes behind a place, as many as there is room for. @returns how many; 0 at the end */
  readonly read: (into: Buffer, at: number) => number;
  readonly close: () => void;
}

/** @throws {IdentikitError} `FILE_UNREADABLE`, also while it is read */
function openFile(file: string): ByteSource {
  const tried = <Result>(work: () => Result): Result => {
    try {
      return work();
    } catch (cause) {
      throw fileFault("FILE_UNREADABLE", file, cause);
    }
  };
  const descriptor = tried(() => openSync(file, "r"));
  return {
    read: (into, at) => tried(() => readSync(descriptor, into, at, into.length - at, null)),
    close: () => closeSync(descriptor),
  };
}

function heldBytes(bytes: Uint8Array): ByteSource {
  let from = 0;
  return {
    read: (into, at) => {
      const piece = bytes.subarray(from, from + into.length - at);
      into.set(piece, at);
      from += piece.length;
      return piece.length;
    },
    close: () => {},
  };
}

const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function nthLineFeed(bytes: Buffer, from: number, count: number): number {
  let at = from - 1;
  for (let seen = 0; seen < count; seen++) at = bytes.indexOf(lineFeed, at + 1);
  return at;
}
