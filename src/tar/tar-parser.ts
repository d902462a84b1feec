import { mergeRecords, type PaxRecords, parseRecords } from "./pax.ts";
import { hasSparseRecords, sparseFile } from "./sparse-map.ts";
import { isZero, readBytes, textOf } from "./tar-fields.ts";
import {
  globalHeader,
  type Pending,
  type RawHeader,
  readHeader,
  resolveHeader,
  type TarHeader,
} from "./tar-header.ts";
import type { TarProfile } from "./tar-profile.ts";

export type { TarHeader, TarType } from "./tar-header.ts";

/** Takes the body of one entry. */
export interface TarBody {
  write(chunk: Uint8Array): void;
  end(): void;
}

/** Takes the entries in order; an entry whose body it has no use for gets no {@link TarBody}. */
export type TarHandler = (header: TarHeader) => TarBody | undefined;

const blockBytes = 512;
/** Bytes of one pax or long-name header. */
const maxExtension = 1024 * 1024;

interface Extension {
  readonly header: RawHeader;
  readonly parts: Uint8Array[];
}

/**
 * Reads a tar stream as Go's `archive/tar` does, which all engines unpack layers with, and refuses what it refuses: V7,
 * ustar, star, GNU long names, GNU and pax sparse files (their content is not put together), pax records. A profile may
 * refuse more. Chunks of any size are pushed in; nothing but one header is kept, and no body is copied.
 */
export class TarParser {
  readonly #handler: TarHandler;
  readonly #profile: TarProfile;
  readonly #block = Buffer.alloc(blockBytes);
  #filled = 0;
  #state: "header" | "sparse-map" | "body" | "extension" | "padding" | "ended" = "header";
  #left = 0;
  #padding = 0;
  #body: TarBody | undefined;
  #extension: Extension | undefined;
  #pending: Pending = {};
  #sawZeroBlock = false;

  /** @param profile whose archive it is, and what it may hold */
  constructor(handler: TarHandler, profile: TarProfile) {
    this.#handler = handler;
    this.#profile = profile;
  }

  /** @throws the profile's faults where the stream is no tar archive, or one that it refuses */
  write(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; ) {
      if (this.#state === "ended") {
        this.#profile.rest(chunk.subarray(at));
        return;
      }
      if (this.#state === "header" || this.#state === "sparse-map") at += this.#fillBlock(chunk, at);
      else at += this.#consume(chunk, at);
    }
  }

  /** True after the two blocks that end an archive. */
  get hasEnded(): boolean {
    return this.#state === "ended";
  }

  /** True while the body of an extension header is still to come. */
  get isInExtension(): boolean {
    return this.#state === "extension";
  }

  /** Bytes that come next and that nobody looks at: a reader of a file may pass over them, see {@link skip}. */
  get skippable(): number {
    const isBody = this.#state === "body" && !this.#body;
    return isBody || this.#state === "padding" ? this.#left : 0;
  }

