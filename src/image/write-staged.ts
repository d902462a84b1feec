import { certain } from "../fault/certain.ts";
import { inParallel } from "../fault/slots.ts";
import type { Digest } from "../tree/digest.ts";
import { type Ahead, sendAhead } from "./ahead.ts";
import { imageAt } from "./image-at.ts";
import { parseImageManifest } from "./model.ts";
import type { OpenedReference } from "./places.ts";
import { readBack } from "./read-back.ts";
import type { StagedImage } from "./staged-image.ts";
import type { Descriptor, ImageSource, RawManifest } from "./store.ts";

/** Blobs on their way at once. */
export const parallelBlobs = 6;

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
  /** What was asked already. */
  readonly ahead: Ahead;
}

/**
 * Writes blobs, then manifests, then the name, and reads back what the name now stands for. Where the name stands for the image
 * already, nothing is written; it is looked up only where it may: when it was asked for ahead, or when the identity's
 * layer is there.
 * @returns whether anything was written
 * @throws {IdentikitError} `TAG_MOVED`, `DIGEST_MISMATCH`, and the faults of the place
 */
export async function writeStaged(to: OpenedReference, write: StagedWrite): Promise<boolean> {
  const { staged, top, children, first, from, ahead } = write;
  const { store, tag } = to;
  if (ahead.kind === "name" && (await ahead.found)?.digest === top.digest) return false;
  // An engine tells it at once; a registry has been asked, or is about to take the layer.
  const isEngine = store.takesWhole && store.origin === undefined;
  if (isEngine && (await store.foundUnder(tag, top))?.digest === top.digest) return false;
  const blobs = blobsOf(children.length > 0 ? children : [top], store.name);
  const layer = certain(blobs.find(({ digest }) => digest === first));
  const sending = ahead.kind === "layer" ? ahead.sending : sendAhead(store, layer, () => staged.blob(layer));
  // A layer that is new, as it now seems, has a new config with it: an upload is opened for each.
  if (ahead.kind === "name") store.expectBlob?.();
  let changed = await sending.isLacking;
  const isNamed = !changed && (await namedBy(to, ahead))?.digest === top.digest;
  // A registry takes no manifest before its blobs; elsewhere some may have got lost, and are put back.
  if (isNamed && store.origin) return false;
  const put = (descriptor: Descriptor) => {
    if (descriptor === layer) return sending.arrived;
    const origin = isStaged(staged, descriptor) ? undefined : from;
    return store.putBlob(descriptor, () => staged.blob(descriptor), origin);
  };
  // What is made here is what the registry has to be sent: it goes first.
  const ordered = [...blobs].sort((a, b) => Number(isStaged(staged, b)) - Number(isStaged(staged, a)));
  for (const arrival of await inParallel(ordered, parallelBlobs, put)) changed ||= arrival !== "present";
  if (isNamed && !changed) return false;
  for (const child of children) await store.putManifest(child);
  await store.putManifest(top, tag);
  await readBack(store, top, { tags: [tag], alsoByDigest: store.origin === undefined });
  return true;
}

/** What has the name now, asked for once. */
function namedBy({ store, tag }: OpenedReference, ahead: Ahead): Promise<RawManifest | undefined> {
  return ahead.kind === "nothing" ? imageAt(store, { kind: "tag", tag }) : ahead.found;
}

function isStaged(staged: StagedImage, { digest }: Descriptor): boolean {
  return staged.staged(digest) !== undefined;
}

/** Every blob that the manifests name, each once. */
export function blobsOf(manifests: readonly RawManifest[], place: string): Descriptor[] {
  const blobs = new Map<Digest, Descriptor>();
  for (const raw of manifests) {
    const manifest = parseImageManifest(raw, place);
    if (manifest.kind === "index") continue;
    for (const blob of [...manifest.layers, manifest.config]) blobs.set(blob.digest, blob);
  }
  return [...blobs.values()];
}
