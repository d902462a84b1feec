import { createHash } from "node:crypto";
import { z } from "zod";
import { type Digest, digestOf, isDigest } from "../../tree/digest.ts";
import { isIndexType, mediaTypes } from "../media-type.ts";
import { diffIds, imageLimits, invalid, parseConfig, parseJson, parseJsonObject } from "../model.ts";
import type { Descriptor, RawManifest } from "../store.ts";
import { splitPath } from "../view/path.ts";
import type { ArchiveFile } from "./archive-file.ts";

/** One image of `manifest.json`. */
export interface SavedImage {
  readonly config: string;
  readonly tags: readonly string[];
  readonly layers: readonly string[];
}

const schema = z
  .array(
    z.looseObject({
      Config: z.string(),
      RepoTags: z.array(z.string()).nullish(),
      Layers: z.array(z.string()).max(imageLimits.layers),
    }),
  )
  .max(1000);

/**
 * The images that a `docker save` archive holds.
 * @throws {IdentikitError} `IMAGE_INVALID`
 */
export async function savedImages(archive: ArchiveFile, place: string): Promise<SavedImage[]> {
  const bytes = await readMember(archive, "manifest.json", imageLimits.manifestBytes, place);
  const result = schema.safeParse(parseJson(bytes, `${place}: manifest.json`));
  if (!result.success) throw invalid(place, "its manifest.json is malformed");
  return result.data.map(({ Config, RepoTags, Layers }) => ({
    config: Config,
    tags: RepoTags ?? [],
    layers: Layers,
  }));
}

/** A saved image as a manifest, and the members that hold its blobs. */
export interface SavedManifest {
  readonly raw: RawManifest;
  readonly members: ReadonlyMap<Digest, string>;
}

/**
 * The manifest of a saved image: the original, where the archive carries an OCI layout, too (engines from 25 on, and our
 * own archives); else one that names the archive's own, mostly uncompressed layers.
 * @throws {IdentikitError} `IMAGE_INVALID`
 */
export async function manifestOf(
  archive: ArchiveFile,
  image: SavedImage,
  place: string,
): Promise<SavedManifest> {
  const configBytes = await readMember(archive, image.config, imageLimits.configBytes, place);
  const digest = digestOf(configBytes);
  const original = await originalManifest(archive, digest, place);
  if (original) return original;

  const config = parseConfig(configBytes, image.layers.length, place);
  const members = new Map<Digest, string>([[digest, image.config]]);
  const layers: Descriptor[] = [];
  for (const [at, name] of image.layers.entries()) {
    const layer = await layerDescriptor(archive, name, diffIds(config)[at] as Digest, place);
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

/** A member that must be there, whole. */
async function readMember(archive: ArchiveFile, name: string, limit: number, place: string): Promise<Buffer> {
  const size = archive.sizeOf(name);
  if (size === undefined) throw invalid(place, `it has no ${name}, so it is no docker-archive`);
  if (size > limit) throw invalid(place, `${name} is over ${limit} bytes`);
  const parts: Uint8Array[] = [];
  for await (const part of archive.read(name)) parts.push(part);
  return Buffer.concat(parts);
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

/** The manifest, among those that the archive's `index.json` leads to, whose config is the given one. */
async function originalManifest(
  archive: ArchiveFile,
  config: Digest,
  place: string,
): Promise<SavedManifest | undefined> {
  if (archive.sizeOf("index.json") === undefined) return undefined;
  const members = blobMembers(archive);
  const top = await readMember(archive, "index.json", imageLimits.manifestBytes, place);
  const todo = descriptorsIn(top, place);
  for (let looked = 0; todo.length > 0 && looked < imageLimits.indexEntries; looked++) {
    const { digest, mediaType } = todo.shift() as Descriptor;
    const member = members.get(digest);
    // An index may name platforms that were not saved.
    if (member === undefined) continue;
    const bytes = await readMember(archive, member, imageLimits.manifestBytes, place);
    if (isIndexType(mediaType)) todo.push(...descriptorsIn(bytes, place));
    else if ((parseJsonObject(bytes, place).config as Descriptor | undefined)?.digest === config)
      return { raw: { bytes, mediaType, digest: digestOf(bytes) }, members };
  }
  return undefined;
}

function descriptorsIn(index: Buffer, place: string): Descriptor[] {
  const { manifests } = parseJsonObject(index, place);
  if (!Array.isArray(manifests)) return [];
  return manifests.filter((entry) => typeof entry?.digest === "string" && isDigest(entry.digest));
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
