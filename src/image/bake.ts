import type { Digest } from "../tree/digest.ts";
import { type Ahead, askAhead, endOf, nothingAhead } from "./ahead.ts";
import { type CandidateOptions, type Ingredients, ingredientsOf, stage } from "./candidate.ts";
import { type ImageGate, passGate } from "./image-gate.ts";
import type { OpenedReference } from "./places.ts";
import { formatImageReference, formatWritten } from "./reference.ts";
import type { Platform, RawManifest } from "./store.ts";
import { writeStaged } from "./write-staged.ts";

export interface BakeOptions extends CandidateOptions {
  readonly to: OpenedReference;
  /** Asked before the manifest is written; `"skip"` is the user's word. */
  readonly gate: ImageGate | "skip";
  /** Called when the gate has passed the image and nothing of it is written: what is said of it then stands before it can be found. */
  readonly beforeNames?: ((made: MadeImage) => Promise<void>) | undefined;
}

/** An image that is about to be written. */
export interface MadeImage {
  readonly top: RawManifest;
  readonly layerDigest: Digest;
  readonly treeDigest: Digest;
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
  const ingredients = ingredientsOf(options);
  // With the base's own metadata in it, the layer cannot be known before the base is.
  const ahead =
    options.ancestors === "read" ? nothingAhead : askAhead(options.to, ingredients.layer, ingredients.known);
  try {
    return await build(options, ingredients, ahead);
  } catch (caught) {
    await endOf(ahead);
    throw caught;
  }
}

async function build(options: BakeOptions, ingredients: Ingredients, ahead: Ahead): Promise<BakeResult> {
  const { base, to } = options;
  // Whether a layer was there is known before the base's config is asked for: a new one costs no wait.
  const baked = ahead.kind === "layer" ? ahead.found : Promise.resolve(undefined);
  const subject = formatImageReference(to.reference);
  const { staged, top, images, isIndex, layerDigest } = await stage(options, ingredients, { baked, subject });
  if (ahead.kind === "layer" && base !== "scratch")
    options.cache?.keepLayer(formatImageReference(base.reference), layerDigest);
  await passGate(options.gate, { source: staged, selector: { kind: "digest", digest: top.digest }, subject });
  await options.beforeNames?.({ top, layerDigest, treeDigest: ingredients.identity.digest });
  const changed = await writeStaged(to, {
    staged,
    top,
    children: isIndex ? images.map(({ raw }) => raw) : [],
    first: layerDigest,
    from: base === "scratch" ? undefined : base.store.origin,
    ahead,
  });
  return {
    image: formatWritten(to.reference, to.tag, top.digest),
    digest: top.digest,
    layerDigest,
    treeDigest: ingredients.identity.digest,
    platforms: images.map(({ platform }) => platform),
    changed,
  };
}
