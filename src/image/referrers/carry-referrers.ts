import { asFault } from "../../fault/error.ts";
import { inParallel } from "../../fault/slots.ts";
import type { Digest } from "../../tree/digest.ts";
import { childManifest } from "../child-manifest.ts";
import { copyImage, manifestsBelow } from "../copy.ts";
import { imageAt } from "../image-at.ts";
import { isImageProof } from "../image-fault.ts";
import { isIndexType, isManifestType } from "../media-type.ts";
import { parseImageManifest } from "../model.ts";
import type { Descriptor, ImageStore, RawManifest, ReferrerList } from "../store.ts";
import { CarryLimit } from "./carry-limit.ts";
import { referrersTag } from "./tagged-referrers.ts";

/** Images whose referrers are looked up at once. */
const parallelSubjects = 6;
/** A signature of an attestation of an image, and no further. */
const mostDepth = 2;
/** What cosign before version 3 named after an image's digest, and what its layers are. */
const legacyKinds = [
  { suffix: ".sig", layers: "application/vnd.dev.cosign.simplesigning.v1+json" },
  { suffix: ".att", layers: "application/vnd.dsse.envelope.v1+json" },
];

/** What of an image's signatures and attestations came along. */
export interface CarriedReferrers {
  /** Artifacts that were written. */
  readonly carried: number;
  /**
   * Artifacts that the place cannot hold, or holds another of under the same name; that are over a bound; and what is listed as an
   * artifact of the image and is none.
   */
  readonly left: number;
}

const nothing: CarriedReferrers = { carried: 0, left: 0 };
const one = { carried: { carried: 1, left: 0 }, left: { carried: 0, left: 1 } } as const;

interface Route {
  readonly source: ImageStore;
  readonly from: ReferrerList;
  readonly place: ImageStore;
  readonly limit: CarryLimit;
}

/**
 * Copies what refers to an image, and to each platform's image in it, byte for byte: signatures and attestations, by whomever. Nothing is
 * removed at the place. To be called before the image has its name there, so that nobody finds it without them. Whoever may push to the
 * source decides what is listed there: what does not refer to the image stays behind, and so does what would fill the place.
 * @throws {IdentikitError} `IMAGE_INVALID`, `DIGEST_MISMATCH`, `TAG_MOVED`, and the faults of both places
 */
export async function carryReferrers(
  source: ImageStore,
  top: RawManifest,
  place: ImageStore,
): Promise<CarriedReferrers> {
  const from = source.referrers;
  if (from === undefined || isSamePlace(source, place)) return nothing;
  const route = { source, from, place, limit: new CarryLimit() };
  const subjects = [top, ...(await manifestsBelow(source, top))].map(({ digest }) => digest);
  const carried = await inParallel(subjects, parallelSubjects, async (subject) => {
    const own = await carryTo(subject, route, 1);
    const legacy = legacyKinds.map((kind) => carryLegacy(subject, kind, route));
    return [own, ...(await Promise.all(legacy))];
  });
  return sumOf(carried.flat());
}

function isSamePlace(source: ImageStore, place: ImageStore): boolean {
  if (!source.origin || !place.origin) return source.name === place.name;
  return source.origin.host === place.origin.host && source.origin.repository === place.origin.repository;
}

async function carryTo(subject: Digest, route: Route, depth: number): Promise<CarriedReferrers> {
  const { from, place } = route;
  const listed = (await from.of(subject)).filter(isFetchable);
  if (listed.length === 0) return nothing;
  if (place.referrers === undefined) return { carried: 0, left: listed.length };
  const there = new Set((await place.referrers.of(subject)).map(({ digest }) => digest));
  const missing = listed.filter(({ digest }) => !there.has(digest));
  const sums: CarriedReferrers[] = [];
  const written: Descriptor[] = [];
  for (const entry of missing) {
    const raw = await referrerAt(entry, subject, route);
    if (raw === undefined) {
      sums.push(one.left);
      continue;
    }
    if (depth < mostDepth) sums.push(await carryTo(raw.digest, route, depth + 1));
    await copyImage(route.source, raw, place, []);
    sums.push(one.carried);
    written.push(entry);
  }
  if (written.length > 0) await place.referrers.add(subject, written);
  return sumOf(sums);
}

/** What an entry of a list names; nothing where it does not refer to the image, is damaged, or is over the bound. */
async function referrerAt(
  entry: Descriptor,
  subject: Digest,
  { source, limit }: Route,
): Promise<RawManifest | undefined> {
  try {
    const raw = await childManifest(source, entry);
    const manifest = parseImageManifest(raw, source.name);
    if (manifest.subject?.digest !== subject) return undefined;
    return limit.takes([manifest, ...(await partsBelow(source, raw))]) ? raw : undefined;
  } catch (caught) {
    return nothingDamaged(caught);
  }
}

async function partsBelow(source: ImageStore, raw: RawManifest) {
  return (await manifestsBelow(source, raw)).map((below) => parseImageManifest(below, source.name));
}

/** @throws what is no fault of the content */
function nothingDamaged(caught: unknown): undefined {
  if (!isImageProof(asFault(caught).code)) throw caught;
}

async function carryLegacy(
  subject: Digest,
  { suffix, layers }: (typeof legacyKinds)[number],
  { source, place, limit }: Route,
): Promise<CarriedReferrers> {
  const tag = `${referrersTag(subject)}${suffix}`;
  const raw = await imageAt(source, { kind: "tag", tag });
  if (raw === undefined) return nothing;
  if (place.referrers === undefined) return one.left;
  const there = await imageAt(place, { kind: "tag", tag });
  if (there?.digest === raw.digest) return nothing;
  // Its own signatures are under that name: replacing them would lose them.
  if (there !== undefined || !isLegacy(raw)) return one.left;
  await copyImage(source, raw, place, [tag]);
  return one.carried;

  /** The tag is a name that anybody may give to any image. */
  function isLegacy(found: RawManifest): boolean {
    try {
      const manifest = parseImageManifest(found, source.name);
      if (manifest.kind === "index" || manifest.layers.some(({ mediaType }) => mediaType !== layers))
        return false;
      return limit.takes([manifest]);
    } catch (caught) {
      nothingDamaged(caught);
      return false;
    }
  }
}

/** What is no manifest, such as the artifacts of a draft of the specification, cannot be copied. */
function isFetchable({ mediaType }: Descriptor): boolean {
  return isManifestType(mediaType) || isIndexType(mediaType);
}

function sumOf(parts: readonly CarriedReferrers[]): CarriedReferrers {
  return {
    carried: parts.reduce((sum, each) => sum + each.carried, 0),
    left: parts.reduce((sum, each) => sum + each.left, 0),
  };
}
