import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import type Docker from "dockerode";
import { IdentikitError } from "../../fault/error.ts";
import { AnchoredDirectory } from "../../tree/anchored-directory.ts";
import { writeChunksIn } from "../../tree/atomic-file.ts";
import { type Digest, isDigest } from "../../tree/digest.ts";
import { ArchiveStore } from "../archive/archive-store.ts";
import { writeArchive } from "../archive/write-archive.ts";
import { parseImageManifest } from "../model.ts";
import type {
  BlobArrival,
  Descriptor,
  FoundUnder,
  ImageStore,
  ManifestSelector,
  RawManifest,
} from "../store.ts";
import { engineFault } from "./connection.ts";
import { followEngine } from "./progress.ts";

/**
 * One image of a Docker Engine. An engine hands out whole images only, so the first read saves the image to a temporary
 * file, from which everything else is read and verified; a write is one load.
 */
export class EngineStore implements ImageStore {
  readonly name: string;
  readonly takesWhole = true;
  readonly referrers = undefined;
  readonly #engine: Docker;
  readonly #image: string;
  readonly #signal: AbortSignal;
  readonly #pending = new Map<Digest, () => AsyncIterable<Uint8Array>>();
  readonly #written = new Map<Digest, RawManifest>();
  #saved: { readonly directory: string; readonly store: ArchiveStore } | undefined;

  /** @param image `repository:tag`, or an image id */
  constructor(engine: Docker, image: string, signal: AbortSignal) {
    this.#engine = engine;
    this.#image = image;
    this.#signal = signal;
    this.name = `docker-daemon:${image}`;
  }

  async manifest(selector: ManifestSelector): Promise<RawManifest> {
    const written = selector.kind === "digest" ? this.#written.get(selector.digest) : undefined;
    if (written) return await this.#confirm(written);
    return await (await this.#save()).manifest(selector);
  }

  /** The digest of the image, which is all that there is here. */
  async only(): Promise<Digest> {
    return await (await this.#save()).only();
  }

  async *blob(descriptor: Descriptor): AsyncGenerator<Uint8Array> {
    yield* (await this.#save()).blob(descriptor);
  }

  /** Notes the blob; it is read when the manifest is written. */
  async putBlob(descriptor: Descriptor, open: () => AsyncIterable<Uint8Array>): Promise<BlobArrival> {
    this.#pending.set(descriptor.digest, open);
    return "sent";
  }

  /** Loads the image under its name; where the engine has it under that name already, nothing is sent. */
  async putManifest(manifest: RawManifest, tag?: string): Promise<void> {
    if (tag === undefined) return;
    const name = this.#nameOf(tag);
    const open = (blob: Descriptor) => this.#pending.get(blob.digest)?.() ?? this.blob(blob);
    const archive = writeArchive(manifest, [name], open, this.name);
    if ((await this.foundUnder(tag, manifest))?.digest !== manifest.digest) {
      const loading = this.#engine.loadImage(Readable.from(archive, { objectMode: false }), {
        quiet: true,
        abortSignal: this.#signal,
      });
      await followEngine(loading, `loading ${name}`, this.#signal);
    }
    this.#written.set(manifest.digest, manifest);
    await this.#confirm(manifest);
  }

  /** An engine names an image's id at once; only to give out its manifest would it have to give out all of it. */
  async foundUnder(tag: string, manifest: RawManifest): Promise<FoundUnder | undefined> {
    const id = await this.#idOf(this.#nameOf(tag));
    if (id === undefined) return undefined;
    const isThis = idsOf(manifest, this.name).includes(id as Digest);
    return { digest: isThis ? manifest.digest : (id as Digest) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#saved) {
      await this.#saved.store[Symbol.asyncDispose]();
      rmSync(this.#saved.directory, { recursive: true, force: true });
    }
    this.#saved = undefined;
  }

  #nameOf(tag: string): string {
    const repository = isDigest(this.#image) ? this.#image : this.#image.replace(/:[^:/]*$/, "");
    return `${repository}:${tag}`;
  }

  async #confirm(manifest: RawManifest): Promise<RawManifest> {
    for (const id of idsOf(manifest, this.name)) {
      if ((await this.#idOf(id)) !== undefined) return manifest;
    }
    throw new IdentikitError("ENGINE_FAILED", `${this.name}: the engine does not have what was loaded`, {
      remedy: "Look at the engine's log; its disk may be full.",
    });
  }

  async #idOf(name: string): Promise<string | undefined> {
    try {
      return (await this.#engine.getImage(name).inspect()).Id;
    } catch (cause) {
      const fault = engineFault(this.name, cause);
      if (fault.code === "IMAGE_MISSING") return undefined;
      throw fault;
    }
  }

  async #save(): Promise<ArchiveStore> {
    if (this.#saved) return this.#saved.store;
    const directory = mkdtempSync(join(tmpdir(), "identikit-"));
    try {
      using place = AnchoredDirectory.open(directory);
      const stream = (await this.#engine.getImage(this.#image).get()) as Readable;
      this.#signal.addEventListener("abort", () => stream.destroy(), { once: true });
      await writeChunksIn(place, "image.tar", stream, { mode: 0o600 });
      const repository = this.#image.replace(/:[^:/]*$/, "");
      const store = new ArchiveStore(join(directory, "image.tar"), repository, this.name);
      this.#saved = { directory, store };
      return store;
    } catch (cause) {
      rmSync(directory, { recursive: true, force: true });
      throw engineFault(this.name, cause);
    }
  }
}

/** An engine knows an image by its config's digest, with the containerd store by its manifest's. */
function idsOf(manifest: RawManifest, place: string): readonly Digest[] {
  const parsed = parseImageManifest(manifest, place);
  return parsed.kind === "manifest" ? [parsed.config.digest, manifest.digest] : [manifest.digest];
}
