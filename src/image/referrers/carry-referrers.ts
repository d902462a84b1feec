import { inParallel } from "../../fault/slots.ts";
import type { Digest } from "../../tree/digest.ts";
import { childManifest } from "../child-manifest.ts";
import { copyImage, manifestsBelow } from "../copy.ts";
import { imageAt } from "../image-at.ts";
import { isIndexType, isManifestType } from "../media-type.ts";
import type { Descriptor, ImageStore, RawManifest, ReferrerList } from "../store.ts";
import { referrersTag } from "./tagged-referrers.ts";

/** Images whose referrers are looked up at once. */
const parallelSubjects = 6;
/** A signature of an attestation of an image, and no further. */
const mostDepth = 2;
/** What cosign before version 3 named after an image's digest. */
const legacySuffixes = [".sig", ".att"];

/** What of an image's signatures and attestations came along. */
export interface CarriedReferrers {
  /** Artifacts that were written. */
  readonly carried: number;
  /** Artifacts that the place cannot hold, or holds another of under the same name. */
  readonly left: number;
}

const nothing: CarriedReferrers = { carried: 0, left: 0 };

/**
 * Copies what refers to an image, and to each platform's image in it, byte for byte: signatures and attestations, by whomever. Nothing is
 * removed at the place. To be called before the image has its name there, so that nobody finds it without them.
 * @throws {IdentikitError} `IMAGE_INVALID`, `DIGEST_MISMATCH`, `TAG_MOVED`, and the faults of both places
 */
export async function carryReferrers(
  source: ImageStore,
  top: RawManifest,
  place: ImageStore,
): Promise<CarriedReferrers> {
  const from = source.referrers;
  if (from === undefined || isSamePlace(source, place)) return nothing;
  const subjects = [top, ...(await manifestsBelow(source, top))].map(({ digest }) => digest);
  const carried = await inParallel(subjects, parallelSubjects, async (subject) => {
    const own = await carryTo(subject, { source, from, place }, 1);
    const legacy = legacySuffixes.map((suffix) => carryLegacy(source, subject, suffix, place));
    return [own, ...(await Promise.all(legacy))];
  });
  return sumOf(carried.flat());
}

function isSamePlace(source: ImageStore, place: ImageStore): boolean {
  if (!source.origin || !place.origin) return source.name === place.name;
  return source.origin.host === place.origin.host && source.origin.repository === place.origin.repository;
}

async function carryTo(
  subject: Digest,
  between: { readonly source: ImageStore; readonly from: ReferrerList; readonly place: ImageStore },
  depth: number,
): Promise<CarriedReferrers> {
  const { source, from, place } = between;
  const listed = (await from.of(subject)).filter(isFetchable);
  if (listed.length === 0) return nothing;
  if (place.referrers === undefined) return { carried: 0, left: listed.length };
  const there = new Set((await place.referrers.of(subject)).map(({ digest }) => digest));
  const missing = listed.filter(({ digest }) => !there.has(digest));
  const below: CarriedReferrers[] = [];
  for (const entry of missing) {
    const raw = await childManifest(source, entry);
    if (depth < mostDepth) below.push(await carryTo(raw.digest, between, depth + 1));
    await copyImage(source, raw, place, []);
  }
  if (missing.length > 0) await place.referrers.add(subject, missing);
  return sumOf([{ carried: missing.length, left: 0 }, ...below]);
}

async function carryLegacy(
  source: ImageStore,
  subject: Digest,
  suffix: string,
  place: ImageStore,
): Promise<CarriedReferrers> {
  const tag = `${referrersTag(subject)}${suffix}`;
  const raw = await imageAt(source, { kind: "tag", tag });
  if (raw === undefined) return nothing;
  if (place.referrers === undefined) return { carried: 0, left: 1 };
  const there = await imageAt(place, { kind: "tag", tag });
  if (there?.digest === raw.digest) return nothing;
  // Its own signatures are under that name: replacing them would lose them.
  if (there !== undefined) return { carried: 0, left: 1 };
  await copyImage(source, raw, place, [tag]);
  return { carried: 1, left: 0 };
}

/** What is no manifest, such as the artifacts of a draft of the specification, cannot be copied. */
function isFetchable({ mediaType }: Descriptor): boolean {
  return isManifestType(mediaType) || isIndexType(mediaType);
}

function sumOf(parts: readonly CarriedReferrers[]): CarriedReferrers {
  return {
    carried: parts.reduce((sum, one) => sum + one.carried, 0),
    left: parts.reduce((sum, one) => sum + one.left, 0),
  };
}
