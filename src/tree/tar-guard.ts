import type { FaultCode } from "../fault/codes.ts";
import { IdentikitError } from "../fault/error.ts";
import { checkPath, unsafeReason } from "./path.ts";
import { decode, type PaxRecords, parsePax } from "./pax-records.ts";
import { parseTarHeader, type TarHeader } from "./tar-header.ts";

const blockBytes = 512;
/** A pax or long-name header's body at most: paths are far shorter. */
const maxMetaBytes = 64 * 1024;

export type TarEntryKind = "file" | "directory" | "symbolic link" | "hard link" | "device" | "fifo";

/** One entry as the guard understood it. */
export interface TarEntry {
  /** Without the slash at the end of a directory. */
  readonly path: string;
  readonly kind: TarEntryKind;
  readonly size: number;
  readonly mode: number;
}

const kinds: Readonly<Record<string, TarEntryKind>> = {
  "0": "file",
  "1": "hard link",
  "2": "symbolic link",
  "3": "device",
  "4": "device",
  "5": "directory",
  "6": "fifo",
};

/**
 * Reads the blocks of an unpacked tar archive and lets through only what every reader understands alike. It stands
 * before the reader that takes the entries apart: the two must agree on each entry, so that no archive can mean one
 * thing here and another elsewhere.
 */
export class TarGuard {
  /** The text of the global pax header's `comment`, where git writes the commit's id. */
  comment: string | undefined;
  readonly #owner: string;
  readonly #onEntry: (entry: TarEntry) => void;
  readonly #block: Buffer = Buffer.alloc(blockBytes);
  #filled = 0;
  #skip = 0;
  #meta: { readonly type: string; readonly size: number; bytes: Buffer[]; left: number } | undefined;
  #pax: PaxRecords | undefined;
  #longPath: string | undefined;
  #longLink: string | undefined;
  #zeroBlocks = 0;
  #sawGlobal = false;
  #last = "";

  /** @param onEntry called for each entry when its header is read; what it throws stops the reading */
  constructor(owner: string, onEntry: (entry: TarEntry) => void) {
    this.#owner = owner;
    this.#onEntry = onEntry;
  }

  /** True while the rest of an extension header is still to come. */
  get insideExtension(): boolean {
    return this.#meta !== undefined;
  }

