import { createHash } from "node:crypto";
import type { BigIntStats } from "node:fs";

interface Stamp {
  readonly ctimeSeconds: number;
  readonly ctimeNanoseconds: number;
  readonly mtimeSeconds: number;
  readonly mtimeNanoseconds: number;
  readonly device: number;
  readonly inode: number;
  readonly mode: number;
  readonly size: number;
  readonly object: string;
}

/**
 * What git wrote down of files when it checked them out (gitformat-index(5), version 2): a file of which nothing has changed since has the bytes
 * that it had. The index is a copy that agents cannot reach.
 */
export class StatIndex {
  readonly #stamps: ReadonlyMap<string, Stamp>;
  readonly #writtenAt: bigint;

  private constructor(stamps: ReadonlyMap<string, Stamp>, writtenAt: bigint) {
    this.#stamps = stamps;
    this.#writtenAt = writtenAt;
  }

  /**
   * @param writtenAt the modification time of the index itself, in nanoseconds
   * @returns `undefined` for an index that is not whole, or of another version: then every file is read
   */
  static parse(bytes: Buffer, writtenAt: bigint): StatIndex | undefined {
    const idBytes =
      bytes.length > 20 && isWhole(bytes, "sha1", 20) ? 20 : isWhole(bytes, "sha256", 32) ? 32 : 0;
    if (idBytes === 0 || bytes.toString("latin1", 0, 4) !== "DIRC" || bytes.readUInt32BE(4) !== 2)
      return undefined;
    const count = bytes.readUInt32BE(8);
    const stamps = new Map<string, Stamp>();
    for (let at = 12, index = 0; index < count; index++) {
      const nameAt = at + 42 + idBytes;
      const end = bytes.indexOf(0, nameAt);
      if (end === -1) return undefined;
      stamps.set(bytes.toString("utf8", nameAt, end), {
        ctimeSeconds: bytes.readUInt32BE(at),
        ctimeNanoseconds: bytes.readUInt32BE(at + 4),
        mtimeSeconds: bytes.readUInt32BE(at + 8),
        mtimeNanoseconds: bytes.readUInt32BE(at + 12),
        device: bytes.readUInt32BE(at + 16),
        inode: bytes.readUInt32BE(at + 20),
        mode: bytes.readUInt32BE(at + 24),
        size: bytes.readUInt32BE(at + 36),
        object: bytes.toString("hex", at + 40, at + 40 + idBytes),
      });
      // One to eight NULs, so that an entry is a multiple of eight bytes long.
      at += ((end - at) & ~7) + 8;
    }
    return new StatIndex(stamps, writtenAt);
  }

  /**
   * Whether the file at a path is still the one that was checked out with these bytes. By git's rule for racy entries, a file that was written
   * in the moment of the index, or later, is never taken for unchanged.
   */
  isUnchanged(path: string, object: string, status: BigIntStats): boolean {
    const stamp = this.#stamps.get(path);
    return (
      stamp !== undefined &&
      stamp.object === object &&
      stamp.inode === Number(status.ino & 0xffff_ffffn) &&
      stamp.size === Number(status.size & 0xffff_ffffn) &&
      nanoseconds(stamp.ctimeSeconds, stamp.ctimeNanoseconds) === status.ctimeNs &&
      nanoseconds(stamp.mtimeSeconds, stamp.mtimeNanoseconds) === status.mtimeNs &&
      stamp.device === Number(status.dev & 0xffff_ffffn) &&
      stamp.mode === (Number(status.mode) & 0o100 ? 0o100755 : 0o100644) &&
      status.ctimeNs < this.#writtenAt &&
      status.mtimeNs < this.#writtenAt
    );
  }
}

function isWhole(bytes: Buffer, algorithm: "sha1" | "sha256", length: number): boolean {
  if (bytes.length < 12 + length) return false;
  const digest = createHash(algorithm).update(bytes.subarray(0, -length)).digest();
  return digest.equals(bytes.subarray(-length));
}

function nanoseconds(seconds: number, nanos: number): bigint {
  return BigInt(seconds) * 1_000_000_000n + BigInt(nanos);
}
