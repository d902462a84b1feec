import { certain } from "../../fault/certain.ts";
import { IdentikitError } from "../../fault/error.ts";
import { AnchoredDirectory } from "../../tree/anchored-directory.ts";
import { createFileIn } from "../../tree/atomic-file.ts";
import { type Digest, digestOf, isDigest } from "../../tree/digest.ts";
import { readFileIn } from "../../tree/file-reader.ts";

/** Content by its digest. */
export interface PatchBlobs {
  /** @throws {IdentikitError} `PATCH_INVALID` where there is none of that digest */
  read(digest: string): Uint8Array;
}

const mostBytes = 1024 * 1024 * 1024;

/** Blobs in a folder, as a run bundle has them: `sha256/` and the digest's digits. */
export class BlobFolder implements PatchBlobs, Disposable {
  readonly #folder: AnchoredDirectory;

  /** @param path made where it is missing */
  constructor(path: string) {
    using above = AnchoredDirectory.make(path, 0o700);
    this.#folder = certain(above.enterOrMake("sha256", 0o700));
  }

  /** Keeps some bytes. @throws {IdentikitError} `FILE_UNWRITABLE` */
  put(bytes: Uint8Array): Digest {
    const digest = digestOf(bytes);
    const name = digest.slice("sha256:".length);
    if (!this.#folder.has(name)) createFileIn(this.#folder, name, bytes, { mode: 0o600, sync: false });
    return digest;
  }

  has(digest: string): boolean {
    return isDigest(digest) && this.#folder.has(digest.slice("sha256:".length));
  }

  read(digest: string): Uint8Array {
    const file = isDigest(digest)
      ? readFileIn(this.#folder, digest.slice("sha256:".length), mostBytes)
      : undefined;
    if (file && digestOf(file.bytes) === digest) return file.bytes;
    throw new IdentikitError("PATCH_INVALID", `the content ${digest} of a patch is missing or was changed`, {
      remedy: "Take the patch and its content from the run bundle again.",
    });
  }

  [Symbol.dispose](): void {
    this.#folder[Symbol.dispose]();
  }
}
