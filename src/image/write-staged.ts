import type { Digest } from "../tree/digest.ts";
import { imageAt } from "./image-at.ts";
import { parseManifest } from "./model.ts";
import { inParallel } from "./parallel.ts";
import type { OpenedReference } from "./places.ts";
import type { StagedImage } from "./staged-image.ts";
import type { Descriptor, ImageSource, RawManifest } from "./store.ts";

/** Blobs on their way at once. */
export const parallelBlobs = 4;

/** A finished image in memory, ready to be written. */
export interface StagedWrite {
  readonly staged: StagedImage;
  readonly top: RawManifest;
  /** The manifests under the index, where `top` is one. */
  readonly children: readonly RawManifest[];
  /** The staged layer: where the place has it, it may well have all of the image. */
  readonly first: Digest;
  /** The repository that holds the other layers, for a place that can mount from it. */
  readonly from: ImageSource["origin"];
}

/**
 * Writes blobs, then manifests, then the name. The identity's layer goes first: only where the place has it already can
 * the image be there, so only then is the name looked up.
 * @returns whether anything was written
 */
export async function writeStaged(to: OpenedReference, write: StagedWrite): Promise<boolean> {
  const { staged, top, children, first, from } = write;
  const { store, tag } = to;
  const blobs = blobsOf(children.length > 0 ? children : [top], store.name);
  const put = async (descriptor: Descriptor): Promise<boolean> => {
    const isOurs = staged.staged(descriptor.digest) !== undefined;
    const open = () => staged.blob(descriptor);
    return (await store.putBlob(descriptor, open, isOurs ? undefined : from)) !== "present";
  };
  const layer = blobs.find(({ digest }) => digest === first) as Descriptor;
  let changed = await put(layer);
  const isNamed = !changed && (await imageAt(store, { kind: "tag", tag }))?.digest === top.digest;
  // A registry takes no manifest before its blobs; elsewhere some may have got lost, and are put back.
  if (isNamed && store.origin) return false;
  const others = blobs.filter(({ digest }) => digest !== first);
  for (const sent of await inParallel(others, parallelBlobs, put)) changed ||= sent;
  if (isNamed && !changed) return false;
  for (const child of children) await store.putManifest(child);
  await store.putManifest(top, tag);
  return true;
}

/** Every blob that the manifests name, each once. */
export function blobsOf(manifests: readonly RawManifest[], place: string): Descriptor[] {
  const blobs = new Map<Digest, Descriptor>();
  for (const raw of manifests) {
    const manifest = parseManifest(raw, place);
    if (manifest.kind === "index") continue;
    for (const blob of [...manifest.layers, manifest.config]) blobs.set(blob.digest, blob);
  }
  return [...blobs.values()];
}
