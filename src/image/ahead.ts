import type { KnownBase } from "./base-cache.ts";
import { imageAt } from "./image-at.ts";
import type { IdentityLayer } from "./layer/identity-layer.ts";
import type { OpenedReference } from "./places.ts";
import type { BlobArrival, Descriptor, ImageSink, RawManifest } from "./store.ts";

/** A blob on its way. */
export interface SendingBlob {
  /** Known before all of it has arrived: true where the place does not have it yet. */
  readonly isLacking: Promise<boolean>;
  readonly arrived: Promise<BlobArrival>;
}

/** What a place was asked while the rest of an image was still being made. */
export type Ahead =
  | { readonly kind: "nothing" }
  | { readonly kind: "name"; readonly found: Promise<RawManifest | undefined> }
  | {
      readonly kind: "layer";
      readonly sending: SendingBlob;
      /** What has the name, where the layer was there. */
      readonly found: Promise<RawManifest | undefined>;
    };

export const nothingAhead: Ahead = { kind: "nothing" };

/**
 * Asks a registry what can be asked before the base is known, since round trips are most of the time that a bake takes.
 * Where this layer was put on the base before, the image may well be there: its name is looked up. Else the layer is put, and
 * only where that turns out to be there will the name be looked up. On a known base a layer that was never put on it will
 * be new, and so will the config: the uploads of both are opened at once.
 * @param known what was kept of the base
 */
export function askAhead(
  to: OpenedReference,
  { bytes, digest }: IdentityLayer,
  known: KnownBase | undefined,
): Ahead {
  const { store, tag } = to;
  if (!store.origin) return nothingAhead;
  if (known?.layers.includes(digest))
    return { kind: "name", found: quietly(imageAt(store, { kind: "tag", tag })) };
  let isExpected = false;
  const expectConfig = () => {
    if (!isExpected) store.expectBlob?.();
    isExpected = true;
  };
  const open = () => {
    expectConfig(); // the place lacks the layer, so it will lack the config, too
    return one(bytes);
  };
  // Which media type the manifest gives it is the base's to say; a blob has none.
  const descriptor = { mediaType: "application/octet-stream", digest, size: bytes.length };
  const sending = sendAhead(store, descriptor, open);
  if (known) expectConfig();
  const lookUp = (isLacking: boolean) => (isLacking ? undefined : imageAt(store, { kind: "tag", tag }));
  return { kind: "layer", sending, found: quietly(sending.isLacking.then(lookUp)) };
}

/** Puts a blob, and tells before its end whether it was there. */
export function sendAhead(
  store: ImageSink,
  descriptor: Descriptor,
  open: () => AsyncIterable<Uint8Array>,
): SendingBlob {
  const { promise, resolve, reject } = Promise.withResolvers<boolean>();
  const arrived = store.putBlob(descriptor, () => {
    resolve(true);
    return open();
  });
  arrived.then((arrival) => resolve(arrival !== "present"), reject);
  return { isLacking: quietly(promise), arrived: quietly(arrived) };
}

/** Waits for what was asked ahead, so that nothing goes on after a failure elsewhere. */
export async function endOf(ahead: Ahead): Promise<void> {
  if (ahead.kind === "nothing") return;
  await ahead.found.catch(() => {});
  if (ahead.kind === "layer") await ahead.sending.arrived.catch(() => {});
}

/** A promise whose failure is told to whoever awaits it later, and is no unhandled one until then. */
function quietly<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
