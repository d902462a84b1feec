import { IdentikitError } from "../fault/error.ts";
import { type Digest, digestOf } from "../tree/digest.ts";
import type { Descriptor, ImageSource, ManifestSelector, RawManifest } from "./store.ts";

/** Blobs and manifests that are made but not written yet, over the image that they were made from. */
export class StagedImage implements ImageSource {
  readonly name: string;
  readonly #base: ImageSource | undefined;
  readonly #blobs = new Map<Digest, Uint8Array>();
  readonly #manifests = new Map<Digest, RawManifest>();

  /** @param base holds the blobs that are not staged; left out, there are none */
  constructor(name: string, base: ImageSource | undefined) {
    this.name = name;
    this.#base = base;
  }

  addBlob(bytes: Uint8Array, mediaType: string): Descriptor {
    const digest = digestOf(bytes);
    this.#blobs.set(digest, bytes);
    return { mediaType, digest, size: bytes.length };
  }

  /** Stages a manifest or index, as JSON without spaces. */
  addManifest(value: object, mediaType: string): RawManifest {
    const bytes = Buffer.from(JSON.stringify(value));
    const manifest = { bytes, mediaType, digest: digestOf(bytes) };
    this.#manifests.set(manifest.digest, manifest);
    return manifest;
  }

  /** The bytes of a staged blob. */
  staged(digest: Digest): Uint8Array | undefined {
    return this.#blobs.get(digest);
  }

  async manifest(selector: ManifestSelector): Promise<RawManifest> {
    const found = selector.kind === "digest" ? this.#manifests.get(selector.digest) : undefined;
    if (found) return found;
    throw new IdentikitError("IMAGE_MISSING", `${this.name}: no such image is being made`, {
      remedy: "Report this with the command that you ran.",
    });
  }

  async *blob(descriptor: Descriptor): AsyncGenerator<Uint8Array> {
    const bytes = this.#blobs.get(descriptor.digest);
    if (bytes) yield bytes;
    else if (this.#base) yield* this.#base.blob(descriptor);
    else
      throw new IdentikitError("IMAGE_MISSING", `${this.name}: there is no blob ${descriptor.digest}`, {
        remedy: "Report this with the command that you ran.",
      });
  }
}
