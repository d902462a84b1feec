import { invalid } from "../image-fault.ts";

/** The first four bytes of a frame (RFC 8878, 3.1.1), and those of a frame that decoders skip (3.1.2). */
const frameMagic = 0xfd2fb528;
const skippableMagic = 0x184d2a50;
const largestSkippable = 0x184d2a5f;
const bytesOfDictionaryId = [0, 1, 2, 4] as const;
const bytesOfContentSize = [0, 2, 4, 8] as const;

/** Part of a frame; the last one of each frame says so. */
export interface FramePart {
  readonly bytes: Uint8Array;
  readonly isLast: boolean;
}

/** True where bytes begin with a frame. */
export function startsFrame(head: Buffer): boolean {
  return head.length >= 4 && head.readUInt32LE(0) === frameMagic;
}

/** True where bytes begin with a skippable frame. */
export function startsSkippable(head: Buffer): boolean {
  if (head.length < 4) return false;
  const magic = head.readUInt32LE(0);
  return magic >= skippableMagic && magic <= largestSkippable;
}

/**
 * Finds where each frame of a Zstandard stream ends (RFC 8878, 3.1), which the decoder at hand does not: it stops after the
 * first. Skippable frames are left out. Headers are read, blocks are only measured.
 */
export class ZstdFrames {
  readonly #place: string;
  #held: Buffer = Buffer.alloc(0);
  #state: "magic" | "header" | "block" | "skippable" = "magic";
  /** Bytes of the frame that pass through unseen before the state goes on. */
  #through = 0;
  #skip = 0;
  #hasChecksum = false;

  /** @param place for messages */
  constructor(place: string) {
    this.#place = place;
  }

  /**
   * Takes the next bytes, and gives the frames' bytes among them and among those held back.
   * @throws {IdentikitError} `IMAGE_INVALID` where something else stands between frames or after them
   */
  *push(chunk: Uint8Array): Generator<FramePart> {
    const next = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    this.#held = this.#held.length === 0 ? next : Buffer.concat([this.#held, next]);
    for (;;) {
      if (this.#skip > 0) {
        this.#skip -= this.#take(this.#skip).length;
        if (this.#skip > 0) return;
      }
      if (this.#through > 0) {
        const bytes = this.#take(this.#through);
        this.#through -= bytes.length;
        const isLast = this.#through === 0 && this.#state === "magic";
        if (bytes.length > 0) yield { bytes, isLast };
        if (this.#through > 0) return;
      }
      if (!this.#advance()) return;
    }
  }

  /** @throws {IdentikitError} `IMAGE_INVALID` where the last frame is cut off */
  end(): void {
    const isBetween = this.#state === "magic" && this.#held.length === 0;
    if (!isBetween || this.#through > 0 || this.#skip > 0)
      throw invalid(this.#place, "a layer's compression ends within a frame");
  }

  /** Decides what comes next; false where that takes more bytes. */
  #advance(): boolean {
    const held = this.#held;
    switch (this.#state) {
      case "magic":
        if (held.length < 4) return false;
        if (startsFrame(held)) this.#state = "header";
        else if (startsSkippable(held)) this.#state = "skippable";
        else throw invalid(this.#place, "a layer's compression is followed by bytes that are none of it");
        return true;
      case "skippable":
        if (held.length < 8) return false;
        this.#skip = 8 + held.readUInt32LE(4);
        this.#state = "magic";
        return true;
      case "header":
        if (held.length < 5) return false;
        return this.#enterFrame(held[4] as number);
      case "block":
        return this.#enterBlock();
    }
  }

  #enterFrame(descriptor: number): boolean {
    const isSingleSegment = (descriptor & 0x20) !== 0;
    const sizeFlag = descriptor >> 6;
    const contentSize = sizeFlag === 0 && isSingleSegment ? 1 : (bytesOfContentSize[sizeFlag] as number);
    const dictionaryId = bytesOfDictionaryId[descriptor & 3] as number;
    this.#hasChecksum = (descriptor & 4) !== 0;
    this.#through = 5 + (isSingleSegment ? 0 : 1) + dictionaryId + contentSize;
    this.#state = "block";
    return true;
  }

  #enterBlock(): boolean {
    if (this.#held.length < 3) return false;
    const header = this.#held.readUIntLE(0, 3);
    const type = (header >> 1) & 3;
    if (type === 3) throw invalid(this.#place, "a layer's compression has a block of a reserved type");
    // A block of one repeated byte holds that byte, whatever its size.
    this.#through = 3 + (type === 1 ? 1 : header >> 3);
    if ((header & 1) === 0) return true;
    if (this.#hasChecksum) this.#through += 4;
    this.#state = "magic";
    return true;
  }

  #take(count: number): Buffer {
    const taken = this.#held.subarray(0, count);
    this.#held = this.#held.subarray(taken.length);
    return taken;
  }
}
