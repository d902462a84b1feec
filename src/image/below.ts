import type { Digest } from "../tree/digest.ts";
import { type BaseCache, type KnownBase, RememberedBase } from "./base-cache.ts";
import { carriedConfigIn } from "./carried-config.ts";
import { familyOf, type PlatformBase } from "./compose.ts";
import { readImage } from "./image.ts";
import type { MediaTypeFamily } from "./media-type.ts";
import type { OpenedReference } from "./places.ts";
import { defaultPlatform } from "./platform.ts";
import { formatImageReference } from "./reference.ts";
import type { Platform, RawManifest } from "./store.ts";

/** What an image is baked on. */
export interface Below {
  readonly images: readonly (PlatformBase & { readonly family: MediaTypeFamily })[];
  /** The family of the index, where there is to be one. */
  readonly index: MediaTypeFamily | undefined;
  /** What the base's reference resolved to. */
  readonly digest: Digest | undefined;
  /** Configs of the images, as they stand. */
  readonly configs: ReadonlyMap<Digest, Uint8Array>;
}

/** Nothing, for each platform asked for. */
export function belowScratch(platforms: readonly Platform[], family: MediaTypeFamily = "oci"): Below {
  const chosen = platforms.length === 0 ? [defaultPlatform] : platforms;
  const images = chosen.map((platform) => ({ platform, family }));
  return { images, index: images.length > 1 ? family : undefined, digest: undefined, configs: new Map() };
}

export interface BaseMemory {
  /** What was kept of this base. */
  readonly known: KnownBase | undefined;
  readonly cache: BaseCache | undefined;
  /** An image that may have been baked on this base, and then carries its config. */
  readonly baked: Promise<RawManifest | undefined>;
}

/**
 * A base's manifests and configs. The manifest that a name stands for is always read; configs that were kept are not.
 * @throws {IdentikitError} `IMAGE_MISSING`, `IMAGE_INVALID`, `PLATFORM_MISSING`, `DIGEST_MISMATCH`, and the place's faults
 */
export async function readBelow(
  base: OpenedReference,
  platforms: readonly Platform[],
  { known, cache, baked }: BaseMemory,
): Promise<Below> {
  const kept = known?.configs ?? new Map<Digest, Uint8Array>();
  const remembered = new RememberedBase(base.store, async (digest) => {
    return kept.get(digest) ?? carriedConfigIn(await baked).get(digest);
  });
  const { raw, index, images } = await readImage(remembered, await base.select(), platforms, "own");
  const isNew = [...remembered.configs.keys()].some((digest) => !kept.has(digest));
  if (isNew && base.store.origin) cache?.keep(formatImageReference(base.reference), remembered.configs);
  const isIndex = index !== undefined && (platforms.length !== 1 || images.length > 1);
  return {
    images: images.map((image) => ({ ...image, family: familyOf(image.manifest.mediaType) })),
    index: isIndex ? familyOf(index.mediaType) : undefined,
    digest: raw.digest,
    configs: remembered.configs,
  };
}
