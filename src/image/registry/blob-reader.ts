import { IdentikitError } from "../../fault/error.ts";
import { readWords } from "../../http/body.ts";
import type { Incoming } from "../../http/message.ts";
import type { Descriptor } from "../store.ts";
import { verified } from "../verified-blob.ts";
import { refusedBy } from "./refusal.ts";
import type { RegistryApi } from "./registry-api.ts";
import type { TransferProgress } from "./traffic.ts";

/** A repository's blobs. */
export interface BlobPlace {
  readonly api: RegistryApi;
  readonly repository: string;
  readonly onProgress: (progress: TransferProgress) => void;
}

/** However far each of them gets, a blob is put together from so many answers at most. */
const mostAnswers = 32;

/**
 * A blob's bytes as they arrive, verified to the last of them. The digest is taken over everything that is given out, so
 * it does not matter which answer brought which part.
 * @throws {IdentikitError} `DIGEST_MISMATCH` at the end or as soon as there is too much, `IMAGE_MISSING`, and the
 * registry's faults
 * @param first the answer that the reading starts with, where it was asked for ahead: {@link openRegistryBlob}
 */
export function readRegistryBlob(
  place: BlobPlace,
  descriptor: Descriptor,
  first?: Promise<Incoming>,
): AsyncIterable<Uint8Array> {
  return verified(descriptor, resumed(place, descriptor, first), `${place.api.host}/${place.repository}`);
}

/** The bytes of as many answers as it takes: one that is cut is picked up where it broke. */
async function* resumed(
  place: BlobPlace,
  descriptor: Descriptor,
  first: Promise<Incoming> | undefined,
): AsyncGenerator<Uint8Array> {
  const { digest, size } = descriptor;
  const patience = place.api.patience();
  let moved = 0;
  for (let all = 1; ; all++) {
    const before = moved;
    try {
      const opened = (all === 1 && first) || openRegistryBlob(place, descriptor, moved);
      for await (const chunk of bytesFrom(await opened, moved)) {
        moved += chunk.length;
        yield chunk;
        place.onProgress({ direction: "down", digest, moved, size });
      }
      return;
    } catch (caught) {
      if (moved >= size && moved > before) return;
      if (all === mostAnswers) throw caught;
      if (moved > before) patience.renew();
      await patience.wait(caught);
    }
  }
}

/** What one answer gives of the blob from `offset` on. */
async function* bytesFrom(incoming: Incoming, offset: number): AsyncIterable<Buffer> {
  // A registry without ranges sends everything again; what was given out already is passed over.
  let skip = incoming.status === 206 ? 0 : offset;
  for await (const chunk of incoming.body) {
    const rest = chunk.subarray(Math.min(skip, chunk.length));
    skip -= chunk.length - rest.length;
    if (rest.length > 0) yield rest;
  }
}

/** Asks once for a blob, from `offset` on. What is answered is neither read nor verified. */
export async function openRegistryBlob(
  place: BlobPlace,
  { digest, size }: Descriptor,
  offset = 0,
): Promise<Incoming> {
  const { api, repository } = place;
  const what = `the blob ${digest} of ${repository}`;
  const incoming = await api.open({
    kind: "blob-read",
    method: "GET",
    at: `/v2/${repository}/blobs/${digest}`,
    what,
    scopes: [{ repository, access: "pull" }],
    expectedBytes: size,
    expects: [200, 206, 404],
    ...(offset > 0 ? { headers: { range: `bytes=${offset}-` } } : {}),
  });
  if (incoming.status === 206 && !startsAt(incoming, offset)) {
    await readWords(incoming);
    throw refusedBy({ registry: api.host, what, status: 206, body: "the answer is not the range asked for" });
  }
  if (incoming.status !== 404) return incoming;
  const refusal = refusedBy({ registry: api.host, what, status: 404, body: await readWords(incoming) });
  throw new IdentikitError("IMAGE_MISSING", refusal.message, {
    remedy: "Push the image again: its manifest names a blob that the repository does not have.",
  });
}

function startsAt(incoming: Incoming, offset: number): boolean {
  return incoming.header("content-range")?.startsWith(`bytes ${offset}-`) ?? false;
}
