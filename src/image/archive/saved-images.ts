import { z } from "zod";
import { type Digest, digestOf } from "../../tree/digest.ts";
import { decodeDocument } from "../document/decode.ts";
import { descriptor, nullableText, texts } from "../document/fields.ts";
import { shown } from "../document/read-json.ts";
import { ambiguousImage } from "../image-fault.ts";
import { imageLimits } from "../limits.ts";
import type { ArchiveFile } from "./archive-file.ts";
import { type ArchivedManifest, archivedManifests } from "./archived-layout.ts";
import { readMember } from "./read-member.ts";

/** One image of `manifest.json`. */
export interface SavedImage {
  /** The member that holds the config, and what it holds. */
  readonly config: { readonly member: string; readonly bytes: Uint8Array; readonly digest: Digest };
  /** As people write them: `alpine:latest`, and not with what is implied in it. */
  readonly tags: readonly string[];
  readonly layers: readonly string[];
  /** The manifest that it was saved from, where the archive carries an OCI layout, too. */
  readonly original: ArchivedManifest | undefined;
}

/** @see https://github.com/moby/moby/blob/v28.2.2/image/tarexport/tarexport.go */
const schema = z
  .array(
    z.looseObject({
      Config: z.string(),
      RepoTags: texts,
      Layers: z.array(z.string()).max(imageLimits.layers),
      Parent: nullableText,
      LayerSources: z.record(z.string(), descriptor).nullish(),
    }),
  )
  .max(1000);

/**
 * The images that a `docker save` archive holds.
 *
 * An archive can carry an OCI layout beside `manifest.json` (engines from 25 on, BuildKit, and our own). `docker load`
 * and skopeo's `docker-archive` read `manifest.json`, containerd and skopeo's `oci-archive` the layout: both must hold
 * the same images under the same names.
 * @throws {IdentikitError} `IMAGE_INVALID`; `IMAGE_AMBIGUOUS` where they do not, and where one name stands for two images
 */
export async function savedImages(archive: ArchiveFile, place: string): Promise<SavedImage[]> {
  const bytes = await readMember(archive, "manifest.json", imageLimits.manifestBytes, place);
  const items = parseSavedList(bytes, place);
  const archived = await archivedManifests(archive, place);
  const images: SavedImage[] = [];
  for (const { Config: member, RepoTags, Layers: layers } of items) {
    const config = await readMember(archive, member, imageLimits.configBytes, place);
    const digest = digestOf(config);
    const original = archived.find((each) => each.config === digest);
    const tags = (RepoTags ?? []).map(familiarName);
    images.push({ config: { member, bytes: config, digest }, tags, layers, original });
  }
  const named = digestsByName(images, place);
  if (archived.length > 0) checkAgreement(images, archived, named, place);
  return images;
}

/**
 * The items of a `manifest.json`.
 * @throws {IdentikitError} `IMAGE_INVALID`, `IMAGE_AMBIGUOUS`
 */
export function parseSavedList(bytes: Uint8Array, place: string): z.infer<typeof schema> {
  return decodeDocument(bytes, schema, `${place}: manifest.json`);
}

/** The config that each name stands for. */
function digestsByName(images: readonly SavedImage[], place: string): ReadonlyMap<string, Digest> {
  const named = new Map<string, Digest>();
  for (const { tags, config } of images) {
    for (const tag of tags) {
      if ((named.get(tag) ?? config.digest) !== config.digest)
        throw ambiguousImage(place, `its manifest.json has the name ${shown(tag)} for two images`);
      named.set(tag, config.digest);
    }
  }
  return named;
}

function checkAgreement(
  images: readonly SavedImage[],
  archived: readonly ArchivedManifest[],
  named: ReadonlyMap<string, Digest>,
  place: string,
): void {
  const known = new Set(images.map(({ config }) => config.digest));
  const strange = archived.find(
    ({ config, name }) =>
      !known.has(config) || (name && (named.get(familiarName(name)) ?? config) !== config),
  );
  const lacking = images.find(({ original }) => original === undefined);
  if (!strange && !lacking) return;
  const what = strange
    ? `${strange.name ?? strange.raw.digest} of its index.json`
    : `${lacking?.config.member}`;
  throw ambiguousImage(
    place,
    `its manifest.json and its index.json hold different images (${what}): Docker reads the one, containerd the other`,
    "Save the image again, for one platform.",
  );
}

/** A name without what is implied in it, which some tools write out. */
export function familiarName(name: string): string {
  return name.replace(/^docker\.io\/(?:library\/)?/, "");
}
