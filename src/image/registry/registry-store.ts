import { IdentikitError } from "../../fault/error.ts";
import type { Slots } from "../../fault/slots.ts";
import { pause } from "../../fault/stopped.ts";
import { BodyTooLong, readWhole, readWords } from "../../http/body.ts";
import { type Incoming, messageBody } from "../../http/message.ts";
import { type Digest, digestOf } from "../../tree/digest.ts";
import { imageAt, orMissing } from "../image-at.ts";
import { TaggedReferrers } from "../referrers/tagged-referrers.ts";
import type {
  BlobArrival,
  Descriptor,
  FoundUnder,
  ImageSource,
  ImageStore,
  ManifestSelector,
  RawManifest,
  ReferrerList,
} from "../store.ts";
import { openRegistryBlob, readRegistryBlob } from "./blob-reader.ts";
import { type BlobSink, takeExpected, writeBlob } from "./blob-writer.ts";
import { refusedBy } from "./refusal.ts";
import type { RegistryApi } from "./registry-api.ts";
import { RegistryReferrers } from "./registry-referrers.ts";
import { startExpected } from "./upload-start.ts";

/** What registries take at most (the Distribution specification asks them to take 4 MiB). Bytes. */
export const largestManifest = 10 * 1024 * 1024;

/** A larger blob takes so long that nothing is gained by asking for it early. Bytes. */
const worthExpecting = 1024 * 1024;

/** How long is waited, between two looks, for a tag to show what was written. Milliseconds. */
const settlingMs = [200, 800];

/** Media types of what can be an image; schema 1 manifests have no digests of their layers and are not asked for. */
const imageTypes = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

export interface RegistryStoreParts extends BlobSink {
  /** How many blobs move to the registry at a time. */
  readonly slots: Slots;
  /** Called when the store is closed. */
  readonly close: () => void;
}

/** One repository of a registry. */
export class RegistryStore implements ImageStore {
  readonly name: string;
  readonly takesWhole = true;
  readonly referrers: ReferrerList;
  readonly origin: { readonly host: string; readonly repository: string };
  readonly #parts: RegistryStoreParts;
  readonly #api: RegistryApi;
  /** Manifests that were asked for ahead, by tag or digest. */
  readonly #expected = new Map<string, Promise<RawManifest>>();
  /** The blob that was asked for ahead: one at a time, as it holds a connection until it is read. */
  #content: { readonly digest: Digest; readonly answer: Promise<Incoming> } | undefined;
  /** What was written in this run, by tag and by digest, until it has been seen. */
  readonly #written = new Map<string, Digest>();

  constructor(parts: RegistryStoreParts) {
    const { api, repository } = parts;
    this.#parts = parts;
    this.#api = api;
    this.name = `${api.host}/${repository}`;
    this.origin = { host: api.host, repository };
    this.referrers = new RegistryReferrers(api, repository, new TaggedReferrers(this));
  }

  expectManifest(selector: ManifestSelector): void {
    const answer = this.#read(selector);
    answer.catch(() => {}); // told to whoever reads it
    this.#expected.set(nameOf(selector), answer);
  }

  async manifest(selector: ManifestSelector): Promise<RawManifest> {
    const name = nameOf(selector);
    const expected = this.#expected.get(name);
    this.#expected.delete(name);
    const written = this.#written.get(name);
    this.#written.delete(name);
    const read = expected ?? this.#read(selector);
    return written === undefined ? await read : await this.#settled(selector, read, written);
  }

  async foundUnder(tag: string): Promise<FoundUnder | undefined> {
    return await imageAt(this, { kind: "tag", tag });
  }

