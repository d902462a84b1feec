import { certain } from "../fault/certain.ts";
import type { Digest } from "../tree/digest.ts";
import type { FileTree } from "../tree/file-tree.ts";
import { type Ahead, askAhead, endOf, nothingAhead } from "./ahead.ts";
import type { BaseCache } from "./base-cache.ts";
import { type Below, belowScratch, readBelow } from "./below.ts";
import { composeIndex, composeManifest, type PlatformBase } from "./compose.ts";
import { defaultDestination, destinationPath, type IdentityProfile, selectIdentity } from "./identity.ts";
import { type ImageGate, passGate } from "./image-gate.ts";
import { type Provenance, templateLabels } from "./labels.ts";
import { type IdentityLayer, writeIdentityLayer } from "./layer/identity-layer.ts";
import type { MediaTypeFamily } from "./media-type.ts";
import type { OpenedReference } from "./places.ts";
import { formatImageReference, formatWritten, registryName } from "./reference.ts";
import { StagedImage } from "./staged-image.ts";
import type { Platform } from "./store.ts";
import { viewAncestors } from "./view/container-view.ts";
import type { LayerIndex } from "./view/layer-index.ts";
import { writeStaged } from "./write-staged.ts";

export interface BakeOptions {
  /** The template's whole tree; the identity is selected from it. */
  readonly template: FileTree;
  /** Where the template comes from, for the labels; without credentials. */
  readonly provenance?: Provenance;
  readonly base: OpenedReference | "scratch";
  readonly to: OpenedReference;
  /** Asked before the manifest is written; `"skip"` is the user's word. */
  readonly gate: ImageGate | "skip";
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

export interface BakeResult {
  /** The reference that was written, with its digest. */
  readonly image: string;
  readonly digest: Digest;
  readonly layerDigest: Digest;
  /** Of the identity alone, without the marker. */
  readonly treeDigest: Digest;
  readonly platforms: readonly Platform[];
  /** False where the place had this very image under this very name. */
  readonly changed: boolean;
}

/**
 * The direct builder: the base's layers untouched, one layer with the identity on top, for each platform. Nothing but
 * manifests and configs of the base is read. Same template, base digest and epoch give the same image digest on any
 * machine; the image is reachable only after the gate has passed it.
 * @throws {IdentikitError} `SSOT_MISSING`, `GATE_FAILED`, `PLATFORM_MISSING`, and the faults of the places
 */
export async function bake(options: BakeOptions): Promise<BakeResult> {
  const { base, to, sourceDateEpoch = 0 } = options;
  const identity = selectIdentity(options.template, "the template", options.required, options.profile);
  const destination = destinationPath(options.destination ?? defaultDestination);
  const layer = writeIdentityLayer(identity, { destination, sourceDateEpoch });
  const known = base === "scratch" ? undefined : options.cache?.recall(formatImageReference(base.reference));
  // With the base's own metadata in it, the layer cannot be known before the base is.
  const ahead = options.ancestors === "read" ? nothingAhead : askAhead(to, layer, known !== undefined);
  try {
    return await build(options, { identity, layer, known, ahead });
  } catch (caught) {
    await endOf(ahead);
    throw caught;
  }
}

/** What is settled before the base is read. */
interface Settled {
  readonly identity: FileTree;
  readonly layer: IdentityLayer;
  readonly known: ReadonlyMap<Digest, Uint8Array> | undefined;
  readonly ahead: Ahead;
}

async function build(options: BakeOptions, settled: Settled): Promise<BakeResult> {
  const { base, to, platforms = [], sourceDateEpoch = 0 } = options;
  const { identity, layer, known, ahead } = settled;
  // Whether a layer was there is known before the base's config is asked for: a new one costs no wait.
  const baked = ahead.kind === "layer" ? ahead.found : Promise.resolve(undefined);
  const below =
    base === "scratch"
      ? belowScratch(platforms, options.mediaTypes)
      : await readBelow(base, platforms, { known, cache: options.cache, baked });
  const created = new Date(sourceDateEpoch * 1000).toISOString().replace(".000Z", "Z");
  const labels = { ...ownLabels(options, identity, below.digest, created), ...options.labels };
  const layers = await layersFor(below, options, layer);
  const additionTo = (at: number) => ({ layer: layers[at] ?? layer, labels, created });

  const subject = formatImageReference(to.reference);
  const staged = new StagedImage(subject, base === "scratch" ? undefined : base.store);
  const images = below.images.map((image, at) => ({
    platform: image.platform,
    raw: composeManifest(staged, image, additionTo(at), image.family, carriedBy(below, image)),
  }));
  const top = below.index ? composeIndex(staged, images, additionTo(0), below.index) : certain(images[0]).raw;
  await passGate(options.gate, { source: staged, selector: { kind: "digest", digest: top.digest }, subject });

  const children = below.index ? images.map(({ raw }) => raw) : [];
  const from = base === "scratch" ? undefined : base.store.origin;
  const changed = await writeStaged(to, {
    staged,
    top,
    children,
    first: additionTo(0).layer.digest,
    from,
    ahead,
  });
  return {
    image: formatWritten(to.reference, to.tag, top.digest),
    digest: top.digest,
    layerDigest: additionTo(0).layer.digest,
    treeDigest: identity.digest,
    platforms: images.map(({ platform }) => platform),
    changed,
  };
}

/** The base's config, for the manifest of a single image; of an index's children nobody asks by name. */
function carriedBy({ index, configs }: Below, image: PlatformBase): Uint8Array | undefined {
  return index || !("manifest" in image) ? undefined : configs.get(image.manifest.config.digest);
}

/** One layer for all platforms, or one for each where the base's own directories go into it. */
async function layersFor(
  { images }: Below,
  options: BakeOptions,
  assumed: IdentityLayer,
): Promise<readonly IdentityLayer[]> {
  const { base, sourceDateEpoch = 0, ancestors = "assume", index, signal } = options;
  if (ancestors === "assume" || base === "scratch") return images.map(() => assumed);
  const identity = selectIdentity(options.template, "the template", options.required, options.profile);
  const destination = destinationPath(options.destination ?? defaultDestination);
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
  { base, provenance }: BakeOptions,
  identity: FileTree,
  baseDigest: Digest | undefined,
  created: string,
): Record<string, string> {
  const labels: Record<string, string> = {
    ...templateLabels(identity, provenance),
    "org.opencontainers.image.created": created,
  };
  if (baseDigest) labels["org.opencontainers.image.base.digest"] = baseDigest;
  // A directory's or file's name belongs to one machine; in the image it would make its digest belong to it, too.
  if (base !== "scratch" && base.reference.kind === "registry") {
    const { kind, host, repository, tag = base.tag } = base.reference;
    labels["org.opencontainers.image.base.name"] = registryName({ kind, host, repository, tag });
  }
  return labels;
}