  /** @throws {IdentikitError} `ARCHIVE_INVALID`, `ENTRY_TYPE`, naming the entry */
  push(chunk: Buffer): void {
    for (let at = 0; at < chunk.length; ) {
      if (this.#skip > 0) {
        const step = Math.min(this.#skip, chunk.length - at);
        this.#keepMeta(chunk.subarray(at, at + step));
        this.#skip -= step;
        at += step;
        continue;
      }
      const step = Math.min(blockBytes - this.#filled, chunk.length - at);
      chunk.copy(this.#block, this.#filled, at, at + step);
      this.#filled += step;
      at += step;
      if (this.#filled < blockBytes) continue;
      this.#filled = 0;
      this.#header();
    }
  }

  /** @throws {IdentikitError} `ARCHIVE_INVALID` for an archive that is not whole */
  end(): void {
    if (this.#zeroBlocks < 2 || this.#filled > 0)
      throw this.#fault("ARCHIVE_INVALID", "the archive is cut short");
  }

  #header(): void {
    if (isZero(this.#block)) {
      if (this.#hasPending())
        throw this.#fault("ARCHIVE_INVALID", "the archive ends after a header without its entry");
      this.#zeroBlocks++;
      return;
    }
    if (this.#zeroBlocks > 0) throw this.#fault("ARCHIVE_INVALID", "the archive goes on after its end");
    const header = parseTarHeader(this.#block);
    if (typeof header === "string") throw this.#fault("ARCHIVE_INVALID", `an entry ${header}`);
    this.#last = header.path;
    if ("xgLK".includes(header.type)) this.#beginMeta(header);
    else this.#entry(header);
    this.#skip = Math.ceil(header.size / blockBytes) * blockBytes;
    if (this.#skip === 0) this.#keepMeta(this.#block.subarray(0, 0));
  }

  #beginMeta({ type, size }: TarHeader): void {
    const before = this.#hasPending();
    // GNU tar writes a long link name and a long path before one entry; everything else stands alone.
    const fits = type === "g" ? !before && !this.#sawGlobal : !this.#pax && (type !== "x" || !before);
    const twice =
      (type === "L" && this.#longPath !== undefined) || (type === "K" && this.#longLink !== undefined);
    if (!fits || twice) throw this.#fault("ARCHIVE_INVALID", "has extension headers that overlay each other");
    if (size > maxMetaBytes)
      throw this.#fault("ARCHIVE_TOO_LARGE", `has an extension header over ${maxMetaBytes} bytes`);
    this.#meta = { type, size, bytes: [], left: Math.ceil(size / blockBytes) * blockBytes };
  }

  #keepMeta(piece: Buffer): void {
    const meta = this.#meta;
    if (!meta) return;
    meta.bytes.push(Buffer.from(piece));
    meta.left -= piece.length;
    if (meta.left > 0) return;
    this.#meta = undefined;
    const blocks = Buffer.concat(meta.bytes);
    const body = blocks.subarray(0, meta.size);
    if (!isZero(blocks.subarray(meta.size)))
      throw this.#fault("ARCHIVE_INVALID", "has an extension header that goes on behind its end");
    if (meta.type === "L") this.#longPath = this.#longName(body);
    else if (meta.type === "K") this.#longLink = this.#longName(body);
    else this.#records(meta.type, body);
  }

  #longName(body: Buffer): string {
    // GNU tar reads to the NUL, whatever the size says; so the two must say the same.
    const name = body.at(-1) === 0 ? decode(body.subarray(0, -1)) : undefined;
    if (name === undefined || name === "" || name.includes("\0"))
      throw this.#fault(
        "ARCHIVE_INVALID",
        "has a long name that is empty, not UTF-8, or does not end where its size says",
      );
    return name;
  }

  #records(type: string, body: Buffer): void {
    const records = parsePax(body);
    if (typeof records === "string") throw this.#fault("ARCHIVE_INVALID", records);
    for (const [key, value] of records) {
      if (key.startsWith("GNU.sparse.")) throw this.#fault("ENTRY_TYPE", "is a sparse file");
      if (/^(hdrcharset|charset|type|mode)$/.test(key) || value.includes("\0"))
        throw this.#fault("ARCHIVE_INVALID", `has the pax record ${JSON.stringify(key)}, which is not read`);
    }
    if (type === "x") {
      this.#pax = records;
      return;
    }
    this.#sawGlobal = true;
    if (records.has("path") || records.has("linkpath") || records.has("size"))
      throw this.#fault("ARCHIVE_INVALID", "has a global pax header that names or sizes every entry");
    this.comment = records.get("comment");
  }

  #entry(header: TarHeader): void {
    const path = this.#pathOf(header);
    this.#last = path;
    const kind = kinds[header.type];
    if (kind === undefined)
      throw this.#fault("ENTRY_TYPE", `is of the type ${JSON.stringify(header.type)}, which is not read`);
    if (kind !== "file" && header.size > 0) throw this.#fault("ARCHIVE_INVALID", `is a ${kind} with content`);
    const size = this.#pax?.get("size");
    if (size !== undefined && size !== String(header.size))
      throw this.#fault(
        "ARCHIVE_INVALID",
        `has the size ${header.size} in one header and ${JSON.stringify(size)} in another`,
      );
    const linked =
      header.linkPath !== "" || this.#longLink !== undefined || this.#pax?.has("linkpath") === true;
    if (linked !== kind.endsWith("link"))
      throw this.#fault("ARCHIVE_INVALID", `is a ${kind} ${linked ? "with" : "without"} a target`);
    const slash = path.endsWith("/");
    if (slash && kind !== "directory")
      throw this.#fault("PATH_UNSAFE", `is a ${kind} whose name ends in a slash`);
    this.#pax = undefined;
    this.#longPath = undefined;
    this.#longLink = undefined;
    const name = slash ? path.slice(0, -1) : path;
    checkPath(name, this.#owner);
    this.#onEntry({ path: name, kind, size: header.size, mode: header.mode });
  }

  /** A reader that does not know the extension would use the header's own name: it must lead nowhere else either. */
  #pathOf(header: TarHeader): string {
    const path = this.#pax?.get("path") ?? this.#longPath;
    if (path === undefined) return header.path;
    const own = header.path.replace(/\/$/, "");
    if (!path.startsWith(own) && unsafeReason(own) !== undefined)
      throw this.#fault("PATH_UNSAFE", `is called ${JSON.stringify(path)} in another header`);
    return path;
  }

  #hasPending(): boolean {
    return this.#pax !== undefined || this.#longPath !== undefined || this.#longLink !== undefined;
  }

  #fault(code: FaultCode, problem: string): IdentikitError {
    const entry =
      problem.startsWith("the archive") || problem.startsWith("an entry")
        ? ""
        : `entry ${JSON.stringify(this.#last)} `;
    return new IdentikitError(code, `${this.#owner}: ${entry}${problem}`, {
      remedy: "Make the archive anew, from a repository that holds regular files only; nothing was changed.",
    });
  }
}

function isZero(block: Buffer): boolean {
  return block.every((byte) => byte === 0);
}
