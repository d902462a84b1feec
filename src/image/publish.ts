import { certain } from "../fault/certain.ts";
import { IdentikitError } from "../fault/error.ts";
import type { Digest } from "../tree/digest.ts";
import type { CopyTally } from "./copy.ts";
import { imageAt } from "./image-at.ts";
import { type ImageGate, passGate } from "./image-gate.ts";
import { type AroundMoves, placeImage, planPlacing } from "./place-image.ts";
import type { OpenedReference } from "./places.ts";
import { formatImageReference, formatWritten } from "./reference.ts";
import { type CarriedReferrers, carryReferrers } from "./referrers/carry-referrers.ts";
import type { RawManifest } from "./store.ts";

export interface PublishOptions {
  readonly from: OpenedReference;
  readonly to: OpenedReference;
  /** Names under which the image is to be found; empty means the one of `to`. */
  readonly tags: readonly string[];
  /** A tag that, where it stands for the very image already, makes publishing it again needless. */
  readonly unlessTag?: string;
  /** Asked before anything is pushed; `"skip"` is the user's word. */
  readonly gate: ImageGate | "skip";
  /** Gates, looks at what the tags stand for, and writes nothing. Default false. */
  readonly dryRun?: boolean;
  /** Called when all of the image but its names is about to be there: what is said of it then stands before it can be found. */
  readonly beforeNames?: BeforeNames | undefined;
  readonly aroundMoves?: AroundMoves | undefined;
}

/** Writes what is to be said of an image, such as signatures, to the place that the image goes to. */
export type BeforeNames = (top: RawManifest) => Promise<void>;

export interface PublishResult {
  /** The reference with its digest. */
  readonly image: string;
  readonly digest: Digest;
  /** The tags that it has by now; none where there was nothing to publish. */
  readonly tags: readonly string[];
  readonly gated: boolean;
  /** Whether a tag moved, or a blob was lacking. */
  readonly changed: boolean;
  readonly blobs: CopyTally;
  /** The signatures and attestations that came along. */
  readonly referrers: CarriedReferrers;
}

/**
 * Gates an image, copies it whole, names it, and reads it back under each of its tags and by its digest.
 * @throws {IdentikitError} `GATE_FAILED` with nothing pushed, `TAG_MOVED`, `DIGEST_MISMATCH`, and the faults of both
 * places
 */
export async function publish(options: PublishOptions): Promise<PublishResult> {
  const { from, to, gate, dryRun = false } = options;
  const tags = options.tags.length > 0 ? options.tags : [to.tag];
  const top = await from.store.manifest(await from.select());
  // By digest from here on: a tag that moves now changes nothing.
  const selector = { kind: "digest", digest: top.digest } as const;
  await passGate(gate, { source: from.store, selector, subject: formatImageReference(from.reference) });
  const { unlessTag } = options;
  if (unlessTag !== undefined) {
    const there = await imageAt(to.store, { kind: "tag", tag: unlessTag });
    if (there?.digest === top.digest) {
      const blobs = { sent: 0, mounted: 0, present: 0 };
      const image = formatWritten(to.reference, unlessTag, top.digest);
      const referrers = { carried: 0, left: 0 };
      return {
        image,
        digest: top.digest,
        tags: [],
        gated: gate !== "skip",
        changed: false,
        blobs,
        referrers,
      };
    }
  }
  const referrers = await bringReferrers(options, top);
  const place = dryRun ? planPlacing : placeImage;
  const { blobs, changed } = await place(from.store, top, to.store, tags, options.aroundMoves);
  const tag = certain(tags[0]);
  const image = formatWritten(to.reference, tag, top.digest);
  return { image, digest: top.digest, tags, gated: gate !== "skip", changed, blobs, referrers };
}

/** Lets the place have what is said of the image, before the image has a name there. */
async function bringReferrers(
  { from, to, dryRun = false, beforeNames }: Pick<PublishOptions, "from" | "to" | "dryRun" | "beforeNames">,
  top: RawManifest,
): Promise<CarriedReferrers> {
  if (dryRun) return { carried: 0, left: 0 };
  const carried = await carryReferrers(from.store, top, to.store);
  await beforeNames?.(top);
  return carried;
}

export interface PromoteOptions {
  /** Names its image by digest. */
  readonly from: OpenedReference;
  readonly to: OpenedReference;
  /** Asked before the tag is moved, where a template is at hand. */
  readonly gate: ImageGate | "skip";
  /** Gates, looks at what the tag stands for, and writes nothing. Default false. */
  readonly dryRun?: boolean;
  readonly beforeNames?: BeforeNames | undefined;
  readonly aroundMoves?: AroundMoves | undefined;
}

export interface PromoteResult {
  readonly image: string;
  readonly digest: Digest;
  /** What the tag stood for before (in an engine, an image's id); `null` where it is new. */
  readonly previousDigest: Digest | null;
  readonly changed: boolean;
  /** The signatures and attestations that came along. */
  readonly referrers: CarriedReferrers;
}

/**
 * Lets a tag stand for the image of a digest, byte for byte: nothing is rebuilt.
 * @throws {IdentikitError} `REFERENCE_INVALID` where `from` has no digest, `GATE_FAILED`, `TAG_MOVED`, `DIGEST_MISMATCH`
 */
export async function promote(options: PromoteOptions): Promise<PromoteResult> {
  const { from, to, gate, dryRun = false } = options;
  const selector = await from.select();
  if (selector.kind !== "digest" || !("digest" in from.reference)) {
    const name = formatImageReference(from.reference);
    throw new IdentikitError("REFERENCE_INVALID", `${name} does not say which digest to promote`, {
      remedy: "Add @sha256:… of the image that was verified.",
    });
  }
  const top = await from.store.manifest(selector);
  await passGate(gate, { source: from.store, selector, subject: formatImageReference(from.reference) });
  const referrers = await bringReferrers(options, top);
  const place = dryRun ? planPlacing : placeImage;
  const { before, changed } = await place(from.store, top, to.store, [to.tag], options.aroundMoves);
  const image = formatWritten(to.reference, to.tag, top.digest);
  return { image, digest: top.digest, previousDigest: before[0] ?? null, changed, referrers };
}
