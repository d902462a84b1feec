import { z } from "zod";
import { IdentikitError } from "../fault/error.ts";
import { type Digest, isDigest } from "../tree/digest.ts";
import { isIndexType, isManifestType, isSchema1Type } from "./media-type.ts";
import type { Descriptor, RawManifest } from "./store.ts";

/** Bounds of what an image may consist of. Registries take manifests of 4 MiB; engines, 127 layers. */
export const imageLimits = {
  manifestBytes: 10 * 1024 * 1024,
  configBytes: 10 * 1024 * 1024,
  layers: 512,
  indexEntries: 512,
  indexDepth: 3,
} as const;

const digest = z.custom<Digest>((value) => typeof value === "string" && isDigest(value), {
  error: "must be a SHA-256 digest",
});

const platform = z.looseObject({
  os: z.string(),
  architecture: z.string(),
  variant: z.string().exactOptional(),
  "os.version": z.string().exactOptional(),
});

const descriptor = z.object({
  mediaType: z.string().max(255),
  digest,
  size: z.int().nonnegative(),
  platform: platform.exactOptional(),
  annotations: z.record(z.string(), z.string()).exactOptional(),
  urls: z.array(z.string()).exactOptional(),
});

const annotations = z.record(z.string(), z.string()).exactOptional();

const manifest = z.object({
  schemaVersion: z.literal(2),
  mediaType: z.string().exactOptional(),
  config: descriptor,
  // An image of nothing has null here where a Go program wrote it.
  layers: z.preprocess((value) => value ?? [], z.array(descriptor).max(imageLimits.layers)),
  annotations,
});

const index = z.object({
  schemaVersion: z.literal(2),
  mediaType: z.string().exactOptional(),
  manifests: z.array(descriptor).max(imageLimits.indexEntries),
  annotations,
});

const config = z.looseObject({
  architecture: z.string(),
  os: z.string(),
  variant: z.string().exactOptional(),
  "os.version": z.string().exactOptional(),
  created: z.string().nullish(),
  config: z.looseObject({ Labels: z.record(z.string(), z.string()).nullish() }).nullish(),
  rootfs: z.looseObject({
    type: z.literal("layers"),
    diff_ids: z.array(digest).max(imageLimits.layers).nullable(),
  }),
  history: z.array(z.looseObject({ empty_layer: z.boolean().exactOptional() })).nullish(),
});

/** One platform's image: its config and layers, lowest first. */
export interface ImageManifest {
  readonly kind: "manifest";
  readonly mediaType: string;
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Images of several platforms under one name. */
export interface ImageIndex {
  readonly kind: "index";
  readonly mediaType: string;
  readonly manifests: readonly Descriptor[];
  readonly annotations?: Readonly<Record<string, string>>;
}

/** What an image runs with. Keys that this project has no use for are kept as they are. */
export type ImageConfig = z.infer<typeof config>;

/**
 * A manifest or index as a value.
 * @param place for messages: "docker://host/repository:tag"
 * @throws {IdentikitError} `IMAGE_INVALID` for malformed ones, for schema 1, and where the media type that came with it
 * contradicts its content (CVE-2021-41190: one digest must not be read two ways)
 */
export function parseManifest(raw: RawManifest, place: string): ImageManifest | ImageIndex {
  if (raw.bytes.length > imageLimits.manifestBytes) throw invalid(place, "the manifest is over 10 MiB");
  const value = parseJsonObject(raw.bytes, `${place}: manifest ${raw.digest}`);
  const { mediaType: declared, schemaVersion, manifests, layers, config: own } = value;
  const mediaType = typeof declared === "string" ? declared : raw.mediaType;
  if (schemaVersion === 1 || isSchema1Type(mediaType) || isSchema1Type(raw.mediaType))
    throw invalid(
      place,
      "it is a schema 1 manifest, whose layers cannot be verified",
      "Push it again with a tool of today.",
    );
  if (manifests !== undefined && (own !== undefined || layers !== undefined))
    throw invalid(place, `manifest ${raw.digest} is an index and an image at once`);
  const carried = [mediaType, raw.mediaType];
  if (manifests !== undefined) {
    if (carried.some(isManifestType))
      throw invalid(place, `index ${raw.digest} is declared to be a manifest`);
    return { kind: "index", ...check(index, value, place), mediaType };
  }
  if (carried.some(isIndexType)) throw invalid(place, `manifest ${raw.digest} is declared to be an index`);
  if (!carried.some(isManifestType))
    throw invalid(place, `${JSON.stringify(mediaType)} is not an image's media type`);
  return { kind: "manifest", ...check(manifest, value, place), mediaType };
}

/**
 * An image's config as a value.
 * @throws {IdentikitError} `IMAGE_INVALID` where it is malformed or does not have one diff ID a layer
 */
export function parseConfig(bytes: Uint8Array, layers: number, place: string): ImageConfig {
  const parsed = check(config, parseJsonObject(bytes, `${place}: config`), place);
  const count = diffIds(parsed).length;
  if (count !== layers) throw invalid(place, `its config has ${count} diff IDs for ${layers} layers`);
  return parsed;
}

/** The digests of the uncompressed layers, lowest first. */
export function diffIds(of: ImageConfig): readonly Digest[] {
  return of.rootfs.diff_ids ?? [];
}

/**
 * Bytes as a JSON object.
 * @param what the document, for messages
 * @throws {IdentikitError} `IMAGE_INVALID`
 */
export function parseJsonObject(bytes: Uint8Array, what: string): Record<string, unknown> {
  const value = parseJson(bytes, what);
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw invalid(what, "it is not a JSON object");
}

/** {@link parseJsonObject} for any value. */
export function parseJson(bytes: Uint8Array, what: string): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw invalid(what, "it is not JSON", undefined, cause);
  }
}

function check<Value>(schema: z.ZodType<Value>, value: unknown, place: string): Value {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw invalid(place, `${issue?.path.join(".") || "the document"}: ${issue?.message ?? "malformed"}`);
}

/** The fault of a malformed image. */
export function invalid(place: string, reason: string, remedy?: string, cause?: unknown): IdentikitError {
  return new IdentikitError("IMAGE_INVALID", `${place}: ${reason}`, {
    remedy: remedy ?? "Build or push the image again; nothing was changed.",
    cause,
  });
}
