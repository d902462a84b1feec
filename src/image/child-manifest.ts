import { shown } from "./document/read-json.ts";
import { ambiguousImage } from "./image-fault.ts";
import { isIndexType, isManifestType } from "./media-type.ts";
import type { Descriptor, ImageSource, RawManifest } from "./store.ts";
import { checkManifest, mismatch } from "./verified-blob.ts";

/**
 * The manifest that an entry of an index names, with its digest worked out here, its size, and its media type, which is
 * the entry's where the place has none of its own.
 * @throws {IdentikitError} `DIGEST_MISMATCH`; `IMAGE_AMBIGUOUS` where the entry has another media type than the place
 * gives, or one that only some engines take for a manifest; and the faults of the source
 */
export async function childManifest(source: ImageSource, entry: Descriptor): Promise<RawManifest> {
  const { digest, mediaType, size } = entry;
  if (!isManifestType(mediaType) && !isIndexType(mediaType))
    throw ambiguousImage(
      source.name,
      `its index lists ${digest} as ${shown(mediaType)}, which is no manifest`,
    );
  const found = checkManifest(await source.manifest({ kind: "digest", digest }), digest, source.name);
  if (found.bytes.length !== size)
    throw mismatch(source.name, entry, `it has ${found.bytes.length} bytes, and is listed with ${size}`);
  if (found.mediaType !== "" && found.mediaType !== mediaType)
    throw ambiguousImage(
      source.name,
      `${digest} is listed as ${shown(mediaType)}, and came as ${shown(found.mediaType)}`,
    );
  return { ...found, mediaType };
}
