import { IdentikitError } from "../fault/error.ts";
import type { FoundUnder, ImageSource, ImageStore, ManifestSelector, RawManifest } from "./store.ts";

/** The manifest that a name stands for, or `undefined` where the place has no such name. */
export async function imageAt(
  source: ImageSource,
  selector: ManifestSelector,
): Promise<RawManifest | undefined> {
  return await orMissing(source.manifest(selector));
}

/** What was read, or `undefined` where it is not there. */
export async function orMissing(read: Promise<RawManifest>): Promise<RawManifest | undefined> {
  try {
    return await read;
  } catch (fault) {
    if (fault instanceof IdentikitError && fault.code === "IMAGE_MISSING") return undefined;
    throw fault;
  }
}

/**
 * What a tag stands for now, as far as it can be told from one manifest: its digest where it is that one.
 * @returns `undefined` where the place has no such tag
 */
export async function foundUnder(
  place: ImageStore,
  tag: string,
  manifest: RawManifest,
): Promise<FoundUnder | undefined> {
  if (place.foundUnder) return await place.foundUnder(tag, manifest);
  return await imageAt(place, { kind: "tag", tag });
}
