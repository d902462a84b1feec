import { IdentikitError } from "../../fault/error.ts";
import { type Digest, digestOf } from "../../tree/digest.ts";
import { imageAt } from "../image-at.ts";
import { invalid } from "../image-fault.ts";
import { imageLimits } from "../limits.ts";
import { mediaTypes } from "../media-type.ts";
import { parseImageManifest } from "../model.ts";
import type { Descriptor, ImageSink, ImageSource, RawManifest, ReferrerList } from "../store.ts";

/** How often the list is written before others who write it at the same time are a fault. */
const mostTries = 5;

/** The tag under which the referrers of an image are listed where the place has no list of its own. */
export function referrersTag(subject: Digest): string {
  return subject.replace(":", "-");
}

/** Whether a name is one that {@link referrersTag} gives, or one that cosign derives from it (`.sig`, `.att`, `.sbom`). */
export function isReferrersTag(name: string): boolean {
  return /^sha256-[0-9a-f]{64}(?:\.(?:sig|att|sbom))?$/.test(name);
}

/**
 * The referrers tag schema: an index under the tag `sha256-HEX` lists what refers to the image. Two writers at the same time can lose
 * each other's entries, so each looks whether its own are there, and adds them again.
 * @see https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#referrers-tag-schema
 */
export class TaggedReferrers implements ReferrerList {
  readonly #place: ImageSource & ImageSink;

  constructor(place: ImageSource & ImageSink) {
    this.#place = place;
  }

  async of(subject: Digest): Promise<readonly Descriptor[]> {
    const raw = await imageAt(this.#place, { kind: "tag", tag: referrersTag(subject) });
    return raw === undefined ? [] : parseReferrers(raw, this.#place.name);
  }

  async add(subject: Digest, manifests: readonly Descriptor[]): Promise<void> {
    for (let tries = 0; tries <= mostTries; tries++) {
      const listed = await this.of(subject);
      const missing = manifests.filter(({ digest }) => listed.every((one) => one.digest !== digest));
      if (missing.length === 0) return;
      await this.#place.putManifest(indexOf([...listed, ...missing]), referrersTag(subject));
    }
    throw new IdentikitError(
      "TAG_MOVED",
      `${this.#place.name}: others write the list of what refers to ${subject} at the same time`,
      { remedy: "Run again when they are done; what was written before is still there." },
    );
  }
}

/**
 * The entries of a list of referrers.
 * @throws {IdentikitError} `IMAGE_INVALID` for what is no list, or one over the bound; `IMAGE_AMBIGUOUS`
 */
export function parseReferrers(raw: RawManifest, place: string): readonly Descriptor[] {
  const parsed = parseImageManifest(raw, place);
  if (parsed.kind === "index" && parsed.manifests.length <= imageLimits.referrers) return parsed.manifests;
  const why = parsed.kind === "index" ? "has too many entries" : "is a manifest and no list";
  throw invalid(
    place,
    `the list of referrers ${raw.digest} ${why}`,
    "Remove what refers to the image there.",
  );
}

function indexOf(manifests: readonly Descriptor[]): RawManifest {
  const value = { schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests };
  const bytes = Buffer.from(JSON.stringify(value));
  return { bytes, mediaType: mediaTypes.ociIndex, digest: digestOf(bytes) };
}
