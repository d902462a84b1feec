import { type Digest, digestOf } from "../../tree/digest.ts";
import { ambiguousImage, invalid } from "../image-fault.ts";
import { nameAnnotations, parseLayoutIndex } from "../layout/layout-index.ts";
import { checkLayoutMarker, layoutMarker } from "../layout/layout-marker.ts";
import { imageLimits } from "../limits.ts";
import { parseImageManifest } from "../model.ts";
import { isAttestation } from "../platform.ts";
import type { Descriptor, RawManifest } from "../store.ts";
import { checkManifest, mismatch } from "../verified-blob.ts";
import type { ArchiveFile } from "./archive-file.ts";
import { readMember } from "./read-member.ts";

/** One platform's image of the layout that an archive carries beside its `manifest.json`. */
export interface ArchivedManifest {
  readonly raw: RawManifest;
  /** Its config's digest, by which `manifest.json` knows it, too. */
  readonly config: Digest;
  /** The full name that the index has for it: `docker.io/library/alpine:latest`. */
  readonly name: string | undefined;
}

/**
 * The images that the layout in an archive holds; none where it carries no layout. What the index lists and the archive
 * lacks is passed over, since an engine saves the platforms that it has.
 * @throws {IdentikitError} `IMAGE_INVALID`, `IMAGE_AMBIGUOUS`, `DIGEST_MISMATCH`
 */
export async function archivedManifests(archive: ArchiveFile, place: string): Promise<ArchivedManifest[]> {
  if (archive.sizeOf(layoutMarker) !== undefined)
    checkLayoutMarker(await readMember(archive, layoutMarker, 4096, place), place);
  if (archive.sizeOf("index.json") === undefined) return [];
  const index = parseLayoutIndex(
    await readMember(archive, "index.json", imageLimits.manifestBytes, place),
    place,
  );
  const found: ArchivedManifest[] = [];
  for (const entry of index.manifests) {
    const name = entry.annotations?.[nameAnnotations.fullName];
    found.push(...(await manifestsAt(archive, entry, { name, depth: 1, place })));
    if (found.length > imageLimits.indexEntries) throw invalid(place, "it has too many manifests");
  }
  if (found.length === 0)
    throw ambiguousImage(place, "its index.json leads to no image, and its manifest.json does");
  return found;
}

async function manifestsAt(
  archive: ArchiveFile,
  entry: Descriptor,
  at: { readonly name: string | undefined; readonly depth: number; readonly place: string },
): Promise<ArchivedManifest[]> {
  const { name, depth, place } = at;
  const member = `blobs/sha256/${entry.digest.slice("sha256:".length)}`;
  if (isAttestation(entry) || archive.sizeOf(member) === undefined) return [];
  const bytes = await readMember(archive, member, imageLimits.manifestBytes, place);
  const { mediaType, digest, size } = entry;
  const raw = checkManifest({ bytes, mediaType, digest: digestOf(bytes) }, digest, place);
  if (bytes.length !== size) throw mismatch(place, entry, `it is listed with ${size} bytes`);
  const parsed = parseImageManifest(raw, place);
  if (parsed.kind === "manifest") return [{ raw, config: parsed.config.digest, name }];
  if (depth > imageLimits.indexDepth) throw invalid(place, "its indexes are nested too deeply");
  const below: ArchivedManifest[] = [];
  for (const child of parsed.manifests)
    below.push(...(await manifestsAt(archive, child, { ...at, depth: depth + 1 })));
  return below;
}
