import { IdentikitError } from "../fault/error.ts";
import type { ImageSource, ManifestSelector, RawManifest } from "./store.ts";

/**
 * Reads back what was written, by its digest, and compares every byte.
 * @throws {IdentikitError} `DIGEST_MISMATCH`
 */
export async function readBack(source: ImageSource, written: RawManifest): Promise<void> {
  const selector: ManifestSelector = { kind: "digest", digest: written.digest };
  const found = await source.manifest(selector);
  if (Buffer.from(found.bytes).equals(written.bytes)) return;
  throw new IdentikitError(
    "DIGEST_MISMATCH",
    `${source.name}: ${written.digest} reads back as ${found.digest}`,
    {
      remedy: "Do not use what was pushed: the place does not give back what it was given.",
    },
  );
}
