import { existsSync } from "node:fs";
import { basename, dirname } from "node:path";
import { certain } from "../../fault/certain.ts";
import { IdentikitError } from "../../fault/error.ts";
import { AnchoredDirectory } from "../../tree/anchored-directory.ts";
import { writeChunksIn } from "../../tree/atomic-file.ts";
import type { Digest } from "../../tree/digest.ts";
import { imageAt } from "../image-at.ts";
import type {
  BlobArrival,
  Descriptor,
  FoundUnder,
  ImageStore,
  ManifestSelector,
  RawManifest,
} from "../store.ts";
import { checkManifest, verified } from "../verified-blob.ts";
import { ArchiveFile } from "./archive-file.ts";
import { manifestOf, type SavedManifest } from "./docker-archive.ts";
import { familiarName, type SavedImage, savedImages } from "./saved-images.ts";
import { writeArchive } from "./write-archive.ts";

/** A file as `docker save` writes it and `docker load` reads it. Writing replaces the whole file, at once. */
export class ArchiveStore implements ImageStore {
  readonly name: string;
  readonly referrers = undefined;
  readonly takesWhole = false;
  readonly #file: string;
  readonly #repository: string;
  readonly #pending = new Map<Digest, () => AsyncIterable<Uint8Array>>();
  #names: { readonly digest: Digest; readonly names: readonly string[] } | undefined;
  #archive: ArchiveFile | undefined;
  readonly #manifests = new Map<SavedImage, SavedManifest>();
  #images: readonly SavedImage[] = [];

  /** @param repository what images are called in it; a name in the archive is `repository:tag` */
  constructor(file: string, repository: string, name = `docker-archive:${file}`) {
    this.#file = file;
    this.#repository = repository;
    this.name = name;
  }

  async manifest(selector: ManifestSelector): Promise<RawManifest> {
    for (const image of await this.#load()) {
      const isNamed =
        selector.kind === "tag" && image.tags.includes(familiarName(`${this.#repository}:${selector.tag}`));
      if (selector.kind === "tag" && !isNamed) continue;
      const { raw } = await this.#manifestOf(image);
      if (isNamed || (selector.kind === "digest" && raw.digest === selector.digest))
        return checkManifest(raw, undefined, this.name);
    }
    const asked = selector.kind === "tag" ? `${this.#repository}:${selector.tag}` : selector.digest;
    throw this.#missing(`has no image ${asked}`);
  }

  async foundUnder(tag: string): Promise<FoundUnder | undefined> {
    return await imageAt(this, { kind: "tag", tag });
  }

  /**
   * The digest of the archive's only image.
   * @throws {IdentikitError} `IMAGE_MISSING` where there is none, or more than one to choose from
   */
  async only(): Promise<Digest> {
    const [image, ...others] = await this.#load();
    if (!image || others.length > 0) throw this.#missing(`has ${image ? others.length + 1 : "no"} images`);
    return (await this.#manifestOf(image)).raw.digest;
  }

  async *blob(descriptor: Descriptor): AsyncGenerator<Uint8Array> {
    for (const image of await this.#load()) {
      const member = (await this.#manifestOf(image)).members.get(descriptor.digest);
      if (member === undefined || !this.#archive) continue;
      yield* verified(descriptor, this.#archive.read(member), this.name);
      return;
    }
    throw this.#missing(`has no blob ${descriptor.digest}`);
  }

  /** Notes the blob; it is read when the manifest is written. */
  async putBlob(descriptor: Descriptor, open: () => AsyncIterable<Uint8Array>): Promise<BlobArrival> {
    this.#pending.set(descriptor.digest, open);
    return (await this.#has(descriptor.digest)) ? "present" : "sent";
  }

  /** The file is written for each name; what has no name of its own has no place in it. */
  async putManifest(manifest: RawManifest, tag?: string): Promise<void> {
    if (tag === undefined) return;
    const before = this.#names?.digest === manifest.digest ? this.#names.names : [];
    const names = [...before, `${this.#repository}:${tag}`];
    this.#names = { digest: manifest.digest, names };
    const open = (blob: Descriptor) => this.#pending.get(blob.digest)?.() ?? this.blob(blob);
    using directory = AnchoredDirectory.make(dirname(this.#file));
    await writeChunksIn(directory, basename(this.#file), writeArchive(manifest, names, open, this.name));
    this.#forget();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#forget();
  }

  async #load(): Promise<readonly SavedImage[]> {
    if (this.#archive) return this.#images;
    this.#archive = await ArchiveFile.open(this.#file, this.name);
    this.#images = await savedImages(this.#archive, this.name);
    return this.#images;
  }

  async #manifestOf(image: SavedImage): Promise<SavedManifest> {
    const known = this.#manifests.get(image);
    if (known) return known;
    const manifest = await manifestOf(certain(this.#archive), image, this.name);
    this.#manifests.set(image, manifest);
    return manifest;
  }

  async #has(digest: Digest): Promise<boolean> {
    if (!existsSync(this.#file)) return false;
    for (const image of await this.#load())
      if ((await this.#manifestOf(image)).members.has(digest)) return true;
    return false;
  }

  #forget(): void {
    this.#archive?.[Symbol.dispose]();
    this.#archive = undefined;
    this.#images = [];
    this.#manifests.clear();
  }

  #missing(what: string): IdentikitError {
    const names = this.#images.flatMap(({ tags }) => tags);
    return new IdentikitError("IMAGE_MISSING", `${this.name} ${what}`, {
      remedy:
        names.length > 0 ? `It has ${names.slice(0, 10).join(", ")}; name one of these.` : "Check the file.",
    });
  }
}
