import { IdentikitError } from "../fault/error.ts";
import type { ImageSource, ManifestSelector, RawManifest } from "./store.ts";

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
