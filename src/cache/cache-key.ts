import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { rmSync } from "node:fs";
import { userInfo } from "node:os";
import { AnchoredDirectory } from "../tree/anchored-directory.ts";
import { createFileIn } from "../tree/atomic-file.ts";
import { readFileIn } from "../tree/file-reader.ts";

const name = "key";
const keyBytes = 32;

/** Bytes of a tag: HMAC-SHA-256. */
export const tagBytes = 32;

/**
 * The key of one directory's caches, in a file beside them that only its user may read. A key that others could read or
 * write, or that another user left there, proves nothing and counts as none.
 */
export class CacheKey {
  readonly #root: string;
  #key: Buffer | undefined;

  constructor(root: string) {
    this.#root = root;
  }

  /** The tag of an entry. @throws {IdentikitError} `FILE_UNWRITABLE` where the key's file cannot be made */
  tag(entry: string, bytes: Uint8Array): Buffer {
    if (this.#key === undefined) {
      using root = AnchoredDirectory.make(this.#root, 0o700);
      this.#key = readKey(root) ?? makeKey(root);
    }
    return tagOf(this.#key, entry, bytes);
  }

  /** True where the tag is the entry's, under the key that is there. @throws {IdentikitError} `FILE_UNREADABLE` */
  verify(entry: string, bytes: Uint8Array, tag: Uint8Array): boolean {
    if (this.#key === undefined) {
      using root = AnchoredDirectory.open(this.#root);
      this.#key = readKey(root);
    }
    return this.#key !== undefined && timingSafeEqual(tagOf(this.#key, entry, bytes), tag);
  }
}

function readKey(root: AnchoredDirectory): Buffer | undefined {
  if (!root.has(name)) return undefined;
  const file = readFileIn(root, name, keyBytes);
  const isOwn = file?.owner.uid === userInfo().uid && (file.mode & 0o077) === 0;
  return isOwn && file.bytes.length === keyBytes ? Buffer.from(file.bytes) : undefined;
}

/** Of several runs that make a key at once, one does; what is there and was refused as a key goes. */
function makeKey(root: AnchoredDirectory): Buffer {
  rmSync(root.locate(name), { force: true });
  const made = randomBytes(keyBytes);
  return createFileIn(root, name, made, { mode: 0o600 }) ? made : (readKey(root) ?? made);
}

function tagOf(key: Buffer, entry: string, bytes: Uint8Array): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(BigInt(Buffer.byteLength(entry)));
  return createHmac("sha256", key).update(length).update(entry).update(bytes).digest();
}
