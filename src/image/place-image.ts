import { inParallel } from "../fault/slots.ts";
import type { Digest } from "../tree/digest.ts";
import { type CopyTally, copyImage } from "./copy.ts";
import { readBack } from "./read-back.ts";
import type { ImageSource, ImageStore, RawManifest } from "./store.ts";

/** Tags that are looked up at once. */
const parallelTags = 6;

export interface PlacedImage {
  readonly blobs: CopyTally;
  /** Whether a tag moved, or a blob was lacking. */
  readonly changed: boolean;
  /** What the tags stood for before, in their order; `null` where one is new. In an engine it is an image's id. */
  readonly before: readonly (Digest | null)[];
}

/** A tag that is about to stand for another image. */
export interface MovingTag {
  readonly tag: string;
  /** What it stands for; `null` for a new one. In an engine it is an image's id. */
  readonly previous: Digest | null;
}

/**
 * Stands around the writing of an image whose tags move, such as to keep on record that they do. Not called where no tag moves.
 * @param work is done once, by the one who is called
 */
export type AroundMoves = <Done>(
  moves: { readonly digest: Digest; readonly tags: readonly MovingTag[] },
  work: () => Promise<Done>,
) => Promise<Done>;

/**
 * Copies an image whole to a place, lets tags stand for it, and reads back that they do. Where they all did before,
 * nothing is written to a registry or an engine, which take no image in part; elsewhere some blobs may have got lost,
 * and are put back.
 * @throws {IdentikitError} `TAG_MOVED`, `DIGEST_MISMATCH`, and the faults of both places
 */
export async function placeImage(
  source: ImageSource,
  top: RawManifest,
  place: ImageStore,
  tags: readonly string[],
  aroundMoves?: AroundMoves,
): Promise<PlacedImage> {
  const { before, moving } = await tagsToMove(top, place, tags);
  if (moving.length === 0 && place.takesWhole)
    return { blobs: { present: 0, mounted: 0, sent: 0 }, changed: false, before };
  const write = async () => {
    const copied = await copyImage(source, top, place, place.takesWhole ? moving : tags);
    // Where both are one repository, the digest was read there already.
    const isOwn =
      place.origin !== undefined &&
      source.origin?.host === place.origin.host &&
      source.origin.repository === place.origin.repository;
    await readBack(place, top, { tags, alsoByDigest: !isOwn });
    return copied;
  };
  const moves = tags.flatMap((tag, at) =>
    moving.includes(tag) ? [{ tag, previous: before[at] ?? null }] : [],
  );
  const blobs =
    aroundMoves && moves.length > 0
      ? await aroundMoves({ digest: top.digest, tags: moves }, write)
      : await write();
  return { blobs, changed: moving.length > 0 || blobs.sent + blobs.mounted > 0, before };
}

/** What {@link placeImage} would come to, from what the tags stand for: nothing is written, and no blob is counted. */
export async function planPlacing(
  _source: ImageSource,
  top: RawManifest,
  place: ImageStore,
  tags: readonly string[],
): Promise<PlacedImage> {
  const { before, moving } = await tagsToMove(top, place, tags);
  return { blobs: { present: 0, mounted: 0, sent: 0 }, changed: moving.length > 0, before };
}

async function tagsToMove(
  top: RawManifest,
  place: ImageStore,
  tags: readonly string[],
): Promise<{ readonly before: readonly (Digest | null)[]; readonly moving: readonly string[] }> {
  const found = await inParallel(tags, parallelTags, (tag) => place.foundUnder(tag, top));
  const before = found.map((one) => one?.digest ?? null);
  return { before, moving: tags.filter((_, at) => before[at] !== top.digest) };
}
