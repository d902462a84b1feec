import { IdentikitError } from "../../fault/error.ts";
import type { Patience } from "../../fault/retry.ts";
import { readWords } from "../../http/body.ts";
import type { Body } from "../../http/message.ts";
import type { NamedAddress } from "../../http/named-address.ts";
import type { BlobArrival, Descriptor, ImageSource } from "../store.ts";
import type { BlobPlace } from "./blob-reader.ts";
import { type Begun, beginUpload, isPresent, uploadedSoFar } from "./upload-start.ts";

/** From this size on, asking whether a blob is there is cheaper than sending it in vain. Bytes. */
const worthAsking = 1024 * 1024;
/** Tries that got further do not count as failed ones; there are at most so many of them. */
const mostTries = 32;

/** A repository that blobs are put into. */
export interface BlobSink extends BlobPlace {
  /** Uploads that were opened ahead, for blobs that are known not to be there. */
  readonly expected: Promise<Begun | undefined>[];
}

/** A blob to be put somewhere. */
export interface BlobToPut {
  readonly descriptor: Descriptor;
  readonly open: () => AsyncIterable<Uint8Array>;
  readonly from: ImageSource["origin"];
  /** An upload that was opened for it ahead: {@link takeExpected}. */
  readonly expected?: Promise<Begun | undefined> | undefined;
}

/**
 * The upload that was opened ahead for a blob, where it can use one. To be asked when the blob is named and not when its turn comes: an
 * upload that is expected from then on is for a later blob.
 */
export function takeExpected(place: BlobSink, blob: BlobToPut): BlobToPut["expected"] {
  const isLarge = blob.descriptor.size >= worthAsking;
  return isLarge || nearOf(place, blob) !== undefined ? undefined : place.expected.shift();
}

/** The repository of the same registry that has the blob. */
function nearOf({ api }: BlobPlace, { from }: BlobToPut): string | undefined {
  return from?.host === api.host ? from.repository : undefined;
}

/**
 * Puts a blob into a repository, in as few requests as the registry allows.
 *
 * A mount that a registry does not do starts an upload instead, so asking for one never costs a request more: from the
 * repository named, else from the target itself, which a registry that mounts answers with "it is there". Only large
 * blobs are asked after on their own, where nothing is known of the registry yet. The upload itself is one PUT. (A blob
 * could also go along with the POST, but few registries take it: most would get it twice, and from those that do one
 * would not learn whether it had been there.)
 *
 * @throws {IdentikitError} the registry's faults; `DIGEST_MISMATCH` where `open` does not give the descriptor's size;
 * what `open` throws
 */
export async function writeBlob(place: BlobPlace, blob: BlobToPut): Promise<BlobArrival> {
  const { api, repository } = place;
  const near = nearOf(place, blob);
  if (near === repository) return "present";
  const { size } = blob.descriptor;
  const large = size >= worthAsking;
  const expected = await blob.expected;
  if (expected?.kind === "open") {
    return await send(place, blob, { location: expected.location, offset: 0, isDoubtful: true });
  }
  if (
    large &&
    near === undefined &&
    api.habits.mounts !== "yes" &&
    (await isPresent(place, blob.descriptor))
  ) {
    return "present";
  }
  const begun = await beginUpload(place, blob.descriptor, near);
  if (begun.kind === "arrived") return begun.how;
  if (large && near !== undefined && (await isPresent(place, blob.descriptor))) return "present";
  return await send(place, blob, fresh(begun.location));
}

/** Where an upload goes on: the registry's address for it, and how many bytes it has. */
interface Position {
  readonly location: NamedAddress;
  readonly offset: number;
  /** A refusal may be of the place and not of the blob: it holds a part already, or was opened a while ago. */
  readonly isDoubtful: boolean;
}

function fresh(location: NamedAddress): Position {
  return { location, offset: 0, isDoubtful: false };
}

/** Sends what is missing until all is there. */
async function send(place: BlobPlace, blob: BlobToPut, start: Position): Promise<BlobArrival> {
  const patience = place.api.patience();
  let at = start;
  for (let all = 1; ; all++) {
    const body = partOf(place, blob, at.offset);
    try {
      await finish(place, blob.descriptor, at, body);
      return "sent";
    } catch (caught) {
      if (caught === body.fault || all === mostTries) throw caught;
      const next = await recover(place, blob.descriptor, at, { caught, patience });
      if (next === undefined) return "sent";
      if (next.offset > at.offset) patience.renew();
      at = next;
    }
  }
}

/** Where to go on after a failure: after what the registry kept, or from the start; nowhere where all has arrived. */
async function recover(
  place: BlobPlace,
  descriptor: Descriptor,
  at: Position,
  { caught, patience }: { readonly caught: unknown; readonly patience: Patience },
): Promise<Position | undefined> {
  const isRefused = caught instanceof IdentikitError && caught.code === "REGISTRY_REFUSED";
  if (!(isRefused && at.isDoubtful)) {
    await patience.wait(caught);
    const kept = await uploadedSoFar(place, descriptor, at.location);
    if (kept && kept.offset <= descriptor.size) return { ...kept, isDoubtful: true };
  }
  const begun = await beginUpload(place, descriptor, undefined);
  return begun.kind === "arrived" ? undefined : fresh(begun.location);
}

async function finish(
  place: BlobPlace,
  { digest, size }: Descriptor,
  { location, offset }: Position,
  body: Body,
): Promise<void> {
  const { api, repository } = place;
  const url = new URL(location.url);
  // The address is the registry's: only added to, since it may be signed.
  url.search = `${url.search === "" ? "?" : `${url.search}&`}digest=${encodeURIComponent(digest)}`;
  const incoming = await api.open({
    kind: "upload",
    method: "PUT",
    at: { url, by: location.by },
    what: `the upload of ${digest} to ${repository}`,
    scopes: [{ repository, access: "push" }],
    headers: {
      "content-type": "application/octet-stream",
      ...(offset > 0 ? { "content-range": `${offset}-${size - 1}` } : {}),
    },
    body,
    expects: [200, 201, 204],
  });
  await readWords(incoming);
}

/** The blob from `offset` on, reporting its progress; `fault` is what reading it threw. */
function partOf(
  place: BlobPlace,
  { descriptor, open }: BlobToPut,
  offset: number,
): Body & { fault?: unknown } {
  const { digest, size } = descriptor;
  const body: Body & { fault?: unknown } = {
    size: size - offset,
    open: async function* () {
      let moved = 0;
      try {
        for await (const chunk of open()) {
          const rest = chunk.subarray(Math.min(chunk.length, Math.max(0, offset - moved)));
          moved += chunk.length;
          if (rest.length === 0) continue;
          yield rest;
          place.onProgress({ direction: "up", digest, moved, size });
        }
        if (moved !== size) throw wrongLength(descriptor);
      } catch (caught) {
        body.fault = caught;
        throw caught;
      }
    },
  };
  return body;
}

function wrongLength({ digest, size }: Descriptor): IdentikitError {
  return new IdentikitError(
    "DIGEST_MISMATCH",
    `what is to be sent as ${digest} does not have its ${size} bytes`,
    {
      remedy: "Read the image again: its source changed, or is damaged.",
    },
  );
}
