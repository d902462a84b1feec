import { IdentikitError } from "../fault/error.ts";
import type { ImageSource, ManifestSelector, RawManifest } from "./store.ts";

/** The manifest that a name stands for, or `undefined` where the place has no such name. */
export async function imageAt(
  source: ImageSource,
  selector: ManifestSelector,
): Promise<RawManifest | undefined> {
  try {
    return await source.manifest(selector);
  } catch (fault) {
    if (fault instanceof IdentikitError && fault.code === "IMAGE_MISSING") return undefined;
    throw fault;
  }
}
