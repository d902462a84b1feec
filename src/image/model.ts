import type { z } from "zod";
import { isRecord } from "../fault/thrown.ts";
import type { Digest } from "../tree/digest.ts";
import { configSchema } from "./document/config-schema.ts";
import { decodeValue } from "./document/decode.ts";
import { imageManifestSchema, indexSchema } from "./document/manifest-schema.ts";
import { readJson, shown } from "./document/read-json.ts";
import { ambiguousImage, invalid } from "./image-fault.ts";
import { imageLimits } from "./limits.ts";
import { isConfigType, isIndexType, isLayerType, isManifestType, isSchema1Type } from "./media-type.ts";
import type { Descriptor, RawManifest } from "./store.ts";

/** One platform's image: its config and layers, lowest first. */
export interface ImageManifest {
  readonly kind: "manifest";
  readonly mediaType: string;
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
  readonly annotations?: Readonly<Record<string, string>>;
  /** What it is, where it is no image. */
  readonly artifactType?: string;
  /** What it refers to. */
  readonly subject?: Descriptor;
}

/** Images of several platforms under one name. */
export interface ImageIndex {
  readonly kind: "index";
  readonly mediaType: string;
  readonly manifests: readonly Descriptor[];
  readonly annotations?: Readonly<Record<string, string>>;
  /** What it refers to. */
  readonly subject?: Descriptor;
}

/** What an image runs with, exactly as it stands in the document: keys that this project has no use for are kept. */
export type ImageConfig = z.infer<typeof configSchema>;

/**
 * A manifest or index as a value.
 * @param place for messages: "docker://host/repository:tag"
 * @throws {IdentikitError} `IMAGE_INVALID` for malformed ones, for schema 1, and where the media type that came with it
 * contradicts its content (CVE-2021-41190: one digest must not be read two ways); `IMAGE_AMBIGUOUS` where programs read
 * its JSON differently, and where it calls itself another media type than it came with
 */
export function parseImageManifest(raw: RawManifest, place: string): ImageManifest | ImageIndex {
  if (raw.bytes.length > imageLimits.manifestBytes) throw invalid(place, "the manifest is over 10 MiB");
  const what = `${place}: manifest ${raw.digest}`;
  const value = parseJsonObject(raw.bytes, what);
  const { mediaType: declared, schemaVersion, manifests } = value;
  const mediaType = typeof declared === "string" ? declared : raw.mediaType;
  if (schemaVersion === 1 || isSchema1Type(mediaType) || isSchema1Type(raw.mediaType))
    throw invalid(
      place,
      "it is a schema 1 manifest, whose layers cannot be verified",
      "Push it again with a tool of today.",
    );
  checkMediaType(mediaType, raw, manifests === undefined ? "manifest" : "index", place);
  if (manifests !== undefined) {
    const { annotations, subject, manifests: entries } = decodeValue(value, indexSchema, what);
    return {
      kind: "index",
      mediaType,
      manifests: entries,
      ...(annotations ? { annotations } : {}),
      ...(subject ? { subject } : {}),
    };
  }
  const { annotations, artifactType, subject, ...image } = decodeValue(value, imageManifestSchema, what);
  const { config } = image;
  return {
    kind: "manifest",
    mediaType,
    config,
    layers: image.layers ?? [],
    ...(annotations ? { annotations } : {}),
    ...(artifactType ? { artifactType } : {}),
    ...(subject ? { subject } : {}),
  };
}

/** The type that a document has for itself, the one that it came with and what it holds must say the same. */
function checkMediaType(
  own: string,
  { mediaType: carried, digest }: RawManifest,
  kind: "manifest" | "index",
  place: string,
): void {
  const types = [own, carried];
  const [isKind, isOther] = kind === "index" ? [isIndexType, isManifestType] : [isManifestType, isIndexType];
  const other = kind === "index" ? "a manifest" : "an index";
  if (types.some(isOther)) throw invalid(place, `${kind} ${digest} is declared to be ${other}`);
  if (!types.some(isKind)) throw invalid(place, `${shown(own)} is not an image's media type`);
  if (carried !== own)
    throw ambiguousImage(place, `${digest} calls itself ${shown(own)}, and came as ${shown(carried)}`);
}

/**
 * Checks that a manifest is one of an image that engines run, and of nothing else.
 * @throws {IdentikitError} `IMAGE_INVALID` for an artifact; `IMAGE_AMBIGUOUS` where a layer has a media type that some
 * engines unpack and others pass over or refuse
 */
export function checkRunnable({ config, layers }: ImageManifest, place: string): void {
  if (!isConfigType(config.mediaType))
    throw invalid(
      place,
      `its config is ${shown(config.mediaType)}, so it is an artifact and not an image that engines run`,
      "Name an image.",
    );
  const strange = layers.find(({ mediaType }) => !isLayerType(mediaType));
  if (strange)
    throw ambiguousImage(
      place,
      `layer ${strange.digest} is ${shown(strange.mediaType)}, which not all engines unpack`,
    );
}

/**
 * An image's config as a value, for the image that it belongs to.
 * @throws {IdentikitError} `IMAGE_INVALID` where it is malformed or does not have one diff ID a layer; `IMAGE_AMBIGUOUS`
 */
export function parseConfig(bytes: Uint8Array, layers: number, place: string): ImageConfig {
  const config = parseLoneConfig(bytes, place);
  const count = diffIds(config).length;
  if (count !== layers) throw invalid(place, `its config has ${count} diff IDs for ${layers} layers`);
  return config;
}

/**
 * A config by itself, whatever layers its image has.
 * @throws {IdentikitError} `IMAGE_INVALID` where it is malformed; `IMAGE_AMBIGUOUS`
 */
export function parseLoneConfig(bytes: Uint8Array, place: string): ImageConfig {
  const what = `${place}: config`;
  const value = readJson(bytes, what);
  decodeValue(value, configSchema, what);
  // Not the schema's own output, which would put the known keys first: the next image's digest hangs on their order.
  return value as ImageConfig;
}

/** The digests of the uncompressed layers, lowest first. */
export function diffIds(of: ImageConfig): readonly Digest[] {
  return of.rootfs.diff_ids ?? [];
}

/**
 * Bytes as a JSON object.
 * @param what the document, for messages
 * @throws {IdentikitError} `IMAGE_INVALID`, `IMAGE_AMBIGUOUS`
 */
function parseJsonObject(bytes: Uint8Array, what: string): Record<string, unknown> {
  const value = readJson(bytes, what);
  if (isRecord(value) && !Array.isArray(value)) return value;
  throw invalid(what, "it is not a JSON object");
}
