import { isUtf8 } from "node:buffer";
import type { FaultCode } from "../fault/codes.ts";
import { IdentikitError } from "../fault/error.ts";
import type { PaxRecord } from "../tar/pax.ts";
import { isZero } from "../tar/tar-fields.ts";
import type { Pending, RawHeader } from "../tar/tar-header.ts";
import type { TarProfile } from "../tar/tar-profile.ts";
import { checkPath, unsafeReason } from "./path.ts";

const blockBytes = 512;
/** A pax or long-name header's body at most: paths are far shorter. */
const maxExtensionBytes = 64 * 1024;
const space = 0x20;
const zero = 0x30;

export type TarEntryKind = "file" | "directory" | "symbolic link" | "hard link" | "device" | "fifo";

/** One entry as it counts in a tree. */
export interface TarEntry {
  /** Without the slash at the end of a directory. */
  readonly path: string;
  readonly kind: TarEntryKind;
  readonly size: number;
  readonly mode: number;
}

const kinds: Readonly<Record<string, TarEntryKind>> = {
  "\0": "file",
  "0": "file",
  "1": "hard link",
  "2": "symbolic link",
  "3": "device",
  "4": "device",
  "5": "directory",
  "6": "fifo",
};

/**
 * What a template's archive may hold: only what every reader of tar understands alike. ustar, pax and GNU long names, plain
 * octal sizes, one extension header before an entry, nothing that names or sizes all entries, no name that leads elsewhere.
 * What it refuses is refused before another reader sees it.
 */
export class ArchiveProfile implements TarProfile {
  /** The text of the global pax header's `comment`, where git writes the commit's id. */
  comment: string | undefined;
  readonly #owner: string;
  readonly #onEntry: (entry: TarEntry) => void;
  /** Types of the extension headers that wait for their entry. */
  readonly #waiting = new Set<string>();
  #sawGlobal = false;
  #isExtension = false;
  #restBytes = 0;
  #last = "";

  /**
   * @param owner whose archive it is, for messages
   * @param onEntry called for each entry when its header is read; what it throws stops the reading
   */
  constructor(owner: string, onEntry: (entry: TarEntry) => void) {
    this.#owner = owner;
    this.#onEntry = onEntry;
  }

  invalid(reason: string): IdentikitError {
    return this.#fault("ARCHIVE_INVALID", this.#last === "" ? reason : `${reason}, at ${this.#entry}`);
  }

  header(raw: RawHeader, block: Buffer): void {
    const isKnown =
      raw.format === "gnu" || (raw.format === "ustar" && block[263] === zero && block[264] === zero);
    if (!isKnown) throw this.#broken("is in no form of tar that is read here (ustar, pax, GNU)");
    if (!isPlainOctal(block, 124, 12)) throw this.#broken("has a size that is no octal number");
    if (!isPlainOctal(block, 100, 8)) throw this.#broken("has a mode that is no octal number");
    const endsOnce =
      isText(block, 0, 100) && isText(block, 157, 100) && (raw.format === "gnu" || isText(block, 345, 155));
    if (!endsOnce || !raw.name.isWellFormed() || !raw.target.isWellFormed())
      throw this.#broken("has a name that is not UTF-8, or goes on behind its end");
    this.#last = raw.name;
    this.#isExtension = "xgLK".includes(raw.flag);
    if (this.#isExtension) this.#beginExtension(raw);
  }

  #beginExtension({ flag, size }: RawHeader): void {
    const before = this.#waiting.size > 0;
    // GNU tar writes a long link name and a long path before one entry; everything else stands alone.
    const fits =
      flag === "g" ? !before && !this.#sawGlobal : !this.#waiting.has("x") && (flag !== "x" || !before);
    if (!fits || this.#waiting.has(flag))
      throw this.#refused("has extension headers that overlay each other");
    if (size > maxExtensionBytes)
      throw this.#refused(`has an extension header over ${maxExtensionBytes} bytes`, "ARCHIVE_TOO_LARGE");
    if (flag === "g") this.#sawGlobal = true;
    else this.#waiting.add(flag);
  }

  extension({ flag }: RawHeader, body: Buffer, records: readonly PaxRecord[]): void {
    // GNU tar reads to the NUL, whatever the size says; so the two must say the same.
    if ((flag === "L" || flag === "K") && !isLongName(body))
      throw this.#refused("has a long name that is empty, not UTF-8, or does not end where its size says");
    const keys = new Set<string>();
    for (const record of records) {
      if (keys.has(record.key)) throw this.#refused(`has the pax record ${JSON.stringify(record.key)} twice`);
      keys.add(record.key);
      this.#checkRecord(record, flag === "g");
    }
  }

  #checkRecord({ length, key, value }: PaxRecord, isGlobal: boolean): void {
    if (!/^[1-9]\d{0,6}$/.test(length)) throw this.#refused("has a pax record without a plain length");
    if (!key.isWellFormed() || !value.isWellFormed())
      throw this.#refused("has a pax record that is not UTF-8");
    if (key.startsWith("GNU.sparse.")) throw this.#refused("is a sparse file", "ENTRY_TYPE");
    if (/^(hdrcharset|charset|type|mode)$/.test(key) || value.includes("\0"))
      throw this.#refused(`has the pax record ${JSON.stringify(key)}, which is not read`);
    if (!isGlobal) return;
    if (/^(path|linkpath|size)$/.test(key))
      throw this.#refused("has a global pax header that names or sizes every entry");
    if (key === "comment") this.comment = value;
  }