  /** Goes on as if so many of the {@link skippable} bytes had been written. */
  skip(count: number): void {
    this.#left -= count;
    if (this.#left === 0) this.#leave();
  }

  /**
   * @throws the profile's fault where the archive was cut off. Go's reader, and so engines, take the end of
   * the stream for the archive's between two entries, and within the padding that umoci leaves out.
   */
  end(): void {
    const isBetween = this.#state === "padding" || (this.#state === "header" && this.#filled === 0);
    if (this.#state !== "ended" && !isBetween) throw this.#profile.invalid("an archive is cut off");
  }

  #fillBlock(chunk: Uint8Array, at: number): number {
    const take = Math.min(blockBytes - this.#filled, chunk.length - at);
    this.#block.set(chunk.subarray(at, at + take), this.#filled);
    this.#filled += take;
    if (this.#filled === blockBytes) {
      this.#filled = 0;
      if (this.#state === "header") this.#header();
      else if (this.#block[504] === 0) this.#enterBody();
    }
    return take;
  }

  #consume(chunk: Uint8Array, at: number): number {
    const take = Math.min(this.#left, chunk.length - at);
    const part = chunk.subarray(at, at + take);
    if (this.#state === "padding") this.#profile.padding(part);
    else {
      this.#body?.write(part);
      this.#extension?.parts.push(Buffer.from(part));
    }
    this.#left -= take;
    if (this.#left === 0) this.#leave();
    return take;
  }

  #leave(): void {
    if (this.#state === "padding") {
      this.#state = "header";
      return;
    }
    this.#body?.end();
    this.#body = undefined;
    if (this.#extension) this.#endExtension(this.#extension);
    this.#extension = undefined;
    this.#left = this.#padding;
    this.#state = this.#left > 0 ? "padding" : "header";
  }

  #endExtension({ header, parts }: Extension): void {
    const bytes = Buffer.concat(parts);
    const isPax = header.flag === "x" || header.flag === "g";
    const records = isPax ? parseRecords(bytes, this.#profile) : [];
    this.#profile.extension(header, bytes, records);
    if (!isPax) {
      const text = textOf(readBytes(bytes, 0, bytes.length));
      const key = header.flag === "L" ? "name" : "target";
      this.#pending = { ...this.#pending, [key]: text };
      return;
    }
    const pax = mergeRecords(records, this.#profile);
    if (header.flag === "x") {
      this.#pending = { ...this.#pending, pax };
      return;
    }
    // Go gives a global header to its reader, and with that forgets what was said before about the next entry.
    this.#pending = {};
    this.#handler(globalHeader(header, pax));
  }

  #header(): void {
    const block = this.#block;
    if (block[0] === 0 && isZero(block)) {
      if (this.#sawZeroBlock) this.#state = "ended";
      this.#sawZeroBlock = true;
      return;
    }
    if (this.#sawZeroBlock) throw this.#profile.invalid("an archive goes on after its end");
    const raw = readHeader(block, this.#profile);
    this.#profile.header(raw, block);
    if ("xgLK".includes(raw.flag)) this.#startExtension(raw);
    else this.#startEntry(raw);
  }

  #startEntry(raw: RawHeader): void {
    this.#profile.entry(raw, this.#pending);
    const header = resolveHeader(raw, this.#pending, this.#profile);
    const { pax } = this.#pending;
    this.#pending = {};
    this.#expect(header.size);
    if (raw.flag === "S") this.#startOldSparse(raw, header);
    else if (pax && header.type === "file" && hasSparseRecords(pax)) this.#startSparse(header, pax);
    else {
      this.#body = this.#handler(header);
      this.#enterBody();
    }
  }

  /** GNU's first form: the map is in the header, and goes on in blocks after it. No engine unpacks it. */
  #startOldSparse({ format }: RawHeader, header: TarHeader): void {
    if (format !== "gnu") throw this.#profile.invalid("an archive has a sparse entry of an unknown format");
    this.#handler(header);
    if (this.#block[482] !== 0) this.#state = "sparse-map";
    else this.#enterBody();
  }

  #startSparse(header: TarHeader, pax: PaxRecords): void {
    const sparse = sparseFile(pax, header.size, this.#profile);
    const name = pax.get("GNU.sparse.name") || header.path;
    const [path, alias] = sparse?.name ? [sparse.name, header.path] : [header.path, name];
    this.#handler({ ...header, path, alias, type: "sparse" });
    this.#body = sparse?.body;
    this.#enterBody();
  }

  #startExtension(header: RawHeader): void {
    if (header.size < 0 || header.size > maxExtension)
      throw this.#profile.invalid("an archive has a header over 1 MiB, or of a negative size");
    this.#expect(header.size);
    this.#extension = { header, parts: [] };
    this.#state = "extension";
    if (header.size === 0) this.#leave();
  }

  #expect(size: number): void {
    this.#left = size;
    this.#padding = -size & (blockBytes - 1);
    // Beyond 2^31 the bit operation sees the low bits only, which are all that it needs.
  }

  #enterBody(): void {
    this.#state = "body";
    if (this.#left === 0) this.#leave();
  }
}
