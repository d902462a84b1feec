import { certain } from "../fault/certain.ts";
import type { Digest } from "../tree/digest.ts";
import type { FileTree } from "../tree/file-tree.ts";
import type { BaseCache } from "./base-cache.ts";
import { type BaseMemory, type Below, belowScratch, readBelow } from "./below.ts";
import { composeIndex, composeManifest, type PlatformBase } from "./compose.ts";
import { defaultDestination, destinationPath, type IdentityProfile, selectIdentity } from "./identity.ts";
import { type Provenance, templateLabels } from "./labels.ts";
import { type IdentityLayer, writeIdentityLayer } from "./layer/identity-layer.ts";
import type { MediaTypeFamily } from "./media-type.ts";
import type { OpenedReference } from "./places.ts";
import { formatImageReference, registryName } from "./reference.ts";
import { StagedImage } from "./staged-image.ts";
import type { Platform } from "./store.ts";
import { viewAncestors } from "./view/container-view.ts";
import type { LayerIndex } from "./view/layer-index.ts";

/** What an image is put together from. */
export interface CandidateOptions {
  /** The template's whole tree; the identity is selected from it. */
  readonly template: FileTree;
  /** Where the template comes from, for the labels; without credentials. */
  readonly provenance?: Provenance;
  readonly base: OpenedReference | "scratch";
  /** Platforms of the base to build on; empty or left out means all, and linux/amd64 on `scratch`. */
  readonly platforms?: readonly Platform[];
  /** Labels of the user, which win over ours. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Seconds since the epoch that entries, config and history carry. Default 0. */
  readonly sourceDateEpoch?: number;
  /** Default `/opt/molecule-platform-agent-template/`. */
  readonly destination?: string;
  /** Files that the template must have with content. */
  readonly required?: readonly string[];
  /** Which of the template's files are the identity. Default `identity/v1`. */
  readonly profile?: IdentityProfile;
  /** Media types on `scratch`; a base keeps its own. Default `oci`. */
  readonly mediaTypes?: MediaTypeFamily;
  /**
   * How the directories above the destination are written: as 0755 0:0, or as the base has them, which reads as many of
   * its layers as it takes, and refuses a link among them. Default `assume`.
   */
  readonly ancestors?: "assume" | "read";
  /** Which layers are known to say nothing about the destination; for `read`. */
  readonly index?: LayerIndex | undefined;
  readonly signal?: AbortSignal;
  /** Where configs of bases are kept from one bake to the next. */
  readonly cache?: BaseCache | undefined;
}

/** An image that was put together and is written nowhere. */
export interface Candidate {
  /** The image, as a place of its own. */
  readonly source: StagedImage;
  readonly digest: Digest;
  readonly layerDigest: Digest;
  /** Of the identity alone, without the marker. */
  readonly treeDigest: Digest;
  readonly platforms: readonly Platform[];
}

/**
 * The image that a bake with the same options would write, in memory only: nothing but manifests and configs of the base is read, and
 * nothing is written anywhere. It has not been gated.
 * @param subject what messages call the image
 * @throws {IdentikitError} `SSOT_MISSING`, `PLATFORM_MISSING`, and the faults of the base's place
 */
export async function bakeCandidate(options: CandidateOptions, subject: string): Promise<Candidate> {
  const ingredients = ingredientsOf(options);
  const baked = Promise.resolve(undefined);
  const { staged, top, images, layerDigest } = await stage(options, ingredients, { baked, subject });
  return {
    source: staged,
    digest: top.digest,
    layerDigest,
    treeDigest: ingredients.identity.digest,
    platforms: images.map(({ platform }) => platform),
  };
}

/** What is settled before the base is read. */
export interface Ingredients {
  readonly identity: FileTree;
  /** Where the identity lies in the image. */
  readonly destination: string;
  readonly layer: IdentityLayer;
  /** What was kept of the base. */
  readonly known: BaseMemory["known"];
}

/** @throws {IdentikitError} `SSOT_MISSING` */
export function ingredientsOf(options: CandidateOptions): Ingredients {
  const { base, cache, sourceDateEpoch = 0 } = options;
  const identity = selectIdentity(options.template, "the template", options.required, options.profile);
  const destination = destinationPath(options.destination ?? defaultDestination);
  return {
    identity,
    destination,
    layer: writeIdentityLayer(identity, { destination, sourceDateEpoch }),
    known: base === "scratch" ? undefined : cache?.recall(formatImageReference(base.reference)),
  };
}

/** Puts the image together on its base, in memory. */
export async function stage(
  options: CandidateOptions,
  ingredients: Ingredients,
  { subject, baked }: Pick<BaseMemory, "baked"> & { readonly subject: string },
) {
  const { base, platforms = [], sourceDateEpoch = 0 } = options;
  const { identity, layer, known } = ingredients;
  const below =
    base === "scratch"
      ? belowScratch(platforms, options.mediaTypes)
      : await readBelow(base, platforms, { known, cache: options.cache, baked });
  const created = new Date(sourceDateEpoch * 1000).toISOString().replace(".000Z", "Z");
  const labels = { ...ownLabels(options, identity, below.digest), ...options.labels };
  const layers = await layersFor(below, options, ingredients);
  const additionTo = (at: number) => ({ layer: layers[at] ?? layer, labels, created });
  const staged = new StagedImage(subject, base === "scratch" ? undefined : base.store);
  const images = below.images.map((image, at) => ({
    platform: image.platform,
    raw: composeManifest(staged, image, additionTo(at), image.family, carriedBy(below, image)),
  }));
  const isIndex = below.index !== undefined;
  const top = below.index ? composeIndex(staged, images, additionTo(0), below.index) : certain(images[0]).raw;
  return { staged, top, images, isIndex, layerDigest: additionTo(0).layer.digest };
}

/** The base's config, for the manifest of a single image; of an index's children nobody asks by name. */
function carriedBy({ index, configs }: Below, image: PlatformBase): Uint8Array | undefined {
  return index || !("manifest" in image) ? undefined : configs.get(image.manifest.config.digest);
}

/** One layer for all platforms, or one for each where the base's own directories go into it. */
async function layersFor(
  { images }: Below,
  options: CandidateOptions,
  { identity, destination, layer }: Ingredients,
): Promise<readonly IdentityLayer[]> {
  const { base, sourceDateEpoch = 0, ancestors = "assume", index, signal } = options;
  if (ancestors === "assume" || base === "scratch") return images.map(() => layer);
  const layers: IdentityLayer[] = [];
  for (const image of images) {
    const view = { index, ...(signal ? { signal } : {}) };
    const above = "manifest" in image ? await viewAncestors(base.store, image, destination, view) : new Map();
    layers.push(writeIdentityLayer(identity, { destination, sourceDateEpoch, ancestors: above }));
  }
  return layers;
}

/** The image specification's annotations, and the template's labels. */
function ownLabels(
  { base, provenance }: CandidateOptions,
  identity: FileTree,
  baseDigest: Digest | undefined,
): Record<string, string> {
  const labels = templateLabels(identity, provenance);
  if (baseDigest) labels["org.opencontainers.image.base.digest"] = baseDigest;
  // A directory's or file's name belongs to one machine; in the image it would make its digest belong to it, too.
  if (base !== "scratch" && base.reference.kind === "registry") {
    const { kind, host, repository, tag = base.tag } = base.reference;
    labels["org.opencontainers.image.base.name"] = registryName({ kind, host, repository, tag });
  }
  return labels;
}
