import { createHash } from "node:crypto";
import { certain } from "../../fault/certain.ts";
import { type Digest, digestOf, isDigest } from "../../tree/digest.ts";
import { invalid } from "../image-fault.ts";
import { mediaTypes } from "../media-type.ts";
import { diffIds, parseConfig } from "../model.ts";
import type { Descriptor, RawManifest } from "../store.ts";
import { splitPath } from "../view/path.ts";
import type { ArchiveFile } from "./archive-file.ts";
import type { SavedImage } from "./saved-images.ts";

/** A saved image as a manifest, and the members that hold its blobs. */
export interface SavedManifest {
  readonly raw: RawManifest;
  readonly members: ReadonlyMap<Digest, string>;
}

/**
 * The manifest of a saved image: the original, where the archive carries an OCI layout, too; else one that names the
 * archive's own, mostly uncompressed layers.
 * @throws {IdentikitError} `IMAGE_INVALID`, `IMAGE_AMBIGUOUS`
 */
export async function manifestOf(
  archive: ArchiveFile,
  image: SavedImage,
  place: string,
): Promise<SavedManifest> {
  if (image.original) return { raw: image.original.raw, members: blobMembers(archive) };
  const { member, digest, bytes: configBytes } = image.config;
  const config = parseConfig(configBytes, image.layers.length, place);
  const members = new Map<Digest, string>([[digest, member]]);
  const layers: Descriptor[] = [];
  for (const [at, name] of image.layers.entries()) {
    const layer = await layerDescriptor(archive, name, certain(diffIds(config)[at]), place);
    members.set(layer.digest, name);
    layers.push(layer);
  }
  const value = {
    schemaVersion: 2,
    mediaType: mediaTypes.dockerManifest,
    config: { mediaType: mediaTypes.dockerConfig, digest, size: configBytes.length },
    layers,
  };
  const bytes = Buffer.from(JSON.stringify(value));
  return { raw: { bytes, mediaType: mediaTypes.dockerManifest, digest: digestOf(bytes) }, members };
}

/** An uncompressed layer's digest is its diff ID, which reading it proves; a compressed one's has to be worked out. */
async function layerDescriptor(
  archive: ArchiveFile,
  name: string,
  diffId: Digest,
  place: string,
): Promise<Descriptor> {
  const size = archive.sizeOf(name);
  if (size === undefined) throw invalid(place, `it lacks the layer ${name}`);
  const hash = createHash("sha256");
  let isFirst = true;
  for await (const chunk of archive.read(name)) {
    if (isFirst && !(chunk[0] === 0x1f && chunk[1] === 0x8b))
      return { mediaType: mediaTypes.dockerLayer, digest: diffId, size };
    isFirst = false;
    hash.update(chunk);
  }
  return { mediaType: mediaTypes.dockerLayerGzip, digest: `sha256:${hash.digest("hex")}`, size };
}

function blobMembers(archive: ArchiveFile): Map<Digest, string> {
  const members = new Map<Digest, string>();
  for (const name of archive.names()) {
    const { parent, name: hex } = splitPath(name);
    const digest = `sha256:${hex}`;
    if (parent === "blobs/sha256" && isDigest(digest)) members.set(digest, name);
  }
  return members;
}
