import { lstatSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { IdentikitError } from "../../fault/error.ts";
import { AnchoredDirectory } from "../../tree/anchored-directory.ts";
import { sweepAbandoned, writeChunksIn, writeFileIn } from "../../tree/atomic-file.ts";
import type { Digest } from "../../tree/digest.ts";
import { ExclusiveLock } from "../../tree/exclusive-lock.ts";
import { readFileIn } from "../../tree/file-reader.ts";
import { streamFileIn } from "../../tree/file-stream.ts";
import { decodeDocument } from "../document/decode.ts";
import { imageAt } from "../image-at.ts";
import { invalid } from "../image-fault.ts";
import { imageLimits } from "../limits.ts";
import { isReferrersTag, TaggedReferrers } from "../referrers/tagged-referrers.ts";
import type {
  BlobArrival,
  Descriptor,
  FoundUnder,
  ImageStore,
  ManifestSelector,
  RawManifest,
  ReferrerList,
} from "../store.ts";
import { checkManifest, mismatch, verified } from "../verified-blob.ts";
import {
  emptyLayoutIndex,
  entryOf,
  type LayoutIndex,
  nameAnnotations,
  namesOf,
  parseLayoutIndex,
  withEntry,
} from "./layout-index.ts";
import { checkLayoutMarker, layoutMarker } from "./layout-marker.ts";

/** A blob up to this size that is there already is read again before it is called present. */
const rehashBytes = 4 * 1024 * 1024;
const ownType = z.looseObject({ mediaType: z.string().exactOptional() });

/**
 * A directory of the OCI image layout, version 1.0.0. Blobs and `index.json` appear whole or not at all; writers of
 * one layout wait for each other. Links inside it are not followed.
 */
export class LayoutStore implements ImageStore {
  readonly name: string;
  readonly takesWhole = false;
  readonly referrers: ReferrerList = new TaggedReferrers(this);
  readonly #directory: string;
  readonly #signal: AbortSignal | undefined;

  /** Opens nothing yet; the directory may be missing until it is written to. */
  constructor(directory: string, signal?: AbortSignal) {
    this.#directory = directory;
    this.#signal = signal;
    this.name = `oci:${directory}`;
  }

  async manifest(selector: ManifestSelector): Promise<RawManifest> {
    const descriptor = this.#find(selector);
    const { digest, mediaType, size } = descriptor;
    const bytes = this.#blobBytes(descriptor.digest, imageLimits.manifestBytes);
    const raw = checkManifest({ bytes, mediaType, digest }, digest, this.name);
    if (size !== undefined && size !== bytes.length)
      throw mismatch(this.name, descriptor, `it has ${bytes.length} bytes, and is listed with ${size}`);
    if (mediaType !== "") return raw;
    // What an index or a user names by digest alone has no media type here but its own.
    const declared = decodeDocument(bytes, ownType, `${this.name}: manifest ${digest}`).mediaType;
    return { ...raw, mediaType: declared ?? "" };
  }

  async foundUnder(tag: string): Promise<FoundUnder | undefined> {
    return await imageAt(this, { kind: "tag", tag });
  }

  /**
   * The digest of the layout's only image.
   * @throws {IdentikitError} `IMAGE_MISSING` where there is none, or more than one to choose from
   */
  async only(): Promise<Digest> {
    const index = this.#readIndex();
    const digests = new Set(imagesOf(index).map(({ digest }) => digest));
    const [only] = digests;
    if (only && digests.size === 1) return only;
    throw this.#missing(only ? `${digests.size} images` : "no image", index);
  }

  /** The names that its images have, in the order of its index; none where there is no layout. @throws {IdentikitError} `IMAGE_INVALID` */
  names(): readonly string[] {
    return [...new Set(namesOf(this.#readIndex()))].filter((name) => !isReferrersTag(name));
  }

  async *blob(descriptor: Descriptor): AsyncGenerator<Uint8Array> {
    using blobs = this.#openBlobs(descriptor.digest);
    for await (const chunk of verified(
      descriptor,
      streamFileIn(blobs, hexOf(descriptor.digest)),
      this.name,
    )) {
      this.#signal?.throwIfAborted();
      yield chunk;
    }
  }

  async putBlob(descriptor: Descriptor, open: () => AsyncIterable<Uint8Array>): Promise<BlobArrival> {
    using root = await this.#prepare();
    using blobs = enterBlobs(root);
    if (await this.#isPresent(blobs, descriptor)) return "present";
    // Not beside the blobs: what a killed run leaves there would stop other tools that collect garbage.
    const bytes = verified(descriptor, open(), this.name);
    await writeChunksIn(blobs, hexOf(descriptor.digest), bytes, { staging: root });
    return "sent";
  }

  async putManifest(manifest: RawManifest, tag?: string): Promise<void> {
    const { digest, mediaType, bytes } = manifest;
    const descriptor = { mediaType, digest, size: bytes.length };
    await this.putBlob(descriptor, async function* () {
      yield bytes;
    });
    if (tag === undefined) return;
    using _lock = await this.#lock();
    using root = AnchoredDirectory.open(this.#directory);
    const index = this.#readIndex();
    const next = withEntry(index, descriptor, tag);
    if (next === index) return;
    writeFileIn(root, "index.json", Buffer.from(`${JSON.stringify(next, null, 2)}\n`));
    sweepAbandoned(root, lstatSync(root.locate("index.json")).mtimeMs);
  }

  async [Symbol.asyncDispose](): Promise<void> {}

  #find(selector: ManifestSelector): { digest: Digest; mediaType: string; size?: number } {
    const index = this.#readIndex();
    const entry = entryOf(index, selector, this.name);
    if (entry) return entry;
    // Not an entry of its own, but it may be one of an index's, as its caller knows from there.
    if (selector.kind === "digest" && this.#hasFile(selector.digest))
      return { digest: selector.digest, mediaType: "" };
    throw this.#missing(`no image ${selector.kind === "tag" ? selector.tag : selector.digest}`, index);
  }

  #readIndex(): LayoutIndex {
    if (!lstatSync(this.#directory, { throwIfNoEntry: false })) return emptyLayoutIndex;
    using root = AnchoredDirectory.open(this.#directory);
    if (!root.has("index.json")) return emptyLayoutIndex;
    if (!root.has(layoutMarker))
      throw invalid(this.name, `there is no ${layoutMarker} file, so it is not an OCI layout`);
    checkLayoutMarker(readFileIn(root, layoutMarker, 4096)?.bytes ?? new Uint8Array(), this.name);
    const index = readFileIn(root, "index.json", imageLimits.manifestBytes);
    return index ? parseLayoutIndex(index.bytes, this.name) : emptyLayoutIndex;
  }

  #blobBytes(digest: Digest, limit: number): Uint8Array {
    using blobs = this.#openBlobs(digest);
    return readFileIn(blobs, hexOf(digest), limit)?.bytes ?? new Uint8Array();
  }

  #hasFile(digest: Digest): boolean {
    const path = join(this.#directory, "blobs", "sha256", hexOf(digest));
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  }

  #openBlobs(digest: Digest): AnchoredDirectory {
    using root = AnchoredDirectory.open(this.#directory);
    using above = root.enter("blobs");
    const blobs = above?.enter("sha256");
    if (blobs?.has(hexOf(digest))) return blobs;
    blobs?.[Symbol.dispose]();
    throw new IdentikitError("IMAGE_MISSING", `${this.name}: there is no blob ${digest}`, {
      remedy: "The layout is incomplete: write the image to it again.",
    });
  }

  /** The directory, made into a layout where it is none yet. */
  async #prepare(): Promise<AnchoredDirectory> {
    const root = AnchoredDirectory.make(this.#directory);
    try {
      if (root.has(layoutMarker) && root.has("index.json")) return root;
      using _lock = await this.#lock();
      const version = Buffer.from('{"imageLayoutVersion":"1.0.0"}');
      if (!root.has(layoutMarker)) writeFileIn(root, layoutMarker, version);
      const index = Buffer.from(`${JSON.stringify(emptyLayoutIndex, null, 2)}\n`);
      if (!root.has("index.json")) writeFileIn(root, "index.json", index);
      return root;
    } catch (cause) {
      root[Symbol.dispose]();
      throw cause;
    }
  }

  async #isPresent(blobs: AnchoredDirectory, descriptor: Descriptor): Promise<boolean> {
    const hex = hexOf(descriptor.digest);
    const status = lstatSync(blobs.locate(hex), { throwIfNoEntry: false });
    if (!status?.isFile() || status.size !== descriptor.size) return false;
    if (descriptor.size > rehashBytes) return true;
    try {
      for await (const _ of verified(descriptor, streamFileIn(blobs, hex), this.name));
      return true;
    } catch (fault) {
      if (fault instanceof IdentikitError && fault.code === "DIGEST_MISMATCH") return false;
      throw fault;
    }
  }

  #lock(): Promise<ExclusiveLock> {
    const options = { place: this.name, ...(this.#signal ? { signal: this.#signal } : {}) };
    return ExclusiveLock.acquire(join(this.#directory, ".identikit.lock"), options);
  }

  #missing(what: string, index: LayoutIndex): IdentikitError {
    const names = namesOf(index).filter((name) => !isReferrersTag(name));
    const remedy = names.length
      ? `Name one of its images: ${names.slice(0, 10).join(", ")}.`
      : "Check the directory, or write an image to it first.";
    return new IdentikitError("IMAGE_MISSING", `${this.name} has ${what}`, { remedy });
  }
}

/** The entries that are images; what refers to them is named after them, and no image to choose from. */
function imagesOf({ manifests }: LayoutIndex): readonly Descriptor[] {
  return manifests.filter(({ annotations }) => !isReferrersTag(annotations?.[nameAnnotations.tag] ?? ""));
}

function enterBlobs(root: AnchoredDirectory): AnchoredDirectory {
  using above = root.enterOrMake("blobs");
  return above.enterOrMake("sha256");
}

function hexOf(digest: Digest): string {
  return digest.slice("sha256:".length);
}