  /** Some registries show a tag as it was for a moment after it was written: it is looked at a few times. */
  async #settled(
    selector: ManifestSelector,
    first: Promise<RawManifest>,
    digest: Digest,
  ): Promise<RawManifest> {
    let read = first;
    for (const waitMs of settlingMs) {
      const found = await orMissing(read);
      if (found?.digest === digest) return found;
      await pause(waitMs, this.#api.signal);
      read = this.#read(selector);
    }
    return await read;
  }

  async #read(selector: ManifestSelector): Promise<RawManifest> {
    const named = nameOf(selector);
    const { repository } = this.origin;
    const what = `the manifest ${named} of ${repository}`;
    const manifest = await this.#api.call(
      {
        kind: "manifest-read",
        method: "GET",
        at: `/v2/${repository}/manifests/${encodeURIComponent(named)}`,
        what,
        scopes: [{ repository, access: "pull" }],
        headers: { accept: imageTypes },
        expects: [200, 404],
      },
      async (incoming) => await this.#manifestIn(incoming, what),
    );
    if (selector.kind === "tag" || manifest.digest === selector.digest) return manifest;
    throw new IdentikitError(
      "DIGEST_MISMATCH",
      `${this.#api.host} gives content with the digest ${manifest.digest} for ${what}`,
      { remedy: "Do not use this image: what the registry holds is damaged or was replaced. Push it again." },
    );
  }

  blob(descriptor: Descriptor): AsyncIterable<Uint8Array> {
    const expected = this.#content?.digest === descriptor.digest ? this.#content.answer : undefined;
    if (expected) this.#content = undefined;
    return readRegistryBlob(this.#parts, descriptor, expected);
  }

  expectContent(descriptor: Descriptor): void {
    if (this.#content || descriptor.size > worthExpecting) return;
    const answer = openRegistryBlob(this.#parts, descriptor);
    answer.catch(() => {}); // told to whoever reads it
    this.#content = { digest: descriptor.digest, answer };
  }

  async putBlob(
    descriptor: Descriptor,
    open: () => AsyncIterable<Uint8Array>,
    from?: ImageSource["origin"],
  ): Promise<BlobArrival> {
    const blob = { descriptor, open, from };
    const expected = takeExpected(this.#parts, blob);
    return await this.#parts.slots.run(() => writeBlob(this.#parts, { ...blob, expected }));
  }

  expectBlob(): void {
    this.#parts.expected.push(startExpected(this.#parts));
  }

  async putManifest(manifest: RawManifest, tag?: string): Promise<void> {
    const { repository } = this.origin;
    const named = tag ?? manifest.digest;
    await this.#api.call(
      {
        kind: "manifest-write",
        method: "PUT",
        at: `/v2/${repository}/manifests/${encodeURIComponent(named)}`,
        what: `writing the manifest ${named} of ${repository}`,
        scopes: [{ repository, access: "push" }],
        headers: { "content-type": manifest.mediaType },
        body: messageBody(manifest.bytes),
        expects: [200, 201, 202, 204],
      },
      readWords,
    );
    this.#expected.delete(named);
    for (const name of [named, manifest.digest]) this.#written.set(name, manifest.digest);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#content?.answer.then(
      (incoming) => incoming.discard(),
      () => {},
    );
    this.#parts.close();
  }

  async #manifestIn(incoming: Incoming, what: string): Promise<RawManifest> {
    if (incoming.status === 404) {
      const { message } = refusedBy({
        registry: this.#api.host,
        what,
        status: 404,
        body: await readWords(incoming),
      });
      throw new IdentikitError("IMAGE_MISSING", message, {
        remedy: "Check the reference; a private repository may also look missing to who may not read it.",
      });
    }
    const mediaType = (incoming.header("content-type") ?? "").split(";", 1)[0]?.trim() ?? "";
    try {
      const bytes = await readWhole(incoming, largestManifest);
      return { bytes, mediaType, digest: digestOf(bytes) };
    } catch (caught) {
      if (!(caught instanceof BodyTooLong)) throw caught;
      throw new IdentikitError("IMAGE_INVALID", `${this.#api.host} gives more than 10 MiB for ${what}`, {
        remedy: "Check the reference: no image has a manifest of that size.",
      });
    }
  }
}

/** No tag has the colon that every digest has. */
function nameOf(selector: ManifestSelector): string {
  return selector.kind === "tag" ? selector.tag : selector.digest;
}
