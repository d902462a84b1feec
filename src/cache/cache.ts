import { join } from "node:path";
import { IdentikitError } from "../fault/error.ts";
import { AnchoredDirectory } from "../tree/anchored-directory.ts";
import { writeFileIn } from "../tree/atomic-file.ts";
import { digestOf } from "../tree/digest.ts";
import { readFileIn } from "../tree/file-reader.ts";
import { CacheKey, tagBytes } from "./cache-key.ts";
import { pruneDirectory } from "./prune.ts";

const MiB = 1024 * 1024;

/** What is kept, each kind in a directory of its own, with the bytes that an entry and all entries may have. */
export const cacheKinds = {
  content: { maxEntryBytes: 256 * MiB, maxBytes: 2048 * MiB },
  bases: { maxEntryBytes: 16 * MiB, maxBytes: 256 * MiB },
  layers: { maxEntryBytes: MiB, maxBytes: 64 * MiB },
} as const;
export type CacheKind = keyof typeof cacheKinds;

/** How long an entry is kept after it was written. Milliseconds. */
const maxAgeMs = 90 * 24 * 3_600_000;

/**
 * Bytes by key, on this machine. An entry that this user's key does not vouch for, or that is damaged, counts as none. A
 * place that cannot be read or written keeps nothing: the cache saves time and is never a reason to fail.
 */
export class Cache {
  readonly #kind: CacheKind;
  readonly #directory: string;
  readonly #key: CacheKey;
  #isPruned = false;

  /** @param root made when something is first kept; see {@link cacheRootOf} */
  constructor(root: string, kind: CacheKind) {
    this.#kind = kind;
    this.#directory = join(root, kind);
    this.#key = new CacheKey(root);
  }

  get(key: string): Buffer | undefined {
    return unlessFault(() => {
      using directory = AnchoredDirectory.open(this.#directory);
      const maxBytes = cacheKinds[this.#kind].maxEntryBytes + tagBytes;
      const file = readFileIn(directory, entryName(key), maxBytes);
      if (!file || file.bytes.length < tagBytes) return undefined;
      const bytes = file.bytes.subarray(tagBytes);
      const isOurs = this.#key.verify(this.#entry(key), bytes, file.bytes.subarray(0, tagBytes));
      return isOurs ? bytes : undefined;
    });
  }

  put(key: string, bytes: Uint8Array): void {
    const { maxEntryBytes, maxBytes } = cacheKinds[this.#kind];
    if (bytes.length > maxEntryBytes) return;
    unlessFault(() => {
      const tag = this.#key.tag(this.#entry(key), bytes);
      using directory = AnchoredDirectory.make(this.#directory, 0o700);
      const content = Buffer.concat([tag, bytes]);
      writeFileIn(directory, entryName(key), content, { mode: 0o600, sync: false });
      if (!this.#isPruned) pruneDirectory(directory, { maxBytes, maxAgeMs, newest: entryName(key) });
      this.#isPruned = true;
    });
  }

  #entry(key: string): string {
    return `${this.#kind}\n${key}`;
  }
}

/** A key may have characters and a length that a file's name may not. */
function entryName(key: string): string {
  return digestOf(key).slice("sha256:".length);
}

function unlessFault<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (caught) {
    if (caught instanceof IdentikitError) return undefined;
    throw caught;
  }
}
