import { carrying } from "./carried-config.ts";
import type { PlatformImage } from "./image.ts";
import type { IdentityLayer } from "./layer/identity-layer.ts";
import { type MediaTypeFamily, mediaTypes, typesOf } from "./media-type.ts";
import { diffIds, type ImageConfig } from "./model.ts";
import type { StagedImage } from "./staged-image.ts";
import type { Descriptor, Platform, RawManifest } from "./store.ts";

/** What every platform's image gets on top of its base. */
export interface Addition {
  readonly layer: IdentityLayer;
  readonly labels: Readonly<Record<string, string>>;
  /** The moment that config and history name, in RFC 3339. */
  readonly created: string;
}

/** What stands in for a base of one platform. */
export type PlatformBase = PlatformImage | { readonly platform: Platform };

/** How the history of an image names the layer; the same in every version, as the image's digest depends on it. */
const createdBy = "identikit bake";

/**
 * Stages one platform's image: the base's layers as they are, one more, and the base's config with the layer's diff ID,
 * one line of history and the labels.
 * @param carried the base's config as it stands, for the manifest to carry
 */
export function composeManifest(
  staged: StagedImage,
  base: PlatformBase,
  addition: Addition,
  family: MediaTypeFamily,
  carried?: Uint8Array,
): RawManifest {
  const types = typesOf(family);
  const below = "manifest" in base ? base : undefined;
  const config = below ? extendConfig(below.config, addition) : newConfig(base.platform, addition);
  const value = {
    schemaVersion: 2,
    mediaType: types.manifest,
    config: staged.addBlob(Buffer.from(JSON.stringify(config)), types.config),
    layers: [...(below?.manifest.layers ?? []), staged.addBlob(addition.layer.bytes, types.layer)],
    ...annotationsOf(addition, family, carried),
  };
  return staged.addManifest(value, types.manifest);
}

/** Stages the index over several platforms' images. */
export function composeIndex(
  staged: StagedImage,
  images: readonly { readonly raw: RawManifest; readonly platform: Platform }[],
  addition: Addition,
  family: MediaTypeFamily,
): RawManifest {
  const types = typesOf(family);
  const manifests: Descriptor[] = images.map(({ raw, platform }) => ({
    mediaType: raw.mediaType,
    digest: raw.digest,
    size: raw.bytes.length,
    platform,
  }));
  const value = { schemaVersion: 2, mediaType: types.index, manifests, ...annotationsOf(addition, family) };
  return staged.addManifest(value, types.index);
}

/** The family that a manifest or index of that media type belongs to. */
export function familyOf(mediaType: string): MediaTypeFamily {
  return mediaType === mediaTypes.dockerManifest || mediaType === mediaTypes.dockerIndex ? "docker" : "oci";
}

/** Docker's manifests have no annotations; there the labels alone carry what both carry elsewhere. */
function annotationsOf(
  { labels }: Addition,
  family: MediaTypeFamily,
  carried?: Uint8Array,
): { annotations?: Addition["labels"] } {
  return family === "oci" ? { annotations: { ...labels, ...carrying(carried) } } : {};
}

function extendConfig(base: ImageConfig, { layer, labels, created }: Addition): ImageConfig {
  const ids = diffIds(base);
  const history = base.history ?? [];
  // A base without history stays so: a list that names only some of the layers would be a wrong one.
  const isComplete = history.filter((line) => !line.empty_layer).length === ids.length;
  return {
    ...base,
    created,
    config: { ...base.config, Labels: sorted({ ...base.config?.Labels, ...labels }) },
    rootfs: { ...base.rootfs, diff_ids: [...ids, layer.diffId] },
    ...(isComplete ? { history: [...history, { created, created_by: createdBy }] } : {}),
  };
}

function newConfig(platform: Platform, { layer, labels, created }: Addition): ImageConfig {
  return {
    created,
    ...platform,
    config: { Labels: sorted(labels) },
    rootfs: { type: "layers", diff_ids: [layer.diffId] },
    history: [{ created, created_by: createdBy }],
  };
}

function sorted(labels: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}
