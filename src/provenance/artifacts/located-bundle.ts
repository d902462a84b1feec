import { inParallel } from "../../fault/slots.ts";
import type { Descriptor, ImageStore } from "../../image/store.ts";
import { readBlob } from "../../image/verified-blob.ts";
import { largestStatement } from "../statements/statement.ts";
import { damagedBundle } from "./damaged-bundle.ts";
import { type FoundBundle, type UnreadBundle, unreadBundle } from "./found-bundle.ts";

/** Blobs that are read at once. */
const parallelBlobs = 6;
/** What all that lies beside an image may take together. Bytes. */
const mostBytes = 4 * largestStatement;

/** Where a bundle lies, which has not been read yet. */
export interface LocatedBundle {
  readonly artifact: Descriptor;
  readonly blob: Descriptor;
  /** The blob's bytes as a bundle. @throws {IdentikitError} `ATTESTATION_INVALID`, `IMAGE_INVALID`, `IMAGE_AMBIGUOUS` */
  parse(bytes: Uint8Array): FoundBundle;
}

/**
 * Reads bundles, the small ones first, up to 64 MiB together: whoever may push can add as many large ones as they like, and crowds out
 * none that is smaller.
 * @throws {IdentikitError} the faults of the place
 */
export async function readLocated(
  store: ImageStore,
  located: readonly LocatedBundle[],
): Promise<readonly (FoundBundle | UnreadBundle)[]> {
  const bySize = [...located].sort((a, b) => a.blob.size - b.blob.size);
  let sum = 0;
  const asked = bySize.map((one) => {
    sum += one.blob.size;
    return { ...one, isWithin: sum <= mostBytes };
  });
  return await inParallel(asked, parallelBlobs, async ({ artifact, blob, parse, isWithin }) => {
    try {
      if (isWithin) return parse(await readBlob(store, blob, largestStatement));
      throw damagedBundle(
        `${store.name}@${artifact.digest}`,
        `what lies beside the image is over ${mostBytes} bytes`,
      );
    } catch (caught) {
      return unreadBundle(artifact, caught);
    }
  });
}
