import type { Digest } from "../tree/digest.ts";

/** An OCI descriptor; Docker's have the same three fields. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  /** Bytes. */
  readonly size: number;
  readonly platform?: Platform;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly urls?: readonly string[];
  /** What an entry of an index is, where it is no image. */
  readonly artifactType?: string;
}

export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
  readonly "os.version"?: string;
  readonly "os.features"?: string[];
}

/** Which manifest of a repository: by tag, or by digest. */
export type ManifestSelector =
  | { readonly kind: "tag"; readonly tag: string }
  | { readonly kind: "digest"; readonly digest: Digest };

/** A manifest or index as its exact bytes; `digest` was computed from them, never taken from a header. */
export interface RawManifest {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly digest: Digest;
}

/** What a tag stands for. */
export interface FoundUnder {
  /** Of its manifest; in an engine, which has none, an image's id where it is not the one that was asked about. */
  readonly digest: Digest;
  readonly mediaType?: string;
}

/** One repository that images can be read from. */
export interface ImageSource {
  /** The place in the user's words, for messages, without credentials. */
  readonly name: string;
  /** Where blobs can be mounted from, for a sink in the same registry: host and repository. */
  readonly origin?: { readonly host: string; readonly repository: string };
  /**
   * @throws {IdentikitError} `IMAGE_MISSING` where there is none, `DIGEST_MISMATCH` where the bytes are not those
   * of the digest asked for, `IMAGE_INVALID` where it is over 10 MiB, and the faults of the transport
   */
  manifest(selector: ManifestSelector): Promise<RawManifest>;
  /**
   * Says that a manifest is about to be read: a place that has to be asked for it is asked now, and the next
   * {@link manifest} of that selector has the answer. Never fails.
   */
  expectManifest?(selector: ManifestSelector): void;
  /**
   * The blob's bytes, counted and hashed on the way: the stream fails with `DIGEST_MISMATCH` at its end if they are
   * not the descriptor's. A reader that stops early has verified nothing.
   */
  blob(descriptor: Descriptor): AsyncIterable<Uint8Array>;
  /**
   * Says that a small blob is about to be read: a place that has to be asked for it may ask now, and the next {@link blob} of that
   * digest has the answer. Never fails.
   */
  expectContent?(descriptor: Descriptor): void;
}

/** How a blob came to be where it was put. */
export type BlobArrival = "present" | "mounted" | "sent";

/** One repository that images can be written to. Nothing is reachable before `putManifest`. */
export interface ImageSink {
  readonly name: string;
  /**
   * Sees to it that the blob is there, in as few requests as the place allows: one that is present is not sent, one
   * that `from` holds is mounted where the place can, and falls back to sending on any refusal.
   * @param open the blob's bytes from their start; called for each try, and not at all where nothing is sent
   * @param from a repository that holds the blob; where it is the sink's own, nothing is asked
   */
  putBlob(
    descriptor: Descriptor,
    open: () => AsyncIterable<Uint8Array>,
    from?: ImageSource["origin"],
  ): Promise<BlobArrival>;
  /**
   * Says that a blob which is not there yet is about to be put: a place that has to be asked before it takes one is
   * asked now, while the blob is still being made. Never fails.
   */
  expectBlob?(): void;
  /** Writes a manifest or index, under its digest and, where given, under a tag; blobs must be there before. */
  putManifest(manifest: RawManifest, tag?: string): Promise<void>;
}

/**
 * The artifacts of a place that refer to its images: signatures, attestations, what tools add beside an image without changing it.
 * @see https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#listing-referrers
 */
export interface ReferrerList {
  /**
   * The manifests whose `subject` is that digest, as the place lists them; nothing is verified.
   * @throws {IdentikitError} `IMAGE_INVALID` for a malformed list or one over the bound, and the faults of the transport
   */
  of(subject: Digest): Promise<readonly Descriptor[]>;
  /**
   * Sees to it that manifests which were put are listed.
   * @throws {IdentikitError} `TAG_MOVED` where others write the list at the same time, again and again
   */
  add(subject: Digest, manifests: readonly Descriptor[]): Promise<void>;
}

/** A place that holds images: what a reference's transport opens. */
export interface ImageStore extends ImageSource, ImageSink, AsyncDisposable {
  /** What refers to its images; nothing where the place holds images only. */
  readonly referrers: ReferrerList | undefined;
  /**
   * Whether a name stands only for an image that is all there, as in a registry and in an engine. Files may have got lost
   * below a name that stays.
   */
  readonly takesWhole: boolean;
  /**
   * What a tag stands for now, as far as it can be told from one manifest: its digest where it is that one.
   * @returns `undefined` where the place has no such tag
   */
  foundUnder(tag: string, manifest: RawManifest): Promise<FoundUnder | undefined>;
}
