import { invalid } from "../model.ts";
import { parsePax, readNumber, readText } from "./tar-fields.ts";

export type TarType = "file" | "link" | "symlink" | "directory" | "device" | "fifo" | "sparse" | "unknown";

/** One entry's header, with what its pax and GNU long-name headers say already applied. */
export interface TarHeader {
  /** As it stands in the archive. */
  readonly path: string;
  readonly type: TarType;
  /** Permission and special bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Bytes of the body. */
  readonly size: number;
  /** Where a link points. */
  readonly target: string;
}

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

const types: Readonly<Record<string, TarType>> = {
  "0": "file",
  "\0": "file",
  "1": "link",
  "2": "symlink",
  "3": "device",
  "4": "device",
  "5": "directory",
  "6": "fifo",
  S: "sparse",
};
const bodiless: ReadonlySet<TarType> = new Set(["link", "symlink", "device", "directory", "fifo"]);

/**
 * Reads a tar stream as Go's `archive/tar` does, which all engines unpack layers with: V7, ustar, star, GNU long names,
 * GNU and pax sparse files (their content is not put together), pax records. Chunks of any size are pushed in; nothing but
 * one header is kept.
 */
export class TarParser {
  readonly #handler: TarHandler;
  readonly #place: string;
  readonly #block = Buffer.alloc(blockBytes);
  #filled = 0;
  #state: "header" | "sparse-map" | "body" | "extension" | "padding" | "ended" = "header";
  #left = 0;
  #padding = 0;
  #body: TarBody | undefined;
  #extension: { readonly type: string; readonly parts: Uint8Array[] } | undefined;
  #pax: ReadonlyMap<string, string> = new Map();
  #longName: string | undefined;
  #longTarget: string | undefined;
  #sawZeroBlock = false;

  /** @param place what is read, for messages */
  constructor(handler: TarHandler, place: string) {
    this.#handler = handler;
    this.#place = place;
  }

  /** @throws {IdentikitError} `IMAGE_INVALID` where the stream is no tar archive */
  write(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length && this.#state !== "ended"; ) {
      if (this.#state === "header" || this.#state === "sparse-map") at += this.#fillBlock(chunk, at);
      else at += this.#consume(chunk, at);
    }
  }

  /** True after the two blocks that end an archive. */
  get hasEnded(): boolean {
    return this.#state === "ended";
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

  /** @throws {IdentikitError} `IMAGE_INVALID` where the archive was cut off */
  end(): void {
    // umoci leaves out what should follow the last body; Go's reader does not mind, so engines do not.
    const between = this.#state === "padding" || (this.#state === "header" && this.#filled === 0);
    if (this.#state !== "ended" && (!between || this.#extensionPending()))
      throw invalid(this.#place, "an archive is cut off");
  }

  #extensionPending(): boolean {
    return this.#pax.size > 0 || this.#longName !== undefined || this.#longTarget !== undefined;
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
    if (this.#state !== "padding") {
      const part = chunk.subarray(at, at + take);
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

  #endExtension({ type, parts }: { type: string; parts: Uint8Array[] }): void {
    const bytes = Buffer.concat(parts);
    if (type === "x") this.#pax = parsePax(bytes, this.#place);
    if (type === "L") this.#longName = readText(bytes, 0, bytes.length);
    if (type === "K") this.#longTarget = readText(bytes, 0, bytes.length);
  }

  #header(): void {
    const block = this.#block;
    if (block[0] === 0 && block.every((byte) => byte === 0)) {
      if (this.#sawZeroBlock) this.#state = "ended";
      this.#sawZeroBlock = true;
      return;
    }
    if (this.#sawZeroBlock) throw invalid(this.#place, "an archive goes on after its end");
    this.#checkSum();
    const flag = String.fromCharCode(block[156] as number);
    if ("xgLK".includes(flag)) this.#startExtension(flag);
    else this.#startEntry(flag);
  }

  #startEntry(flag: string): void {
    const header = this.#resolveHeader(flag);
    this.#pax = new Map();
    this.#longName = undefined;
    this.#longTarget = undefined;
    this.#expect(header.size);
    this.#body = this.#handler(header);
    if (flag === "S" && this.#block[482] !== 0) this.#state = "sparse-map";
    else this.#enterBody();
  }

  #startExtension(type: string): void {
    const size = readNumber(this.#block, 124, 12, this.#place);
    if (size > maxExtension) throw invalid(this.#place, "an archive has a header over 1 MiB");
    this.#expect(size);
    this.#extension = { type, parts: [] };
    this.#state = "extension";
    if (size === 0) this.#leave();
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

  #resolveHeader(flag: string): TarHeader {
    const block = this.#block;
    const number = (key: string, at: number, length: number): number => {
      const text = this.#pax.get(key);
      if (text === undefined) return readNumber(block, at, length, this.#place);
      if (!/^[0-9]{1,15}$/.test(text))
        throw invalid(this.#place, `a pax record has ${key}=${JSON.stringify(text)}`);
      return Number(text);
    };
    const path = this.#longName ?? this.#pax.get("path") ?? this.#ustarPath();
    const sparse = [...this.#pax.keys()].some((key) => key.startsWith("GNU.sparse."));
    let type = sparse ? "sparse" : (types[flag] ?? "unknown");
    if (flag === "\0" && path.endsWith("/")) type = "directory";
    const size = number("size", 124, 12);
    return {
      path,
      type,
      mode: readNumber(block, 100, 8, this.#place) & 0o7777,
      uid: number("uid", 108, 8),
      gid: number("gid", 116, 8),
      size: bodiless.has(type) ? 0 : size,
      target: this.#longTarget ?? this.#pax.get("linkpath") ?? readText(block, 157, 100),
    };
  }

  #ustarPath(): string {
    const block = this.#block;
    const name = readText(block, 0, 100);
    // GNU's magic has a space where POSIX has NUL, and other fields in the prefix's place.
    if (block.toString("latin1", 257, 263) !== "ustar\0") return name;
    const isStar = block.toString("latin1", 508, 512) === "tar\0";
    const prefix = readText(block, 345, isStar ? 131 : 155);
    return prefix === "" ? name : `${prefix}/${name}`;
  }

  #checkSum(): void {
    const block = this.#block;
    const stored = readNumber(block, 148, 8, this.#place);
    let unsigned = 8 * 0x20;
    let signed = unsigned;
    for (let at = 0; at < blockBytes; at++) {
      if (at >= 148 && at < 156) continue;
      const byte = block[at] as number;
      unsigned += byte;
      signed += byte < 128 ? byte : byte - 256;
    }
    if (stored !== unsigned && stored !== signed)
      throw invalid(this.#place, "it is not a tar archive, or one of its headers is damaged");
  }
}
