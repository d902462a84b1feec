import { IdentikitError } from "../fault/error.ts";
import { inParallel } from "../fault/slots.ts";
import { imageAt } from "./image-at.ts";
import type { ImageStore, RawManifest } from "./store.ts";

/** Tags that are read back at once. */
const parallelTags = 6;

export interface ReadBackOptions {
  /** The names that were given. */
  readonly tags: readonly string[];
  /**
   * Whether the place is asked for the digest, too, where every tag is as it should be. A registry that is asked for a
   * tag answers with the manifest itself, whose digest is computed from its bytes: a second request shows only that it
   * can also be asked for by digest.
   */
  readonly alsoByDigest: boolean;
}

/**
 * Reads back what was written, under each of its tags and by its digest, and compares it.
 * @throws {IdentikitError} `TAG_MOVED` where a tag stands for something else by now, or for nothing, while the image itself
 * is there; `DIGEST_MISMATCH` where the place does not give back what it was given. Both name every tag and both digests
 */
export async function readBack(
  place: ImageStore,
  written: RawManifest,
  { tags, alsoByDigest }: ReadBackOptions,
): Promise<void> {
  const problems = await inParallel(tags, parallelTags, (tag) => problemUnder(place, tag, written));
  const moved = problems.filter((problem) => problem !== undefined);
  if (moved.length === 0 && !alsoByDigest) return;
  const lost = await problemOf(place, written);
  if (lost !== undefined) {
    throw new IdentikitError("DIGEST_MISMATCH", `${place.name}: ${[lost, ...moved].join("; ")}`, {
      remedy: "Do not use what was pushed: the place took it, and does not give it back.",
    });
  }
  if (moved.length === 0) return;
  throw new IdentikitError("TAG_MOVED", `${place.name}: ${moved.join("; ")}`, {
    remedy: "Find out who else writes this tag, then run again; the image itself is there, by its digest.",
  });
}

/** What is wrong with a tag, in words. */
async function problemUnder(
  place: ImageStore,
  tag: string,
  written: RawManifest,
): Promise<string | undefined> {
  const found = await place.foundUnder(tag, written);
  if (found?.digest !== written.digest)
    return `tag ${tag} stands for ${found?.digest ?? "nothing"}, not for ${written.digest}`;
  // In a registry the type is a header, and an engine reads the same bytes by it.
  const isTyped = place.origin !== undefined && found.mediaType !== undefined;
  if (!isTyped || found.mediaType === written.mediaType) return undefined;
  return `tag ${tag} gives ${written.digest} as ${found.mediaType || "nothing"}, not as ${written.mediaType}`;
}

async function problemOf(place: ImageStore, { digest, bytes }: RawManifest): Promise<string | undefined> {
  try {
    const found = await imageAt(place, { kind: "digest", digest });
    if (found === undefined) return `${digest} was taken, and is not there`;
    return Buffer.from(found.bytes).equals(bytes) ? undefined : `${digest} reads back as ${found.digest}`;
  } catch (caught) {
    if (caught instanceof IdentikitError && caught.code === "DIGEST_MISMATCH") return caught.message;
    throw caught;
  }
}