  padding(bytes: Uint8Array): void {
    if (this.#isExtension && !isZero(bytes))
      throw this.#refused("has an extension header that goes on behind its end");
  }

  entry(raw: RawHeader, { pax, name: longPath, target: longTarget }: Pending): void {
    this.#waiting.clear();
    const path = this.#pathOf(raw, pax?.get("path") ?? longPath);
    this.#last = path;
    const kind = kinds[raw.flag];
    if (kind === undefined)
      throw this.#refused(`is of the type ${JSON.stringify(raw.flag)}, which is not read`, "ENTRY_TYPE");
    if (kind !== "file" && raw.size > 0) throw this.#refused(`is a ${kind} with content`);
    const size = pax?.get("size");
    if (size !== undefined && size !== String(raw.size))
      throw this.#refused(`has the size ${raw.size} in one header and ${JSON.stringify(size)} in another`);
    const linked = raw.target !== "" || longTarget !== undefined || pax?.has("linkpath") === true;
    if (linked !== kind.endsWith("link"))
      throw this.#refused(`is a ${kind} ${linked ? "with" : "without"} a target`);
    const slash = path.endsWith("/");
    if (slash && kind !== "directory")
      throw this.#refused(`is a ${kind} whose name ends in a slash`, "PATH_UNSAFE");
    const plain = slash ? path.slice(0, -1) : path;
    checkPath(plain, this.#owner);
    this.#onEntry({ path: plain, kind, size: raw.size, mode: raw.mode });
  }

  rest(bytes: Uint8Array): void {
    this.#restBytes += bytes.length;
    if (!isZero(bytes)) throw this.#fault("ARCHIVE_INVALID", "the archive goes on after its end");
  }

  /**
   * To be called when the archive is over.
   * @param hasEnded whether the two blocks that end it were read
   * @throws {IdentikitError} `ARCHIVE_INVALID` for one that is not whole
   */
  end(hasEnded: boolean): void {
    if (!hasEnded || this.#restBytes % blockBytes !== 0)
      throw this.#fault("ARCHIVE_INVALID", "the archive is cut short");
    if (this.#waiting.size > 0)
      throw this.#fault("ARCHIVE_INVALID", "the archive ends after a header without its entry");
  }

  /** A reader that does not know the extension would use the header's own name: it must lead nowhere else either. */
  #pathOf(raw: RawHeader, other: string | undefined): string {
    if (other === undefined) return raw.name;
    const own = raw.name.replace(/\/$/, "");
    if (!other.startsWith(own) && unsafeReason(own) !== undefined)
      throw this.#refused(`is called ${JSON.stringify(other)} in another header`, "PATH_UNSAFE");
    return other;
  }

  get #entry(): string {
    return `entry ${JSON.stringify(this.#last)}`;
  }

  /** The fault of a header that does not even say whose it is. */
  #broken(problem: string): IdentikitError {
    return this.#fault("ARCHIVE_INVALID", `an entry ${problem}`);
  }

  /** The fault of the last entry. */
  #refused(problem: string, code: FaultCode = "ARCHIVE_INVALID"): IdentikitError {
    return this.#fault(code, `${this.#entry} ${problem}`);
  }

  #fault(code: FaultCode, problem: string): IdentikitError {
    return new IdentikitError(code, `${this.#owner}: ${problem}`, {
      remedy: "Make the archive again, from a repository that holds regular files only; nothing was changed.",
    });
  }
}

/** True for octal digits, perhaps none, between spaces before and blanks after: the form of which nobody reads a part. */
function isPlainOctal(block: Buffer, at: number, length: number): boolean {
  const end = at + length;
  let next = at;
  while (next < end && block[next] === space) next++;
  while (next < end && ((block[next] as number) & 0xf8) === zero) next++;
  while (next < end && (block[next] === space || block[next] === 0)) next++;
  return next === end;
}

/** True for a text field with nothing behind its first NUL. */
function isText(block: Buffer, at: number, length: number): boolean {
  const end = at + length;
  let next = at;
  while (next < end && block[next] !== 0) next++;
  while (next < end && block[next] === 0) next++;
  return next === end;
}

function isLongName(body: Buffer): boolean {
  const end = body.indexOf(0);
  return end > 0 && end === body.length - 1 && isUtf8(body);
}
